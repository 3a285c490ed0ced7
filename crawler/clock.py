"""The two clocks of the house: UTC for what is measured, Asia/Shanghai for press days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

# The whole country has had one zone, without summer time, since 1991; the tz database is not
# there on every system that Python runs on.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def set_clock(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source` (aware, UTC) in this process; None: the system's again.

    For simulations alone, such as benchmarks/year.py: a crawl is always in real time.
    """
    global _source
    _source = source or _system


def now() -> datetime:
    """Now, in UTC."""
    return _source()


def utc(after: float = 0.0) -> str:
    """The time in `after` seconds from now, as `2026-01-05T06:30:00.123Z`."""
    return as_utc(now() + timedelta(seconds=after))


def as_utc(moment: datetime) -> str:
    """An aware time as `2026-01-05T06:30:00.123Z`."""
    moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def press_day() -> date:
    """Today in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def seconds_until(moment: str) -> float:
    """Seconds from now to a time that utc() wrote; 0 for the past and for ""."""
    if not moment:
        return 0.0
    then = datetime.fromisoformat(moment)
    return max(0.0, (then - now()).total_seconds())
