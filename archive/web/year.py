"""A year of a title: its picture, its issues, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from archive import calendar
from archive.gap import Gap
from archive.known_issues import day_of
from archive.store import Archive
from archive.web.asking import Asking, NotHere, title_row
from archive.web.year_svg import year_svg

_MOST_GAPS = 500

# A magazine's issue may have no day; its label begins with the year.
_ISSUES = """
SELECT i.id, i.date, i.label, (SELECT count(*) FROM pages WHERE issue_id = i.id) AS pages,
    (SELECT count(*) FROM articles WHERE issue_id = i.id) AS articles
FROM issues i WHERE i.title_id = ?1 AND i.appeared
    AND (i.date BETWEEN ?2 || '-' AND ?2 || '-99' OR (i.date = '' AND i.label LIKE ?2 || '%'))
ORDER BY i.date, i.label
"""


def year(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The year that is asked for, or the newest.

    Raises NotHere when the title is not archived, or has no issue.
    """
    title = title_row(archive, asked.given["name"])
    name = title["name"]
    known = calendar.years(archive, name)
    if not known:
        raise NotHere("no_year", name)
    wanted = asked.number("year") or max(known)
    issues = issues_of_year(archive, title["id"], wanted)
    # As the picture shows it: what is before the first known issue and after the last is unknown.
    text = f"{wanted:04d}"
    lacking = calendar.gaps(archive, name)
    gaps = [gap for gap in lacking if (gap.date or gap.label)[:4] == text]
    return {
        "title": title,
        "year": wanted,
        "years": known,
        "picture": picture(archive, asked, name, wanted, issues, lacking),
        "issues": issues,
        "gaps": gaps[:_MOST_GAPS],
        "more_gaps": max(0, len(gaps) - _MOST_GAPS),
    }


def picture(
    archive: Archive,
    asked: Asking,
    name: str,
    wanted: int,
    issues: list[dict[str, Any]],
    lacking: Sequence[Gap],
) -> Markup:
    """The year as SVG, whose days lead to the issues.  It escapes what it is given by itself."""
    links = {day: asked.to.issue(row["id"]) for row in issues if (day := day_of(row["date"]))}
    return Markup(year_svg(calendar.days(archive, name, wanted, lacking), wanted, links))


def issues_of_year(archive: Archive, title_id: int, wanted: int) -> list[dict[str, Any]]:
    """The issues of a year that appeared, with how many pages and articles are archived."""
    return archive.query(_ISSUES, title_id, f"{wanted:04d}")
