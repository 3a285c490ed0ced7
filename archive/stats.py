"""Counts of what an archive holds."""

from __future__ import annotations

from typing import Any

from archive.store import Archive

# What few articles have is counted from small indexes, once for all titles.
_TITLES = """
WITH later AS MATERIALIZED (
    SELECT a.title_id, count(*) AS n FROM revisions r INDEXED BY revisions_later
    CROSS JOIN articles a ON a.id = r.article_id WHERE r.number > 1 GROUP BY a.title_id
),
reprinted AS MATERIALIZED (
    SELECT title_id, count(*) AS n FROM articles INDEXED BY articles_family
    WHERE family_id IS NOT NULL AND reprint_of IS NOT NULL GROUP BY title_id
),
away AS MATERIALIZED (
    SELECT title_id, count(*) AS n FROM articles INDEXED BY articles_not_live
    WHERE status != 'live' GROUP BY title_id
),
captured AS MATERIALIZED (
    SELECT c.title_id, sum(k.n) AS n FROM (SELECT run_id, count(*) AS n FROM captures
        GROUP BY run_id) k JOIN runs r ON r.id = k.run_id JOIN crawls c ON c.id = r.crawl_id
    GROUP BY c.title_id
)
SELECT t.id, t.name AS title, t.publication,
    (SELECT count(*) FROM articles WHERE title_id = t.id) AS articles,
    coalesce((SELECT n FROM later WHERE title_id = t.id), 0) AS revisions,
    coalesce((SELECT n FROM reprinted WHERE title_id = t.id), 0) AS reprints,
    coalesce((SELECT n FROM away WHERE title_id = t.id), 0) AS missing,
    (SELECT count(*) FROM articles WHERE title_id = t.id AND parts < parts_expected) AS short,
    (SELECT count(*) FROM issues WHERE title_id = t.id AND appeared) AS issues,
    (SELECT count(*) FROM pages JOIN issues i ON i.id = issue_id WHERE i.title_id = t.id) AS pages,
    (SELECT count(*) FROM page_files JOIN pages p ON p.id = page_id
        JOIN issues i ON i.id = p.issue_id WHERE i.title_id = t.id) AS files,
    coalesce((SELECT n FROM captured WHERE title_id = t.id), 0) AS captures,
    (SELECT substr(min(published), 1, 10) FROM articles WHERE title_id = t.id) AS first_day,
    (SELECT substr(max(published), 1, 10) FROM articles WHERE title_id = t.id) AS last_day,
    (SELECT r.outcome FROM runs r JOIN crawls c ON c.id = r.crawl_id WHERE c.title_id = t.id
        ORDER BY r.id DESC LIMIT 1) AS last_run
FROM titles t ORDER BY t.name
"""


def titles(archive: Archive) -> list[dict[str, Any]]:
    """One row a title: articles, revisions beyond the first text, reprints, articles missing or
    vanished, articles without some of their pages, issues, pages, files of pages, captures, first
    and last day of publication, end of the last run."""
    return archive.query(_TITLES)
