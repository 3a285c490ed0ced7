"""A news web site of Founder's CMS: lists of nodes, articles over pages, the CMS's own comment."""

from __future__ import annotations

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import headline, items, link

_DAYS = {1: "2022-08-04", 2: "2022-08-04", 3: "2022-08-03", 4: "2022-08-03", 5: "2022-08-02",
         6: "2022-08-01", 7: "2022-07-31", 8: "2022-07-30", 9: "2022-07-29"}  # fmt: skip
_MENU = link("/node_1001.htm", "要闻") + link("/shz/node_1002.htm", "民生")
_LONG = 3  # the article over three pages, and a fourth with all of it


def _path(number: int, page: int = 1) -> str:
    year_month, day = _DAYS[number][:7], _DAYS[number][8:]
    folder = "/c" if number in (8, 9) else ""
    ending = f"_{page}" if page > 1 else ""
    return f"{folder}/{year_month}/{day}/content_910{number:04}{ending}.htm"


def _row(number: int) -> str:
    return link(_path(number), headline(number)) + f" <span>{_DAYS[number]}</span>"


def _article(number: int, first: int = 0, last: int = 99, pager: str = "") -> str:
    comment = (
        f"<!--articleid:910{number:04}|date:{_DAYS[number]} 09:13:22:0|author:|title:"
        f"{headline(number)}|keyword:|siteid:1|nodeid:1001|nodename:要闻-->"
    )
    return web.article(
        number,
        f"{_DAYS[number]} 09:13　来源：云湖网",
        container="<!--enpcontent--><!--enpcontent--><div id='content'>",
        inner=web.text(number, first, last) + comment + pager,
    )


def _long() -> dict[str, str]:
    names = [_path(_LONG, page).rpartition("/")[2] for page in range(1, 5)]
    pager = "<p>" + "".join(link(name, f"[{k}]") for k, name in enumerate(names[:3], 1))
    pager += link(names[3], "全文阅读") + "</p>"
    pages = {
        _path(_LONG, k): _article(_LONG, 3 * k - 3, 3 * k if k < 3 else 99, pager)
        for k in (1, 2, 3)
    }
    return pages | {_path(_LONG, 4): _article(_LONG)}


def _list(numbers: list[int], pager: str) -> str:
    return web.page("要闻", items([_row(n) for n in numbers]) + f"<div>{pager}</div>", menu=_MENU)


def _files() -> dict[str, str]:
    node = [f"node_1001{ending}.htm" for ending in ("", "_2", "_3", "_4")]
    first = link(_path(1), "[图]") + link("{{base}}" + _path(1) + "?div=-1", headline(1))
    hidden = f"<!-- {link('/2022-08/04/content_9109999.htm', '撤下的稿子，不再刊登')} -->"
    home = items([first, _row(1), _row(2), _row(3)]) + hidden
    # The last page still has a link to a next one, which is not there.
    onward = [link(name, "下一页") for name in node[1:]]
    return {
        "/": web.page("首页", home, menu=_MENU),
        "/node_1001.htm": _list([1, 2, 3], f"{link(node[1], '2')}{onward[0]}"),
        "/node_1001_2.htm": _list([4, 5], f"{link(node[0], '1')}{onward[1]}"),
        "/node_1001_3.htm": _list([6, 7], f"{link(node[1], '2')}{onward[2]}"),
        "/shz/node_1002.htm": _list([8, 9, 2], ""),
        **{_path(n): _article(n) for n in _DAYS if n != _LONG},
        **_long(),
    }


PRESSES = (
    Press(
        "founder_web",
        "founder_web",
        "/",
        web.utf8(_files()),
        articles={_path(n): headline(n) for n in _DAYS},
        traps={
            _path(1): "6: linked by a picture, with ?div=-1, and again in its list",
            "/2022-08/04/content_9109999.htm": "12: a link in a comment",
            "/node_1001_4.htm": "a next page after the last",
            _path(_LONG, 2): "15: an article over pages, the last of which is all of it",
        },
    ),
)
