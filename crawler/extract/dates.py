"""Dates and times as the Chinese press prints them.

Right or None: a date without its year, a relative one (今天, 15分钟前), an issue number or an
order of day and month that cannot be told is not read.  Times without a zone are +08:00.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from archive.records import Precision

SHANGHAI = timezone(timedelta(hours=8))
EARLIEST_YEAR, LATEST_YEAR = 1872, 2099  # 申报 began in 1872

_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／－．，（）", "0123456789:/-.,()")
_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
_MONTHS = {m: i for i, m in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
)}  # fmt: skip

_CLOCK = (
    r"(?P<half>上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|晚间|夜间|AM|PM|am|pm)?\s{0,2}"
    r"(?P<hour>\d{1,2})\s?(?::|时|時|点|點)\s?(?P<minute>\d{1,2})(?!\d)"
    r"(?:\s?(?::|分)\s?(?P<second>\d{1,2})(?!\d)(?:\s?秒|[.:]\d{1,3}(?!\d))?|\s?分)?"
    r"(?:\s?(?P<half2>AM|PM|am|pm)\b)?"
    r"(?:\s?(?P<zone>Z|(?:GMT|UTC)?[+-]\d{2}:?\d{2}|GMT|UTC)(?!\d))?"
)
_WEEKDAY = r"(?:\s{0,2}\(?(?:星期|周|週|礼拜)[一二三四五六日天]\)?)?"
_AFTER_DAY = rf"{_WEEKDAY}(?:(?:T|[\s,|·]{{0,6}}){_CLOCK})?"
_NUM = "〇零○Ｏ一二三四五六七八九十"

_PATTERNS = (
    # 2022年08月04日 09时13分22秒 · 2022 年 8 月 4 日
    rf"(?<!\d)(?P<year>\d{{4}})\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?(?:[日号號]|(?!\d))"
    rf"{_AFTER_DAY}",
    # 2022-08-04T09:13:22+08:00 · 2022.01.20 16:31 · 2018/05/12 06:00
    rf"(?<![\d.])(?P<year>\d{{4}})\s?(?P<sep>[-/.])\s?(?P<month>\d{{1,2}})\s?(?P=sep)\s?(?P<day>\d{{1,2}})"
    rf"(?![\d])(?!\.\d){_AFTER_DAY}",
    # the same with the time glued on: 2018-05-1206:00
    r"(?<![\d.])(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
    rf"(?=\d{{2}}:\d{{2}}){_CLOCK}",
    # split spans: 2024 01/06 12:34:56
    rf"(?<!\d)(?P<year>\d{{4}})\s(?P<month>\d{{2}})[/-](?P<day>\d{{2}})\s{_CLOCK}",
    # 民國107年5月12日
    r"(?:中[華华])?民[國国]\s?(?P<roc>\d{1,3})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日"
    rf"{_AFTER_DAY}",
    # 二〇二二年八月四日
    rf"(?P<cyear>[{_NUM}]{{4}})年(?P<cmonth>[{_NUM}]{{1,3}})月(?P<cday>[{_NUM}]{{1,3}})日{_AFTER_DAY}",
    # Jan. 01 2019 · May 20, 2024 2:41 PM
    r"(?<![A-Za-z])(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d){_AFTER_DAY}",
    # 20 May 2024
    r"(?<!\d)(?P<day>\d{1,2})\s(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?,?\s"
    rf"(?P<year>\d{{4}})(?!\d){_AFTER_DAY}",
    # 9/17/2004 5:5 (US) and 17/9/2004 (Hong Kong, Singapore): read when only one order is possible
    rf"(?<![\d/.-])(?P<first>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>\d{{4}})(?!\d){_AFTER_DAY}",
)  # fmt: skip
# 06:002018/05/12: the time stands first; tried before the others
_TIME_FIRST = re.compile(
    r"(?<!\d)(?P<hour>\d{2}):(?P<minute>\d{2})\s?(?P<year>\d{4})(?P<sep>[/.-])(?P<month>\d{2})(?P=sep)"
    r"(?P<day>\d{2})(?!\d)"
)
_COMPILED = (_TIME_FIRST, *(re.compile(p) for p in _PATTERNS))
_WORTH = re.compile(
    rf"\d{{4}}\s?[-/.年]|/\d{{4}}|民[國国]|[{_NUM}]{{4}}年|[A-Za-z]{{3}}.{{0,12}}\d{{4}}|\d{{4}}\s\d\d[/-]"
)
_MONTH_ONLY = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s?(?:年\s?|[-/.])(?P<month>\d{1,2})\s?(?:月(?!\s?\d)|$)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as printed: ISO 8601 in +08:00, as long as it is known."""

    iso: str
    precision: Precision
    raw: str
    start: int  # where it stood in the text, characters
    end: int

    @property
    def has_time(self) -> bool:
        return self.precision in ("minute", "second")


def find_dates(text: str) -> list[Moment]:
    """Every full date (at least to the day) in `text`, in order, none inside another."""
    flat = text.translate(_FULL_WIDTH)
    if not _WORTH.search(flat):
        return []
    found: list[Moment] = []
    for pattern in _COMPILED:
        for match in pattern.finditer(flat):
            free = all(match.end() <= m.start or match.start() >= m.end for m in found)
            if free and (moment := _moment(match, text)):
                found.append(moment)
    return sorted(found, key=lambda m: m.start)


def read_date(text: str) -> Moment | None:
    """The one date of a short value: None when there is none or there are different ones."""
    found = find_dates(text)
    if not found:
        return None
    first = max(found, key=lambda m: (len(m.iso), -m.start))
    if any(m.iso[:10] != first.iso[:10] for m in found):
        return None
    return first


def read_month(text: str) -> str | None:
    """`2022年8月` → `2022-08`, when nothing finer is printed."""
    match = _MONTH_ONLY.search(text.translate(_FULL_WIDTH))
    if not match:
        return None
    year, month = int(match["year"]), int(match["month"])
    return f"{year:04}-{month:02}" if _sane(year) and 1 <= month <= 12 else None


def from_epoch(value: str) -> Moment | None:
    """Milliseconds or seconds since 1970, as scripts and data attributes hold them."""
    if not (value.isascii() and value.isdigit() and len(value) in (10, 13)):
        return None
    seconds = int(value) // (1000 if len(value) == 13 else 1)
    if not 631_152_000 <= seconds < 4_102_444_800:  # 1990 to 2100: there was no web before
        return None
    iso = datetime.fromtimestamp(seconds, SHANGHAI).isoformat()
    return Moment(iso, "second", value, 0, len(value))


def to_day(moment: Moment) -> Moment:
    """The same without its time."""
    return Moment(moment.iso[:10], "day", moment.raw, moment.start, moment.end)


def _moment(match: re.Match[str], text: str) -> Moment | None:
    parts = match.groupdict()
    day = next(_days(parts), None)
    if day is None:
        return None
    year, month, number = day
    raw = text[match.start() : match.end()]
    try:
        stamp = datetime(year, month, number, tzinfo=SHANGHAI)
    except ValueError:
        return None
    if not _sane(year):
        return None
    clock = _time(parts)
    if clock is None:
        return Moment(stamp.date().isoformat(), "day", raw, match.start(), match.end())
    hour, minute, second = clock
    stamp = stamp.replace(hour=hour, minute=minute, second=second or 0)
    if zone := parts.get("zone"):
        stamp = stamp.replace(tzinfo=_zone(zone)).astimezone(SHANGHAI)
    finer: Precision = "minute" if second is None else "second"
    timespec = "minutes" if second is None else "seconds"
    return Moment(stamp.isoformat(timespec=timespec), finer, raw, match.start(), match.end())


def _days(parts: dict[str, str | None]) -> Iterator[tuple[int, int, int]]:
    read: Callable[[str], int] = lambda key: int(parts[key] or 0)  # noqa: E731
    if parts.get("cyear"):
        year, month, day = (chinese_number(parts[k] or "") for k in ("cyear", "cmonth", "cday"))
        if year and month and day:
            yield year, month, day
    elif parts.get("roc"):
        yield 1911 + read("roc"), read("month"), read("day")
    elif parts.get("name"):
        yield read("year"), _MONTHS[(parts["name"] or "").lower()], read("day")
    elif parts.get("first"):
        first, other = read("first"), read("other")
        if first > 12 >= other:
            yield read("year"), other, first
        elif other > 12 >= first or first == other:
            yield read("year"), first, other
    else:
        yield read("year"), read("month"), read("day")


def _time(parts: dict[str, str | None]) -> tuple[int, int, int | None] | None:
    if not parts.get("hour"):
        return None
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    second = int(parts["second"] or 0) if parts.get("second") else None
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if half in ("下午", "傍晚", "晚上", "晚间", "夜间", "pm") and hour < 12:
        hour += 12
    if half == "中午" and hour < 3:
        hour += 12
    if half in ("凌晨", "am") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return hour, minute, second


def _zone(text: str) -> timezone:
    offset = text.removeprefix("GMT").removeprefix("UTC")
    if offset in ("", "Z"):
        return UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def chinese_number(text: str) -> int | None:
    """二〇二二 → 2022, 十二 → 12, 二十 → 20, 三十一 → 31; None for anything else."""
    if "十" not in text:
        digits = [_NUMERALS.get(c) for c in text]
        if not digits or None in digits:
            return None
        return int("".join(map(str, digits)))
    tens, _, ones = text.partition("十")
    ten, one = _NUMERALS.get(tens, None if tens else 1), _NUMERALS.get(ones, None if ones else 0)
    return None if ten is None or one is None or len(tens) > 1 else ten * 10 + one


def _sane(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR
