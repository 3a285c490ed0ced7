"""Articles: one row each, every text they ever had in `revisions`, no text ever overwritten."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import replace
from typing import Any

from archive import captures, families, fingerprint, jumps, ledger, search_rows, sightings
from archive.crash_points import reached
from archive.identity import normal_text, text_hash, url_key
from archive.issues import known_issue, place_article
from archive.queue import Asked
from archive.records import Article, Outcome

# Two texts shorter than this (letters and digits) may be alike by chance: weather, captions.
_LEAST_DUPLICATE = 50
_JUMPS = ("continued_to", "continued_from")


def put(
    connection: sqlite3.Connection, ask: Asked, article: Article, capture_id: int | None, at: str
) -> Outcome:
    """Store an article as it was read at `at` (UTC); decides what it is to the archive.

    The same address: `same`, or `revised` when any printed field changed.  Another address of the
    title with the same headline, text and day of publication: `duplicate`.  Else `new`, or
    `reprint` when another title has printed the text too.
    """
    key = url_key(article.url or ask.url)
    known = _by_url(connection, ask, key)
    kind = "same"
    if known is None:
        known = by_text(connection, ask.title_id, article)
        kind = "duplicate"
    if known is None:
        article_id, shared = insert(connection, ask, article, capture_id, at)
        kind = "reprint" if shared else "new"
    else:
        article_id = known["id"]
        first = url_key(known["url"]) in (key, ask.url_key)
        if kind == "same" and _changed(connection, known, article, capture_id, first=first):
            rewrite(connection, known, article, capture_id, at, known["revision"] + 1)
            kind = "revised"
        sightings.seen(connection, article_id, at, ask.crawl_id, capture_id)
    found_at(connection, ask, article.url or ask.url, article_id, at)
    return Outcome(kind, article_id)  # type: ignore[arg-type]  # the four words above


def moved(connection: sqlite3.Connection, ask: Asked, target: str, at: str) -> None:
    """An address leads to another: if an article is known there, it is an address of it too."""
    row = connection.execute(
        "SELECT article_id FROM article_urls WHERE title_id = ? AND url_key = ?",
        (ask.title_id, url_key(target)),
    ).fetchone()
    if row:
        found_at(connection, ask, ask.url, row["article_id"], at)


def found_at(
    connection: sqlite3.Connection, ask: Asked, named: str, article_id: int, at: str
) -> bool:
    """The article is at the address asked, and at the one that the answer came from; True when
    all of them were known."""
    urls = dict.fromkeys((ask.context.get("asked_as") or ask.url, ask.url, named))
    return not sum([known_at(connection, ask.title_id, url, article_id, at) for url in urls])


def known_at(
    connection: sqlite3.Connection, title_id: int, url: str, article_id: int, at: str
) -> bool:
    """The article is at this address, which the first article keeps; True for a new one."""
    key = url_key(url)
    cursor = connection.execute(
        "INSERT OR IGNORE INTO article_urls (title_id, url_key, url, article_id, first_seen)"
        " VALUES (?, ?, ?, ?, ?)",
        (title_id, key, url, article_id, at),
    )
    place_article(connection, title_id, key, article_id)
    return cursor.rowcount > 0


def _by_url(connection: sqlite3.Connection, ask: Asked, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT articles.* FROM article_urls JOIN articles ON articles.id = article_id"
        " WHERE article_urls.title_id = ? AND url_key IN (?, ?) ORDER BY url_key = ? DESC",
        (ask.title_id, key, ask.url_key, key),
    ).fetchone()
    return row


def may_be_duplicate(article: Article) -> bool:
    """Whether the text is so long that another one is not alike by chance."""
    return len(normal_text(article.body)) >= _LEAST_DUPLICATE


def by_text(connection: sqlite3.Connection, title_id: int, article: Article) -> Any:
    """The title's article with the same headline, text and day of publication, or None."""
    if not may_be_duplicate(article):
        return None
    return connection.execute(
        "SELECT * FROM articles WHERE title_id = ? AND text_hash = ?"
        " AND substr(coalesce(published, ''), 1, 10) = ? ORDER BY id LIMIT 1",
        (title_id, text_hash(article.title, article.body), (article.published or "")[:10]),
    ).fetchone()


def fields_of(article: Article) -> dict[str, Any]:
    """The columns of `articles` that say what was read."""
    return {
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "column": article.column,
        "editorial_note": article.editorial_note,
        "original_title": article.original_title,
        "source": article.source,
        "source_raw": article.source_raw,
        "published": article.published,
        "published_precision": article.published_precision,
        "published_raw": article.published_raw,
        "info_line": article.info_line,
        "byline": article.byline,
        "dateline": article.dateline.raw if article.dateline else None,
        "dateline_agency": article.dateline.agency if article.dateline else None,
        "dateline_place": article.dateline.place if article.dateline else None,
        "dateline_day": article.dateline.day if article.dateline else None,
        "continued_to": article.continued_to.page if article.continued_to else None,
        "continued_from": article.continued_from.page if article.continued_from else None,
        "cited_publication": article.publication,
        "cited_issue": article.issue_label,
        "encoding": article.encoding,
        "private_use": article.private_use,
        "replaced": article.replaced,
        "body": article.body,
        "keywords": " ".join(article.keywords),
        "language": article.language,
        "text_hash": text_hash(article.title, article.body),
        "body_hash": fingerprint.body_hash(article.body, article.editorial_note),
        "provenance": json.dumps(dict(article.provenance), ensure_ascii=False),
        "unread": json.dumps(list(article.unread), ensure_ascii=False),
    }


def at_address(article: Article, url: str) -> Article:
    """The article under the address that it is kept by."""
    return replace(article, url=url)


def insert(
    connection: sqlite3.Connection, ask: Asked, article: Article, capture_id: int | None, at: str
) -> tuple[int, bool]:
    """Make the article's rows; (id, whether another title has the text too)."""
    values = fields_of(article) | {
        "title_id": ask.title_id,
        "url": article.url or ask.url,
        "issue_id": known_issue(connection, ask.title_id, ask.context, at),
        "page_label": article.page_label or ask.context.get("page_label", ""),
        "first_seen": at,
        "last_seen": at,
        "checked_at": at,
        "capture_id": capture_id,
    }
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(
        f"INSERT INTO articles ({names}) VALUES ({marks}) RETURNING id", tuple(values.values())
    )
    article_id = int(cursor.fetchone()[0])
    _put_hanging(connection, article_id, article, at)
    return article_id, families.enter(connection, article_id)


def rewrite(
    connection: sqlite3.Connection,
    known: sqlite3.Row,
    article: Article,
    capture_id: int | None,
    at: str,
    revision: int,
) -> None:
    """Another text for a known article, as a revision more, or in place of the newest one, which
    a further page has made longer."""
    search_rows.remove(connection, known["id"])
    values = fields_of(article) | {"revision": revision, "capture_id": capture_id}
    sets = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(f"UPDATE articles SET {sets} WHERE id = ?", (*values.values(), known["id"]))
    connection.execute("DELETE FROM people WHERE article_id = ?", (known["id"],))
    connection.execute("DELETE FROM images WHERE article_id = ?", (known["id"],))
    _put_hanging(connection, known["id"], article, at)
    families.revise(connection, known["id"], known)


def _put_hanging(
    connection: sqlite3.Connection, article_id: int, article: Article, at: str
) -> None:
    """What hangs on the row that was just written: people, images, its revision, the index, and
    which other article of its issue it continues."""
    for position, person in enumerate((*article.authors, *article.editors), 1):
        connection.execute(
            "INSERT INTO people (article_id, position, name, role, affiliation, raw, place)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article_id, position, person.name, person.role, person.affiliation, person.raw,
             person.place),
        )  # fmt: skip
    for position, image in enumerate(article.images, 1):
        connection.execute(
            "INSERT INTO images (article_id, position, url, caption, credit)"
            " VALUES (?, ?, ?, ?, ?)",
            (article_id, position, image.url, image.caption, image.credit),
        )
    row = connection.execute(
        "INSERT INTO revisions (article_id, number, seen_at, capture_id, text_hash, title, body,"
        " record) SELECT id, revision, ?, capture_id, text_hash, title, body, ? FROM articles"
        " WHERE id = ? ON CONFLICT (article_id, number) DO UPDATE SET"
        " capture_id = excluded.capture_id, text_hash = excluded.text_hash,"
        " title = excluded.title, body = excluded.body, record = excluded.record RETURNING id",
        (at, json.dumps(article.as_dict(), ensure_ascii=False), article_id),
    ).fetchone()
    ledger.enter(connection, "revision", [row[0]])
    search_rows.add(connection, article_id)
    reached("index updated")
    issue_id = connection.execute(
        "SELECT issue_id FROM articles WHERE id = ?", (article_id,)
    ).fetchone()[0]
    if issue_id is not None:
        jumps.link(connection, issue_id)


def _changed(
    connection: sqlite3.Connection,
    known: sqlite3.Row,
    article: Article,
    capture_id: int | None,
    *,
    first: bool,
) -> bool:
    """Whether anything printed differs from the newest revision; white space does not count.

    The same bytes are the same article, even when a newer reader reads them otherwise.  At
    another address than its `first` the article may stand under another column or byline for
    good: there only a text that it never had is a change, or both would revise each other.
    """
    digest = captures.payload_digest(connection, capture_id)
    if digest and digest == captures.payload_digest(connection, known["capture_id"]):
        return False
    if not first:
        had = connection.execute(
            "SELECT 1 FROM revisions WHERE article_id = ? AND text_hash = ?",
            (known["id"], text_hash(article.title, article.body)),
        )
        return had.fetchone() is None
    record = connection.execute(
        "SELECT record FROM revisions WHERE article_id = ? AND number = ?",
        (known["id"], known["revision"]),
    ).fetchone()[0]
    return printed(json.loads(record)) != printed(article.as_dict())


def printed(record: dict[str, Any]) -> list[str]:
    """What of a record makes a revision when it changes."""
    fields = ("kicker", "title", "subtitle", "column", "source", "published", "body")
    names = [f"{p['role']} {p['name']}" for p in (*record["authors"], *record["editors"])]
    marks = [(record.get(name) or {}).get("page", "") for name in _JUMPS]
    return [re.sub(r"\s+", " ", record[name] or "").strip() for name in fields] + names + marks
