"""Labelled dates in forms that the own reader does not know, by dateparser, within bounds.

dateparser costs milliseconds a call and guesses: `08-04 09:13` is 2008 to it, `CST` is Chicago,
`2022年8月` the 10th.  So it is asked only for the value of a label or mark that the own reader
(crawler/extract/dates.py) could not read, and believed only when year, month and day stand there.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from .clocks import SHANGHAI
from .dates import EARLIEST_YEAR, LATEST_YEAR, Moment

_LONGEST = 40  # characters; a longer value holds more than a date
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?P<seconds>:\d{2})?")
# Issue numbers and volumes are no dates; zone names other than UTC's mean several places.
_REFUSED = re.compile(r"期|卷|号刊|Vol|No\.|\b(?!GMT\b|UTC\b|AM\b|PM\b)[A-Z]{3,4}\b")
_SETTINGS = {
    "REQUIRE_PARTS": ["day", "month", "year"],
    "DATE_ORDER": "YMD",
    "TIMEZONE": "+0800",
    "RETURN_AS_TIMEZONE_AWARE": True,
    "PARSERS": ["absolute-time"],  # nothing relative: that would need a clock
}


def read_other_date(text: str) -> Moment | None:
    """The moment that the text names, precision day, minute or second; None when not sure."""
    text = text.strip()
    years = {int(year) for year in _YEAR.findall(text)}
    if len(text) > _LONGEST or len(years) != 1 or _REFUSED.search(text):
        return None
    if not EARLIEST_YEAR <= min(years) <= LATEST_YEAR:
        return None
    parsed = _parse(text)
    if parsed is None or parsed.year not in years:
        return None
    clock = _CLOCK.search(text)
    if clock is None:
        return Moment(parsed.date().isoformat(), "day", text, 0, len(text))
    timespec, precision = ("seconds", "second") if clock["seconds"] else ("minutes", "minute")
    iso = parsed.astimezone(SHANGHAI).isoformat(timespec=timespec)
    return Moment(iso, precision, text, 0, len(text))  # type: ignore[arg-type]


def _parse(text: str) -> datetime | None:
    import dateparser  # 0.3 s to load, and most pages never need it

    parsed: Any = dateparser.parse(
        text,
        languages=["zh", "zh-Hant", "en"],
        settings=_SETTINGS,
    )
    return parsed if isinstance(parsed, datetime) else None
