"""A title: what the catalogue says of it, its mastheads, its newest year, issues and articles."""

from __future__ import annotations

from typing import Any

from archive import calendar, masthead_history
from archive.store import Archive
from archive.web.asking import Asking, leaf, title_row
from archive.web.rows import ARTICLE
from archive.web.run_list import RUNS
from archive.web.year import issues_of_year, picture

_ARTICLES_A_PAGE = 30
_NEWEST_ISSUES = 14
_NEWEST_RUNS = 5

_ISSUES = """
SELECT i.id, i.date, i.label, (SELECT count(*) FROM pages WHERE issue_id = i.id) AS pages,
    (SELECT count(*) FROM articles WHERE issue_id = i.id) AS articles
FROM issues i WHERE i.title_id = ? AND i.appeared ORDER BY i.date DESC, i.label DESC LIMIT ?
"""
_ARTICLES = f"""
SELECT {ARTICLE} FROM articles a JOIN titles t ON t.id = a.title_id WHERE a.title_id = ?
ORDER BY a.published DESC, a.id DESC
"""
_COUNTS = """
SELECT (SELECT count(*) FROM articles WHERE title_id = ?1) AS articles,
    (SELECT count(*) FROM issues WHERE title_id = ?1 AND appeared) AS issues,
    (SELECT count(DISTINCT date) FROM issues WHERE title_id = ?1 AND appeared AND date != '')
        AS days
"""


def title(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Everything about a title at a glance.  Raises NotHere."""
    row = title_row(archive, asked.given["name"])
    name, title_id = row["name"], row["id"]
    seen = calendar.year(archive, name)
    issues = issues_of_year(archive, title_id, seen.year) if seen else []

    def path(number: int) -> str:
        return asked.to.title(name, number)

    return {
        "title": row,
        "counts": archive.query(_COUNTS, title_id)[0],
        "years": seen.years if seen else (),
        "year": seen.year if seen else 0,
        "picture": picture(asked, seen, issues) if seen else None,
        "gaps": len(seen.gaps) if seen else 0,
        "issues": archive.query(_ISSUES, title_id, _NEWEST_ISSUES),
        "leaf": leaf(archive, asked, _ARTICLES_A_PAGE, path, _ARTICLES, title_id),
        "runs": archive.query(
            RUNS + " WHERE c.title_id = ? ORDER BY r.id DESC LIMIT ?", title_id, _NEWEST_RUNS
        ),
        "masthead": masthead_history.history(archive, name),
    }
