"""How often a title appears: as its record declares it, or as its known issues tell.

Two kinds of rhythm: days of the week (most newspapers), and an interval (weeklies, magazines).
A rhythm is learned, never assumed: with too few issues nothing is expected.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

_DAYS = 365.25
# Declared by a word: issues a year.
PER_YEAR = {"weekly": 52, "semimonthly": 24, "monthly": 12, "bimonthly": 6, "quarterly": 4}
_WEEKDAYS = {"daily": (1, 2, 3, 4, 5, 6, 7), "weekdays": (1, 2, 3, 4, 5)}
WORDS = (*_WEEKDAYS, *PER_YEAR)

# Days from issue to issue that periodicals have: 周刊, 旬刊, 双周刊, 半月刊, 月刊, 双月刊, 季刊.
_INTERVALS = (7.0, _DAYS / 36, 14.0, *(_DAYS / PER_YEAR[word] for word in WORDS[3:]))
_TOLERANCE = 0.12

# A weekday is judged by the weeks with issues that are nearest to it, so that a paper may change
# its days; fewer weeks than _LEAST tell nothing.
_NEAREST_WEEKS = 26
_LEAST = 4
# Of these weeks, how many have an issue on a day of the paper: one special number (号外) does not
# make Sundays a day of the paper, and an archive that lacks half the Mondays still shows them.
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`weekdays` (ISO: 1 is Monday), or else an `interval` in days; neither: not known."""

    declared: bool = False
    weekdays: frozenset[int] = frozenset()
    interval: float = 0.0
    per_year: int = 0  # issues that are numbered within the year; 0: not known


def declared(text: str) -> Rhythm | None:
    """`weekdays`, `1,3,5`, `monthly` …; None for "".  Raises ValueError for anything else."""
    if not text:
        return None
    if text in _WEEKDAYS:
        return Rhythm(True, weekdays=frozenset(_WEEKDAYS[text]))
    if text in PER_YEAR:
        interval = 7.0 if text == "weekly" else _DAYS / PER_YEAR[text]
        return Rhythm(True, interval=interval, per_year=PER_YEAR[text])
    days = text.split(",")
    if len(set(days)) == len(days) and all(day in tuple("1234567") for day in days):
        return Rhythm(True, weekdays=frozenset(map(int, days)))
    raise ValueError(f"rhythm must be {', '.join(WORDS)} or ISO weekdays as 1,3,5, not {text!r}")


def learned(appeared: Collection[date]) -> Rhythm:
    """What the days of known issues tell: an interval where they lie further apart than a week,
    else that days of the week count; which ones, `lacking` finds out for each time."""
    apart = [(b - a).days for a, b in pairwise(sorted(set(appeared)))]
    if len(apart) < _LEAST - 1:
        return Rhythm()
    usual = median(apart)
    if usual <= 7:
        return Rhythm(weekdays=frozenset(day.isoweekday() for day in appeared))
    near = min(_INTERVALS, key=lambda days: abs(days - usual))
    return Rhythm(interval=near if abs(near - usual) <= _TOLERANCE * near else float(usual))


@dataclass(frozen=True, slots=True)
class Lacking:
    """Days of a span without an issue: those that ought to have one, and those of which too
    little is known."""

    expected: tuple[date, ...] = ()
    unsure: tuple[date, ...] = ()


def lacking(
    rhythm: Rhythm,
    appeared: Collection[date],
    absent: Collection[date],
    since: date,
    until: date,
) -> Lacking:
    """The days from `since` to `until`, both inclusive, on which an issue is expected and not
    known.  Days in `absent` are known to have had none: they are in neither list."""
    known = sorted(set(appeared))
    span = [since + timedelta(n) for n in range((until - since).days + 1)]
    told_of = {*known, *absent}
    open_days = [day for day in span if day not in told_of]
    if rhythm.interval:
        wanted = set(_by_interval(rhythm.interval, known, since, until))
        return Lacking(tuple(day for day in open_days if day in wanted))
    if rhythm.declared:
        return Lacking(tuple(day for day in open_days if day.isoweekday() in rhythm.weekdays))
    if not rhythm.weekdays:
        return Lacking(unsure=tuple(open_days))
    shares = _Shares(known)
    found = [(day, shares.of(day)) for day in open_days]
    return Lacking(
        tuple(day for day, share in found if share is not None and share >= _SHARE),
        tuple(day for day, share in found if share is None),
    )


class _Shares:
    """In how many weeks with issues one appeared on a given weekday."""

    def __init__(self, known: Sequence[date]) -> None:
        self._known = set(known)
        self._first, self._last = known[0], known[-1]
        self._weeks = sorted({_monday(day) for day in known})
        self._counted: dict[tuple[int, int], float | None] = {}  # by first week and weekday

    def of(self, day: date) -> float | None:
        """The share, from 0 to 1, of the nearest weeks that have its weekday inside the known
        span; None for too few."""
        middle = bisect_left(self._weeks, _monday(day))
        start = max(0, min(middle - _NEAREST_WEEKS // 2, len(self._weeks) - _NEAREST_WEEKS))
        key = start, day.isoweekday()
        if key not in self._counted:
            self._counted[key] = self._count(*key)
        return self._counted[key]

    def _count(self, start: int, weekday: int) -> float | None:
        weeks = self._weeks[start : start + _NEAREST_WEEKS]
        days = [monday + timedelta(weekday - 1) for monday in weeks]
        days = [one for one in days if self._first <= one <= self._last]
        if len(days) < _LEAST:
            return None
        return sum(one in self._known for one in days) / len(days)


def _monday(day: date) -> date:
    return day - timedelta(day.isoweekday() - 1)


def _by_interval(
    interval: float, known: Sequence[date], since: date, until: date
) -> Iterator[date]:
    """The days that lack an issue: where two known ones are further apart than the interval, and
    before the first and after the last one to the ends of the span."""
    if not known:
        return
    usual = _usual_days(known) if interval > 10 else ()
    for before, after in pairwise(known):
        steps = round((after - before).days / interval)
        for step in range(1, steps):
            yield _snapped(before + (after - before) * step / steps, usual)
    for sign, start, end in ((-1, known[0], since), (1, known[-1], until)):
        step = 1
        while (end - (day := _on(start, sign * step * interval, usual))) * sign >= timedelta(0):
            yield day
            step += 1


def _on(start: date, days: float, usual: Collection[int]) -> date:
    return _snapped(start + timedelta(round(days)), usual)


def _usual_days(known: Sequence[date]) -> tuple[int, ...]:
    """The days of the month on which most issues come, if most come on few days: 1, 16."""
    counted = Counter(day.day for day in known)
    often = [day for day, count in counted.items() if count >= 2]
    covered = sum(counted[day] for day in often)
    return tuple(often) if len(often) <= 3 and covered * 4 >= len(known) * 3 else ()


def _snapped(day: date, usual: Collection[int]) -> date:
    """The day, or the usual day of the month that is nearest to it, at most four days away."""
    around = [day + timedelta(n) for n in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
    return next((near for near in around if near.day in usual), day)
