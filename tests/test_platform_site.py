"""Any site from its home page alone: everything is found, and traps end."""

from __future__ import annotations

import re

import pytest

from archive.records import Ask
from crawler.platforms import platform_for
from crawler.platforms.base import Platform
from crawler.titles import Title, TitleError
from tests.site_pages import HOME, Site, article, crawl, fetch, headline, listing, paths

COLUMNS = {"yw": range(100, 130), "ll": range(200, 221), "wh": range(300, 304)}
PAGE_SIZE = 8


def reed(**options: object) -> Platform:
    return platform_for(Title("reed", "芦苇", "site", HOME, kind="magazine", options=options))


def magazine(path: str) -> str | None:
    """Three columns with pagers of three kinds, a frame, a hot area, links in attributes."""
    if path == "/":
        return "<html><frameset><frame src='/top.html'><frame src='/main.html'></frameset></html>"
    if path == "/top.html":
        return listing([("/yw/index.html", "要闻"), ("/ll/", "理论"), ("/Login.aspx", "登录")])
    if path == "/main.html":
        return listing(
            [("/2022/0804/100.shtml", headline(100)), ("http://other.example/1.html", "友情链接")],
            "<map><area coords='1,2,3,4,5,6' href='/2022/0804/900.shtml'></map>"
            "<div data-href='/2022/0804/901.shtml'>专题</div>"
            "<div onclick=\"location.href='/wh/list.html'\">文化</div>"
            "<!-- <a href='/2022/0804/999.shtml'>旧闻</a> -->",
        )
    if match := re.fullmatch(r"/2022/0804/(\d+)\.shtml", path):
        number = int(match[1])
        if any(number in numbers for numbers in COLUMNS.values()) or number in (900, 901, 999):
            return article(headline(number))
    for folder, first, pattern in (
        ("yw", "/yw/index.html", r"/yw/index_(\d+)\.html"),
        ("ll", "/ll/", r"/ll/index(\d+)\.html"),
        ("wh", "/wh/list.html", r"/wh/list\.html\?page=(\d+)"),
    ):
        match = re.fullmatch(pattern, path)
        if path == first or match:
            return column(folder, int(match[1]) if match else 0)
    return None


def column(folder: str, page: int) -> str | None:
    numbers = list(COLUMNS[folder])
    count = -(-len(numbers) // PAGE_SIZE)
    k = page if folder == "yw" else max(page - 1, 0)  # index_1 is the second page of yw
    items = [
        (f"/2022/0804/{n}.shtml", headline(n))
        for n in numbers[k * PAGE_SIZE : (k + 1) * PAGE_SIZE]
    ]
    following = {
        "yw": f"<script>createPageHTML({count}, {k}, 'index', 'html');</script>",
        "ll": f"<a href='index{k + 2}.html'>下一页</a>" if k + 1 < count else "",
        "wh": "<a href='?page=1'>1</a>",
    }
    return listing(items, following[folder]) if items else None


def test_every_article_is_found_and_nothing_else_is_asked() -> None:
    log = crawl(reed(), magazine)
    wanted = {f"/2022/0804/{n}.shtml" for r in COLUMNS.values() for n in r}
    wanted |= {"/2022/0804/900.shtml", "/2022/0804/901.shtml"}
    assert set(paths(log, "article")) == wanted
    assert {ask.url.split("/")[2] for ask, _ in log} == {"www.reed.example"}
    assert not any("Login" in path or "999" in path for path in paths(log))
    assert len(log) <= len(wanted) + 16


def test_known_articles_are_read_before_more_lists() -> None:
    log = crawl(reed(), magazine)
    lists = [n for n, (_, found) in enumerate(log) if found.verdict != "article"]
    listed = 0
    for n, (ask, _) in enumerate(log):
        if ask.priority == 40:  # a list: no article of a known shape waits
            listed += 1
            waiting = [a for a, _ in log[n:] if a.kind == "article"]
            told = [a for _, f in log[:n] for a in f.asks if a.kind == "article"]
            assert not {a.url for a in waiting} & {a.url for a in told}
    assert listed
    assert len([n for n in lists if n < 20]) <= 8


def test_a_crawl_that_is_taken_up_again_finds_the_rest() -> None:
    before = crawl(reed(), magazine, budget=20)
    done = {ask.url for ask, _ in before}
    again = reed()
    for ask, found in before:
        again.learn(ask.url, found.verdict)
    left = [a for _, found in before for a in found.asks if a.url not in done]
    after = crawl(again, lambda p: None if HOME + p[1:] in done else magazine(p), asks=left)
    found_articles = set(paths(before, "article")) | set(paths(after, "article"))
    assert len(found_articles) == 30 + 21 + 4 + 2


def test_a_front_with_whole_passages_is_a_list() -> None:
    def site(path: str) -> str | None:
        links = "".join(f"<p><a href='/a/{n}.html'>{headline(n)}</a></p>" for n in range(20))
        return article("本栏目的话", links) if path in ("/yw/", "/a/7.html") else None

    for path, verdict in (("yw/", "list"), ("a/7.html", "article")):
        found = reed().read(Ask(HOME + path, "any"), fetch(site, HOME + path))
        assert (found.verdict, len(found.asks) >= 20) == (verdict, True)


# Traps


def with_articles(items: list[tuple[str, str]]) -> str:
    return listing([(f"/a/{n}.html", headline(n)) for n in range(10)] + items)


def calendar(path: str) -> str | None:
    """A calendar without end: months lead to days and to the next month, days to days."""
    if path == "/":
        return with_articles([("/calendar?month=1", "日历")])
    if match := re.fullmatch(r"/calendar\?month=(\d+)", path):
        month = int(match[1])
        days = [(f"/day/{month}-{day}.html", f"{day}日") for day in range(1, 29)]
        return listing([*days, (f"/calendar?month={month + 1}", "下月")])
    if match := re.fullmatch(r"/day/(\d+)-(\d+)\.html", path):
        return listing([(f"/day/{match[1]}-{int(match[2]) + 1}.html", "后一天")])
    return article(headline(int(path[3:-5]))) if path.startswith("/a/") else None


def last_page_for_ever(path: str) -> str | None:
    """A list that answers with its last page whatever number is asked."""
    if match := re.fullmatch(r"/(?:list\?page=(\d+))?", path):
        return with_articles([(f"/list?page={int(match[1] or 0) + 1}", "下一页")])
    return article(headline(int(path[3:-5]))) if path.startswith("/a/") else None


def calendar_that_ended(path: str) -> str | None:
    """Two months of days with an article each, then months and days without end or article."""
    page = calendar(path)
    match = re.fullmatch(r"/day/([12])-(\d+)\.html", path)
    if page and match and int(match[2]) <= 28:
        number = 1000 * int(match[1]) + int(match[2])
        page = page.replace("</ul>", f"<a href='/a/{number}.html'>{headline(number)}</a></ul>")
    return page


def list_that_ended(path: str) -> str | None:
    """Twelve pages of a list with an article each, then the last one for ever."""
    if match := re.fullmatch(r"/(?:list\?page=(\d+))?", path):
        number = int(match[1] or 0)
        item = (f"/a/{min(number, 11)}.html", headline(number))
        return listing([item, (f"/list?page={number + 1}", "下一页")])
    return article(headline(int(path[3:-5])))


def empty_albums(path: str) -> str | None:
    """Numbered pages with nothing in them, hundreds of them on one list."""
    if path == "/":
        return with_articles([(f"/album/{n}.html", "图") for n in range(500)])
    if path.startswith("/album/"):
        return listing([("/", "首页")])
    return article(headline(int(path[3:-5]))) if path.startswith("/a/") else None


@pytest.mark.forty(26)
@pytest.mark.parametrize(
    ("trap", "articles", "most"),
    [
        (calendar, 10, 120),
        (calendar_that_ended, 10 + 56, 250),
        (last_page_for_ever, 10, 30),
        (list_that_ended, 12, 12 + 13 + 4),
        (empty_albums, 10, 520),
    ],
)
def test_traps_end_and_hide_no_article(trap: Site, articles: int, most: int) -> None:
    log = crawl(reed(), trap)
    assert len(paths(log, "article")) == articles
    assert len(log) <= most


def test_a_shape_that_led_nowhere_is_not_followed_further() -> None:
    site = reed()
    for n in range(8):
        site.learn(f"{HOME}album/{n}.html", "dry")
    found = site.read(Ask(HOME, "entry"), fetch(empty_albums, HOME))
    assert not [ask for ask in found.asks if "/album/" in ask.url]
    assert found.reason.startswith("500 links not followed")


def test_lists_that_were_worth_reading_are_so_after_a_restart() -> None:
    site = reed()
    for n in range(12):
        site.learn(f"{HOME}album/{n}.html", "list")
    found = site.read(Ask(HOME, "entry"), fetch(empty_albums, HOME))
    assert len([ask for ask in found.asks if "/album/" in ask.url]) == 500


def test_two_of_each_new_shape_are_tried_first() -> None:
    found = reed().read(Ask(HOME, "entry"), fetch(empty_albums, HOME))
    first = [ask.url for ask in found.asks if ask.priority == 70]
    assert sorted(first) == [f"{HOME}{p}.html" for p in ("a/0", "a/1", "album/0", "album/1")]


def test_an_article_among_many_keeps_its_shape_alive() -> None:
    site = reed()
    for n in range(20):
        site.learn(f"{HOME}album/{n}.html", "article" if n == 3 else "dry")
    found = site.read(Ask(HOME, "entry"), fetch(empty_albums, HOME))
    assert len([ask for ask in found.asks if "/album/" in ask.url]) == 500


# Depth


def chains(path: str) -> str | None:
    """30 pages of one list, 30 articles in a row, and columns 30 deep."""
    kind, _, digits = path.strip("/").partition("/")
    number = int(re.sub(r"\D", "", digits) or 0)
    if path == "/":
        first = [("/list/index.html", "要闻"), ("/story/1.html", headline(1)), ("/deep/a/", "深")]
        return listing(first)
    if kind == "list" and number < 30:
        items = [(f"/item/{number}.html", headline(number))]
        return listing([*items, (f"/list/index_{number + 1}.html", "下一页")])
    if kind == "story" and number <= 30:
        return article(headline(number), f"<a href='/story/{number + 1}.html'>下一篇</a>")
    if kind == "deep":
        return listing([(path + "a/", "更深")])
    return article(headline(number)) if kind == "item" else None


def test_pages_of_a_list_and_chains_of_articles_do_not_count_as_depth() -> None:
    log = crawl(reed(max_depth=3), chains)
    assert len([p for p in paths(log, "article") if p.startswith("/item/")]) == 30
    assert len([p for p in paths(log, "article") if p.startswith("/story/")]) == 30
    deep = [p for p in paths(log) if p.startswith("/deep/")]
    assert [p.count("a/") for p in deep] == [1, 2, 3]


@pytest.mark.parametrize("depth", [0, -1, "8", True, 1.5])
def test_a_depth_that_is_none_is_named(depth: object) -> None:
    with pytest.raises(TitleError, match="reed: max_depth"):
        reed(max_depth=depth)


# Single pages


def test_the_further_pages_of_an_article_are_neither_articles_nor_lists() -> None:
    def pages(path: str) -> str | None:
        if path == "/":
            return listing([("/c/content_55.htm", headline(55))])
        pager = "<a href='content_55_2.htm'>下一页</a><a href='content_55.htm'>1</a>"
        return article(headline(55), pager) if path.startswith("/c/") else None

    log = crawl(reed(), pages)
    assert [f.verdict for _, f in log] == ["list", "article", "part"]
    assert log[2][0].context["part_of"].endswith("/content_55.htm")
    known = log[2][1].article and log[2][1].article.pagination
    assert known
    assert (known.number, known.first) == (2, HOME + "c/content_55.htm")


def test_a_home_page_is_no_article_and_may_send_on() -> None:
    site = reed()
    found = site.read(Ask(HOME, "entry"), fetch(lambda _: article(headline(1)), HOME))
    assert (found.verdict, found.article and found.article.kind) == ("dry", "list")
    stub = "<META HTTP-EQUIV=REFRESH CONTENT='0; URL=cn/index.html'>"
    found = site.read(Ask(HOME, "entry"), fetch(lambda _: stub, HOME))
    assert [ask.url for ask in found.asks] == [HOME + "cn/index.html"]
