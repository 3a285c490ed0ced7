"""Numbers in the labels of magazine issues, and which of them are missing.

2022年第15期 · 2022年第1-2期 (合刊, a double issue) · 总第345期 · 2022年增刊 (no number)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_DASH = r"\s?[-－—–~～、,，/／和至]{1,2}\s?"
_IN_YEAR = re.compile(
    rf"(?P<year>(?:19|20)\d\d)\s?年?\s?(?:第\s?)?(?P<first>\d{{1,3}})"
    rf"(?:{_DASH}(?:第\s?)?(?P<last>\d{{1,3}}))?\s?期"
)
_RUNNING = re.compile(
    rf"总\s?(?:第\s?)?(?P<first>\d{{1,5}})(?:{_DASH}(?:第\s?)?(?P<last>\d{{1,5}}))?\s?期"
)
_SUPPLEMENT = re.compile(r"增刊|特刊|专刊|副刊|[Ss]\d")
_LONGEST_DOUBLE = 6  # numbers of one issue: 2022年第1-6期

# A year's highest number that this many years share is how many issues a year has.
_LEAST_YEARS = 2


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One issue: `first` to `last` number (the same but for a double issue) of a `year`; year 0:
    numbers that run on over the years (总第345期)."""

    year: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that no known issue has; `day` is estimated from those around it, None: by
    nothing."""

    label: str
    day: date | None = None


def number_of(label: str) -> Number | None:
    """The number that a label tells; None for a supplement and for a label without one."""
    match = _IN_YEAR.search(label) or _RUNNING.search(label)
    if match is None or _SUPPLEMENT.search(label):
        return None
    first = int(match["first"])
    last = int(match["last"] or first)
    if not 0 < first <= last < first + _LONGEST_DOUBLE:
        return None
    return Number(int(match.groupdict().get("year") or 0), first, last)


def missing_numbers(
    known: Sequence[tuple[Number, date | None]], per_year: int, since: date | None,
    until: date | None,
) -> list[Missing]:  # fmt: skip
    """The numbers between the first and the last known issue that none of them has.

    `per_year`: how many issues a year has; 0: as many as the years have in common, if they do.
    With `since` and `until` also before and after, as far as that is known.
    """
    found = []
    for year in (True, False):
        rows = sorted((row for row in known if bool(row[0].year) == year), key=lambda x: x[0])
        if rows:
            found += _Numbered(rows, per_year if year else 0, since, until).missing()
    return found


class _Numbered:
    """Issues that are numbered in one way."""

    def __init__(
        self, rows: Sequence[tuple[Number, date | None]], per_year: int, since: date | None,
        until: date | None,
    ) -> None:  # fmt: skip
        self.days: dict[tuple[int, int], date | None] = {}
        for number, day in rows:
            for n in range(number.first, number.last + 1):
                if self.days.get((number.year, n)) is None:
                    self.days[number.year, n] = day
        self.known = sorted(self.days)
        self.top = {year: max(n for y, n in self.known if y == year) for year, _ in self.known}
        self.per_year = per_year or self._common_top()
        self.declared = bool(per_year)
        self.since, self.until = since, until

    def _common_top(self) -> int:
        """The highest number that most finished years share; 0 for none."""
        finished = Counter(self.top[year] for year in sorted(self.top)[:-1])
        number, years = max(finished.items(), key=lambda x: (x[1], x[0]), default=(0, 0))
        return number if years >= _LEAST_YEARS else 0

    def missing(self) -> list[Missing]:
        """In order."""
        found = []
        for year, n in self._all():
            if (year, n) in self.days:
                continue
            day = self._day(year, n)
            if self._inside(year, n, day):
                label = f"{year}年第{n}期" if year else f"总第{n}期"
                found.append(Missing(label, day))
        return found

    def _all(self) -> Iterator[tuple[int, int]]:
        (first_year, first), (last_year, _) = self.known[0], self.known[-1]
        from_year = min(first_year, self.since.year if self.since and self.per_year else 9999)
        to_year = max(last_year, self.until.year if self.until and self.per_year else 0)
        for year in range(from_year, to_year + 1):
            begun = self.since is not None and self.since.year <= year
            low = first if year == first_year and not begun else 1
            if not year:
                low = first  # where the running numbers began is not known
            yield from ((year, n) for n in range(low, self._high(year, last_year) + 1))

    def _high(self, year: int, last_year: int) -> int:
        top = self.top.get(year, 0)
        if year == last_year and self.until is None:
            return top
        return max(top, 0 if self._ended_early(year, top) else self.per_year)

    def _ended_early(self, year: int, top: int) -> bool:
        """Whether the last known issue of a year came so late in it that no other followed: it
        had fewer numbers than other years."""
        day = self.days.get((year, top))
        if day is None or not self.per_year:
            return top > 0 and not self.declared
        return day + timedelta(1.5 * 365.25 / self.per_year) > date(year + 1, 1, 1)

    def _day(self, year: int, n: int) -> date | None:
        """Between the days of the issues around it, else by its number."""
        order = [key for key in self.known if self.days[key] is not None]
        before = max((key for key in order if key < (year, n)), default=None)
        after = min((key for key in order if key > (year, n)), default=None)
        if before and after:
            one, other = self.days[before], self.days[after]
            assert one is not None
            assert other is not None
            steps = self._steps(before, after)
            done = self._steps(before, (year, n))
            if steps > 0 and other > one:
                return one + (other - one) * done / steps
        if not (year and self.per_year):
            return None
        return date(year, 1, 1) + timedelta(int((n - 1) * 365.25 / self.per_year))

    def _steps(self, before: tuple[int, int], after: tuple[int, int]) -> int:
        (year, n), (later, m) = before, after
        between = sum(max(self.top.get(y, 0), self.per_year) for y in range(year, later))
        return between - n + m

    def _inside(self, year: int, n: int, day: date | None) -> bool:
        """Whether the issue belongs to the span; one after the last known issue only when its
        time is over."""
        if day is None:
            first = self.since.year if self.since else 0
            return not year or first <= year <= (self.until.year if self.until else 9999)
        over = timedelta(0)
        if (year, n) > self.known[-1] and self.per_year:
            over = timedelta(1.5 * 365.25 / self.per_year)
        return (self.since or day) <= day and day + over <= (self.until or day + over)
