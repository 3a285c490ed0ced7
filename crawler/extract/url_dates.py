"""The day that an address states: …/2022-08/04/…, /2022/0804/, /20220804/, t20220804_123.html.

Grammar: the addresses of some 700 press sites.  Not read are the day of a special topic
(专题), of an issue's pages and lists, of a query, and any number of eight digits that may as
well be an identifier (`content_20220804.htm`), unless a folder names the same month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from .dates import EARLIEST_YEAR, LATEST_YEAR, Moment

_LONGEST = 2000  # characters of a path
_WEB_YEAR = 1990  # eight digits that begin with less are no day of the web
_NEAR = timedelta(days=31)
_DAY_FIRST = frozenset(("hk", "mo", "sg", "my"))
_FOLDERS = re.compile(
    r"/(?:(?P<a>\d{4}-\d{1,2}/\d{1,2}|\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d\d-\d\d|\d{4}/\d\d/\d\d)"
    r"|(?P<b>\d{6}/\d\d|\d{4}/\d{4})|(?P<c>\d{8}))(?=[/_])"
)
_MONTHS = re.compile(r"/(\d{4})[-/]?(\d\d)(?=/)")
_YEARS = re.compile(r"/(\d{4})(?=/)")
_IN_NAME = re.compile(r"(?<![\d%])(?:(?P<dashed>\d{4}-\d\d-\d\d)|(?P<bare>\d{8}))(?!\d)")
# t20220804_123 of TRS, nw.D110000renmrb_20220804_2-01 of Founder, 20220804_123
_SYSTEM_NAME = re.compile(r"(?:t\d{8}_\d+|nw\.[A-Za-z0-9]+_\d{8}_|\d{8}_\d{3})")
_STAMP = re.compile(
    r"(\d{8})(?:\d{4}|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{0,6})(?:_\d{1,3})?(?:\.[a-z]{3,5})?", re.I
)
_LIST = re.compile(r"(?:index|default|list|node|nbs\.|page|column|layout|more|home|main)", re.I)
_TOPIC = re.compile(r"/(?:zt|ztbd|zhuanti|specials?|topics?|subjects?)/", re.I)


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    sure: bool
    start: int  # in the path
    end: int


def from_url(url: str, captured: datetime | None = None) -> Moment | None:
    """The one day that the address of an article states, or None.

    A day after the one that follows `captured` (aware) is an identifier.
    """
    path = _path(url)
    if not path or _LIST.match(path.rpartition("/")[2]) or _TOPIC.search(path):
        return None
    sure = [found for found in _days(path) if found.sure]
    if len({found.day for found in sure}) != 1:
        return None
    raw, at = path[sure[0].start : sure[0].end], url.find(path)
    iso = sure[0].day.isoformat()
    moment = Moment(iso, "day", raw, at + sure[0].start, at + sure[0].end, "address")
    return None if moment.is_after(captured) else moment


def is_day_first(url: str) -> bool:
    """Whether the host's region writes 4/8/2022 for 4 August."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host.rpartition(".")[2] in _DAY_FIRST


def year_from_url(url: str, month: int, day: int) -> tuple[int | None, bool]:
    """(the year in which the address puts that day, whether it says anything about the day).

    (None, True): the address states another time of the year, so one of the two is no date.
    """
    path = _path(url)
    days = list(_days(path))
    if same := {d.day.year for d in days if (d.day.month, d.day.day) == (month, day)}:
        return (same.pop() if len(same) == 1 else None), True
    if near := [d.day for d in days if d.sure]:
        return _nearest(near[0], month, day, _NEAR), True
    for match in _MONTHS.finditer(path):
        if _valid(int(match[1]), int(match[2]), 1):
            return _nearest(date(int(match[1]), int(match[2]), 15), month, day, 2 * _NEAR), True
    years = {int(match[1]) for match in _YEARS.finditer(path)}
    years = {year for year in years if _WEB_YEAR <= year <= LATEST_YEAR}
    year = years.pop() if len(years) == 1 else None
    return (year, True) if year and _valid(year, month, day) else (None, False)


def _path(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:  # [ in the host
        return ""
    return path.rstrip("/") if len(path) <= _LONGEST else ""


def _days(path: str) -> Iterator[_Day]:
    """Every day in the path, those in folders first."""
    folders, _, name = path.rpartition("/")
    folders += "/"
    for match in _FOLDERS.finditer(folders):
        digits = re.findall(r"\d+", match[0])
        if len(digits) == 3:
            year, month, day = (int(d) for d in digits)
        else:
            year, month, day = _split("".join(digits))
        if _valid(year, month, day, compact=bool(match["c"])):
            yield _Day(date(year, month, day), True, match.start() + 1, match.end())
    at = len(folders)
    if stamp := _STAMP.fullmatch(name):
        year, month, day = _split(stamp[1])
        if _valid(year, month, day, compact=True):
            yield _Day(date(year, month, day), True, at, at + 8)
    months = {(m[1], m[2]) for m in _MONTHS.finditer(folders)}
    system = _SYSTEM_NAME.match(name) is not None
    for match in _IN_NAME.finditer(name):
        year, month, day = _split(match[0].replace("-", ""))
        if _valid(year, month, day, compact=True):
            sure = bool(match["dashed"]) or system or (f"{year:04}", f"{month:02}") in months
            yield _Day(date(year, month, day), sure, at + match.start(), at + match.end())


def _split(digits: str) -> tuple[int, int, int]:
    return int(digits[:4]), int(digits[4:6]), int(digits[6:8])


def _valid(year: int, month: int, day: int, *, compact: bool = False) -> bool:
    if not (_WEB_YEAR if compact else EARLIEST_YEAR) <= year <= LATEST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _nearest(known: date, month: int, day: int, within: timedelta) -> int | None:
    for year in (known.year, known.year - 1, known.year + 1):
        if _valid(year, month, day) and abs(date(year, month, day) - known) <= within:
            return year
    return None
