"""A title with a sitemap index: a plain one, one in gzip, and one of news."""

from __future__ import annotations

import gzip

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import headline, items, link

_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


def _path(number: int) -> str:
    return f"/news/2022/08/0{number - 90}/{number}.html" if number < 95 else f"/p/{number}.html"


def _urlset(rows: str) -> str:
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns='{_XMLNS}' xmlns:news='{_NEWS}' "
        f"xmlns:image='{_IMAGE}'>{rows}</urlset>"
    )


def _url(base: str, path: str, more: str = "") -> str:
    return f"<url><loc>{base}{path}</loc>{more}</url>"


def _files() -> dict[str, bytes]:
    picture = "<image:image><image:loc>{{base}}/pictures/1.jpg</image:loc></image:image>"
    changed = "<lastmod>2023-01-01</lastmod>"  # all alike: the day that the site was moved
    plain = _url("{{base}}", "/channel/") + "".join(
        _url("{{base}}", _path(n), changed + picture) for n in (91, 92)
    )
    # A packed file cannot have the press's address put in.
    packed = "".join(_url("", _path(n), changed) for n in (93, 94, 92))
    news = "".join(
        _url(
            "{{base}}",
            _path(n),
            "<news:news><news:publication><news:name>云湖网</news:name></news:publication>"
            f"<news:publication_date>2022-08-0{n - 90}T01:00:00+08:00</news:publication_date>"
            f"<news:title>{headline(n)}</news:title></news:news>",
        )
        for n in (95, 96)
    )
    names = {"map1.xml": "2023-01-01", "map2.xml.gz": "2023-01-01", "news.xml": "2022-08-07"}
    maps = "".join(
        f"<sitemap><loc>{{{{base}}}}/maps/{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in names.items()
    )
    index = f"<?xml version='1.0'?><sitemapindex xmlns='{_XMLNS}'>{maps}</sitemapindex>"
    links = [link(_path(91), headline(91)), *(link(f"/about/{k}", f"栏目{k}") for k in range(20))]
    return {
        "/sitemap.xml": index.encode(),
        "/maps/map1.xml": _urlset(plain).encode(),
        "/maps/map2.xml.gz": gzip.compress(_urlset(packed).encode(), mtime=0),
        "/maps/news.xml": _urlset(news).encode(),
        "/channel/": web.page("栏目", items(links)).encode(),
        **{
            _path(n): web.article(n, f"2022-08-0{n - 90} 09:13　来源：云湖网").encode()
            for n in range(91, 97)
        },
    }


PRESSES = (
    Press(
        "sitemap",
        "sitemap",
        "/sitemap.xml",
        _files(),
        articles={_path(n): headline(n) for n in range(91, 97)},
        traps={
            "/channel/": "a sitemap has lists, too",
            "/pictures/1.jpg": "the address of a picture",
            _path(92): "6: in two sitemaps",
        },
    ),
)
