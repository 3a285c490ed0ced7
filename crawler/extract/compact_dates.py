"""Values that are marked as a date: there bare numbers and months are read too.

In running text they are identifiers (20220804) and issues (2022年8月).
"""

from __future__ import annotations

import re
from datetime import datetime

from .clocks import SHANGHAI
from .dates import Moment, at, read_date, read_part
from .other_dates import read_other_date

# 20220804 · 202208040913 · 20220804091322 · 20220804091322123 · 20220804 09:13:22
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:\s?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:\.?\d{3})?)?)?"
)
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990, before the web, to 2100


def read_labelled(value: str) -> Moment | None:
    """The moment of a value that a label or mark says is a date, precision year to second."""
    return (
        read_date(value) or read_compact(value) or read_part(value) or read_other_date(value)
    )  # fmt: skip


def read_compact(value: str) -> Moment | None:
    """The moment that such a value states in digits, precision day, minute or second, or None."""
    value = value.strip()
    if not (value.isascii() and value[:8].isdigit() and len(value) <= 21):
        return None
    if epoch := from_epoch(value):
        return epoch
    match = _COMPACT.fullmatch(value)
    if not match:
        return None
    stamp = at((int(match["year"]), int(match["month"]), int(match["day"])), match.groupdict())
    return Moment(*stamp, value, 0, len(value)) if stamp else None


def from_epoch(value: str) -> Moment | None:
    """Milliseconds or seconds since 1970, as scripts and data attributes hold them."""
    if not (value.isascii() and value.isdigit() and len(value) in (10, 13)):
        return None
    seconds = int(value) // (1000 if len(value) == 13 else 1)
    if not _EARLIEST <= seconds < _LATEST:
        return None
    iso = datetime.fromtimestamp(seconds, SHANGHAI).isoformat()
    return Moment(iso, "second", value, 0, len(value))
