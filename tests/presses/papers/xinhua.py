"""A channel of 新华网: its lists are JSON beside the page, and one row packs several articles."""

from __future__ import annotations

import json

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import items, link

_TOP, _ROLL = "a1" * 16, "0b" * 16
_HIDDEN = "cc" * 16


def _new(number: int, day: str) -> str:
    return f"/politics/{day.replace('-', '')}/{number:032x}/c.html"


def _old(number: int, day: str) -> str:
    return f"/politics/{day[:7]}/{day[8:]}/c_11255979{number}.htm"


_PATHS = {
    51: _new(51, "2024-08-04"), 52: _new(52, "2024-08-03"), 53: _new(53, "2024-08-02"),
    54: _new(54, "2024-07-31"), 55: _old(55, "2022-02-19"), 56: _new(56, "2024-08-01"),
}  # fmt: skip


def _row(number: int, time: str, kind: str = "MultiMedia", url: str = "") -> dict[str, object]:
    return {
        "title": web.headline(number), "publishUrl": url or _PATHS[number],
        "publishTime": time, "contentId": f"{number:032x}", "contentType": kind,
        "linkUrls": [], "author": "", "summary": "", "keywords": "",
    }  # fmt: skip


def _packed() -> dict[str, object]:
    """Its time is that of the row: the articles are years apart."""
    links = [{"linkTitle": web.headline(n), "linkUrl": _PATHS[n]} for n in (54, 55)]
    return _row(54, "2024-08-04 07:00:00", "Link", "{{other}}/ztjn/") | {"linkUrls": links}


def _article(number: int) -> str:
    year, month, day = "2024 / 08", "0", "4"
    info = (
        f"<span class='year'>{year}</span>/<span class='day'>{month}{day}</span>"
        "<span class='time'>12:34:56</span> <span class='source'>来源：云湖社</span>"
    )
    return web.article(number, info, container="<div id='detail'><div id='detailContent'>")


def _files() -> dict[str, bytes]:
    boxes = "".join(
        f"<div class='list' data=\"datasource:{name}\"></div>" for name in (_TOP, _ROLL)
    )
    boxes += f"<!-- <div data='datasource:{_HIDDEN}'></div> -->"
    home = web.page("时政", items([link(_PATHS[51], web.headline(51))]) + boxes)
    lists = {
        _TOP: [_row(51, "2024-08-04 09:13:22"), _packed(), _row(52, "2024-08-03 09:13:22")],
        _ROLL: [
            _row(53, "2024-08-02 09:13:22"),
            _row(52, "2024-08-03 09:13:22", url="{{base}}" + _PATHS[52]),
            _row(56, "2024-08-01 09:13:22"),
            _row(57, "2024-08-01 08:00:00", url="https://sister.example/20240801/" + "d" * 32),
        ],
    }  # fmt: skip
    files = {"/politics/index.htm": home.encode()}
    for name, rows in lists.items():
        listed = json.dumps({"datasource": rows}, ensure_ascii=False)
        files[f"/politics/ds_{name}.json"] = listed.encode()
    return files | {path: _article(number).encode() for number, path in _PATHS.items()}


PRESSES = (
    Press(
        "xinhua",
        "xinhua",
        "/politics/index.htm",
        _files(),
        articles={path: web.headline(number) for number, path in _PATHS.items()},
        traps={
            f"/politics/ds_{_HIDDEN}.json": "12: a list named in a comment",
            _PATHS[55]: "one of several articles in a row whose time is not theirs",
        },
    ),
)
