"""SQL functions for Chinese newspapers, on any SQLite connection.

    SELECT day_zh(published), title FROM articles WHERE fold_zh(title) LIKE '%台湾%'

All of them depend on nothing but what they are given, give NULL for NULL, and never fail: a value
that is no text, no date or no address has NULL, too.  (Of a TEXT value that is not UTF-8 they
never hear: Python's sqlite3 stops the statement.)
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import date

from archive import identity, search_text
from archive.fingerprint import fold, shingles

_WEEKDAYS = "一二三四五六日"
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)


def register(connection: sqlite3.Connection) -> None:
    """Make the functions known to a connection; docs/views.md lists them."""
    for function, arguments in _FUNCTIONS:
        name = function.__name__
        connection.create_function(name, arguments, function, deterministic=True)


def fold_zh(text: object) -> str | None:
    """The text as the search index sees it: NFKC, lower case, traditional characters made
    simplified.  `臺灣 Ａ` → `台湾 a`."""
    return None if (given := _text(text)) is None else search_text.fold(given)


def day_zh(published: object) -> str | None:
    """A date as it is printed: `2022-08-04T09:13+08:00` → `2022年8月4日 星期四`, `2022-08` →
    `2022年8月`, `2022` → `2022年`; NULL for what is no date."""
    match = _PUBLISHED.fullmatch(_text(published) or "")
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        known = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return f"{known.year}年"
    if day is None:
        return f"{known.year}年{known.month}月"
    return f"{known.year}年{known.month}月{known.day}日 星期{_WEEKDAYS[known.weekday()]}"


def host_of(url: object) -> str | None:
    """The host of an address, with the port unless it is the default one: `http://a.cn:8080/x` →
    `a.cn:8080`; NULL for what has none."""
    try:
        return None if (given := _text(url)) is None else identity.host_of(given)
    except ValueError:
        return None


def same_text(one: object, other: object) -> float | None:
    """How much two texts have in common, 0 to 1: shared runs of five characters over those of
    both (Jaccard), whatever the script, the punctuation or the width of the letters.  Of texts
    too short for a run: 1 when they are the same, else 0."""
    left, right = _text(one), _text(other)
    if left is None or right is None:
        return None
    folded = fold(left), fold(right)
    mine, theirs = (shingles(text) for text in folded)
    if not mine or not theirs:
        return float(folded[0] == folded[1])
    return round(len(mine & theirs) / len(mine | theirs), 3)


def _text(value: object) -> str | None:
    """What SQLite gave, as a text; bytes are no text."""
    return None if value is None or isinstance(value, bytes) else str(value)


_FUNCTIONS: tuple[tuple[Callable[..., str | float | None], int], ...] = (
    (fold_zh, 1),
    (day_zh, 1),
    (host_of, 1),
    (same_text, 2),
)
