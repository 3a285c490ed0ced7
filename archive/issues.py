"""Issues, their pages, and the articles that each page says it has."""

from __future__ import annotations

import sqlite3

from archive.identity import url_key
from archive.records import Issue, Page, Pseudo


def put_issue(connection: sqlite3.Connection, title_id: int, issue: Issue, at: str) -> int:
    """Insert or refresh an issue.  One that appeared once is never unmade by a later 404."""
    cursor = connection.execute(
        "INSERT INTO issues (title_id, date, label, url, appeared, first_seen, last_seen)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (title_id, date, label) DO UPDATE SET last_seen = excluded.last_seen,"
        " appeared = max(appeared, excluded.appeared),"
        " url = CASE WHEN excluded.appeared THEN excluded.url ELSE url END RETURNING id",
        (title_id, issue.date, issue.label, issue.url, issue.exists, at, at),
    )
    return int(cursor.fetchone()[0])


def known_issue(
    connection: sqlite3.Connection, title_id: int, day: str, at: str, label: str = ""
) -> int | None:
    """The id of the title's issue of that label (a magazine's 2022年第12期), else of that day
    (made if it is new); None for neither."""
    if label:
        row = connection.execute(
            "SELECT id FROM issues WHERE title_id = ? AND label = ? ORDER BY date DESC LIMIT 1",
            (title_id, label),
        ).fetchone()
        return row[0] if row else put_issue(connection, title_id, Issue(day, label=label), at)
    if not day:
        return None
    row = connection.execute(
        "SELECT id FROM issues WHERE title_id = ? AND date = ? ORDER BY label LIMIT 1",
        (title_id, day),
    ).fetchone()
    return row[0] if row else put_issue(connection, title_id, Issue(day), at)


def put_page(
    connection: sqlite3.Connection,
    title_id: int,
    issue_id: int | None,
    page: Page,
    capture_id: int | None,
) -> int | None:
    """Insert or refresh a page and what it lists; entries seen before stay.  Returns the page's
    id, or None for a page of no issue."""
    if issue_id is None:
        return None
    page_id: int = connection.execute(
        "INSERT INTO pages (issue_id, label, name, url, pdf, picture, capture_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (issue_id, label) DO UPDATE SET name = excluded.name, url = excluded.url,"
        " pdf = excluded.pdf, picture = excluded.picture, capture_id = excluded.capture_id"
        " RETURNING id",
        (issue_id, page.label, page.name, page.url, page.pdf, page.picture, capture_id),
    ).fetchone()[0]
    for position, entry in enumerate(page.entries, 1):
        try:
            key = url_key(entry.url)
        except ValueError:  # no address, but the page prints it: a place that stays empty
            key = entry.url
        connection.execute(
            "INSERT INTO placements (page_id, position, url, url_key, title, area, kind,"
            " article_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?,"
            " (SELECT article_id FROM article_urls WHERE title_id = ? AND url_key = ?))"
            " ON CONFLICT (page_id, url_key) DO UPDATE SET position = excluded.position,"
            " title = excluded.title, area = excluded.area",
            (
                page_id,
                position,
                entry.url,
                key,
                entry.title,
                entry.area,
                entry.kind,
                title_id,
                key,
            ),
        )
    return page_id


def place_article(
    connection: sqlite3.Connection, title_id: int, key: str, article_id: int
) -> None:
    """Fill the places that pages of the title keep for this address."""
    connection.execute(
        "UPDATE placements SET article_id = ?, kind = '' WHERE url_key = ? AND article_id IS NULL"
        " AND page_id IN (SELECT pages.id FROM pages JOIN issues ON issues.id = issue_id"
        " WHERE title_id = ?)",
        (article_id, key, title_id),
    )


def place_pseudo(connection: sqlite3.Connection, title_id: int, key: str, pseudo: Pseudo) -> None:
    """Write into its places what stands at this address instead of an article."""
    connection.execute(
        "UPDATE placements SET kind = ?, text = ? WHERE url_key = ? AND article_id IS NULL"
        " AND page_id IN (SELECT pages.id FROM pages JOIN issues ON issues.id = issue_id"
        " WHERE title_id = ?)",
        (pseudo.kind, pseudo.text, key, title_id),
    )
