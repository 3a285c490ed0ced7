"""Dates and times as the Chinese press prints them.

Right or None: a date without its year, a relative one (今天, 15分钟前), an issue number or an
order of day and month that cannot be told is not read here (see relative_dates.py for the
first two).  Times without a zone are +08:00.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from archive.records import Precision

from .clocks import CLOCK, SHANGHAI, Clock, read_clock, read_zone
from .numerals import NUMERAL, YEAR_DIGIT, flatten, number

EARLIEST_YEAR, LATEST_YEAR = 1872, 2099  # 申报 began in 1872

_MONTHS = {m: i for i, m in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip
_B = r"\s{0,3}"
_WEEKDAY = r"(?:\s{0,2}\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\)?)?"
_AFTER_DAY = rf"{_WEEKDAY}(?:(?:(?P<t>T)|[\s,、|·(]{{0,6}}){CLOCK})?"
_YEAR = rf"(?P<year>\d{{4}}|\d\s\d\s\d\s\d|[{YEAR_DIGIT}]{{4}})"
_N2 = rf"(?:\d{{1,2}}|\d\s\d|[{NUMERAL}]{{1,3}})"
_MONTH, _DAY = rf"(?P<month>{_N2}|元)", rf"(?P<day>{_N2})"
_NAME = (
    r"(?P<name>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\.?"
)

_Y, _M, _D = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_MM, _DD = r"(?P<month>\d{2})", r"(?P<day>\d{2})"

# (what a text must hold to be worth trying, pattern), in the order in which they claim text
_PATTERNS = tuple((need, re.compile(pattern)) for need, pattern in (
    # 06:002018/05/12 · 09:13 2022年8月4日: the time stands first
    (":", r"(?<!\d)(?<!\d:)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?[\s,|]{0,3}"
     rf"{_Y}\s?[-/.年]\s?{_M}\s?[-/.月]\s?{_D}(?!\d)日?(?!\s{{0,6}}\d{{1,2}}[:时時点點])"),
    # 2022年08月04日 09时13分22秒 · 二〇二二年八月四日
    ("年", rf"(?<![\d{NUMERAL}]){_YEAR}{_B}年{_B}{_MONTH}{_B}月{_B}{_DAY}"
     rf"(?:{_B}[日号號]|(?=\s{{0,9}}$|\s{{1,3}}\d{{1,2}}:)){_AFTER_DAY}"),
    # 民國107年5月12日 · 民國一百零七年五月十二日 · 民國 107/05/12
    ("民", rf"民[國国]{_B}(?P<roc>\d{{1,3}}|元|[{NUMERAL}百]{{1,6}}){_B}[-/.年]{_B}{_MONTH}"
     rf"{_B}[-/.月]{_B}{_DAY}(?!\d)(?:{_B}日)?{_AFTER_DAY}"),
    # 2022-08-04T09:13:22+08:00 · 2022.01.20 16:31 · 2018/05/12 06:00
    ("", rf"(?<![\d.]){_Y}\s?(?P<sep>[-/.·])\s?{_M}\s?(?P=sep)\s?{_D}(?!\d)(?!\.\d){_AFTER_DAY}"),
    # the same with the time glued on: 2018-05-1206:00
    (":", rf"(?<![\d.]){_Y}(?P<sep>[-/.]){_MM}(?P=sep){_DD}(?=\d{{2}}:\d{{2}}){CLOCK}"),
    # split spans: 2024 01/06 12:34:56
    (":", rf"(?<!\d){_Y}\s{{1,3}}{_MM}[/-]{_DD}\s{{1,3}}{CLOCK}"),
    # 20220804T091322Z
    ("T", rf"(?<!\d){_Y}{_MM}{_DD}(?P<t>T)(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})"
     r"(?:[.,]\d{1,9})?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?(?!\d)"),
    # Jan. 01 2019 · May 20, 2024 2:41 PM
    ("", rf"(?<![A-Za-z]){_NAME}\s?{_D}(?:st|nd|rd|th)?[\s,]{{1,3}}{_Y}(?!\d){_AFTER_DAY}"),
    # 20 May 2024 · 4th of August 2022 · 04-Aug-2022
    ("", rf"(?<![\d.]){_D}(?:st|nd|rd|th)?[\s-](?:of\s)?{_NAME}[\s,-]{{1,3}}{_Y}(?!\d)"
     rf"{_AFTER_DAY}"),
    # 9/17/2004 5:5 (US) and 17/9/2004 (Hong Kong, Singapore)
    ("", r"(?<![\d/.-])(?P<first>\d{1,2})(?P<sep>[-/.])(?P<other>\d{1,2})(?P=sep)"
     rf"{_Y}(?!\d)(?!\.\d){_AFTER_DAY}"),
))  # fmt: skip
_SHORT = 400  # characters
_FOUR_DIGITS = re.compile(r"\d{4}")
_LUNAR = re.compile(r"(?:农历|農曆|农曆|阴历|陰曆|夏历|旧历)\s{0,2}$")
_PART = re.compile(rf"{_YEAR}{_B}(?:年(?:{_B}{_MONTH}{_B}月份?)?|[-/.]{_B}(?P<month2>\d{{1,2}}))")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as printed: ISO 8601 in +08:00, as long as it is known."""

    iso: str
    precision: Precision
    raw: str
    start: int  # where it stood in the text, characters
    end: int
    computed: str = ""  # what it was worked out from, when it is not printed in full

    @property
    def has_time(self) -> bool:
        return self.precision in ("minute", "second")

    def is_after(self, captured: datetime | None) -> bool:
        """Whether it is later than the day after `captured` (aware): no day of publication."""
        if captured is None:
            return False
        last = (captured.astimezone(SHANGHAI) + timedelta(days=1)).date().isoformat()
        return self.iso[:10] > last[: len(self.iso)]


def find_dates(text: str, day_first: bool | None = None) -> list[Moment]:
    """Every full date (at least to the day) in `text`, in order, none inside another.

    `day_first` is for `5/6/2022` alone: True reads 5 June, False 6 May, None leaves it out.
    """
    if "年" not in text and "民" not in text and not _FOUR_DIGITS.search(text):
        return []
    return list(_remembered(text, day_first) if len(text) <= _SHORT else _find(text, day_first))


def _find(text: str, day_first: bool | None) -> list[Moment]:
    flat = flatten(text)
    found: list[Moment] = []
    taken = bytearray(len(flat))
    for need, pattern in _PATTERNS:
        if need not in flat:
            continue
        for match in pattern.finditer(flat):
            start, end = match.span()
            if found and 1 in taken[start:end]:
                continue
            if moment := _moment(match, text, day_first):
                found.append(moment)
                taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda m: m.start)


@lru_cache(maxsize=512)  # the lines of a header are asked by several readers
def _remembered(text: str, day_first: bool | None) -> tuple[Moment, ...]:
    return tuple(_find(text, day_first))


def read_date(text: str, day_first: bool | None = None) -> Moment | None:
    """The one date of a short value: None when there is none or there are different ones."""
    found = find_dates(text, day_first)
    if not found:
        return None
    first = max(found, key=lambda m: (len(m.iso), -m.start))
    if any(m.iso[:10] != first.iso[:10] for m in found):
        return None
    return first


def read_part(text: str) -> Moment | None:
    """`2022年8月` → 2022-08, `2022年` → 2022: for a value that is that and nothing else."""
    text = text.strip()
    match = _PART.fullmatch(flatten(text)) if len(text) <= 20 else None
    if not match:
        return None
    year, printed = number(match["year"]), match["month"] or match["month2"]
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    if not printed:
        return Moment(f"{year:04}", "year", text, 0, len(text))
    month = _month(printed)
    if month is None or not 1 <= month <= 12:
        return None
    return Moment(f"{year:04}-{month:02}", "month", text, 0, len(text))


def to_day(moment: Moment) -> Moment:
    """The same without its time."""
    return Moment(moment.iso[:10], "day", moment.raw, moment.start, moment.end, moment.computed)


def at(day: tuple[int, int, int], parts: Mapping[str, str | None]) -> tuple[str, Precision] | None:
    """(ISO 8601, precision) of a day and the groups of CLOCK; None for no day of the calendar."""
    year, month, number_of_day = day
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        stamp = datetime(year, month, number_of_day, tzinfo=SHANGHAI)
    except ValueError:
        return None
    clock, zone = read_clock(parts), read_zone(parts)
    if clock is None or zone is None or _is_unset(clock, parts):
        return stamp.date().isoformat(), "day"
    hour, minute, second = clock
    stamp = stamp.replace(hour=hour, minute=minute, second=second or 0, tzinfo=zone)
    stamp = stamp.astimezone(SHANGHAI)
    if second is None:
        return stamp.isoformat(timespec="minutes"), "minute"
    return stamp.isoformat(timespec="seconds"), "second"


def _is_unset(clock: Clock, parts: Mapping[str, str | None]) -> bool:
    # A publishing system that knows only the day writes midnight to the second.
    return clock == (0, 0, 0) and not parts.get("zone")


def _moment(match: re.Match[str], text: str, day_first: bool | None) -> Moment | None:
    parts = match.groupdict()
    day = _day(parts, day_first)
    if day is None or (stamp := at(day, parts)) is None:
        return None
    start, end = match.span()
    if _LUNAR.search(text, max(0, start - 6), start):
        return None
    return Moment(*stamp, text[start:end], start, end)


def _day(parts: Mapping[str, str | None], day_first: bool | None) -> tuple[int, int, int] | None:
    year, day = number(parts.get("year") or ""), number(parts.get("day") or "")
    if roc := parts.get("roc"):
        count = 1 if roc == "元" else number(roc)
        year = count + 1911 if count else None
    if year is None:
        return None
    if parts.get("first"):
        return _either_order(year, parts, day_first)
    if name := parts.get("name"):
        month: int | None = _MONTHS[name[:3].lower()]
    else:
        month = _month(parts.get("month") or "")
    return (year, month, day) if month and day else None


def _either_order(
    year: int, parts: Mapping[str, str | None], day_first: bool | None
) -> tuple[int, int, int] | None:
    first, other = int(parts["first"] or 0), int(parts["other"] or 0)
    if first > 12 or (day_first and other <= 12):
        return year, other, first
    if other > 12 or first == other or day_first is False:
        return year, first, other
    return None


def _month(text: str) -> int | None:
    return 1 if text == "元" else number(text)
