"""The calendar of a title: which issues are there, incomplete or missing.

It reads what crawls have written, and asks nobody.  What it calls a gap ought to be there by what
the site itself says (its page lists, its links, the numbers of its issues) or by the rhythm of the
title; what the site has said not to exist is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from archive.article_gaps import article_gaps, part_gaps
from archive.gap import Gap
from archive.issue_gaps import Issues, inside, issue_gaps, issues_of
from archive.known_issues import KnownIssue, asked_issues, day_of, find_title, known_issues
from archive.page_gaps import page_gaps
from archive.store import Archive

_AROUND = timedelta(days=100)  # issues of a year are compared with twelve of the weekday around

State = Literal["complete", "incomplete", "missing", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class DayState:
    """A day of a title, or one issue of it.

    `none`: no issue, as the site says or as nobody expects one; `unknown`: nothing tells.
    """

    state: State
    date: str = ""
    label: str = ""
    pages: int = 0
    articles: int = 0
    missing_pages: int = 0
    missing_articles: int = 0  # and further pages of articles


def gaps(
    archive: Archive, title: str, since: date | None = None, until: date | None = None
) -> list[Gap]:
    """What the archive lacks of a title, issue by issue; the same archive gives the same list.

    Days are inclusive.  Without them issues are missed from the first to the last known one; with
    them, also before and after.  Raises ArchiveError when the title is not in the archive.
    """
    row = find_title(archive, title)
    found = _gaps(archive, row, _issues(archive, row), since, until)
    return [gap for gap in found if inside(gap, since, until)]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a title: its days, its issues (there or missing, by date or label), and what they
    lack.  `years`: all of which issues are known; `numbered`: known by their numbers, as a
    magazine's issues are."""

    year: int
    years: tuple[int, ...]
    numbered: bool
    issues: tuple[DayState, ...]
    days: Mapping[date, DayState]
    gaps: tuple[Gap, ...]


def year(archive: Archive, title: str, wanted: int | None = None) -> Year | None:
    """The year `wanted`, or the newest of which issues are known; None when there is none.

    What lies far from the year is not read, so that a paper of a hundred years does not take a
    hundred times as long.  Raises ArchiveError when the title is not in the archive.
    """
    row = find_title(archive, title)
    issues = _issues(archive, row)
    years = sorted({_year(i.date, i.label) for i in issues.known if i.appeared} - {0})
    if not years:
        return None
    own = years[-1] if wanted is None else wanted
    first, last = date(own, 1, 1), date(own, 12, 31)
    gaps = _gaps_of_year(archive, row["id"], issues, own)
    own_states = tuple(_states(issues, gaps, own))
    states = {day: one for one in own_states if (day := day_of(one.date))}
    span, absent = issues.span, issues.absent()
    inner = (max(span[0], first), min(span[1], last)) if span else (last, first)
    unsure = set(issues.lacking(*inner).unsure)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        unknown = day not in absent and (not inner[0] <= day <= inner[1] or day in unsure)
        empty = DayState("unknown" if unknown else "none", day.isoformat())
        found[day] = states.get(day, empty)
    return Year(own, tuple(years), issues.numbered, own_states, found, tuple(gaps))


def _gaps_of_year(archive: Archive, title_id: int, issues: Issues, year: int) -> list[Gap]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    span = issues.span or (first, last)
    begin, end = first - _AROUND, last + _AROUND
    near = [i for i in issues.known if i.day is None or begin <= i.day <= end]
    if not issues.numbered:  # a crawl of a century may have asked for each of its days
        own = [one for one in issues.asked if _year(one.date, one.label) == year]
        issues = replace(issues, asked=own)
    # Before the first known issue and after the last nothing is missed; numbers have no days.
    inner = (None, None) if issues.numbered else (max(first, span[0]), min(last, span[1]))
    found = [
        *issue_gaps(issues, *inner),
        *page_gaps(archive, title_id, near),
        *article_gaps(archive, title_id, str(year)),
        *part_gaps(archive, title_id, str(year)),
    ]
    return sorted((gap for gap in found if _year(gap.date, gap.label) == year), key=Gap.order)


def _issues(archive: Archive, row: Mapping[str, Any]) -> Issues:
    known, asked = known_issues(archive, row["id"]), asked_issues(archive, row["id"])
    return issues_of(dict(row), known, asked)


def _gaps(
    archive: Archive,
    row: Mapping[str, Any],
    issues: Issues,
    since: date | None,
    until: date | None,
) -> list[Gap]:
    found = [
        *issue_gaps(issues, since, until),
        *page_gaps(archive, row["id"], issues.known),
        *article_gaps(archive, row["id"]),
        *part_gaps(archive, row["id"]),
    ]
    return sorted(found, key=Gap.order)


def _states(issues: Issues, found: Sequence[Gap], year: int) -> list[DayState]:
    lacking: dict[tuple[str, str], list[Gap]] = defaultdict(list)
    for gap in found:
        lacking[gap.date, gap.label].append(gap)
    own = [
        _state(issue, lacking[issue.date, issue.label])
        for issue in issues.known
        if issue.there and _year(issue.date, issue.label) == year
    ]
    own += [
        DayState("missing", gap.date, gap.label) for gap in found if gap.kind == "issue"
    ]  # fmt: skip
    own = [one for one in own if _year(one.date, one.label) == year]
    return sorted(own, key=lambda one: (one.date, one.label))


def _state(issue: KnownIssue, lacking: Sequence[Gap]) -> DayState:
    pages = sum(len(gap.page.split()) or 1 for gap in lacking if gap.kind == "page")
    texts = sum(gap.kind in ("article", "part") for gap in lacking)
    state: State = "incomplete" if pages or texts else "complete"
    return DayState(state, issue.date, issue.label, issue.pages, issue.articles, pages, texts)


def _year(day: str, label: str) -> int:
    text = day[:4] or label[:4]
    return int(text) if text.isdecimal() and len(text) == 4 else 0
