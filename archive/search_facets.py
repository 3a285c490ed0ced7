"""What of an article beside its words is searched: title, day, page, status.

They are terms of the index, too, in a column of their own, so that a filter costs no look at the
articles: `paper:hunan_daily place:湖南 date:2022-08 page:A01 status:vanished`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from archive.page_labels import keys_of
from archive.search_query import QueryError
from archive.search_text import MARK, fold

UNDATED = f"{MARK}y0"  # the term of articles without any date
PARTLY = f"{MARK}dx"  # of those with a month or a year only
STATES = ("live", "missing", "vanished")
EVERY = tuple(f"{MARK}s{state}" for state in STATES)  # one of these is a term of every article

# A paper's or place's name to the names of titles (`hunan_daily`).
Names = Callable[[str, str], list[str]]

_PARTLY = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?)?月?年?")


def terms_of(row: Mapping[str, Any]) -> list[str]:
    """The terms of an article: `row` has name (of the title), published, page_label, status."""
    found = [title(row["name"]), f"{MARK}s{row['status']}", *_published(row["published"] or "")]
    return found + (_pages(row["page_label"]) if row["page_label"] else [])


def _published(text: str) -> list[str]:
    if one := day_of(text):
        return [day(one), f"{MARK}m{one:%Y%m}", year(one.year)]
    if match := _PARTLY.fullmatch(text):
        whole, month = match.groups()
        return [PARTLY, year(int(whole))] + ([f"{MARK}m{whole}{month}"] if month else [])
    return [UNDATED]


def day_of(published: str) -> date | None:
    """The day of `articles.published`; None where only a month or a year is known, or nothing."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def title(name: str) -> str:
    """The term of a title, by its name."""
    return f"{MARK}t{_plain(name)}"


def day(one: date) -> str:
    """The term of a day of publication."""
    return f"{MARK}d{one:%Y%m%d}"


def year(one: int) -> str:
    """The term of a year."""
    return f"{MARK}y{one:04d}"


def cover(start: date, end: date) -> Iterator[str]:
    """The terms of the whole years, whole months and days that make up a span."""
    at = start
    while at <= end:
        year_end = date(at.year, 12, 31)
        month_end = (at.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        if (at.month, at.day) == (1, 1) and year_end <= end:
            yield year(at.year)
            at = year_end
        elif at.day == 1 and month_end <= end:
            yield f"{MARK}m{at:%Y%m}"
            at = month_end
        else:
            yield day(at)
        at += timedelta(1)


def any_of(name: str, value: str, names: Names) -> list[str]:
    """The terms one of which an article has that passes a filter.

    Raises QueryError, with what may be written, for a value that means nothing.
    """
    if name == "date":
        return _days(value)
    if name == "page":
        return _pages(value)[:1]
    if name == "status":
        if value.lower() not in STATES:
            raise QueryError(f"status:{value}: one of {', '.join(STATES)}")
        return [f"{MARK}s{value.lower()}"]
    found = names(name, value)
    if not found:
        raise QueryError(f"{name}:{value}: no title of the archive is called so or stands so")
    return [title(one) for one in found]


def names_in(connection: sqlite3.Connection) -> Names:
    """The titles of an archive: a paper by its name (`hunan_daily`) or what it calls itself
    (湖南日报), a place by any part of `titles.place`."""

    def look(kind: str, value: str) -> list[str]:
        rows = connection.execute("SELECT name, publication, place FROM titles")
        wanted = fold(value)
        if kind == "place":
            return [name for name, _, place in rows if wanted and wanted in fold(place)]
        return [name for name, own, _ in rows if wanted in (fold(name), fold(own))]

    return look


def _pages(label: str) -> list[str]:
    return [f"{MARK}p{_plain(fold(section))}x{number}" for section, number in keys_of(label)]


def _plain(text: str) -> str:
    """The text in hexadecimal digits: blanks, quotation marks and "_" would part a term in two."""
    return text.encode("utf-8", "surrogatepass").hex()


def _days(value: str) -> list[str]:
    """`2022`, `2022-08`, `2022-08-04`, and two of them with `..` between or one with it open."""
    first, dots, last = value.partition("..")
    start, _ = _span(first, value) if first else (date(1800, 1, 1), None)
    _, end = _span(last, value) if last else (None, date(2100, 12, 31))
    if not dots:
        _, end = _span(first, value)
    if end is None or start > end or not (first or last):
        raise _no_day(value)
    return list(cover(start, end))


def _span(text: str, whole: str) -> tuple[date, date]:
    """The first and the last day of a year, month or day."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise _no_day(whole)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first, first
        after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        raise _no_day(whole) from None
    return first, after - timedelta(1)


def _no_day(value: str) -> QueryError:
    return QueryError(f"date:{value}: write 2022, 2022-08, 2022-08-04 or 2022-08-01..2022-08-15")
