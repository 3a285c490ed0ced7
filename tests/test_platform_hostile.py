"""A megabyte of hostile text costs no more than a megabyte of any other: nothing is quadratic."""

from __future__ import annotations

import pytest

from crawler.extract.pagination import read_pagination
from crawler.platforms.document import parse
from crawler.platforms.epaper_page import read_sheet
from crawler.platforms.founder_classic import GRAMMAR
from crawler.platforms.links import links_of
from crawler.platforms.pager import further_pages
from crawler.platforms.redirects import redirects
from crawler.platforms.shapes import shape
from crawler.platforms.site_scope import Scope

URL = "http://a.cn/r/html/2022-02/12/node_1.htm"
SIZE = 1_000_000
PAGES = {
    "pager": "<script>" + "createPageHTML(" * (SIZE // 15) + "</script>",
    "words": "<script>" + "create" * (SIZE // 6) + "</script>",
    "written": "<a href=1><script>" + "document.write(view('" * (SIZE // 20) + "</script></a>",
    "tags": '<a href=1><script>document.write("' + "<" * SIZE + '")</script></a>',
    "location": "<script>" + "location='x" * (SIZE // 11) + "</script>",
    "blanks": "<script>location='a'" + " " * SIZE + "+x</script>",
    "onclick": '<a onclick="' + "location='aaa" * (SIZE // 13) + '">x</a>',
    "refresh": '<meta http-equiv=refresh content="' + "1" * SIZE + '">',
    "labels": "<div>第1版" * (SIZE // 12),
    "pdfs": '<a href="node_1.htm">第1版</a><a href="1.pdf">p</a>' * (SIZE // 50),
    "coordinates": '<map><area href="content_1.htm" coords="' + "1," * (SIZE // 2) + 'x"></map>',
    "navigation": "<a href=node_2.htm>" + "- " * (SIZE // 2) + "</a>",
}
ADDRESSES = {
    "mixed": "http://a.cn/" + "a1" * (SIZE // 2),
    "dashes": "http://a.cn/" + "-" * SIZE + "1",
    "query": "http://a.cn/?" + "a=1&" * (SIZE // 4),
    "days": "http://a.cn" + "/1234-12/12" * (SIZE // 11),
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    tree, here = parse(PAGES[name]), GRAMMAR.read(URL)
    assert tree is not None
    assert here is not None
    links = links_of(tree, URL)
    assert len(links) <= SIZE
    assert further_pages(tree, URL, links) is not None
    assert len(redirects(tree, URL)) <= SIZE
    sheet = read_sheet(tree, here, PAGES[name], GRAMMAR.read, lambda url: True)
    assert sheet is None or sheet.page.url == URL


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses(name: str) -> None:
    url = ADDRESSES[name]
    assert shape(url).startswith("a.cn/")
    assert GRAMMAR.read(url) is None
    assert Scope("http://a.cn/").holds(url)
    assert isinstance(Scope("http://a.cn/").wants(url, "打印" * (SIZE // 2)), bool)
    assert read_pagination("", url) is None
