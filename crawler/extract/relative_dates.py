"""Dates that are not printed in full: 今天15:33, 15分钟前, 9-27 22:20.

They are worked out from the time at which the page was captured, or from the day in its
address, and their Moments say so in `computed`.  What leaves two days open (1周前, 星期三,
an hour count that crosses midnight) is not read.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from archive.records import Precision

from .clocks import CLOCK, SHANGHAI
from .dates import Moment, at
from .numerals import NUMERAL, flatten, number
from .url_dates import year_from_url

BY_CAPTURE, BY_ADDRESS = "time of the capture", "year of the address"

_LONGEST = 30  # characters
_LONGEST_LINE = 200
_MOST_WORDS = 6  # 8 月 4 日 09:13
_MOST_DAYS = 30
_SKEW = timedelta(minutes=10)  # between the clock of the site and that of the capture
_JUST_NOW = timedelta(minutes=5)
_WORTH = re.compile(r"[今昨前月日天刚剛]|\d\s?[-/]\s?\d")
_NAMED = re.compile(rf"(?P<day>今天|今日|昨天|昨日|前天|前日)\s{{0,3}}(?:{CLOCK})?")
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2}
_AGO = re.compile(
    r"(?P<count>\d{1,3}|半)\s?(?:个|個)?\s?(?P<unit>秒|分|小时|小時|钟头|天|日)[钟鐘]?\s?[之以]?前"
)
_N2 = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_YEARLESS = re.compile(
    rf"(?:(?P<month>{_N2})\s{{0,2}}月\s{{0,2}}(?P<day>{_N2})\s{{0,2}}[日号號]"
    rf"(?:\s{{0,2}}\(?(?:星期|周|週)[一二三四五六日天]\)?)?(?:\s{{0,3}}{CLOCK})?"
    r"|(?P<month2>\d{1,2})(?P<sep>[-/])(?P<day2>\d{1,2})\s{1,3}"
    r"(?P<hour3>\d{1,2}):(?P<minute3>\d{2})(?::(?P<second3>\d{2}))?)"
)
_ON_A_LINE = re.compile(
    r"(?:^|[\s|])(?:(?:[今昨][天日]|前天|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[-/]\d{1,2}(?=\s))"
    rf"\s{{0,3}}{CLOCK}|\d{{1,3}}\s?(?:分[钟鐘]|(?:个|個)?小[时時]|天)前)(?=$|[\s|])"
)


def is_dated(text: str) -> bool:
    """Whether a short line states when, in one of these forms, and little else."""
    return len(text) <= _LONGEST and _WORTH.search(text) is not None and bool(
        _ON_A_LINE.search(flatten(text))
    )  # fmt: skip


def read_computed(text: str, captured: datetime | None, url: str = "") -> Moment | None:
    """The moment of a value that is such a date and nothing else, or None.

    `captured` is aware; without it only a day that the address completes is read.
    """
    text = text.strip()
    if len(text) > _LONGEST or not _WORTH.search(text):
        return None
    flat = flatten(text)
    here = captured.astimezone(SHANGHAI) if captured else None
    if match := _YEARLESS.fullmatch(flat):
        return _yearless(match, text, here, url)
    if here is None:
        return None
    if flat in ("刚刚", "剛剛", "刚才", "剛才"):
        return _within(here - _JUST_NOW, here, text)
    if match := _NAMED.fullmatch(flat):
        return _named(match, text, here)
    if match := _AGO.fullmatch(flat):
        return _ago(match, text, here)
    return None


def find_computed(
    text: str, captured: datetime | None, url: str = "", *, alone: bool
) -> Moment | None:
    """Such a date at the head of a value (`alone`: a label says that it is one), or among the
    words of a line, where only what has a time, or a day that the address confirms, is one."""
    if not _WORTH.search(text):
        return None
    for chunk in re.split(r"[|｜\u3000]+", text[:_LONGEST_LINE]):
        words = chunk.split()
        for first in range(1 if alone else len(words)):
            for last in range(min(len(words), first + _MOST_WORDS), first, -1):
                moment = read_computed(" ".join(words[first:last]), captured, url)
                if moment and (alone or _is_sure(moment, last - first == len(words))):
                    return moment
    return None


def _is_sure(moment: Moment, whole: bool) -> bool:
    if moment.has_time:
        return True
    said = moment.computed == BY_ADDRESS or "天" in moment.raw or moment.raw.endswith("前")
    return whole and said  # 今日 and 刚刚 are names of columns too


def _named(match: re.Match[str], text: str, here: datetime) -> Moment | None:
    day = here.date() - timedelta(days=_DAYS_BACK[match["day"][0]])
    stamp = at((day.year, day.month, day.day), match.groupdict())
    return _moment(stamp, text, BY_CAPTURE) if stamp and not _later(stamp[0], here) else None


def _ago(match: re.Match[str], text: str, here: datetime) -> Moment | None:
    unit = match["unit"][0]
    count = 0.5 if match["count"] == "半" else int(match["count"])
    if unit in "天日":
        if not 1 <= count <= _MOST_DAYS:
            return None
        return _day(here.date() - timedelta(days=count), text)
    if unit == "秒":
        return _within(here - timedelta(seconds=count), here, text)
    if unit == "分" and count >= 1:
        iso = (here - timedelta(minutes=count)).isoformat(timespec="minutes")
        return Moment(iso, "minute", text, 0, len(text), BY_CAPTURE)
    # Counts of hours are rounded down.
    return _within(here - timedelta(hours=count + 1), here - timedelta(hours=count), text)


def _yearless(
    match: re.Match[str], text: str, here: datetime | None, url: str
) -> Moment | None:  # fmt: skip
    parts = match.groupdict()
    if parts["month2"]:
        parts |= {name: parts[name + "3"] for name in ("hour", "minute", "second")}
    month = number(parts["month"] or parts["month2"])
    day = number(parts["day"] or parts["day2"])
    if not month or not day:
        return None
    year, stated = year_from_url(url, month, day)
    if stated:
        stamp = at((year, month, day), parts) if year else None
        late = stamp is not None and here is not None and _later(stamp[0], here)
        return _moment(stamp, text, BY_ADDRESS) if stamp and not late else None
    if here is None:
        return None
    for year in range(here.year, here.year - 9, -1):  # 29 February: 8 years around 1900
        stamp = at((year, month, day), parts)
        if stamp and stamp[0][:10] <= here.date().isoformat():
            return None if _later(stamp[0], here) else _moment(stamp, text, BY_CAPTURE)
    return None


def _later(iso: str, here: datetime) -> bool:
    if len(iso) == len("2022-08-04"):
        return date.fromisoformat(iso) > here.date()
    return datetime.fromisoformat(iso) > here + _SKEW


def _within(first: datetime, last: datetime, text: str) -> Moment | None:
    return _day(first.date(), text) if first.date() == last.date() else None


def _day(day: date, text: str) -> Moment:
    return Moment(day.isoformat(), "day", text, 0, len(text), BY_CAPTURE)


def _moment(stamp: tuple[str, Precision], text: str, computed: str) -> Moment:
    return Moment(*stamp, text, 0, len(text), computed)
