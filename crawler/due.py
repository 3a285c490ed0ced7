"""Which slots of a schedule are due, and when a slot is tried again: no clock, no archive.

Times are aware, UTC; days are days in Shanghai.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from archive.schedules import Plan
from crawler.clock import SHANGHAI
from crawler.cron import after, between

# Ends of a slot after which the same day may still bring what was missed.
RETRIED = ("not out", "unreachable", "failures", "limit", "error", "nothing", "disk full")
_SLOWER = ("failures", "error", "nothing")  # each further try of these waits one interval longer


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that has come: its moment, when it may start, and how many before it were missed.
    `skip`: it is not crawled, because the plan makes up for nothing."""

    slot: datetime
    due_at: datetime
    skipped: int
    skip: bool


def jitter(plan: Plan, slot: datetime) -> timedelta:
    """By how much the start is late: the same for a title and a slot whenever it is asked."""
    seed = hashlib.sha256(f"{plan.title} {slot.isoformat()}".encode()).digest()
    return timedelta(seconds=int.from_bytes(seed[:4], "big") / 2**32 * plan.jitter_seconds)


def due(plan: Plan, last: datetime, now: datetime) -> Due | None:
    """The slot of a plan that has come since `last`, the newest one that is known (or the moment
    at which the plan was made).  Of several only the newest: it makes up for the others."""
    moments = between(plan.cron, last, now)
    if not moments:
        return None
    slot = moments[-1]
    late = now - slot > timedelta(seconds=plan.retry_seconds)
    return Due(slot, slot + jitter(plan, slot), len(moments) - 1, late and plan.catch_up == "none")


def upcoming(plan: Plan, now: datetime, count: int) -> list[datetime]:
    """When the next `count` slots start, jitter added."""
    moments = after(plan.cron, now - timedelta(seconds=plan.jitter_seconds))
    found: list[datetime] = []
    for moment in moments:
        start = moment + jitter(plan, moment)
        if start > now:
            found.append(start)
        if len(found) >= count:
            break
    return found


def span(
    plan: Plan, overlap: int, covered: date | None, slot: datetime, now: datetime
) -> tuple[date, date]:
    """First and last day of the crawl of a slot.

    It ends today; it begins `overlap` days before the first day that no slot has covered, or, the
    first time, `overlap` days before its own day; at most `back_days` back.
    """
    today = now.astimezone(SHANGHAI).date()
    first = covered + timedelta(1) if covered else slot.astimezone(SHANGHAI).date()
    first = min(first, today) - timedelta(overlap)
    return max(first, today - timedelta(plan.back_days)), today


def again(
    plan: Plan, outcome: str, attempt: int, slot: datetime, now: datetime
) -> datetime | None:
    """When a slot that ended so is tried again; None: not any more.

    Only on the slot's own day in Shanghai: the next day has a slot of its own, or is no day of
    the title.
    """
    if outcome not in RETRIED:
        return None
    waits = attempt if outcome in _SLOWER else 1
    at = now + timedelta(seconds=plan.retry_seconds * waits)
    own = slot.astimezone(SHANGHAI).date()
    return at if at.astimezone(SHANGHAI).date() == own else None


Work = Literal["crawl", "gaps"]


def work(previous: str) -> Work:
    """What an attempt does, by how the one before it ended ("" for the first): where only some
    requests failed, just these are asked again."""
    return "gaps" if previous == "failures" else "crawl"
