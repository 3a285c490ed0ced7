"""Counts of what an archive holds."""

from __future__ import annotations

from typing import Any

from archive.store import Archive

_TITLES = """
SELECT t.id, t.name AS title, t.publication,
    (SELECT count(*) FROM articles WHERE title_id = t.id) AS articles,
    (SELECT count(*) FROM revisions r JOIN articles a ON a.id = r.article_id
        WHERE a.title_id = t.id AND r.number > 1) AS revisions,
    (SELECT count(*) FROM articles WHERE title_id = t.id AND reprint_of IS NOT NULL) AS reprints,
    (SELECT count(*) FROM articles WHERE title_id = t.id AND status != 'live') AS missing,
    (SELECT count(*) FROM articles WHERE title_id = t.id AND parts < parts_expected) AS short,
    (SELECT count(*) FROM issues WHERE title_id = t.id AND appeared) AS issues,
    (SELECT count(*) FROM pages JOIN issues i ON i.id = issue_id WHERE i.title_id = t.id) AS pages,
    (SELECT count(*) FROM page_files JOIN pages p ON p.id = page_id
        JOIN issues i ON i.id = p.issue_id WHERE i.title_id = t.id) AS files,
    (SELECT count(*) FROM captures JOIN runs r ON r.id = run_id
        JOIN crawls c ON c.id = r.crawl_id WHERE c.title_id = t.id) AS captures,
    (SELECT min(substr(published, 1, 10)) FROM articles WHERE title_id = t.id) AS first_day,
    (SELECT max(substr(published, 1, 10)) FROM articles WHERE title_id = t.id) AS last_day,
    (SELECT r.outcome FROM runs r JOIN crawls c ON c.id = r.crawl_id WHERE c.title_id = t.id
        ORDER BY r.id DESC LIMIT 1) AS last_run
FROM titles t ORDER BY t.name
"""


def titles(archive: Archive) -> list[dict[str, Any]]:
    """One row a title: articles, revisions beyond the first text, reprints, articles missing or
    vanished, articles without some of their pages, issues, pages, files of pages, captures, first
    and last day of publication, end of the last run."""
    return archive.query(_TITLES)
