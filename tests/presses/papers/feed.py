"""Two titles with feeds: RSS that a home page announces, and an Atom feed."""

from __future__ import annotations

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import headline, items, link

_DAYS = {71: "Thu, 04 Aug 2022 20:13:22 GMT", 72: "Wed, 03 Aug 2022 09:13:22 +0800",
         73: "2022-08-02 09:13:22", 74: ""}  # fmt: skip


def _path(number: int) -> str:
    return f"/detail/{number}.html?id={number}&from=rss"


def _article(number: int) -> bytes:
    return web.article(number, "2022-08-04 09:13　来源：云湖网").encode()


def _rss() -> str:
    rows = ""
    for number, day in _DAYS.items():
        date = f"<pubDate>{day}</pubDate>" if day else ""
        # A bare & in an address, and an entity of HTML: neither is XML.  No guid anywhere.
        where = f"\n  {{{{base}}}}{_path(number)}\n" if number % 2 else _path(number)
        rows += f"<item><title><![CDATA[{headline(number)}]]></title><link>{where}</link>{date}"
        rows += f"<description>{headline(number)[:9]}&nbsp;&hellip;</description></item>"
    return (
        "<?xml version='1.0' encoding='gb2312'?><rss version='2.0'><channel><title>云湖网</title>"
        f"<link>{{{{base}}}}/</link><!-- <item><link>/detail/99.html</link></item> -->{rows}"
        "</channel></rss>"
    )


def _atom(numbers: tuple[int, ...], onward: str = "") -> str:
    rows = "".join(
        f"<entry><title>{headline(n)}</title><id>tag:yunhu.example,2022:{n}</id>"
        f"<link rel='enclosure' href='/pictures/{n}.jpg'/><link href='story/{n}.html'/>"
        f"<published>2022-08-0{n - 80}T20:00:00Z</published>"
        f"<updated>2022-09-01T00:00:00Z</updated></entry>"
        for n in numbers
    )
    following = f"<link rel='next' href='{onward}'/>" if onward else ""
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        f"xml:base='/news/'><title>云湖周刊</title><link rel='self' href='/atom.xml'/>{following}"
        f"{rows}</feed>"
    )


def _announcing() -> dict[str, bytes]:
    feeds = (
        "<link rel='alternate' type='application/rss+xml' title='云湖网' href='/rss/news.rss'>"
        "<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>"
    )
    menu = items([link("/about/us.html", "关于我们"), link("/detail/98.html", "不在订阅里的旧稿")])
    home = web.page("首页", menu, head=feeds)
    pages = {_path(n): _article(n) for n in _DAYS}
    # The links carry ?from=, which names no other article.
    return {"/": home.encode(), "/rss/news.rss": _rss().encode("gbk"), **pages}


def _weekly() -> dict[str, bytes]:
    pages = {f"/news/story/{n}.html": _article(n) for n in range(81, 86)}
    feeds = {"/atom.xml": _atom((85, 84, 83), "/atom_2.xml"), "/atom_2.xml": _atom((82, 81))}
    return pages | web.utf8(feeds)


PRESSES = (
    Press(
        "feed_rss",
        "feed",
        "/",
        _announcing(),
        articles={_path(n): headline(n) for n in _DAYS},
        traps={
            "/rss/news.rss": "21: declared gb2312, not well-formed, no guid",
            "/comments/feed/": "the feed of readers' comments",
        },
    ),
    Press(
        "feed_atom",
        "feed",
        "/atom.xml",
        _weekly(),
        articles={f"/news/story/{n}.html": headline(n) for n in range(81, 86)},
        traps={"/pictures/81.jpg": "an enclosure is no article"},
    ),
)
