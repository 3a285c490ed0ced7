"""`baokan probe`: every line of a page once, with what it was taken for.  All text is invented."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from archive.records import Article, Dateline, Person
from crawler.cli import baokan
from crawler.demo.server import Hit, Reply, Server, replying
from crawler.extract import examine
from crawler.probe import SIGNS, as_dict, count, field_rows
from crawler.probe_page import probe_page
from crawler.probe_text import print_probe
from tests import crawling

PAGES = Path(__file__).parent / "pages"
CASES = sorted(p.stem for p in PAGES.glob("*.html"))
PROSE = "新桥昨天通车，三百多名市民走上桥面，看着第一班公交车慢慢驶过，孩子们在岸上数灯火。"
PAGE = f"""<html><head><meta charset="gb2312"><title>渡口换了新桥</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/yw/">要闻</a></div>
<h1>渡口换了新桥</h1>
<div class="info">来源：湖滨晚报　2022-08-04 09:13　责任编辑：林苇</div>
<p>{PROSE}</p><p>老人们坐在石凳上，说起四十年前的那条木船，说起赶集的早晨和涨水的夏天。</p>
<div>湖滨晚报社主办 湘ICP备00000002号</div>
<div>橘子船票兑换处三号窗口</div></body></html>"""


def probe(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Result:
    return CliRunner().invoke(
        baokan, ["probe", *map(str, arguments)], input=stdin, env=environment or None
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode("gb18030"))
    return path


def marked(output: str) -> list[tuple[str, str, str]]:
    """(sign, note, text) of the lines; what stands above and below them is left out."""
    part = output.split("\n\n")[1]
    return [(n[0], n[2 : n.index("  ", 2)].strip(), n[n.index("  ", 2) :].strip())
            for n in part.splitlines()]  # fmt: skip


def test_every_line_is_marked(page: Path) -> None:
    result = probe(page, "--url", "http://press.example/1.shtml")
    assert result.exit_code == 0
    lines = [(sign, text) for sign, _, text in marked(result.stdout)]
    assert ("F", "渡口换了新桥") in lines
    assert ("B", PROSE) in lines
    assert ("-", "湖滨晚报社主办 湘ICP备00000002号") in lines
    notes = {text: note for _, note, text in marked(result.stdout)}
    assert notes["渡口换了新桥"] == "title"
    assert {"icp", "organiser"} <= set(
        re.findall(r"\w+", notes["湖滨晚报社主办 湘ICP备00000002号"])
    )
    for said in ("address: http://press.example/1.shtml", "charset: gb18030", "declared: gb2312"):
        assert said in result.stdout.splitlines()


def test_fields_come_with_the_printed_string_and_their_source(page: Path) -> None:
    output = probe(page).stdout
    table = {line.split()[0]: line for line in output.split("\nfield ")[1].splitlines() if line}
    assert "2022-08-04T09:13+08:00" in table["published"]
    assert "2022-08-04 09:13 " in table["published"]
    assert table["source"].endswith("label 来源") or "label 来源 " in table["source"]
    assert "林苇" in table["editors"]
    assert table["subtitle"].split() == ["subtitle", "–"]
    assert not {"unread", "provenance", "source_raw"} & set(table)


def test_a_value_of_several_parts_is_one_row_a_part() -> None:
    article = Article(
        authors=(Person("林苇", "记者", "记者林苇", "湖滨晚报"), Person("方知", "摄影", "方知摄")),
        dateline=Dateline("湖滨社8月4日电", "湖滨社", "", "08-04"),
        keywords=("新桥", "渡口"),
        editorial_note="编者按\n今天起开栏。",
        provenance={"authors": "byline", "keywords": "meta keywords"},
    )
    rows = [(r.field, r.shown, r.printed, r.by) for r in field_rows(article) if r.value]
    assert rows == [
        ("editorial_note", "编者按 / 今天起开栏。", None, None),
        ("authors", "林苇 · 记者 · 湖滨晚报", "记者林苇", "byline"),
        ("authors", "方知 · 摄影", "方知摄", "byline"),
        ("dateline", "湖滨社 · 08-04", "湖滨社8月4日电", None),
        ("keywords", "新桥, 渡口", None, "meta keywords"),
    ]


def test_the_figures_are_those_of_the_lines(page: Path) -> None:
    answer = json.loads(probe(page, "--json").stdout)
    kinds = [line["kind"] for line in answer["lines"]]
    assert answer["counts"] == {kind: kinds.count(kind) for kind in SIGNS}
    for kind, number in answer["characters"].items():
        assert number == sum(len(n["text"]) for n in answer["lines"] if n["kind"] == kind)
    whole = sum(answer["characters"].values())
    assert answer["unread_share"] == pytest.approx(
        answer["characters"]["unread"] / whole, abs=1e-4
    )
    last = [line for line in probe(page).stdout.splitlines() if line][-2]
    assert last.startswith(f"{len(kinds)} lines: {kinds.count('body')} body, ")


def test_an_unread_line_is_shown_as_such() -> None:
    stray = PAGE.replace("<div>橘子", '<div class="related">相关阅读</div><div>橘子')
    answer = json.loads(probe("-", "--json", stdin=stray.encode("gb18030")).stdout)
    assert [n["text"] for n in answer["lines"] if n["kind"] == "unread"] == list(
        examine(stray.encode("gb18030")).article.unread
    )
    assert answer["counts"]["unread"] > 0
    assert answer["unread_share"] > 0
    assert "? " in probe("-", stdin=stray.encode("gb18030")).stdout


def test_lines_are_cut_at_the_width_and_whole_with_full(page: Path) -> None:
    page.write_text(PAGE.replace("gb2312", "utf-8").replace(PROSE, PROSE * 5), "utf-8")
    cut, full = probe(page).stdout, probe(page, "--full").stdout
    assert all(cell_len(line) <= 120 for line in (cut + full).splitlines())
    assert max(cell_len(text) for _, _, text in marked(cut)) > 90
    assert PROSE * 5 not in "".join(cut.split())
    assert PROSE * 5 in "".join(full.split())


@pytest.mark.parametrize("width", [30, 60, 200])
def test_the_terminal_may_be_of_any_width(width: int) -> None:
    out = Console(file=io.StringIO(), width=width, color_system=None)
    print_probe(examine(PAGE), out, full=False)
    assert isinstance(out.file, io.StringIO)
    lines = out.file.getvalue().split("\n\n")[1].splitlines()
    assert len(lines) == len(examine(PAGE).lines)
    assert all(cell_len(line) <= width for line in lines)


def test_colours_only_on_a_terminal(page: Path) -> None:
    assert "\x1b" not in probe(page).stdout
    out = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=100)
    print_probe(examine(page.read_bytes()), out, full=False)
    assert isinstance(out.file, io.StringIO)
    assert "\x1b[36m" in out.file.getvalue()


def test_a_page_cannot_move_the_cursor_or_turn_the_line_around() -> None:
    text = "\u202e文字\x9b2J\x07倒着走 [bold]:smile:[/bold]"
    reading = examine(
        f"第一行\n\x1b[2J{text}\n{PROSE}"
    )  # plain text keeps what markup may not have
    out = Console(file=io.StringIO(), width=100, color_system=None, markup=False, emoji=False)
    print_probe(reading, out, full=True)
    assert isinstance(out.file, io.StringIO)
    shown = out.file.getvalue() + probe_page(reading)
    assert not set("\x1b\x9b\x07\u202e") & set(shown)
    assert "␛[2J" in shown
    assert "[bold]:smile:[/bold]" in out.file.getvalue()


def test_a_page_that_is_no_article_is_shown_and_ends_with_1(tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    links = "".join(f'<li><a href="{n}.html">第{n}篇文章的题目在这里</a></li>' for n in range(40))
    page.write_text(f"<html><title>要闻</title><ul>{links}</ul></html>", "utf-8")
    result = probe(page)
    assert result.exit_code == 1
    assert result.stderr == "this page is no article: list\n"
    assert sum("篇文章的题目" in line for line in result.stdout.splitlines()) == 40
    assert json.loads(probe(page, "--json").stdout)["kind"] == "list"


def test_a_page_without_a_line(tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_bytes(b"")
    assert probe(page).exit_code == 1
    assert probe(page, "--html", tmp_path / "out.html").exit_code == 1
    assert "shows no line" in (tmp_path / "out.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("absent.html",), "absent.html"),
        ((".",), "."),
        (("ftp://press.example/1",), "not an http(s) address"),
        (("http://127.0.0.1:1/1.html",), "127.0.0.1:1"),
        (("{page}", "--html", "no/such/folder/a.html"), "no/such/folder/a.html"),
    ],
)
def test_what_cannot_be_read_or_written_is_one_line(
    page: Path, arguments: tuple[str, ...], word: str
) -> None:
    result = probe(*(one.format(page=page) for one in arguments), BAOKAN_CONTACT="a@b.example")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("baokan: ")
    assert result.stderr.count("\n") == 1
    assert word in result.stderr


def test_an_address_is_fetched_politely() -> None:
    log: list[Hit] = []
    replies = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /inner/\n", content_type="text/plain"),
        "/1.html": Reply(PAGE.encode("gb18030"), content_type="text/html", packed=True),
    }
    with Server(
        replying(lambda p: replies.get(p, Reply(b"", 404)), log), "127.0.0.1", 0
    ) as server:
        shown = crawling.baokan("probe", f"{server.base}/1.html", "--json")
        answer: dict[str, Any] = json.loads(shown.out)
        assert shown.code == 0, shown.err
        assert answer["url"] == f"{server.base}/1.html"
        assert answer["encoding"] == "gb18030"
        refused = crawling.baokan("probe", f"{server.base}/inner/1.html")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "robots.txt forbids it" in refused.err
    assert [hit.path for hit in log] == ["/robots.txt", "/1.html", "/robots.txt"]
    assert all(hit.agent.startswith("baokan/") for hit in log)


# ------------------------------------------------------------ what always holds


def letters(text: str) -> str:
    """Without white space: the rows of a table are one paragraph each of the body."""
    return "".join(text.split())


@pytest.mark.parametrize("case", CASES)
def test_the_body_is_the_lines_marked_as_body(case: str) -> None:
    reading = examine((PAGES / f"{case}.html").read_bytes(), "http://press.example/a/1.html")
    body = [line.text for line in reading.lines if line.kind == "body"]
    assert body
    assert letters("".join(body)) == letters(reading.article.body)
    unread = [line.text for line in reading.lines if line.kind == "unread"]
    assert unread == list(reading.article.unread)
    assert [line.index for line in reading.lines] == list(range(len(reading.lines)))
    assert {line.kind for line in reading.lines} <= set(SIGNS)
    shown = [row.field for row in field_rows(reading.article) if row.value is not None]
    assert {"title", "body"} <= set(shown)
    assert count(reading).all_lines == len(as_dict(reading)["lines"])


BLOCKS = ("<p>%s</p>", "<div>%s</div>", '<li><a href="/1">%s</a></li>', "<h2>%s</h2>",
          '<div class="footer">%s</div>', '<div class="nav"><a href="/">%s</a></div>',
          "<td>%s</td>", "%s<br>", "<b>%s</b><hr>", "<h1>%s</h1>",
          "<table><tr><td>年份</td><td>%s</td></tr></table>")  # fmt: skip
TEXTS = ("", PROSE, "来源：湖滨晚报", "2022-08-04 09:13", "责任编辑：林苇", "相关阅读", "版权所有",
         "本报记者 林苇", "下一篇：", "湘ICP备00000002号", "图为新桥。", "（完）")  # fmt: skip


@given(
    parts=st.lists(
        st.tuples(st.sampled_from(BLOCKS), st.sampled_from(TEXTS)), min_size=1, max_size=30
    ),
    seed=st.integers(100, 800),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_visible_line_is_shown_exactly_once(parts: list[tuple[str, str]], seed: int) -> None:
    tokens = [f"第{seed + n}号渡口" for n in range(len(parts))]
    blocks = (block % f"{text}{token}" for (block, text), token in zip(parts, tokens, strict=True))
    reading = examine(f"<html><body><h1>渡口换了新桥</h1>{''.join(blocks)}</body></html>")
    out = Console(file=io.StringIO(), width=400, color_system=None)
    print_probe(reading, out, full=False)
    assert isinstance(out.file, io.StringIO)
    printed = out.file.getvalue().split("\n\n")[1]
    page = "".join(re.findall(r'class="text"[^>]*>([^<]*)<', probe_page(reading)))
    listed = "".join(line["text"] for line in as_dict(reading)["lines"])
    for shown in (printed, page, listed):
        assert re.findall(r"第\d{3}号渡口", shown) == tokens
    body = [line.text for line in reading.lines if line.kind == "body"]
    assert letters("".join(body)) == letters(reading.article.body)
