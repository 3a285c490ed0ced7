"""Fold other archives into one (`baokan merge`).

Nothing is known by its number: titles by name, crawls and runs by when they began, captures by
their place in a WARC file, articles by their addresses, or by headline, text and day.  So the same
merge again changes nothing, one that was killed is gone on with, and an archive that has grown
since brings what is new.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive import jumps, ledger, merge_articles, merge_batch, merge_files, merge_rows
from archive.errors import ArchiveError, explain
from archive.migrate import migrations
from archive.shelf import leave_note
from archive.storage import Storage, is_storage
from archive.store import Archive


@dataclass(slots=True)
class Merged:
    """What was new here."""

    captures: int = 0
    articles: int = 0
    revisions: int = 0
    files: int = 0  # WARC files that its captures lie in
    page_files: int = 0


def merge(
    archive: Archive, other: Archive, at: str, step: Callable[[int], None] = lambda _: None
) -> Merged:
    """Fold `other`, which is only read, into `archive` at `at` (UTC); `step` is told how many of
    its articles are in.

    Raises ArchiveError for the archive itself, and for files that are missing or cannot be
    written.
    """
    # A worker may write to the other meanwhile: what comes after this moment is the next merge's.
    with other.moment():
        return _fold(archive, other, at, step)


def _fold(archive: Archive, other: Archive, at: str, step: Callable[[int], None]) -> Merged:
    merge_id = _begin(archive, other, at)
    done = Merged()
    files = merge_files.bring_warc(archive, other)
    done.files = len(files)
    done.page_files = merge_files.bring_page_files(archive, other)
    titles = merge_rows.titles(archive, other)
    crawls, runs = merge_rows.crawls(archive, other, titles)
    captures, done.captures = merge_rows.captures(archive, other, runs, files)
    issues = merge_rows.issues(archive, other, titles, captures)
    merge_rows.mastheads(archive, other, titles, crawls, captures)
    maps = merge_rows.Maps(titles, issues, captures, crawls)
    articles: dict[int, int] = {}
    for batch in merge_batch.batches(other):
        with archive.transaction() as connection:
            for there in batch:
                article_id, new, revisions = merge_articles.bring(connection, there, maps)
                articles[there.row["id"]] = article_id
                done.articles += new
                done.revisions += revisions
        step(len(batch))
    merge_rows.frontier(archive, other, crawls, runs, captures, articles)
    with archive.transaction() as connection:
        for issue_id in set(issues.values()):
            jumps.link(connection, issue_id)
        connection.execute(
            "UPDATE merges SET ended_at = ?, captures = captures + ?, articles = articles + ?,"
            " revisions = revisions + ? WHERE id = ?",
            (at, done.captures, done.articles, done.revisions, merge_id),
        )
    return done


@contextmanager
def opened(place: str) -> Iterator[Archive]:
    """Another archive, to be read, in a file or in an object storage, from where its database is
    copied; one of an older version is copied, too, and brought up to date there.

    Raises ArchiveError for a file that is none, StorageError for a storage that cannot be had.
    """
    if is_storage(place):
        with _fetched(place) as other:
            yield other
        return
    path = Path(place)
    with tempfile.TemporaryDirectory(prefix="baokan-merge-") as folder:
        if not path.is_file():
            raise ArchiveError(f"{path}: no archive here")
        copy = Path(folder) / "archive.db"
        if _is_current(path):
            with Archive.open(path, create=False) as other:
                yield other
            return
        try:
            shutil.copy(path, copy)
        except OSError as error:
            raise explain(error, copy) from error
        with Archive.open(copy, create=False) as other:
            other.named, other.known_as = path, place
            yield other


@contextmanager
def _fetched(url: str) -> Iterator[Archive]:
    """The archive whose database is in an object storage, with its files left there."""
    place, _, name = url.rpartition("/")
    with tempfile.TemporaryDirectory(prefix="baokan-merge-") as folder:
        copy = Path(folder) / name
        if Storage(place).size(name) is None:
            raise ArchiveError(f"{url}: no archive here; put one there with: baokan backup")
        Storage(place).get(name, copy)
        with Archive.open(copy, create=False) as other:
            for beside in (other.warc_folder, other.files_folder):
                beside.mkdir()
                leave_note(beside, f"{place}/{beside.name}")
            other.known_as = url
            yield other


def _begin(archive: Archive, other: Archive, at: str) -> int:
    if other.path.resolve() == archive.path.resolve():
        raise ArchiveError(f"{other.path}: an archive cannot be merged into itself")
    with other.reading() as connection:
        _, head = ledger.head(connection)
    with archive.transaction() as connection:
        connection.execute(
            "INSERT INTO merges (other, head, began_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
            " (SELECT 1 FROM merges WHERE other = ?1 AND head = ?2)",
            (other.known_as, head, at),
        )
        row = connection.execute(
            "SELECT id FROM merges WHERE other = ? AND head = ?", (other.known_as, head)
        ).fetchone()
    return int(row["id"])


def _is_current(path: Path) -> bool:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.close()
    except sqlite3.Error as error:
        raise explain(error, path) from error
    return bool(version >= migrations()[-1][0])
