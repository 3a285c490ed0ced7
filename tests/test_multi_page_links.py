"""What a page says of the other pages of its article: right, or nothing."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.pagination import read_pagination

SITE = "http://a.cn/x/"
Pages = dict[int, str]


def link(to: str, words: str) -> str:
    return f'<a class="p" href="{to}">{words}</a>'


def read(name: str, source: str) -> tuple[int | None, str, int | None, Pages] | None:
    found = read_pagination(f"<html><body><p>正文</p>{source}</body></html>", SITE + name)
    if found is None:
        return None
    pages = {page.number: page.url.removeprefix(SITE) for page in found.pages}
    return found.number, found.first.removeprefix(SITE), found.total, pages


TRS = "t20220804_912345"


@pytest.mark.parametrize(
    ("name", "source", "wanted"),
    [
        # TRS counts from 0, its variant with an element from 1.
        (f"{TRS}.html", f'<script>createPageHTML(3,0,"{TRS}","html");</script>',
         (1, f"{TRS}.html", 3, {2: f"{TRS}_1.html", 3: f"{TRS}_2.html"})),
        (f"{TRS}_1.html", f"<script>createPageHTML1('3', '1', '{TRS}', 'html', 40)</script>",
         (2, f"{TRS}.html", 3, {1: f"{TRS}.html", 3: f"{TRS}_2.html"})),
        ("912345.htm", "<script>createPageHTML('pages', 2, 1, '912345', 'htm', 9)</script>",
         (1, "912345.htm", 2, {2: "912345_2.htm"})),
        ("912345_1.htm", "<script>var countPage = 2;var currentPage = 1;w('912345_')</script>",
         (2, "912345.htm", 2, {1: "912345.htm"})),
        # Words decide which page `_1` is.
        ("912345.htm", link("912345_2.htm", "下一页"),
         (1, "912345.htm", None, {2: "912345_2.htm"})),
        ("912345.htm", "共3页 " + link("912345_1.htm", "下页"),
         (1, "912345.htm", 3, {2: "912345_1.htm"})),
        ("912345_1.htm", link("912345.htm", "上一页") + link("912345_2.htm", "下一页"),
         (2, "912345.htm", None, {1: "912345.htm", 3: "912345_2.htm"})),
        ("912345_1.htm", link("912345_2.htm", "[2]") + link("912345_3.htm", "[3]"),
         (1, "912345_1.htm", None, {2: "912345_2.htm", 3: "912345_3.htm"})),
        ("912345_2.htm", "2/3页" + link("912345_1.htm", "上页") + link("912345_3.htm", "下页"),
         (2, "912345_1.htm", 3, {1: "912345_1.htm", 3: "912345_3.htm"})),
        # Which of two it is cannot be told: only the neighbour is known.
        ("912345_2.htm", link("912345_1.htm", "上一页") + link("912345_3.htm", "下一页"),
         (None, "", None, {})),
        ("c1-912345.html", link("/x/c1-912345-2.html", "<img src='/img/next_page.jpg'>"),
         (1, "c1-912345.html", None, {2: "c1-912345-2.html"})),
        ("v.php?id=912", link("v.php?id=912&amp;page=2", "2") + link("?id=912&page=9", "尾页"),
         (1, "v.php?id=912", 9, {2: "v.php?id=912&page=2", 9: "v.php?id=912&page=9"})),
        ("v.php?page=3&id=912", link("?id=912&page=2", "2") + link("?id=912&page=1", "1"),
         (3, "v.php?id=912", None, {1: "v.php?id=912&page=1", 2: "v.php?id=912&page=2"})),
        ("912345", link("/x/912345/2/", "2") + link("/x/912345/2/", "下一页"),
         (1, "912345", None, {2: "912345/2/"})),
        ("912345_0.shtml", link("912345_1.shtml", "下一页"),
         (1, "912345_0.shtml", None, {2: "912345_1.shtml"})),
        ("912345.htm", link("912345_2.htm", "余下全文(1/3)"),
         (1, "912345.htm", 3, {2: "912345_2.htm"})),
        ("912345.htm", "<link rel=next href=912345_2.htm >",
         (1, "912345.htm", None, {2: "912345_2.htm"})),
        ("912345.htm", "<option value=912345.htm>1</option><option value=912345_2.htm>2</option>",
         (1, "912345.htm", None, {2: "912345_2.htm"})),
    ],
)  # fmt: skip
def test_pages_of_an_article(name: str, source: str, wanted: object) -> None:
    assert read(name, source) == wanted


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("1187.shtml", link("1188.shtml", "下一页")),
        ("content_18.htm", link("content_19.htm", "下一页")),
        ("20220804_1.htm", link("20220804_2.htm", "下一页")),
        ("912345.htm", link("912345_2.htm", "渡口又添一艘新船")),
        ("912345.htm", link("http://b.cn/x/912345_2.htm", "下一页")),
        ("912345.htm", link("912345_5.htm", "下一页")),
        ("912345.htm", f"<!-- {link('912345_2.htm', '下一页')} -->"),
        ("912345.htm", "<a href=\"912345_' + next + '.htm\">下一页</a>"),
        ("912345.htm", link("912345_2.htm", "3") + link("912345_3.htm", "2")),
        ("912345.htm", "<script>createPageHTML(25,0,'index','html')</script>912345_"),
        ("912345.htm", "<script>createPageHTML(1,0,'912345','htm')</script>"),
        ("912345.htm", "<script>createPageHTML(400,0,'912345','htm')</script>"),
        ("index.html", link("index_2.html", "下一页")),
        ("list.php?id=912", link("list.php?id=912&page=2", "2")),
        ("?p=912", link("?p=913", "下一页")),
        ("2022/8", link("/x/2022/8/2", "2") + link("/x/2022/8/3", "3")),
    ],
)
def test_links_to_other_articles_and_lists_are_no_pages(name: str, source: str) -> None:
    assert read(name, source) is None


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("912345_s.htm", "阅读全文"),
        ("912345_all.htm", "【全文阅读】"),
        ("912345_4.htm", "在本页阅读全文"),
        ("912345_4.htm", "单页阅读"),
    ],
)
def test_whole_text_on_one_page(to: str, words: str) -> None:
    pager = link("912345_2.htm", "[2]") + link("912345_3.htm", "[3]") + link(to, words)
    found = read_pagination(pager, SITE + "912345.htm")
    assert found
    assert found.full == SITE + to
    assert [page.number for page in found.pages] == [2, 3]


def test_only_the_record_of_an_article_has_pages() -> None:
    pager = link("912345_2.htm", "下一页")
    text = "<p>渡口的船工天不亮就起身，把缆绳解开，再挂上一盏灯。</p>" * 12
    page = f"<html><body><h1>渡口的早晨</h1>{text}{pager}</body></html>"
    known = extract(page, SITE + "912345.htm").pagination
    assert known
    assert known.next == SITE + "912345_2.htm"
    assert extract(page).pagination is None, "without an address nothing can be told"
    assert extract(pager * 20, SITE + "912345.htm").pagination is None, "a list"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["<a x>", link("912345_2.htm", "2"), "<!--", "<a " + "h" * 500 + ">", "createPageHTML('a',",
     "<option value=912345_", "1/", "共 1", "countPage=", "<a href=912345_2.htm>"],
)  # fmt: skip
def test_hostile_sources_are_read_in_linear_time(piece: str) -> None:
    read_pagination("912345_" + piece * (500_000 // len(piece)), SITE + "912345.htm")
