"""The scroll lists of 中国新闻网: days without a year, titles cut short."""

from __future__ import annotations

from tests.presses import web_pages as web
from tests.presses.static import Press
from tests.presses.web_pages import headline, items, link

# Over the turn of the year: the lists print neither 2022 nor 2021.
_DAYS = {61: "2022-01-02", 62: "2022-01-01", 63: "2022-01-01", 64: "2021-12-31",
         65: "2021-12-30", 66: "2021-12-30", 67: "2022-01-02"}  # fmt: skip
_PAGES = {1: (67, 61, 62), 2: (63, 64), 3: (65, 66)}


def _path(number: int) -> str:
    day = _DAYS[number]
    return f"/{'gn' if number % 2 else 'sh'}/{day[:4]}/{day[5:]}/98199{number}.shtml"


def _row(number: int) -> str:
    month, day = (int(part) for part in _DAYS[number].split("-")[1:])
    title, whole = headline(number)[:10] + "..", f" title='{headline(number)}'"
    return (
        f"<div class='dd_lm'>[{link('/china.shtml', '国内')}]</div>"
        f"<div class='dd_bt'>{link(_path(number), title, whole)}</div>"
        f"<div class='dd_time'>{month}-{day} 22:20</div>"
    )


def _article(number: int) -> str:
    year, month, day = _DAYS[number].split("-")
    return web.article(
        number,
        f"{year}年{month}月{day}日 22:20　来源：中国新闻网",
        container="<div class='left_zw'>",
    )


def _files() -> dict[str, bytes]:
    pages = {_path(n): _article(n) for n in _DAYS}
    for page, numbers in _PAGES.items():
        pager = "".join(
            link(f"/scroll-news/news{k}.html", str(k)) for k in _PAGES if k != page
        ) + link(f"/scroll-news/news{min(page + 1, 3)}.html", "下一页")
        top = items([link("{{base}}" + _path(61) + "?from=top", headline(61))], "top")
        rows = items([_row(n) for n in numbers], "content_list")
        pages[f"/scroll-news/news{page}.html"] = web.page("滚动", top + rows + pager)
    return web.utf8(pages)


PRESSES = (
    Press(
        "chinanews",
        "chinanews",
        "/scroll-news/news1.html",
        _files(),
        articles={_path(n): headline(n) for n in _DAYS},
        traps={
            _path(64): "11: a day without a year, a title cut short",
            _path(61): "6: on each page of the list, with a query",
            "/china.shtml": "a list of a channel: the entry is one list, others are not followed",
        },
    ),
)
