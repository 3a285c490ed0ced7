"""Issues, their pages, and the articles that each page says it has."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.identity import url_key
from archive.records import Issue, Page


def put_issue(connection: sqlite3.Connection, title_id: int, issue: Issue, at: str) -> int:
    """Insert or refresh an issue.  One that appeared once is never unmade by a later 404.

    An issue with a label (2022年第12期) is known by it: its day may be told later, or otherwise.
    """
    known = _labelled(connection, title_id, issue.label) if issue.label else None
    if known is not None:
        issue = replace(issue, date=issue.date or known["date"])
        connection.execute("UPDATE issues SET date = ? WHERE id = ?", (issue.date, known["id"]))
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
    connection: sqlite3.Connection, title_id: int, context: Mapping[str, str], at: str
) -> int | None:
    """The id of the title's issue that a request says it is of (made if it is new), by its
    `issue_label` or else its `date`; None where it says neither."""
    day, label = context.get("date", ""), context.get("issue_label", "")
    if label:
        known = _labelled(connection, title_id, label)
        return known["id"] if known else put_issue(connection, title_id, Issue(day, "", label), at)
    if not day:
        return None
    row = connection.execute(
        "SELECT id FROM issues WHERE title_id = ? AND date = ? ORDER BY label LIMIT 1",
        (title_id, day),
    ).fetchone()
    return row[0] if row else put_issue(connection, title_id, Issue(day), at)


def _labelled(connection: sqlite3.Connection, title_id: int, label: str) -> Any:
    return connection.execute(
        "SELECT id, date FROM issues WHERE title_id = ? AND label = ? ORDER BY id LIMIT 1",
        (title_id, label),
    ).fetchone()


def put_page(
    connection: sqlite3.Connection,
    title_id: int,
    issue_id: int | None,
    page: Page,
    capture_id: int | None,
) -> None:
    """Insert or refresh a page and what it lists; entries seen before stay."""
    if issue_id is None:
        return
    page_id = connection.execute(
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
            "INSERT INTO placements (page_id, position, url, url_key, title, area, article_id)"
            " VALUES (?, ?, ?, ?, ?, ?,"
            " (SELECT article_id FROM article_urls WHERE title_id = ? AND url_key = ?))"
            " ON CONFLICT (page_id, url_key) DO UPDATE SET position = excluded.position,"
            " title = excluded.title, area = excluded.area",
            (page_id, position, entry.url, key, entry.title, entry.area, title_id, key),
        )


def place_article(
    connection: sqlite3.Connection, title_id: int, key: str, article_id: int
) -> None:
    """Fill the places that pages of the title keep for this address."""
    connection.execute(
        "UPDATE placements SET article_id = ? WHERE url_key = ? AND article_id IS NULL"
        " AND page_id IN (SELECT pages.id FROM pages JOIN issues ON issues.id = issue_id"
        " WHERE title_id = ?)",
        (article_id, key, title_id),
    )
