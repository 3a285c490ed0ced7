"""A year of issues as one static SVG: a row a weekday, a column a week, a cell a day.

No script, no style sheet and no `style` attribute, so that the strictest content security policy
shows it.  Missing and incomplete days differ from the others in shape, too, not only in colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from archive.calendar import DayState, State

_CELL, _STEP = 12, 15  # pixels; the difference is the gap between two cells
_LEFT, _TOP = 34, 58
_FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
_GREY = "#5f6368"
_FILLS: dict[State, str] = {
    "complete": "#1a7f37",
    "incomplete": "#f2b84b",
    "missing": "#ffffff",
    "none": "#d8dde3",
    "unknown": "#ffffff",
}
_NAMES: dict[State, str] = {
    "complete": "完整 complete",
    "incomplete": "不全 incomplete",
    "missing": "缺期 missing",
    "none": "无报 no issue",
    "unknown": "不详 unknown",
}
_WEEKDAYS = "一二三四五六日"


def year_svg(
    days: Mapping[date, DayState], year: int, links: Mapping[date, str] | None = None
) -> str:
    """The picture; a day that is not in `days` is unknown.  It is a whole document, and may stand
    inside an HTML page as it is; `links` are the addresses that days lead to there."""
    links = links or {}
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = [first + timedelta(n) for n in range((last - first).days + 1)]
    states = {day: days.get(day, DayState("unknown", day.isoformat())) for day in every}
    counts = Counter(one.state for one in states.values())
    width = _LEFT + _STEP * (_column(last) + 1) + 10
    height = _TOP + _STEP * 7 + 44
    told = ", ".join(f"{counts[state]} {state}" for state in _FILLS if counts[state])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{"group" if links else "img"}"'
        f' aria-labelledby="year-{year}"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="{_FONT}" font-size="11" fill="#1f2328">',
        f'<title id="year-{year}">{year}年 {year}: {told}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="16" font-weight="bold">{year}年</text>',
        *_months(year),
        *_weekdays(),
        *(_cell(day, one, links.get(day, "")) for day, one in states.items()),
        *_legend(counts),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _months(year: int) -> list[str]:
    """The name of each month above the week that has its first day."""
    places = [(month, _x(date(year, month, 1))) for month in range(1, 13)]
    return [
        f'<text x="{x}" y="{_TOP - 8}" fill="{_GREY}">{month}月</text>' for month, x in places
    ]  # fmt: skip


def _weekdays() -> list[str]:
    return [
        f'<text x="{_LEFT - 8}" y="{_TOP + _STEP * row + 10}" text-anchor="end" fill="{_GREY}">'
        f"{name}</text>"
        for row, name in enumerate(_WEEKDAYS)
    ]


def _cell(day: date, one: DayState, link: str) -> str:
    x, y = _x(day), _TOP + _STEP * (day.isoweekday() - 1)
    cell = f"<g>{_sign(one.state, x, y)}<title>{escape(_tooltip(day, one))}</title></g>"
    return f"<a href={quoteattr(link)}>{cell}</a>" if link else cell


def _sign(state: State, x: int, y: int) -> str:
    """A full square; for an incomplete day one with a corner out, for a missing one an outline."""
    square = f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="2"'
    if state == "missing":
        inner = _CELL - 2
        return (
            f'<rect x="{x + 1}" y="{y + 1}" width="{inner}" height="{inner}" rx="2"'
            f' fill="{_FILLS[state]}" stroke="#cf222e" stroke-width="2"/>'
        )
    if state == "unknown":
        square = (
            f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{_CELL - 1}" height="{_CELL - 1}" rx="2"'
        )
        return f'{square} fill="{_FILLS[state]}" stroke="#d0d7de"/>'
    if state == "incomplete":
        corner = f"M{x + _CELL} {y}V{y + _CELL}H{x}Z"
        return f'{square} fill="{_FILLS[state]}"/><path d="{corner}" fill="#9a6700"/>'
    return f'{square} fill="{_FILLS[state]}"/>'


def _tooltip(day: date, one: DayState) -> str:
    """`2022-08-04 星期四: 不全 incomplete, 7 pages, 40 articles; missing: 1 page`."""
    text = f"{day} 星期{_WEEKDAYS[day.isoweekday() - 1]}: {_NAMES[one.state]}"
    if one.state in ("complete", "incomplete"):
        text += f", {_count(one.pages, 'page')}, {_count(one.articles, 'article')}"
    missing = [
        _count(number, word)
        for number, word in ((one.missing_pages, "page"), (one.missing_articles, "article"))
        if number
    ]
    return text + (f"; missing: {', '.join(missing)}" if missing else "")


def _legend(counts: Mapping[State, int]) -> list[str]:
    parts, x, y = [], _LEFT, _TOP + _STEP * 7 + 18
    for state, name in _NAMES.items():
        text = f"{name} {counts.get(state, 0)}"
        parts.append(_sign(state, x, y))
        parts.append(f'<text x="{x + _CELL + 5}" y="{y + 10}">{text}</text>')
        x += 40 + sum(12 if ord(char) > 255 else 7 for char in text)
    return parts


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _column(day: date) -> int:
    """The week of the year, from 0; weeks begin on Monday."""
    first = date(day.year, 1, 1)
    return ((day - first).days + first.isoweekday() - 1) // 7


def _x(day: date) -> int:
    return _LEFT + _STEP * _column(day)
