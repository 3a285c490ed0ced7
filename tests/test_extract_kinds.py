"""What a document turned out to be, and that no document breaks the reader."""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import extract

PROSE = "".join(
    f"<p>清早五点，{i}号护鸟员已经撑船出了港，一群白鹭贴着水面飞过，落在芦苇荡边。</p>"
    for i in range(12)
)
LINKS = "".join(
    f'<li><a href="/{i}.html">湖区第{i}个村子的新鲜事今天说</a></li>' for i in range(40)
)

CHALLENGES = (
    "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>",
    "<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>",
    "<html><title>安全验证</title><body><p>请完成安全验证后继续访问</p></body></html>",
    "<html><body>您的访问过于频繁，请稍后再试</body></html>",
    "<html><title>湖水亮了</title><body><h1>湖水亮了</h1><p>请先登录后查看全文</p></body></html>",
    "<html><body><noscript>x</noscript>请开启JavaScript并刷新该页</body></html>",
)
ERRORS = (
    "<html><title>404 Not Found</title><body><center><h1>404 Not Found</h1></center></body></html>",
    "<html><body><p>抱歉，您访问的页面不存在或已被删除。</p><a href='/'>返回首页</a></body></html>",
    '{"code":500,"msg":"服务异常","data":null}',
    '{"success": false, "message": "no such article"}',
    "<html><body>系统维护中，请稍后访问</body></html>",
    "<html><title>502 Bad Gateway</title><body><h1>502 Bad Gateway</h1></body></html>",
)
EMPTY = (
    b"",
    b"   \n ",
    b"\x00\x00\x00",
    b"<html></html>",
    "<html><title>湖水亮了</title><body><h1>湖水亮了</h1><div id=ozoom></div></body></html>".encode(),
    b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>",
)


@pytest.mark.parametrize("page", CHALLENGES)
def test_challenges(page: str) -> None:
    assert extract(page.encode()).kind == "challenge"


@pytest.mark.parametrize("page", ERRORS)
def test_errors(page: str) -> None:
    article = extract(page.encode())
    assert article.kind == "error"
    assert article.provenance["kind"]


@pytest.mark.parametrize("page", EMPTY)
def test_empty(page: bytes) -> None:
    article = extract(page)
    assert (article.kind, article.body) == ("empty", "")


def test_articles_and_lists() -> None:
    assert extract(f"<h1>湖水亮了</h1>{PROSE}<ul>{LINKS}</ul>").kind == "article"
    assert extract(f"<title>要闻</title><ul>{LINKS}</ul>").kind == "list"
    assert extract(f"<title>要闻</title><p>本站提供新闻。</p><ul>{LINKS}</ul>").kind == "list"


def test_an_article_about_errors_and_logins_is_an_article() -> None:
    text = "<p>他说，请先登录，再输入验证码，页面不存在时不必惊慌，稍等片刻就好。</p>" * 12
    assert extract(f"<h1>网上办事指南</h1>{text}").kind == "article"


def test_a_short_item_with_its_information_line() -> None:
    page = """<h1>白鹭飞回云湖</h1><div>2023-03-12 08:05 来源：云湖日报</div>
    <div><p>昨天傍晚，两千多只白鹭飞回云湖，落满了湖心的小岛，引来不少市民驻足观看。</p></div>"""
    article = extract(page)
    assert article.kind == "article"
    assert (article.source, article.published) == ("云湖日报", "2023-03-12T08:05+08:00")


@pytest.mark.parametrize(
    "opening", ["<font>", "<div>", "<span class=x>", "<table><tr><td>", "<b><i>"]
)
def test_nesting_deeper_than_a_tree_of_libxml2_goes_loses_nothing(opening: str) -> None:
    page = f"<html><head><title>湖水亮了</title></head><body>{opening * 5000}{PROSE}</body></html>"
    article = extract(page.encode())
    assert article.kind == "article"
    assert article.body.count("护鸟员") == 12


def test_a_megabyte_on_one_line() -> None:
    line = "湖水亮了，白鹭回来了。" * 100_000
    assert extract(f"<h1>云湖水清</h1><p>{line}</p>").body == line
    assert extract(line).kind == "article"


@pytest.mark.parametrize(
    "unit",
    ["来源：", "<", "<p>", "&#", "ICP备1", "<a class=subtitle>x", "《", "记者", "<!--", "首页 > "],
)
def test_hostile_repetition(unit: str) -> None:
    extract((unit * 40_000).encode())
    extract(f"<title>{unit * 2000}</title><body><h1>{unit * 30}</h1>{PROSE}{unit * 2000}".encode())


@given(st.binary(max_size=600))
@settings(max_examples=150)
def test_any_bytes(body: bytes) -> None:
    extract(body)


PIECES = st.sampled_from(
    ["<div>", "</div>", "<p>", "<br>", "<a href=x>", "</a>", "<h1>", "</h1>", "<table>", "<td>",
     "来源：", "作者：", "编辑:", "记者", "2023年3月12日", "云湖日报", "陈若溪", "。", "白鹭飞回来了，", "【", "】",
     "（", "）", "——", "\x00", "\u2028", "<!--enpcontent-->", "<!--enpproperty <title>湖</title>-->",
     "<script>", "</script>", "<style>", "<img src=a.jpg>", "<meta charset=gb2312>", "\ud800", "&nbsp;", "编者按", "原标题：",
     '<script type="application/ld+json">{"@type":["NewsArticle"],"headline":[1],"author":{"@type":"Person","name":2}}</script>']
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=200)
def test_any_markup(page: str) -> None:
    article = extract(page)
    assert article.as_dict()
    assert "\n\n" not in article.body
    assert article == extract(page)
