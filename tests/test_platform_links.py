"""Links, redirects and pagers as press pages write them."""

from __future__ import annotations

import pytest

from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import links_of
from crawler.platforms.pager import further_pages
from crawler.platforms.redirects import redirects

HERE = "http://a.cn/list/index.html"


def links(page: str) -> list[tuple[str, str, str]]:
    tree = parse(page)
    assert tree is not None
    return [(link.url, link.text, link.via) for link in links_of(tree, HERE)]


def test_every_way_to_write_a_link() -> None:
    page = """<a href="1.htm">甲 &nbsp; 乙</a> <a href=./2.htm#top ><b>丙</b></a>
    <map name=PagePicMap><Area coords="1,2, 3.5,4,5,6" shape="polygon" href=3.htm></map>
    <iframe src="/frame.htm"></iframe> <li data-href="4.htm">丁</li>
    <tr onclick="window.open('5.htm')"><td>戊</td></tr>
    <div onclick="location.href = '/6.htm'">己</div><p daoxiang="7.htm">庚</p>"""
    assert links(page) == [
        ("http://a.cn/list/1.htm", "甲 乙", "a"),
        ("http://a.cn/list/2.htm", "丙", "a"),
        ("http://a.cn/list/3.htm", "", "area"),
        ("http://a.cn/frame.htm", "", "iframe"),
        ("http://a.cn/list/4.htm", "丁", "attribute"),
        ("http://a.cn/list/5.htm", "戊", "attribute"),
        ("http://a.cn/6.htm", "己", "attribute"),
        ("http://a.cn/list/7.htm", "庚", "attribute"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<!-- <a href='1.htm'>全国数字报联盟</a> -->",
        "<!--dl><dd><a href='http://b.cn/1.htm'>甲报</a></dd></dl-->",
        "<a href='javascript:void(0)'>甲</a><a href='mailto:a@a.cn'>乙</a><a href='#x'>丙</a>",
        "<a href='http://[a/'>甲</a><a href='http://a.cn:x/'>乙</a><a href=''>丙</a>",
        "<a onclick=\"location.href='1' + n + '.htm'\">甲</a>",
        "",
    ],
)
def test_what_is_no_link(page: str) -> None:
    assert links("<p>报</p>" + page) == []


def test_titles_written_by_a_script_and_titles_cut_short() -> None:
    page = """<a href=1.htm><script>document.write(view("春耕<br>正忙 "))</script></a>
    <a href=2.htm><script>document.write('夏收')</script></a>
    <a href=3.htm title="秋收时节话丰年">秋收时节..</a>
    <a href=4.htm title="冬藏"><img src=x></a>"""
    assert [text for _, text, _ in links(page)] == ["春耕 正忙", "夏收", "秋收时节话丰年", "冬藏"]


def test_bytes_of_another_charset_are_read() -> None:
    body = '<meta charset=gb2312><a href="1.htm">朱镕基与喆</a>'.encode("gb18030")
    assert links(text_of_page(body))[0][1] == "朱镕基与喆"


def test_the_base_element_counts() -> None:
    assert links('<base href="/other/"><a href="1.htm">甲</a>')[0][0] == "http://a.cn/other/1.htm"


@pytest.mark.parametrize(
    "page",
    [
        '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2022-02/12/node_2.htm">',
        "<meta http-equiv='refresh' content='0;url=\"html/2022-02/12/node_2.htm\"'>",
        "<META HTTP-EQUIV=REFRESH CONTENT=0; URL=html/2022-02/12/node_2.htm>",
        "<META HTTP-EQUIV=REFRESH CONTENT=0;URL=html/2022-02/12/node_2.htm>",
        '<meta http-equiv="Refresh" content="URL=html/2022-02/12/node_2.htm">',
        '<script>location.href="html/2022-02/12/node_2.htm";</script>',
        "<script>window.location = 'html/2022-02/12/node_2.htm'</script>",
        '<script>top.location.replace("html/2022-02/12/node_2.htm")</script>',
    ],
)
def test_stubs_send_on(page: str) -> None:
    tree = parse(f"<html><head>{page}</head><body></body></html>")
    assert tree is not None
    assert redirects(tree, "http://a.cn/rb/") == ["http://a.cn/rb/html/2022-02/12/node_2.htm"]


@pytest.mark.parametrize(
    "page",
    [
        '<meta http-equiv="refresh" content="300">',
        '<meta http-equiv="refresh" content="600; url=other.htm">',
        '<meta http-equiv="refresh" content="0; url=http://a.cn/rb/">',
        '<script>location.href="html/" + day + "/node_2.htm";</script>',
        '<script>if (location.href == "http://b.cn/") run();</script>',
        "<script>function go() { location.href='x.htm' }</script>" + "<a href=1>甲</a>" * 4,
        '<!-- <meta http-equiv="refresh" content="0; url=other.htm"> -->',
    ],
)
def test_pages_that_stay(page: str) -> None:
    tree = parse(f"<html><head>{page}</head><body>报</body></html>")
    assert tree is not None
    assert redirects(tree, "http://a.cn/rb/") == []


def pages(page: str, url: str = HERE) -> list[str]:
    tree = parse(page)
    assert tree is not None
    return further_pages(tree, url, links_of(tree, url))


def test_the_trs_pager_counts_from_zero() -> None:
    script = '<script>createPageHTML(3, 0, "index", "html");</script>'
    assert pages(script) == ["http://a.cn/list/index_1.html", "http://a.cn/list/index_2.html"]
    quoted = "<div><script>createManuscriptPageHTML('2', '1', 'index', 'htm')</script></div>"
    assert pages(quoted, "http://a.cn/list/index_1.htm") == ["http://a.cn/list/index.htm"]


@pytest.mark.parametrize(
    ("here", "link"),
    [
        (HERE, "<a href='index_2.html'>下一页</a>"),
        ("http://a.cn/list/", "<a href='index_1.html'> [2] </a>"),
        ("http://a.cn/list/index_2.html", "<a href='index_3.html'>下页 &gt;&gt;</a>"),
        ("http://a.cn/list?cat=4", "<a href='?cat=4&page=2'>其他</a>"),
        ("http://a.cn/GB/49160/index.html", "<a href='index2.html'>2</a>"),
        ("http://a.cn/node_12.htm", "<a href='node_12_2.htm'>Next</a>"),
    ],
)
def test_pager_links(here: str, link: str) -> None:
    assert len(pages(link, here)) == 1


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/'>首页</a>",
        "<a href='/list/2022/12345678.html'>下一页</a>",
        "<a href='/other/index_2.html'>下一页</a>",
        "<a href='index_2.html'>年画</a>",
    ],
)
def test_links_that_turn_no_page(link: str) -> None:
    assert pages(link) == []
