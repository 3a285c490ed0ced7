"""Issues (期) that a title has and the archive has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive import rhythm
from archive.gap import Gap
from archive.issue_labels import missing_numbers, number_of
from archive.known_issues import AskedIssue, KnownIssue, day_of
from archive.rhythm import Lacking, Rhythm

_WAITING = ("queued", "in flight")


@dataclass(frozen=True, slots=True)
class Issues:
    """The issues of a title, and how often it appears."""

    known: Sequence[KnownIssue]
    asked: Sequence[AskedIssue]
    rhythm: Rhythm
    numbered: bool  # known by their labels: 2022年第15期

    @property
    def span(self) -> tuple[date, date] | None:
        """The days from the first to the last issue that appeared or was asked for."""
        days = [issue.day for issue in self.known if issue.appeared]
        days += [day_of(one.date) for one in self.asked]
        dated = [day for day in days if day is not None]
        return (min(dated), max(dated)) if dated else None

    def absent(self) -> set[date]:
        """The days that are known to have had no issue."""
        there = {issue.day for issue in self.known if issue.appeared}
        return {i.day for i in self.known if not i.appeared and i.day and i.day not in there}

    def lacking(self, since: date, until: date) -> Lacking:
        """The days of the span on which one is expected, or may be; none for numbered issues."""
        if self.numbered:
            return Lacking()
        days = [issue.day for issue in self.known if issue.appeared and issue.day]
        return rhythm.lacking(self.rhythm, days, self.absent(), since, until)


def issues_of(
    title: dict[str, Any], known: Sequence[KnownIssue], asked: Sequence[AskedIssue]
) -> Issues:
    """The title's issues with its rhythm, declared or learned.

    A declaration that an archive of a newer version holds, and this one does not know, is none.
    """
    try:
        declared = rhythm.declared(str(title.get("rhythm") or ""))
    except ValueError:
        declared = None
    days = [issue.day for issue in known if issue.appeared and issue.day]
    numbered = any(number_of(issue.label) for issue in known) or any(
        number_of(one.label) for one in asked
    )
    return Issues(known, asked, declared or rhythm.learned(days), numbered)


def issue_gaps(issues: Issues, since: date | None, until: date | None) -> list[Gap]:
    """The missing issues; without a span those from the first to the last known one."""
    found: dict[tuple[str, str], Gap] = {}
    for gap in (*_nothing_of(issues), *_asked(issues, since, until)):
        found.setdefault((gap.label or gap.date, ""), gap)
    expected = _by_number if issues.numbered else _by_day
    for gap in expected(issues, since, until):
        found.setdefault((gap.label or gap.date, ""), gap)
    return list(found.values())


def _nothing_of(issues: Issues) -> Iterator[Gap]:
    """Issues that are known to have appeared, and of which nothing is there."""
    answers = {one.label or one.date: one for one in issues.asked}
    for issue in issues.known:
        if issue.appeared and not issue.there:
            answer = answers.get(issue.label or issue.date)
            detail = _told(answer) if answer else "it has appeared; nothing of it is archived"
            yield Gap("issue", issue.date, issue.label, url=issue.url, detail=detail)


def _asked(issues: Issues, since: date | None, until: date | None) -> Iterator[Gap]:
    """Issues that were asked for without an answer, where one is expected."""
    there = {key for issue in issues.known if issue.there or not issue.appeared
             for key in (issue.date, issue.label)}  # fmt: skip
    span = issues.span
    lacking = issues.lacking(since or span[0], until or span[1]) if span else Lacking()
    may_be = {day.isoformat() for day in (*lacking.expected, *lacking.unsure)}
    for one in issues.asked:
        known_by = one.label or one.date
        if known_by and known_by not in there and (one.linked or one.date in may_be):
            yield Gap("issue", one.date, one.label, url=one.url, detail=_told(one))


def _told(one: AskedIssue) -> str:
    if one.state in _WAITING:
        return "not asked yet" + (f": {one.reason}" if one.reason else "")
    return f"{one.state}: {one.reason}" if one.reason else one.state


def _by_day(issues: Issues, since: date | None, until: date | None) -> Iterator[Gap]:
    span = issues.span
    if span is None:
        return
    for day in issues.lacking(since or span[0], until or span[1]).expected:
        yield Gap("issue", day.isoformat(), detail=_expected(issues.rhythm, day))


def _expected(own: Rhythm, day: date) -> str:
    if own.weekdays:
        named = "一二三四五六日"[day.isoweekday() - 1]
        return f"星期{named}: {'declared' if own.declared else 'usual'}, never asked for"
    every = f"one every {own.interval:.0f} days" if own.interval else ""
    return f"{every} ({'declared' if own.declared else 'usual'}), never asked for"


def _by_number(issues: Issues, since: date | None, until: date | None) -> Iterator[Gap]:
    rows = [(n, issue.day) for issue in issues.known
            if issue.appeared and (n := number_of(issue.label))]  # fmt: skip
    rows += [(n, day_of(one.date)) for one in issues.asked if (n := number_of(one.label))]
    per_year = issues.rhythm.per_year
    for one in missing_numbers(rows, per_year, since, until):
        day = one.day.isoformat() if one.day else ""
        detail = "not among the known numbers" + (", its day is an estimate" if day else "")
        yield Gap("issue", day, one.label, detail=detail)


def inside(gap: Gap, since: date | None, until: date | None) -> bool:
    """Whether a gap is in the span: by its day, or by the year of its number where the day is not
    known.  What tells neither is in none but the whole one."""
    if since is None and until is None:
        return True
    if day := day_of(gap.date):
        return (since or day) <= day <= (until or day)
    number = number_of(gap.label)
    if number is None or not number.year:
        return False
    first, last = (end.year if end else number.year for end in (since, until))
    return first <= number.year <= last
