"""The calendar of a title: which issues are there, incomplete or missing.

It reads what crawls have written, and asks nobody.  What it calls a gap ought to be there by what
the site itself says (its page lists, its links, the numbers of its issues) or by the rhythm of the
title; what the site has said not to exist is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from archive.article_gaps import article_gaps, part_gaps
from archive.gap import Gap
from archive.issue_gaps import Issues, inside, issue_gaps, issues_of
from archive.known_issues import KnownIssue, asked_issues, day_of, find_title, known_issues
from archive.page_gaps import page_gaps
from archive.store import Archive

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


def issue_states(archive: Archive, title: str, year: int) -> list[DayState]:
    """The issues of a year, there or missing, by date; those without a day by their label.

    Raises ArchiveError when the title is not in the archive.
    """
    row = find_title(archive, title)
    issues = _issues(archive, row)
    return _states(issues, _gaps(archive, row, issues, None, None), year)


def days(
    archive: Archive, title: str, year: int, lacking: Sequence[Gap] | None = None
) -> dict[date, DayState]:
    """Every day of a year; `lacking` is what `gaps` says of the title, where that is known.

    Raises ArchiveError when the title is not in the archive.
    """
    row = find_title(archive, title)
    issues = _issues(archive, row)
    if lacking is None:
        lacking = _gaps(archive, row, issues, None, None)
    states = {day: one for one in _states(issues, lacking, year) if (day := day_of(one.date))}
    first, last = date(year, 1, 1), date(year, 12, 31)
    span, absent = issues.span, issues.absent()
    unsure = set(issues.lacking(*span).unsure) if span else set()
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        outside = span is None or not span[0] <= day <= span[1]
        unknown = day not in absent and (outside or day in unsure)
        empty = DayState("unknown" if unknown else "none", day.isoformat())
        found[day] = states.get(day, empty)
    return found


def years(archive: Archive, title: str) -> list[int]:
    """The years of which issues are known, in order.  Raises ArchiveError when the title is not
    in the archive."""
    row = find_title(archive, title)
    known = {_year(i.date, i.label) for i in known_issues(archive, row["id"]) if i.appeared}
    return sorted(year for year in known if year)


def is_numbered(archive: Archive, title: str) -> bool:
    """Whether the issues of the title are known by their numbers, as a magazine's are."""
    return _issues(archive, find_title(archive, title)).numbered


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
        _state(issue, lacking[issue.date, issue.label]) for issue in issues.known if issue.there
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
