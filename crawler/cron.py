"""Moments that a cron expression names, in Shanghai unless it says otherwise.

The grammar is that of cron (minute, hour, day of month, month, day of week; `CronSim` reads it),
with cronie's way to name another zone in front: `CRON_TZ=Asia/Urumqi 30 6 * * *`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from crawler.clock import SHANGHAI

# A schedule that stood still for years: only the number of missed moments is told then.
_MOST = 10_000
_ZONE = "CRON_TZ="


class CronError(ValueError):
    """A cron expression that is none; the message says why."""


def check(cron: str) -> None:
    """Raises CronError for an expression that is none, names no moment, or an unknown zone."""
    try:
        expression, zone = _parts(cron)
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=zone)))
    except CronSimError as error:
        raise CronError(
            f"{cron!r} is no cron expression ({error}); write minute, hour, day, month, weekday: "
            "'30 6 * * *'"
        ) from None
    except StopIteration:
        raise CronError(f"{cron!r} names no moment") from None
    except (KeyError, ValueError, OSError):
        raise CronError(
            f"{cron!r} names a zone that is not known; write it as CRON_TZ=Europe/Berlin"
        ) from None


def after(cron: str, moment: datetime) -> Iterator[datetime]:
    """The moments after `moment`, in UTC, without end."""
    expression, zone = _parts(cron)
    for found in CronSim(expression, moment.astimezone(zone)):
        yield found.astimezone(UTC)


def between(cron: str, begin: datetime, end: datetime) -> list[datetime]:
    """The moments after `begin` up to and with `end`, in UTC; of very many the last ones."""
    expression, zone = _parts(cron)
    found: list[datetime] = []
    start = (end + timedelta(seconds=1)).replace(microsecond=0)  # so that `end` itself is found
    for moment in CronSim(expression, start.astimezone(zone), reverse=True):
        if moment <= begin or len(found) >= _MOST:
            break
        found.append(moment.astimezone(UTC))
    return found[::-1]


def _parts(cron: str) -> tuple[str, tzinfo]:
    """The expression, and its zone."""
    if not cron.startswith(_ZONE):
        return cron, SHANGHAI
    name, _, expression = cron.removeprefix(_ZONE).partition(" ")
    return expression.strip(), ZoneInfo(name)
