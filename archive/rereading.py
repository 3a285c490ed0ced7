"""Captures that are read anew: which they are, and how a new reading is written down.

The paper did not change, the reading did: so it is no revision.  The record is replaced,
the one before is kept in `rereadings`, and the ledger has a line for both.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive import articles, ledger, mastheads, part_rows, queue
from archive.compose import Reading
from archive.identity import text_hash, url_key
from archive.queue import Asked
from archive.records import Article
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class Source:
    """An answer that is kept, with what was asked for it."""

    capture_id: int
    fetched_at: str  # UTC
    url: str
    status: int
    ask_id: int
    title_id: int
    verdict: str


_SOURCES = """
SELECT c.id, c.fetched_at, c.url, c.status, max(f.id) AS ask_id, w.title_id, f.verdict
FROM captures c JOIN frontier f ON f.capture_id = c.id JOIN crawls w ON w.id = f.crawl_id
WHERE c.status != 304 AND w.title_id = :title AND c.fetched_at >= :since
AND (EXISTS (SELECT 1 FROM revisions WHERE capture_id = c.id)
  OR EXISTS (SELECT 1 FROM article_parts WHERE capture_id = c.id)
  OR (f.verdict IN ('empty', 'error', 'pseudo', 'challenge', 'not html')
      AND f.kind IN ('article', 'part', 'any') AND c.status = 200))
GROUP BY c.id ORDER BY c.fetched_at, c.id
"""


def sources(archive: Archive, title_id: int, since: str = "") -> list[Source]:
    """The title's answers that are worth reading anew, in the order of fetching, from `since`
    (UTC) on: those of revisions and pages, and those that were taken for no article."""
    rows = archive.query(_SOURCES.replace(":title", "?").replace(":since", "?"), title_id, since)
    return [
        Source(r["id"], r["fetched_at"], r["url"], r["status"], r["ask_id"], r["title_id"],
               r["verdict"])
        for r in rows
    ]  # fmt: skip


def revisions_of(archive: Archive, source: Source) -> list[dict[str, Any]]:
    """The revisions that were read from the answer alone: of articles on one page."""
    return archive.query(
        "SELECT r.id, r.article_id, r.number, r.record, a.revision AS newest, a.url"
        " FROM revisions r JOIN articles a ON a.id = r.article_id WHERE r.capture_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM article_parts WHERE article_id = a.id) ORDER BY r.id",
        source.capture_id,
    )


def parts_of(archive: Archive, source: Source) -> list[dict[str, Any]]:
    """The pages of articles (分页) that were read from the answer."""
    return archive.query(
        "SELECT p.article_id, p.number, p.url, p.record, a.revision AS newest FROM article_parts p"
        " JOIN articles a ON a.id = p.article_id WHERE p.capture_id = ? AND p.record IS NOT NULL",
        source.capture_id,
    )


def is_archived(archive: Archive, source: Source, article: Article) -> bool:
    """Whether an article of the title is known at the address."""
    rows = archive.query(
        "SELECT 1 FROM article_urls WHERE title_id = ? AND url_key = ?",
        source.title_id,
        url_key(article.url or source.url),
    )
    return bool(rows)


def replace_revision(
    archive: Archive, revision: dict[str, Any], article: Article, source: Source,
    changed: Sequence[str], reader: str, at: str,
) -> None:  # fmt: skip
    """Write the new reading of a revision (a row of `revisions_of`), in one transaction."""
    with archive.transaction() as connection:
        _note(connection, revision, changed, reader, at)
        _facts(connection, source, article)
        if revision["number"] == revision["newest"]:
            known = _article(connection, revision["article_id"])
            articles.rewrite(connection, known, article, source.capture_id, at, revision["number"])
            return
        connection.execute(
            "UPDATE revisions SET record = ?, title = ?, body = ?, text_hash = ? WHERE id = ?",
            (_json(article), article.title, article.body, text_hash(article.title, article.body),
             revision["id"]),
        )  # fmt: skip
        ledger.enter(connection, "revision", [revision["id"]])


def replace_part(
    archive: Archive, part: dict[str, Any], article: Article, source: Source,
    changed: Sequence[str], reader: str, at: str,
) -> None:  # fmt: skip
    """Write the new reading of one page of an article, and compose the article anew."""
    article_id = part["article_id"]
    with archive.transaction() as connection:
        newest = connection.execute(
            "SELECT id, article_id, number, record, capture_id FROM revisions"
            " WHERE article_id = ? AND number = ?", (article_id, part["newest"]),
        ).fetchone()  # fmt: skip
        kept = connection.execute(
            "SELECT seen_at FROM article_parts WHERE article_id = ? AND number = ?",
            (article_id, part["number"]),
        ).fetchone()
        _note(connection, dict(newest), changed, reader, at)
        _facts(connection, source, article)
        reading = Reading(part["number"], article, kept["seen_at"], source.capture_id)
        part_rows.keep(connection, article_id, reading, part["url"])
        composed = part_rows.composed_of(connection, article_id)
        known = _article(connection, article_id)
        whole = articles.at_address(composed.article, known["url"])
        articles.rewrite(connection, known, whole, composed.capture_id, at, part["newest"])
        part_rows.count(connection, article_id)


def add_article(archive: Archive, source: Source, article: Article) -> str:
    """Archive what was taken for no article before, as of the day of its capture; returns what it
    is to the archive: `new`, `reprint`, `duplicate` …"""
    with archive.transaction() as connection:
        ask: Asked = queue.asked(connection, source.ask_id)
        _facts(connection, source, article)
        outcome = articles.put(connection, ask, article, source.capture_id, source.fetched_at)
        connection.execute(
            "UPDATE frontier SET state = 'done', verdict = 'article', reason = 'read anew',"
            " article_id = ? WHERE id = ?",
            (outcome.article_id, source.ask_id),
        )
    return outcome.article


def _note(
    connection: sqlite3.Connection,
    revision: dict[str, Any],
    changed: Sequence[str],
    reader: str,
    at: str,
) -> None:
    row = connection.execute(
        "INSERT INTO rereadings (article_id, number, read_at, reader, changed, before)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        (revision["article_id"], revision["number"], at, reader,
         json.dumps(list(changed), ensure_ascii=False), revision["record"]),
    ).fetchone()  # fmt: skip
    ledger.enter(connection, "rereading", [row[0]])


def _facts(connection: sqlite3.Connection, source: Source, article: Article) -> None:
    """Facts of the masthead that nobody had read; those that are known have their days."""
    crawl_id = queue.asked(connection, source.ask_id).crawl_id
    new = [
        fact
        for fact in article.masthead
        if connection.execute(
            "SELECT 1 FROM mastheads WHERE title_id = ? AND kind = ? AND value = ?"
            " AND first_seen <= ?",
            (source.title_id, fact.kind, fact.value, source.fetched_at),
        ).fetchone()
        is None
    ]
    mastheads.put(connection, source.title_id, crawl_id, new, source.capture_id, source.fetched_at)


def _article(connection: sqlite3.Connection, article_id: int) -> sqlite3.Row:
    row: sqlite3.Row = connection.execute(
        "SELECT * FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    return row


def _json(article: Article) -> str:
    return json.dumps(article.as_dict(), ensure_ascii=False)
