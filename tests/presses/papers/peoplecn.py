"""A channel of 人民网: declared GB2312 in GB18030, lists index, index2; articles with -2 pages."""

from __future__ import annotations

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import items, link

_DAYS = {41: "2022-08-04", 42: "2022-08-04", 43: "2022-08-03", 44: "2022-08-02", 45: "2022-08-01"}
_LIST = "/GB/8213/49160/49219/"
_LONG = 43


def _headline(number: int) -> str:
    """With 喆 of GBK, and 㐂, which has four bytes in GB18030 and none in GBK."""
    return web.headline(number).replace("第", "喆㐂第", 1)


def _path(number: int, page: int = 1) -> str:
    year, month, day = _DAYS[number].split("-")
    ending = f"-{page}" if page > 1 else ""
    return f"/n1/{year}/{month}{day}/c1024-324941{number}{ending}.html"


def _article(number: int, first: int = 0, last: int = 99, pager: str = "") -> str:
    year, month, day = _DAYS[number].split("-")
    head = (
        f"<meta name='publishdate' content='{_DAYS[number]}'><meta name='author' content='104100'>"
        "<meta name='editor' content=''><meta name='source' content='来源：新华网'>"
    )
    info = f"{year}年{month}月{day}日08:18 | 来源：<a href='http://www.xinhuanet.com/'>新华网</a>"
    return web.article(
        number,
        info,
        head=head,
        container="<div class='rm_txt_con cf'>",
        inner=web.text(number, first, last) + pager,
        charset="GB2312",
        title=_headline(number),
    )


def _list(numbers: tuple[int, ...], pager: str) -> str:
    rows = [link(_path(n), _headline(n)) + f"<i class='gray'>{_DAYS[n]}</i>" for n in numbers]
    mirror = link("/BIG5/n1/2022/0804/c1024-32494141.html", "繁體")
    other = link("/GB/9999/index.html", "国际频道")
    return web.page("滚动新闻", items(rows) + pager, charset="GB2312", menu=mirror + other)


def _files() -> dict[str, bytes]:
    pages = {
        _LIST + "index.html": _list((41, 42, 43), link("index2.html", "下一页")),
        _LIST + "index2.html": _list((44, 45), link("index.html", "上一页")),
        "/BIG5/n1/2022/0804/c1024-32494141.html": _article(41),
    }
    pages |= {_path(n): _article(n) for n in _DAYS}
    name = _path(_LONG, 2).rpartition("/")[2]
    first = _path(_LONG).rpartition("/")[2]
    pages[_path(_LONG)] = _article(_LONG, 0, 4, f"<div class='zdfy'>{link(name, '【2】')}</div>")
    turned = f"<div class='zdfy'>{link(first, '【1】')}</div>"
    pages[_path(_LONG, 2)] = _article(_LONG, 4, 99, turned)
    return {path: source.encode("gb18030") for path, source in pages.items()}


PRESSES = (
    Press(
        "peoplecn",
        "peoplecn",
        _LIST + "index.html",
        _files(),
        articles={_path(n): _headline(n) for n in _DAYS},
        traps={
            _path(41): "21: declared GB2312, real GB18030",
            "/BIG5/n1/2022/0804/c1024-32494141.html": "the same text in traditional characters",
            _path(_LONG, 2): "15: the second page of an article",
            _path(44): "20: metas with a number for a name, an empty one, one with its label",
        },
    ),
)
