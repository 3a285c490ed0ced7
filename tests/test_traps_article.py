"""Traps of press sites in articles and in transport, each seen for real."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from posixpath import dirname
from typing import Any

import pytest

from archive.identity import url_key
from archive.records import Ask
from crawler.extract import extract
from crawler.platforms import PLATFORMS, module_of, platform_for
from crawler.platforms.base import Fetched
from crawler.titles import Title
from tests.crawling import rows
from tests.press_crawl import crawl, record
from tests.presses.papers import all_presses
from tests.presses.phrases import story
from tests.presses.static import NO_ACCESS, Press, serve
from tests.presses.walk import answer, walk

PRESSES = {press.name: press for press in all_presses()}
TITLE, TEXT = story(6000)
BODY = "".join(f"<p>{line}</p>" for line in TEXT[:4])
URL = "http://paper.lake.example/hbrb/html/2024-08/02/content_7.htm"


def page(head: str, body: str = f"<div id=ozoom>{BODY}</div>", top: str = "") -> str:
    return (
        f"<html><head><title>{TITLE}--湖滨网</title>{top}</head><body>{head}{body}</body></html>"
    )


def read(source: str | bytes) -> Any:
    return extract(source.encode() if isinstance(source, str) else source, URL)


def test_trap_13_kicker_headline_and_deck_in_cells_of_one_class() -> None:
    cells = "".join(f"<tr><td class={c}>{t}</td></tr>" for c, t in (
        ("font02", "灯下澧江"), ("font01", TITLE), ("font02", ""), ("font02", "一条水渠修了三年"),
    ))  # fmt: skip
    article = read(page(f"<table>{cells}</table>"))
    assert (article.kicker, article.title) == ("灯下澧江", TITLE)
    assert article.subtitle == "一条水渠修了三年"


def test_trap_13_a_deck_behind_a_dash_a_break_and_the_name_of_the_site() -> None:
    half = len(TITLE) // 2
    article = read(page(f"<h1>{TITLE[:half]}<br/>{TITLE[half:]}</h1><p>——一条水渠修了三年</p>"))
    assert article.title.replace(" ", "") == TITLE
    assert article.subtitle == "一条水渠修了三年"
    assert not article.body.startswith("——")


def test_trap_14_an_empty_author_and_the_byline_in_the_text() -> None:
    info = "<div>作者: 来源:湖滨日报 发布日期:2024年08月02日 09时13分22秒 编辑:何觅</div>"
    body = f"<div class=content><p>湖滨日报记者周禾苗</p>{BODY}</div>"
    article = read(page(f"<h1>{TITLE}</h1>{info}", body))
    assert [p.name for p in article.authors] == ["周禾苗"]
    assert article.published == "2024-08-02T09:13:22+08:00"


def test_trap_15_jump_lines_link_two_articles_and_never_join_them(tmp_path: Path) -> None:
    press = PRESSES["founder_classic"]
    with serve(press) as running:
        result, archive = crawl(running, record(running), tmp_path)
    assert result.code == 0, result
    joined = rows(
        archive,
        "SELECT a.url, b.url FROM jumps j JOIN articles a ON a.id = j.from_article"
        " JOIN articles b ON b.id = j.to_article",
    )
    assert [(str(a)[-16:], str(b)[-16:]) for a, b in joined] == [
        ("content_3301.htm", "content_3311.htm")
    ]
    bodies = dict(rows(archive, "SELECT url, body FROM articles"))
    head, tail = (bodies[url] for url in joined[0])
    assert str(tail) not in str(head)
    assert story(3311)[1][0] not in str(head)


def test_trap_16_the_text_in_a_text_box_a_script_or_json() -> None:
    boxed = page(f"<h1>{TITLE}</h1>", f"<textarea class='article-content'>{BODY}</textarea>")
    said = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(TEXT[:4])})
    island = page(f"<h1>{TITLE}</h1>", f"<script type='application/ld+json'>{said}</script>")
    assert TEXT[0] in read(boxed).body
    assert TEXT[0][:20] in read(island).body
    assert len(walk(PRESSES["jfjb"], PRESSES["jfjb"].span).articles) == 5, "text inside the issue"


def test_trap_16_a_picture_alone_and_a_pdf_alone() -> None:
    title = Title("hubin", "湖滨日报", "founder_classic", "http://paper.lake.example/hbrb/")
    platform, ask = platform_for(title), Ask(URL, "article", {"date": "2024-08-02"})
    pdf = page(f"<h1>{TITLE}</h1>", "<div id=ozoom><a href='7.pdf'>PDF</a></div>")
    found = platform.read(ask, Fetched(URL, 200, pdf.encode(), {"content-type": "text/html"}))
    assert [further.url[-5:] for further in found.asks] == ["7.pdf"] or found.verdict == "article"
    picture = page(
        f"<h1>{TITLE}</h1>",
        "<div id=ozoom><img src='p1_b.jpg'><p>八月一日，渔民在湖上收网。 何觅 摄</p></div>",
    )
    found = platform.read(ask, Fetched(URL, 200, picture.encode(), {"content-type": "text/html"}))
    assert found.article is not None
    assert found.article.images[0].url.endswith("/p1_b.jpg")


def test_trap_17_indents_empty_paragraphs_styles_a_mark_and_text_behind_the_end() -> None:
    nested = "".join(f"<P><p>&nbsp;&nbsp;&nbsp;&nbsp;{line}</p></P>" for line in TEXT[:2])
    nested += "".join(f"<p>　　{line}</p><p></p>" for line in TEXT[2:4])
    style = "<style>.x{color:red}</style>"
    source = "\ufeff" + page(f"<h1>{TITLE}</h1>", f"<div id=ozoom><p></p>{style}{nested}</div>")
    article = read(source.replace("\n", "") + "<!--mpproperty /mpproperty-->")
    assert article.body.split("\n") == TEXT[:4]


def test_trap_18_addresses_of_pictures_and_their_captions() -> None:
    picture = "<img src='../../../images/2024-08/02/A01/周五.jpg.1'><p>▲渡口清晨。 何觅 摄</p>"
    article = read(page(f"<h1>{TITLE}</h1>", f"<div id=ozoom>{picture}{BODY}</div>"))
    (image,) = article.images
    assert image.url.startswith("http://paper.lake.example/hbrb/images/2024-08/02/A01/")
    assert image.url.endswith(".jpg.1")
    assert "渡口清晨" in image.caption
    source = b"".join(b for b in PRESSES["founder_classic"].files.values() if isinstance(b, bytes))
    assert b"http://site1/" in source, "the internal host of the marks"
    asked = walk(PRESSES["founder_classic"]).asked
    assert not any("site1" in path for path in asked)


def test_trap_19_polygons_in_whole_numbers_and_in_fractions() -> None:
    whole = walk(PRESSES["founder_classic"]).issues["2024-08-02"]["A01"].entries[0].area
    parts = walk(PRESSES["founder_new"]).issues["2024-08-03"]["01"].entries[0].area
    assert whole == "14,97,232,97,232,141"
    assert parts.startswith("200.759447,0.98722,")


def test_trap_20_metas_that_are_empty_double_or_labelled() -> None:
    metas = (
        "<meta name='source' content='来源：湖滨日报'><meta name='author' content='1024'>"
        "<meta name='PubDate' content=''><meta name='pubdate' content='2024-08-02 09:13'>"
    )
    article = read(page(f"<h1>{TITLE}</h1><div>来源：湖滨日报</div>", top=metas))
    assert article.source == "湖滨日报"
    assert article.authors == ()
    assert (article.published or "").startswith("2024-08-02")


@pytest.mark.parametrize(
    ("declared", "sent", "sign"),
    [
        ("gb2312", "gb18030", "胡喆"),
        ("gb2312", "gb18030", "王镕"),
        ("gb2312", "utf-8", "李堃"),
        ("", "gb18030", "胡喆"),
        ("", "big5-hkscs", "彩雲邨㗎"),
        ("big5", "big5-hkscs", "彩雲邨㗎"),
    ],
)
def test_trap_21_what_is_declared_and_what_is_sent(declared: str, sent: str, sign: str) -> None:
    body = BODY
    if sent.startswith("big5"):
        body = "".join(
            f"<p>街市昨日重新開門，檔主說生意比以前好了{n}成，街坊都話方便咗好多。</p>"
            for n in range(9)
        )
    head = f"<meta charset={declared}>" if declared else ""
    text = f"<h1>橋</h1><div>{body}<p>{sign}參與採寫。</p></div>"
    source = f"<html><head>{head}<title>橋</title></head><body>{text}</body></html>"
    assert sign in read(source.encode(sent)).body


CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={};"
    b"</script><noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)
SHELL = b"<html><head><title>app</title></head><body><div id='app'></div></body></html>"
BAD = {"challenge": CHALLENGE, "error": NO_ACCESS, "shell": SHELL}
ONE = {press.platform: press for press in reversed(all_presses()) if press.articles}
# Reasons that the spider gives where the platform says no more than the verdict.
SPIDERS = ("challenge", "error", "empty")


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_trap_22_an_answer_of_200_with_an_error_is_refused_with_its_reason(
    platform: str, kind: str
) -> None:
    press = ONE[platform]
    first = walk(press, press.span)
    assert len(first.articles) >= 3
    for path in first.asked:
        _refused(press, path, kind)


def _refused(press: Press, broken: str, kind: str) -> None:
    """Of a press whose one address is broken, everything else is kept, and that is told."""
    files = dict(press.files) | {broken: BAD[kind]}
    posts = dict(press.posts) | ({broken: BAD[kind]} if broken in press.posts else {})
    found = walk(replace(press, files=files, posts=posts), press.span)
    if broken not in found.verdicts:
        return
    if (press.platform, broken) == ("jfjb", press.entry):
        return  # a shell by nature: whatever it answers, the issues are elsewhere
    verdict, reason = found.verdicts[broken], found.reasons[broken]
    told: tuple[str, ...] = ("challenge", "error", "empty", "no calendar")
    if "data.json" in reason and kind == "shell":  # asked instead, and not there
        told, verdict = ("error",), found.verdicts[f"{dirname(dirname(broken))}/data.json"]
    if kind == "shell" and broken in press.pseudo:
        told = ("pseudo",)  # an advertisement is a page without a text
    assert verdict in told, (broken, verdict, reason)
    assert reason or verdict in SPIDERS, (broken, verdict)
    assert broken not in found.articles


@pytest.mark.parametrize("status", [403, 404, 418, 429, 503])
def test_trap_23_a_server_that_refuses_gives_no_article(status: int) -> None:
    for name in PLATFORMS:
        title = Title("lake", "湖滨日报", name, "http://lake.example/")
        assert module_of(title, name)
        ask = Ask("http://lake.example/", "entry")
        found = platform_for(title).read(ask, Fetched(ask.url, status, b"no", {}))
        assert found.article is None
        assert not found.articles
        assert found.verdict in ("refused", "missing", "error", "list")


def test_trap_24_paths_in_mixed_case_are_one() -> None:
    found = walk(PRESSES["szbz"])
    assert len({path.lower() for path in found.asked}) == len(found.asked)
    title = Title("wan", "湖滨晚报", "founder_classic", "http://a.example/XXCBA/")
    url = "http://a.example/XXCBA/html/2024-08/02/node_1.htm"
    body = (
        "<p>第01版：要闻</p><a href='/xxcba/html/2024-08/02/content_1.htm'>桥通了</a>"
        "<a href='/XXCBA/html/2024-08/02/content_1.htm'>桥通了</a>"
    )
    read_page = platform_for(title).read(
        Ask(url, "issue"), Fetched(url, 200, body.encode(), {"content-type": "text/html"})
    )
    assert len({url_key(ask.url) for ask in read_page.asks}) == 1


def test_trap_25_no_robots_txt_means_no_rules(tmp_path: Path) -> None:
    press = PRESSES["qpaper"]
    assert answer(press, Ask("http://press.example/robots.txt", "any")).status == 404
    with serve(press) as running:
        result, archive = crawl(running, record(running), tmp_path)
    assert result.code == 0, result
    assert rows(archive, "SELECT count(*) FROM articles") == [(len(press.articles),)]
