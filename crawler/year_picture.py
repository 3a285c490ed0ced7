"""A year of issues for the terminal: a row a weekday, a column a week, a sign a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from rich.text import Text

from archive.calendar import DayState, State

# A sign of its own each, so that colours are not needed.
SIGNS: dict[State, tuple[str, str]] = {
    "complete": ("■", "green"),
    "incomplete": ("◪", "yellow"),
    "missing": ("□", "bold red"),
    "none": ("·", "dim"),
    "unknown": (" ", ""),
}
_WEEKDAYS = "一二三四五六日"
_MARGIN = "   "  # a weekday is two columns wide


def year_text(days: Mapping[date, DayState], year: int) -> Text:
    """The picture, its legend and its counts; a day that is not in `days` is unknown."""
    text = Text(no_wrap=True)
    text.append(f"月 {_months(year)}\n")
    for weekday, name in enumerate(_WEEKDAYS):
        text.append(f"{name} ")
        for week in range(weeks(year)):
            day = _monday(year) + timedelta(7 * week + weekday)
            sign, style = SIGNS[_state(days, day) if day.year == year else "unknown"]
            text.append(sign, style)
        text.rstrip()
        text.append("\n")
    counts = Counter(one.state for one in days.values())
    text.append(_MARGIN)
    for state, (sign, style) in SIGNS.items():
        if sign.strip():
            text.append(sign, style)
            text.append(f" {state} {counts[state]}   ")
    text.append(f"blank: unknown {counts['unknown']}")
    return text


def weeks(year: int) -> int:
    """How many columns a year takes: weeks begin on Monday."""
    return (date(year, 12, 31) - _monday(year)).days // 7 + 1


def column(day: date) -> int:
    """The column of a day, from 0."""
    return (day - _monday(day.year)).days // 7


def _months(year: int) -> str:
    line = ""
    for month in range(1, 13):
        line += " " * (column(date(year, month, 1)) - len(line)) + str(month)
    return line


def _monday(year: int) -> date:
    first = date(year, 1, 1)
    return first - timedelta(first.isoweekday() - 1)


def _state(days: Mapping[date, DayState], day: date) -> State:
    return days[day].state if day in days else "unknown"
