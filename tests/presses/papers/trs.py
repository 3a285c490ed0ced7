"""Two sites of TRS WCM: pages counted from 0 by a script, and from 1 by links."""

from __future__ import annotations

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import items, link

_DAYS = {21: "2022-08-04", 22: "2022-08-03", 23: "2022-08-02", 24: "2022-08-01",
         25: "2022-07-30", 26: "2022-07-29", 27: "2022-07-28"}  # fmt: skip
_LONG = 23  # over two pages, counted by the same script
_LISTS = {"": (21, 22, 23), "_1": (24, 25), "_2": (26,)}
_STYLE = (
    "<style type='text/css'>.TRS_Editor P{line-height:2;font-family:宋体;font-size:12pt}</style>"
)


def _headline(number: int) -> str:
    """With 喆, which is in GBK and not in the GB2312 that the page declares."""
    return web.headline(number).replace("第", "喆第", 1)


def _file(number: int) -> str:
    return f"{_DAYS[number][:7].replace('-', '')}/t{_DAYS[number].replace('-', '')}_5{number:06}"


def _metas(number: int) -> str:
    named = {
        "SiteName": "云湖市人民政府", "SiteIDCode": "4300000001", "ColumnName": "云湖要闻",
        "ArticleTitle": _headline(number), "pubdate": f"{_DAYS[number]} 09:13",
        "ContentSource": "来源：云湖日报", "Keywords": "", "Author": "", "Image": "",
    }  # fmt: skip
    metas = "".join(f"<meta name='{name}' content='{value}'>" for name, value in named.items())
    return metas + f"<meta name='PubDate' content='{_DAYS[number]} 09:13:22'>"


def _article(number: int, first: int = 0, last: int = 99, script: str = "") -> str:
    return web.article(
        number,
        f"发布时间：{_DAYS[number]} 09:13　来源：云湖日报",
        head="" if number == 22 else _metas(number),  # 22 has no metas
        container="<div class='TRS_Editor'><div class='TRS_Editor'>",
        inner=_STYLE + web.text(number, first, last) + script,
        charset="gb2312",
        title=_headline(number),
    )


def _list(numbers: tuple[int, ...], below: str) -> str:
    rows = [
        link(f"./{_file(n)}.html", _headline(n)[:12] + "…", f" title='{_headline(n)}'")
        + f"<span>{_DAYS[n][5:]}</span>"
        for n in numbers
    ]
    menu = (
        link("/zwgk/", "政务公开")
        + link("/xwzx/ywdt/", "云湖要闻")
        + link("/xwzx/ywdt/tpxw/", "图片新闻")
    )
    return web.page("云湖要闻", items(rows) + below, charset="gb2312", menu=menu)


def _government() -> dict[str, bytes]:
    folder = "/xwzx/ywdt/"
    pages: dict[str, str] = {}
    for now, (ending, numbers) in enumerate(_LISTS.items()):
        script = f"<script>createPageHTML(3, {now}, 'index', 'html');</script>"
        pages[f"{folder}index{ending}.html" if ending else folder] = _list(numbers, script)
    pages[folder + "tpxw/"] = _list((), "").replace(
        "<ul class='list'>", f"<ul>{link(f'../{_file(27)}.html', _headline(27))}"
    )
    for number in _DAYS:
        pages[f"{folder}{_file(number)}.html"] = _article(number)
    name = _file(_LONG).rpartition("/")[2]
    for page, ending in enumerate(("", "_1")):
        script = f"<script>createPageHTML(2, {page}, '{name}', 'html');</script>"
        pages[f"{folder}{_file(_LONG)}{ending}.html"] = _article(
            _LONG, 4 * page, 4 * page + 4, script
        )
    return {path: source.encode("gbk") for path, source in pages.items()}


def _by_links() -> dict[str, bytes]:
    """`index_2.htm` is the second page."""
    pages = {}
    for page, numbers in enumerate(((36, 35, 34), (33, 32), (31,)), 1):
        names = ["index.htm", "index_2.htm", "index_3.htm"]
        pager = "".join(link(name, str(k)) for k, name in enumerate(names, 1) if k != page)
        pager += link(names[page], "下一页") if page < 3 else ""
        rows = [link(_second(n), web.headline(n)) for n in numbers]
        pages["/yw/" + names[page - 1]] = web.page("要闻", items(rows) + f"<div>{pager}</div>")
    for n in range(31, 37):
        pages[_second(n)] = web.article(n, f"2022-08-0{n - 30} 09:13　来源：云湖军报")
    return web.utf8(pages)


def _second(number: int) -> str:
    return f"/yw/2022-08/0{number - 30}/t2022080{number - 30}_60{number}.htm"


PRESSES = (
    Press(
        "trs",
        "trs",
        "/xwzx/ywdt/",
        _government(),
        articles={f"/xwzx/ywdt/{_file(n)}.html": _headline(n) for n in _DAYS},
        shape="f",
        traps={
            "/xwzx/ywdt/index_1.html": "10: a pager in a script, counted from 0",
            f"/xwzx/ywdt/{_file(21)}.html": "21: declared gb2312, real GBK (喆)",
            f"/xwzx/ywdt/{_file(24)}.html": "17, 20: a style in the body; metas twice or labelled",
            f"/xwzx/ywdt/{_file(_LONG)}_1.html": "15: an article over pages",
            "/zwgk/": "another channel, which is not the title's",
        },
    ),
    Press(
        "trs_from_one",
        "trs",
        "/yw/index.htm",
        _by_links(),
        articles={_second(n): web.headline(n) for n in range(31, 37)},
        traps={"/yw/index_1.htm": "10: index_2 is the second page, index_1 is not there"},
    ),
)
