"""`baokan record` keeps pages, and a person reviews them.  All text is invented."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler import fixtures
from crawler.cli import baokan
from crawler.demo.server import Reply, Server, replying
from crawler.extract import extract
from tests import crawling

PROSE = "新桥昨天通车，三百多名市民走上桥面，看着第一班公交车慢慢驶过，孩子们在岸上数灯火。"
FERRY = "老人们坐在石凳上，说起四十年前的那条木船，说起赶集的早晨和涨水的夏天。"
WORKS = "工程用了两年零三个月，桥面两侧有步行道和观景台，夜里灯亮起来，远处也看得见。"
PAGE = f"""<html><head><meta charset="gb2312"><title>渡口换了新桥</title></head><body>
<h1>渡口换了新桥</h1><div>来源：湖滨晚报　2022-08-04 09:13　责任编辑：林苇</div>
<p>{PROSE}</p><p>渡船停在岸边。{FERRY}</p><p>{WORKS}桥长四百二十米。</p></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one kept page, `bridge`."""
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.encode("gb18030"))
    folder = tmp_path / "kept"
    result = record(page, "--into", folder, "--name", "bridge", "--url", "http://press.example/1")
    assert result.exit_code == 0, result.output
    return folder


def record(*arguments: str | Path, answer: str = "") -> Result:
    return CliRunner().invoke(baokan, ["record", *map(str, arguments)], input=answer)


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(baokan, ["check", *map(str, arguments)])


def review(folder: Path, *more: str, answer: str = "") -> Result:
    return record("--into", folder, "--review", "bridge", *more, answer=answer)


def part(folder: Path, file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "bridge" / file).read_text("utf-8"))
    return content


def edit(folder: Path, old: str, new: str, file: str = fixtures.EXPECTED) -> None:
    path = folder / "bridge" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def assert_one_line(result: Result, *words: str | Path) -> None:
    assert result.exit_code == 2, result.output
    assert result.stderr.startswith("baokan: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert str(word) in result.stderr


# ------------------------------------------------------------------------ record


def test_a_kept_page_is_bytes_expectation_and_origin(folder: Path) -> None:
    assert (folder / "bridge" / "page.html").read_bytes() == PAGE.encode("gb18030")
    meta, expected = part(folder, "meta.json"), part(folder, "expected.json")
    assert (meta["url"], meta["headers"], meta["fetched"]) == ("http://press.example/1", {}, None)
    assert meta["reviewed"] is None
    article = extract(PAGE.encode("gb18030"), "http://press.example/1")
    assert expected["title"] == article.title == "渡口换了新桥"
    assert expected["body"] == article.body.split("\n")
    assert len(expected["body"]) == 3
    assert {*expected, "url", "provenance", "unread"} == set(article.as_dict())
    assert {p.name for p in (folder / "bridge").iterdir()} == {
        "page.html", "expected.json", "meta.json",
    }  # fmt: skip


def test_the_expectation_can_be_read_and_compared_line_by_line(folder: Path) -> None:
    text = (folder / "bridge" / "expected.json").read_text("utf-8")
    assert f'  "{PROSE}",\n' in text
    keys = list(part(folder, "expected.json"))
    assert keys == sorted(keys)
    result = record(folder.parent / "page.html", "--into", folder, "--name", "bridge", "--again",
                    "--url", "http://press.example/1")  # fmt: skip
    assert result.exit_code == 0
    assert (folder / "bridge" / "expected.json").read_text("utf-8") == text


def test_a_page_is_named_after_its_address_or_file(tmp_path: Path) -> None:
    page = tmp_path / "桥.html"
    page.write_text(PAGE.replace("gb2312", "utf-8"), "utf-8")
    for more in ((), ("--url", "http://press.example:8080/a/%E6%A1%A5.html?id=1&n=2")):
        assert record(page, "--into", tmp_path / "kept", *more).exit_code == 0
    assert fixtures.names(tmp_path / "kept") == ["press.example-8080-a-桥.html-id-1-n-2", "桥"]
    assert fixtures.name_of("http://press.example/" + "长" * 300, "") in (
        "press.example-" + "长" * 46
    )
    assert fixtures.name_of("", "?.html") == "page"


def test_an_answer_is_kept_with_its_headers_and_read_with_them(tmp_path: Path) -> None:
    body = PAGE.replace('<meta charset="gb2312">', "").encode("gb18030")
    body = body.replace(b"2022-08-04 09:13", "发布时间：昨天 09:13".encode("gb18030"))
    replies = {
        "/robots.txt": Reply(b"", content_type="text/plain"),
        "/1.html": Reply(body, content_type="text/html; charset=gbk", packed=True),
    }
    with Server(replying(lambda p: replies.get(p, Reply(b"", 404)), []), "127.0.0.1", 0) as server:
        kept = crawling.baokan(
            "record", f"{server.base}/1.html", "--into", tmp_path, "--name", "bridge"
        )
        assert kept.code == 0, kept.err
        gone = crawling.baokan("record", f"{server.base}/2.html", "--into", tmp_path)
    assert (gone.code, gone.err.count("\n")) == (2, 1)
    (name,) = fixtures.names(tmp_path)
    fixture = fixtures.load(tmp_path, name)
    assert fixture.body == body
    assert fixture.meta["headers"]["content-type"] == "text/html; charset=gbk"
    assert fixture.meta["fetched"].endswith("Z")
    assert fixture.meta["url"] == f"{server.base}/1.html"
    assert fixture.expected["declared_encoding"] == "gbk"
    day = datetime.fromisoformat(fixture.meta["fetched"]) + timedelta(hours=8 - 24)
    assert fixture.expected["published"] == day.strftime("%Y-%m-%dT09:13+08:00")
    edit(tmp_path, fixture.meta["fetched"], "2022-08-04T09:13:00.000Z", fixtures.META)
    later = crawling.baokan("check", tmp_path)  # the server is gone by now
    assert later.code == 1
    assert '→ "2022-08-03T09:13' in later.out


def test_a_page_that_is_there_is_only_replaced_when_told(folder: Path) -> None:
    page = folder.parent / "page.html"
    before = (folder / "bridge" / "meta.json").read_bytes()
    refused = record(page, "--into", folder, "--name", "bridge")
    assert_one_line(refused, folder / "bridge", "not reviewed", "--again")
    assert review(folder, "--by", "林苇", "--yes").exit_code == 0
    refused = record(page, "--into", folder, "--name", "bridge")
    assert_one_line(refused, folder / "bridge", "reviewed by 林苇", "--again")
    assert (folder / "bridge" / "meta.json").read_bytes() != before
    assert record(page, "--into", folder, "--name", "bridge", "--again").exit_code == 0
    assert part(folder, "meta.json")["reviewed"] is None


@pytest.mark.parametrize("name", ["../out", "a/b", ".hidden", "..", "/abs"])
def test_a_name_stays_inside_the_folder(folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    page = folder.parent / "page.html"
    assert_one_line(record(page, "--into", folder, "--name", name), name, "not the name")
    assert_one_line(record("--into", folder, "--review", name, "--by", "x"), name)
    assert_one_line(check(folder, "--accept", name), name)
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("page.html", "--review", "bridge"),
        ("absent.html",),
        ("-",),
        ("page.html", "--by", "林苇"),
        ("--review", "bridge", "--by", "林苇", "--again"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert_one_line(record(*arguments, "--into", tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_a_full_disk_is_one_line_and_leaves_no_half_page(tmp_path: Path, small_disk: Path) -> None:
    page = tmp_path / "large.html"
    page.write_text("<h1>渡口换了新桥</h1>" + f"<p>{PROSE}</p>" * 40_000, "utf-8")
    assert_one_line(record(page, "--into", small_disk), small_disk / "large" / "page.html")
    assert not list((small_disk / "large").iterdir())


# ------------------------------------------------------------------------ review


def test_a_review_is_asked_for_and_signed(folder: Path) -> None:
    assert_one_line(review(folder, "--yes"), "--by")
    refused = review(folder, "--by", "林苇", answer="n\n")
    assert refused.exit_code == 2
    assert "not reviewed" in refused.stderr
    assert part(folder, "meta.json")["reviewed"] is None
    signed = review(folder, "--by", "林苇", answer="y\n")
    assert signed.exit_code == 0
    assert PROSE in signed.stdout
    assert "expects what is read" in signed.stdout
    said = part(folder, "meta.json")["reviewed"]
    assert said["by"] == "林苇"
    assert f"reviewed by 林苇 at {said['at'][:10]}" in signed.stdout
    assert "1 reviewed, 0 not reviewed" in check(folder).stdout
    assert "proves nothing" not in check(folder).stdout


def test_nobody_there_to_ask_is_no_review(folder: Path) -> None:
    assert review(folder, "--by", "林苇", answer="").exit_code != 0
    assert part(folder, "meta.json")["reviewed"] is None


def test_a_review_shows_where_the_expectation_differs_and_signs_that(folder: Path) -> None:
    edit(folder, "桥长四百二十米", "桥长五百米")
    shown = review(folder, "--by", "林苇", "--yes").stdout
    assert "expects otherwise than is read" in shown
    assert f"    -{WORKS}桥长五百米。" in shown
    result = check(folder)
    assert result.exit_code == 1
    assert "differs (reviewed; expected → read)" in result.stdout


def test_a_review_does_not_hold_for_another_text(folder: Path) -> None:
    assert review(folder, "--by", "林苇", "--yes").exit_code == 0
    edit(folder, '"title": "渡口换了新桥"', '"title":  "渡口换了新桥"')  # says the same
    result = check(folder)
    assert result.exit_code == 0
    assert "expected.json was edited after its review" in result.stdout
    assert "0 reviewed, 1 not reviewed" in result.stdout
