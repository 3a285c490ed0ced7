"""A year of a title: its picture, its issues, and what it lacks."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from archive import calendar
from archive.calendar import Year
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
    seen = calendar.year(archive, name, asked.number("year") or None)
    if seen is None:
        raise NotHere("no_year", name)
    issues = issues_of_year(archive, title["id"], seen.year)
    return {
        "title": title,
        "year": seen.year,
        "years": seen.years,
        "picture": picture(asked, seen, issues),
        "issues": issues,
        "gaps": seen.gaps[:_MOST_GAPS],
        "more_gaps": max(0, len(seen.gaps) - _MOST_GAPS),
    }


def picture(asked: Asking, seen: Year, issues: list[dict[str, Any]]) -> Markup:
    """The year as SVG, whose days lead to the issues.  It escapes what it is given by itself."""
    links = {day: asked.to.issue(row["id"]) for row in issues if (day := day_of(row["date"]))}
    return Markup(year_svg(seen.days, seen.year, links))


def issues_of_year(archive: Archive, title_id: int, wanted: int) -> list[dict[str, Any]]:
    """The issues of a year that appeared, with how many pages and articles are archived."""
    return archive.query(_ISSUES, title_id, f"{wanted:04d}")
