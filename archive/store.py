"""The archive: one SQLite file, and the only code that writes to it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from archive import (
    articles,
    captures,
    issues,
    jumps,
    mastheads,
    page_files,
    parts,
    queue,
    runs,
    sightings,
    unchanged,
)
from archive.crash_points import reached
from archive.errors import SQLITE_ERRORS, ArchiveError, explain
from archive.identity import url_key
from archive.migrate import migrate
from archive.queue import Asked
from archive.records import Article, Capture, Found, Outcome, Visit
from archive.shelf import Shelf

DEFAULT_PATH = Path("archive.db")

# Seconds to wait for another writer. Every transaction begins IMMEDIATE, so that waiting works:
# a read snapshot that wants to write later is refused at once, whatever the timeout.
BUSY_SECONDS = 30.0


def _write_ahead(connection: sqlite3.Connection) -> bool:
    # Where two make the archive at once, SQLite does not wait for this switch, only refuses it.
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]) == "wal"
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)


class Archive:
    """An open archive.  Not for sharing between threads.

    Use `Archive.open(path)`; `db` is the same connection as a sqlite-utils database, for reading.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.named = path  # what the folders beside it are called after
        self.known_as = str(path)  # in the memory of a merge
        self.vanish_seconds = sightings.VANISH_SECONDS  # see archive/sightings.py
        self.db = sqlite_utils.Database(connection)

    @classmethod
    def open(cls, path: Path | str = DEFAULT_PATH, *, create: bool = True) -> Self:
        """Open (and with `create` make) the archive, in the newest schema.

        Raises ArchiveError, in one line, for a file that is none, cannot be read or written,
        or was made by a newer version.
        """
        path = Path(path)
        connection = None
        try:
            if not path.exists() and not create:
                raise ArchiveError(f"{path}: no archive here; make one with: baokan crawl or demo")
            if path.is_dir():
                raise ArchiveError(f"{path}: is a folder; name a file, such as {path}/archive.db")
            if not path.parent.is_dir():
                raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            migrate(connection, path)
            if not _write_ahead(connection):
                raise ArchiveError(f"{path}: this disk does not allow a write-ahead log")
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, (*SQLITE_ERRORS, OSError)):
                raise explain(error, path) from error
            raise
        return cls(connection, path)

    @property
    def warc_folder(self) -> Path:
        """Where the captures of this archive are: `archive.warc` beside `archive.db`."""
        return self._beside(".warc")

    @property
    def shelf(self) -> Shelf:
        """The WARC files themselves, those in an object storage, too.  Raises ArchiveError."""
        return Shelf.at(self.warc_folder)

    @property
    def files_folder(self) -> Path:
        """Where the PDFs and pictures of pages are: `archive.files` beside `archive.db`."""
        return self._beside(".files")

    def _beside(self, suffix: str) -> Path:
        known = self.named.suffix in (".db", ".sqlite", ".sqlite3")
        return self.named.with_name((self.named.stem if known else self.named.name) + suffix)

    def close(self) -> None:
        """Close the connection; SQLite folds the write-ahead log into the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; waits for other writers.  SQLite's errors come out as ArchiveError."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # a full disk has rolled back by itself
                    self.connection.execute("ROLLBACK")
                raise
        except SQLITE_ERRORS as error:
            raise explain(error, self.path) from error

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection for a look-up; SQLite's errors come out as ArchiveError."""
        try:
            yield self.connection
        except SQLITE_ERRORS as error:
            raise explain(error, self.path) from error

    @contextmanager
    def moment(self) -> Iterator[sqlite3.Connection]:
        """The same, for many look-ups that have to agree, whoever writes meanwhile."""
        with self.reading() as connection:
            connection.execute("BEGIN")
            try:
                # The moment is that of the first look.
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield connection
            finally:
                connection.execute("ROLLBACK")

    def query(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dicts."""
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(sql, values)]

    def take(self, crawl_id: int, run_id: int, busy: Sequence[str], now: str) -> Asked | None:
        """Hand out the crawl's next request that may be asked `now` (UTC) of a host that is not
        `busy`; None when there is none at the moment."""
        with self.reading() as connection:
            asked = queue.next_asked(connection, crawl_id, busy, now)
        if asked is not None:
            with self.transaction() as connection:
                queue.hand_out(connection, asked.id, run_id)
        return asked

    def ingest(self, run_id: int, visit: Visit) -> Outcome:
        """Write all that one visit brought, in one transaction: captures, records, found
        requests, and that the request is settled.  A kill leaves either all of it or nothing.

        Raises ArchiveError; the request then stays in flight and is asked again next time.
        """
        with self.transaction() as connection:
            ask = queue.asked(connection, visit.ask_id)
            capture_id = None
            for capture in visit.captures:
                capture_id = captures.put(connection, run_id, capture)
            outcome = self._records(connection, ask, visit, capture_id)
            reached("row ingested")
            absent = sightings.absence(connection, ask, visit)
            if absent and visit.moved_to:  # nothing to follow: what is there is not the article
                visit = replace(visit, state="gone", moved_to="", reason=absent)
            state = queue.settle(connection, ask, visit, capture_id, outcome.article_id)
            reached("marked done")
            if absent:
                seconds = self.vanish_seconds
                sightings.missed(connection, ask, visit.at, absent, capture_id, seconds)
                parts.missed(connection, ask, visit.at)
            elif state == "done" and visit.moved_to:
                articles.moved(connection, ask, visit.moved_to, visit.at)
            asked = queue.add(connection, ask.crawl_id, visit.found.asks if visit.found else ())
            outcome = replace(outcome, asked=asked)
            runs.count(connection, run_id, visit, state, outcome)
        reached("committed")
        return outcome

    def _records(
        self,
        connection: sqlite3.Connection,
        ask: Asked,
        visit: Visit,
        capture_id: int | None,
    ) -> Outcome:
        found = visit.found
        if found is None:
            return Outcome()
        if found.verdict == unchanged.VERDICT:
            return unchanged.put(connection, ask, capture_id, visit.at)
        if found.file is not None:
            page_files.put(connection, ask, found.file, capture_id, visit.at)
        self._issues(connection, ask, found, capture_id, visit.at)
        inside = tuple(
            self._inside(connection, ask, article, capture_id, visit.at)
            for article in found.articles
        )
        if found.pseudo is not None:
            issues.place_pseudo(connection, ask.title_id, ask.url_key, found.pseudo)
        if found.article is None:
            return Outcome(inside=inside)
        facts = found.article.masthead
        mastheads.put(connection, ask.title_id, ask.crawl_id, facts, capture_id, visit.at)
        if found.verdict not in ("article", "part"):
            return Outcome()
        if place := parts.place(connection, ask, found.article):
            return parts.put(connection, ask, found.article, place, capture_id, visit.at)
        return articles.put(connection, ask, found.article, capture_id, visit.at)

    def _issues(
        self,
        connection: sqlite3.Connection,
        ask: Asked,
        found: Found,
        capture_id: int | None,
        at: str,
    ) -> None:
        for issue in found.calendar:
            issues.put_issue(connection, ask.title_id, issue, at)
        issue_id = None
        if found.issue is not None:
            issue_id = issues.put_issue(connection, ask.title_id, found.issue, at)
        elif found.pages:
            issue_id = issues.known_issue(connection, ask.title_id, ask.context, at)
        for page in found.pages:
            page_id = issues.put_page(connection, ask.title_id, issue_id, page, capture_id)
            if page_id is not None:
                page_files.fetched_before(connection, ask.crawl_id, page_id, page)
        if issue_id is not None and found.pages:
            jumps.link(connection, issue_id)  # a page more may tell which page a mark means

    def _inside(
        self,
        connection: sqlite3.Connection,
        ask: Asked,
        article: Article,
        capture_id: int | None,
        at: str,
    ) -> str:
        # As if it had been asked for itself: the address of the issue is not the article's.
        context = {"date": article.issue_label or ask.context.get("date", "")}
        if article.page_label:
            context["page_label"] = article.page_label
        own = replace(ask, url=article.url, url_key=url_key(article.url), context=context)
        return articles.put(connection, own, article, capture_id, at).article

    def keep(self, run_id: int, capture: Capture) -> int:
        """Write a capture that belongs to no request of the frontier, such as robots.txt."""
        with self.transaction() as connection:
            capture_id = captures.put(connection, run_id, capture)
            runs.count_capture(connection, run_id, capture)
        return capture_id
