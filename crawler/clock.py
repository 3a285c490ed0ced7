"""The two clocks of the house: UTC for what is measured, Asia/Shanghai for press days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

# The whole country has had one zone, without summer time, since 1991; the tz database is not
# there on every system that Python runs on.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc(after: float = 0.0) -> str:
    """The time in `after` seconds from now, as `2026-01-05T06:30:00.123Z`."""
    moment = datetime.now(UTC) + timedelta(seconds=after)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def press_day() -> date:
    """Today in Shanghai."""
    return datetime.now(SHANGHAI).date()


def seconds_until(moment: str) -> float:
    """Seconds from now to a time that utc() wrote; 0 for the past and for ""."""
    if not moment:
        return 0.0
    then = datetime.fromisoformat(moment)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
