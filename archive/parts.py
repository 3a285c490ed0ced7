"""Articles that go over several pages: rows of `article_parts`, and what a page changes.

Every page is kept as it was read last, and the article is composed of them anew whenever one
comes or changes, in the transaction of that visit.  So the pages may come in any order and in
different runs; the article holds what is there, and says how much that is.

A page that comes for the first time makes the article longer in place.  A page with another text
makes a revision, and other pages that the same crawl finds changed belong to that revision: in
between there was no text that anybody had printed.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace

from archive import articles, captures, part_rows, sightings
from archive.compose import Composed, Reading, compose, extent, same_headline
from archive.identity import text_hash, url_key
from archive.queue import Asked
from archive.records import Article, Outcome, Pagination

_OF_TITLE = " FROM article_parts p JOIN articles a ON a.id = p.article_id WHERE a.title_id = ?"


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which article an answer is; no article: the first page that comes of it."""

    article_id: int | None
    number: int


def place(connection: sqlite3.Connection, ask: Asked, article: Article) -> Place | None:
    """Where the answer belongs, by its address or by what it says of itself; None when it is an
    article on one page."""
    key = url_key(article.url or ask.url)
    row = connection.execute(
        "SELECT p.id, p.article_id, p.number, a.title, p.record IS NULL AS told"
        + _OF_TITLE
        + " AND p.url_key IN (?, ?) ORDER BY p.url_key = ? DESC LIMIT 1",
        (ask.title_id, key, ask.url_key, key),
    ).fetchone()
    if row and _belongs(article, row):
        return Place(row["article_id"], row["number"])
    if row:
        # 下一页 led to another article: nothing is missing there.
        connection.execute("UPDATE article_parts SET left_out = 1 WHERE id = ?", (row["id"],))
        part_rows.count(connection, row["article_id"])
    known = article.pagination
    if known is None or known.number is None:
        row = connection.execute(
            "SELECT article_id FROM article_urls u WHERE title_id = ? AND url_key = ?"
            " AND EXISTS (SELECT 1 FROM article_parts WHERE article_id = u.article_id)",
            (ask.title_id, key),
        ).fetchone()
        return Place(row["article_id"], 1) if row else None
    return Place(_article_of(connection, ask.title_id, key, known, article), known.number)


def _belongs(article: Article, row: sqlite3.Row) -> bool:
    """Whether what was read at a page's address is that page, and not another article."""
    known = article.pagination
    agrees = known is not None and known.number == row["number"]
    return agrees or not row["told"] or same_headline(article.title, row["title"])


def _article_of(
    connection: sqlite3.Connection, title_id: int, key: str, known: Pagination, article: Article
) -> int | None:
    first = key if known.number == 1 else ""
    keys = [url_key(url) for url in (known.first, *(p.url for p in known.pages)) if url]
    for wanted in filter(None, dict.fromkeys((first, *keys[:1]))):
        row = connection.execute(
            "SELECT article_id FROM article_urls WHERE title_id = ? AND url_key = ?",
            (title_id, wanted),
        ).fetchone()
        if row:
            return int(row[0])
    marks = ", ".join("?" * len(keys))
    row = connection.execute(
        "SELECT p.article_id" + _OF_TITLE + f" AND p.url_key IN ({marks}) LIMIT 1",
        (title_id, *keys),
    ).fetchone()
    if row is None and known.number == 1 and articles.may_be_duplicate(article):
        row = connection.execute(
            "SELECT p.article_id" + _OF_TITLE + " AND p.number = 1 AND p.text_hash = ?"
            " AND substr(coalesce(a.published, ''), 1, 10) = ? ORDER BY p.article_id LIMIT 1",
            (title_id, text_hash(article.title, article.body), (article.published or "")[:10]),
        ).fetchone()
    return int(row[0]) if row else None


def put(
    connection: sqlite3.Connection,
    ask: Asked,
    article: Article,
    at_page: Place,
    capture_id: int | None,
    at: str,
) -> Outcome:
    """Store one page of an article as it was read at `at` (UTC), and compose the article.

    `new` or `reprint`: the first page of it that came.  `part`: one that was not there before.
    `revised`: one with another text.  `same` and `duplicate` are said of page 1 alone.
    """
    article_id, number = at_page.article_id, at_page.number
    if article_id is None:
        return _begin(connection, ask, article, number, capture_id, at)
    kept = part_rows.readings(connection, article_id)
    before = kept.get(number)
    url = article.url or ask.url
    met = number == 1 and articles.found_at(connection, ask, url, article_id, at)
    sightings.seen(connection, article_id, at, ask.crawl_id, capture_id)
    if before and not part_rows.is_kept_at(connection, article_id, number, ask, article):
        # The same page at another address may differ for good; it never revises the first.
        words = ("same" if met else "duplicate") if number == 1 else ""
        return Outcome(words, article_id)  # type: ignore[arg-type]  # words of put()
    reading = Reading(number, article, at, capture_id)
    changed = before is not None and _changed(connection, before, reading)
    if before and not changed:
        # A newer reader may know the neighbours better; the text stays as it was read.
        told = article.pagination or before.article.pagination
        reading = replace(before, seen_at=at, article=replace(before.article, pagination=told))
    part_rows.keep(connection, article_id, reading, url)
    if before and changed and extent(article) < extent(before.article):
        part_rows.leave_out(connection, article_id, extent(article))
    composed = part_rows.composed_of(connection, article_id)
    row = connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
    outcome = _rewritten(connection, ask, row, composed, before, at, changed=changed)
    part_rows.count(connection, article_id)
    if not outcome and before and number == 1:
        outcome = "same"
    return Outcome(outcome, article_id)  # type: ignore[arg-type]  # words of put()


def missed(connection: sqlite3.Connection, ask: Asked, at: str) -> None:
    """The address of a page answered that it is gone; its text stays in the article."""
    connection.execute(
        "UPDATE article_parts SET missing_since = ? WHERE url_key = ? AND missing_since IS NULL"
        " AND article_id IN (SELECT id FROM articles WHERE title_id = ?)",
        (at, ask.url_key, ask.title_id),
    )


def _begin(
    connection: sqlite3.Connection,
    ask: Asked,
    article: Article,
    number: int,
    capture_id: int | None,
    at: str,
) -> Outcome:
    composed = compose([Reading(number, article, at, capture_id)])
    known = article.pagination
    url = article.url or ask.url
    first = known.first if known and known.first and number != 1 else url
    whole = replace(composed.article, url=first)
    article_id, shared = articles.insert(connection, ask, whole, capture_id, at)
    part_rows.keep(connection, article_id, Reading(number, article, at, capture_id), url)
    part_rows.count(connection, article_id)
    if number == 1:
        articles.found_at(connection, ask, url, article_id, at)
    else:
        articles.known_at(connection, ask.title_id, first, article_id, at)
    return Outcome("reprint" if shared else "new", article_id)


def _rewritten(
    connection: sqlite3.Connection,
    ask: Asked,
    row: sqlite3.Row,
    composed: Composed,
    before: Reading | None,
    at: str,
    *,
    changed: bool,
) -> str:
    """Write the composed article where it differs from the newest revision; what that is."""
    newest = connection.execute(
        "SELECT seen_at, record FROM revisions WHERE article_id = ? AND number = ?",
        (row["id"], row["revision"]),
    ).fetchone()
    if before is None:
        revision, outcome = row["revision"], "part"
    elif not changed or not _differs(json.loads(newest["record"]), composed.article):
        return ""
    else:
        opened = connection.execute(
            "SELECT opened_at FROM crawls WHERE id = ?", (ask.crawl_id,)
        ).fetchone()[0]
        goes_on = before.seen_at < opened <= newest["seen_at"]
        revision = row["revision"] + (not goes_on)
        outcome = "" if goes_on else "revised"
    article = replace(composed.article, url=row["url"])
    articles.rewrite(connection, row, article, composed.capture_id, at, revision)
    return outcome


def _changed(connection: sqlite3.Connection, before: Reading, now: Reading) -> bool:
    digest = captures.payload_digest(connection, now.capture_id)
    if digest and digest == captures.payload_digest(connection, before.capture_id):
        return False
    return articles.printed(before.article.as_dict()) != articles.printed(now.article.as_dict())


def _differs(record: dict[str, object], article: Article) -> bool:
    """Whether the text or a field changed; where lines are broken does not count, since the page
    with the whole text may break them otherwise."""
    one, other = articles.printed(record), articles.printed(article.as_dict())
    return ["".join(text.split()) for text in one] != ["".join(text.split()) for text in other]
