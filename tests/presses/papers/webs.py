"""News sites of lists: Founder web, TRS, 人民网, 新华网, 中新网, feeds, sitemaps."""

from __future__ import annotations

import json

from crawler.demo.server import Reply
from tests.presses.phrases import story
from tests.presses.static import Press

FOOT = (
    "<div>关于我们 | 联系我们</div><div>版权所有 澧江新闻网 湘ICP备10000001号-1 "
    "网站标识码:4300000001</div>"
)
OLD = "<!-- <a href='{}'>旧稿</a> -->"


def page(
    title: str, body: str, charset: str = "utf-8", declared: str = "", metas: str = ""
) -> bytes:
    """A document in `charset` that declares `declared`."""
    return (
        f"<html><head><meta charset='{declared or charset}'><title>{title}</title>{metas}</head>"
        f"<body><ul class='menu'><li><a href='http://other.example/1.html'>别处</a></li></ul>"
        f"{body}{FOOT}</body></html>"
    ).encode(charset)


def text(number: int, *more: str) -> str:
    """Headline, information line and text of a story."""
    title, paragraphs = story(number)
    lines = "".join(f"<p>　　{line}</p>" for line in (*paragraphs[:3], *more))
    return (
        f"<h1>{title}</h1><div class='info'>来源：澧江日报　2024-08-02 09:13</div>"
        f"<div class='content'>{lines}</div>"
    )


def rows(paths: list[str], first: int, dated: str = "") -> str:
    """A list of articles; the headline is cut short in the text and whole in `title`."""
    return "".join(
        f"<li><a href='{path}' title='{story(first + k)[0]}'>{story(first + k)[0][:8]}..</a>"
        f"<span>{dated}</span></li>"
        for k, path in enumerate(paths)
    )


def titles(paths: list[str], first: int) -> dict[str, str]:
    return {path: story(first + k)[0] for k, path in enumerate(paths)}


def founder_web() -> Press:
    """node_12.htm and node_12_2.htm; one article on two pages, the second being the whole text."""
    paths = [f"/c/2024-08/0{1 + k % 3}/content_{37000 + k}.htm" for k in range(7)]
    files: dict[str, bytes | Reply] = {
        "/node_12.htm": page("要闻", f"<ul>{rows(paths[:4], 5000)}</ul>{OLD.format(paths[0])}"
                             "<a href='node_12_2.htm'>下一页</a>"),
        "/node_12_2.htm": page("要闻", f"<ul>{rows(paths[3:], 5003)}</ul>"
                               "<a href='node_12.htm'>上一页</a>"),
    }  # fmt: skip
    for k, path in enumerate(paths):
        block = (
            "<!--enpproperty <date>2024-08-02 09:13:00.0</date>"
            f"<title>{story(5000 + k)[0]}</title>/enpproperty-->"
        )
        files[path] = page(f"{story(5000 + k)[0]}-澧江网", text(5000 + k) + block)
    return Press("plain founder_web", "founder_web", "/node_12.htm", files, titles(paths, 5000))


def _gov_metas(number: int) -> str:
    title = story(number)[0]
    return (
        f"<meta name='ArticleTitle' content='{title}'>"
        "<meta name='PubDate' content='2024-08-02 09:13'>"
        "<meta name='ContentSource' content='来源：澧江日报'><meta name='Author' content=''>"
        "<meta name='pubdate' content='2024-08-02 09:13'>"
    )


def trs() -> Press:
    """GBK with 喆, the pager a script that counts from 0: index_1.html is the second page."""
    folder = "/yw/202408/"
    paths = [f"{folder}t2024080{1 + k // 4}_{912300 + k}.html" for k in range(9)]
    files: dict[str, bytes | Reply] = {}
    for n in range(3):
        name = "index.html" if n == 0 else f"index_{n}.html"
        body = f"<ul>{rows(paths[3 * n : 3 * n + 3], 5100 + 3 * n, '2024-08-01')}</ul>"
        script = f'<script>createPageHTML(3, {n}, "index", "html");</script>'
        files[f"/yw/{name}"] = page("要闻", body + script, "gb18030", "gb2312")
    files["/yw/"] = files["/yw/index.html"]
    for k, path in enumerate(paths):
        style = "<div class='TRS_Editor'><style>.TRS_Editor P{margin:0}</style></div>"
        body = text(5100 + k, "记者胡喆在现场看到，镕炉边的人换了一班又一班。") + style
        files[path] = page(f"{story(5100 + k)[0]}_澧江市政府", body, "gb18030", "gb2312",
                           _gov_metas(5100 + k))  # fmt: skip
    return Press("plain trs", "trs", "/yw/index.html", files, titles(paths, 5100), shape="f")


def trs_from_one() -> Press:
    """The other way of counting: index_2.html is the second page, and linked."""
    paths = [f"/xw/20240802/t20240802_{922300 + k}.html" for k in range(6)]
    files: dict[str, bytes | Reply] = {
        "/xw/index.html": page("新闻", f"<ul>{rows(paths[:3], 5200)}</ul>"
                               "<a href='index_2.html'>下一页</a>"),
        "/xw/index_2.html": page("新闻", f"<ul>{rows(paths[3:], 5203)}</ul>"
                                 "<a href='index.html'>上一页</a>"),
    }  # fmt: skip
    files |= {p: page(story(5200 + k)[0], text(5200 + k)) for k, p in enumerate(paths)}
    return Press("plain trs from one", "trs", "/xw/index.html", files, titles(paths, 5200))


def peoplecn() -> Press:
    """gb2312 declared, GB18030 sent; index2.html; the mirror in traditional characters."""
    paths = [f"/n1/2024/080{1 + k % 2}/c1024-{40300 + k}.html" for k in range(6)]
    mirror = "<a href='/BIG5/n1/2024/0801/c1024-40300.html'>繁體</a>"
    files: dict[str, bytes | Reply] = {
        "/GB/1024/index.html": page("时政", f"{mirror}<ul>{rows(paths[:3], 5300)}</ul>"
                                    "<a href='index2.html'>下一页</a>", "gb18030", "gb2312"),
        "/GB/1024/index2.html": page("时政", f"<ul>{rows(paths[3:], 5303)}</ul>"
                                     "<a href='index.html'>首页</a>", "gb18030", "gb2312"),
    }  # fmt: skip
    for k, path in enumerate(paths):
        metas = "<meta name='source' content='来源：澧江日报'><meta name='author' content='1024'>"
        body = text(5300 + k, "记者胡喆参与采写。") + "<div class='edit'>(责编：何觅、陶然)</div>"
        files[path] = page(f"{story(5300 + k)[0]}--时政--澧江网", body, "gb18030", "gb2312", metas)
    return Press("plain peoplecn", "peoplecn", "/GB/1024/index.html", files, titles(paths, 5300))


def xinhua() -> Press:
    """Lists in JSON beside the page; one row packs two articles."""
    name = "0123456789abcdef0123456789abcdef"
    paths = [f"/politics/20240802/{5400 + k:032x}/c.html" for k in range(4)]
    paths += [f"/politics/2020-02/19/c_11255979{k:02d}.htm" for k in range(2)]
    listed = [
        {"title": story(5400 + k)[0], "publishUrl": ".." + path,
         "publishTime": "2024-08-02 09:13:00", "contentType": "MultiMedia"}
        for k, path in enumerate(paths[:4])
    ]  # fmt: skip
    packed = {
        "title": "专题", "contentType": "Link", "publishTime": "2024-08-02 09:13:00",
        "linkUrls": [{"linkTitle": story(5404 + k)[0], "linkUrl": path}
                     for k, path in enumerate(paths[4:])],
    }  # fmt: skip
    said = json.dumps({"datasource": [*listed, packed]}, ensure_ascii=False).encode()
    files: dict[str, bytes | Reply] = {
        "/politics/": page("时政", f"<div id='list' data=\"datasource:{name}\"></div>"
                           "<!-- data=\"datasource:" + "f" * 32 + "\" -->"),
        f"/politics/ds_{name}.json": said,
    }  # fmt: skip
    files |= {p: page(story(5400 + k)[0], text(5400 + k)) for k, p in enumerate(paths)}
    return Press("plain xinhua", "xinhua", "/politics/", files, titles(paths, 5400))


def chinanews() -> Press:
    """A scroll list whose dates have no year."""
    paths = [f"/gn/2024/08-0{1 + k % 2}/102620{k:02d}.shtml" for k in range(6)]
    files: dict[str, bytes | Reply] = {
        "/scroll-news/news1.html": page("滚动", f"<ul>{rows(paths[:3], 5500, '8-1 22:20')}</ul>"
                                        "<a href='news2.html'>2</a>"),
        "/scroll-news/news2.html": page("滚动", f"<ul>{rows(paths[3:], 5503, '8-1 20:20')}</ul>"
                                        "<a href='news1.html'>1</a>"),
    }  # fmt: skip
    files |= {p: page(story(5500 + k)[0], text(5500 + k)) for k, p in enumerate(paths)}
    return Press(
        "plain chinanews", "chinanews", "/scroll-news/news1.html", files, titles(paths, 5500)
    )


def feed() -> Press:
    """RSS without guid, with CDATA, relative links and a wrong content type."""
    paths = [f"/a/{5600 + k}" for k in range(4)]
    items = "".join(
        f"<item><title><![CDATA[{story(5600 + k)[0]}]]></title><link>{path}</link>"
        "<pubDate>Fri, 02 Aug 2024 09:13:00 +0800</pubDate></item>"
        for k, path in enumerate(paths)
    )
    channel = f"<channel><title>澧江</title>{items}</channel>"
    rss = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'
    files: dict[str, bytes | Reply] = {"/rss/news": Reply(rss.encode(), content_type="text/html")}
    files |= {p: page(story(5600 + k)[0], text(5600 + k)) for k, p in enumerate(paths)}
    return Press("plain feed", "feed", "/rss/news", files, titles(paths, 5600))


def atom() -> Press:
    """A home page without articles of its own that announces an Atom feed."""
    paths = [f"/b/{5700 + k}" for k in range(3)]
    entries = "".join(
        f"<entry><title>{story(5700 + k)[0]}</title><link href='{{{{base}}}}{path}'/>"
        "<updated>2024-08-02T01:13:00Z</updated></entry>"
        for k, path in enumerate(paths)
    )
    source = f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"
    link = "<link rel='alternate' type='application/atom+xml' href='/atom.xml'>"
    files: dict[str, bytes | Reply] = {
        "/": page("澧江", "<div id='app'>载入中</div>", metas=link),
        "/atom.xml": source.encode(),
    }
    files |= {p: page(story(5700 + k)[0], text(5700 + k)) for k, p in enumerate(paths)}
    return Press("plain feed atom", "feed", "/", files, titles(paths, 5700))


def sitemap() -> Press:
    """An index with a packed news sitemap and a plain one; a span leaves out what is older."""
    paths = [f"/c/{5800 + k}.html" for k in range(6)]
    news = "".join(
        f"<url><loc>{{{{base}}}}{path}</loc><news:news><news:publication_date>2024-08-02T09:13:00+08:00"
        f"</news:publication_date><news:title>{story(5800 + k)[0]}</news:title></news:news></url>"
        for k, path in enumerate(paths[:3])
    )
    plain = "".join(
        f"<url><loc>{{{{base}}}}{path}</loc><lastmod>2024-0{8 if k < 2 else 7}-01</lastmod></url>"
        for k, path in enumerate(paths[3:])
    )
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    extra = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    index = "".join(
        f"<sitemap><loc>{{{{base}}}}{name}</loc></sitemap>" for name in ("/news.xml", "/plain.xml")
    )
    head = "<?xml version='1.0'?>"
    files: dict[str, bytes | Reply] = {
        "/sitemap.xml": f"{head}<sitemapindex {space}>{index}</sitemapindex>".encode(),
        "/news.xml": f"{head}<urlset {space} {extra}>{news}</urlset>".encode(),
        "/plain.xml": f"{head}<urlset {space}>{plain}</urlset>".encode(),
    }
    files |= {p: page(story(5800 + k)[0], text(5800 + k)) for k, p in enumerate(paths)}
    return Press(
        "plain sitemap", "sitemap", "/sitemap.xml", files, titles(paths[:5], 5800),
        span=("2024-08-01", "2024-08-02"),
    )  # fmt: skip


PRESSES = (
    founder_web(), trs(), trs_from_one(), peoplecn(), xinhua(), chinanews(), feed(), atom(),
    sitemap(),
)  # fmt: skip
