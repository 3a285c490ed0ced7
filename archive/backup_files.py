"""What a backup is made of: the database of one moment, and the files beside it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from archive import ledger
from archive.snapshot import copy_database, visible
from archive.store import Archive
from archive.warc import OPEN
from archive.warc_mend import whole_members

PART = ".part"

Step = Callable[[int, int], None]  # is told (bytes done, bytes to do)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds, and what of it was copied this time.  `bytes` of the copied files,
    the database included; `away`: WARC files that stay in the archive's object storage."""

    articles: int
    captures: int
    files: int
    copied: int
    bytes: int
    away: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The archive of one moment: counts, the head of its ledger, and `files`, each with its name
    beside the database."""

    articles: int
    captures: int
    head: tuple[int, str]
    files: tuple[tuple[Path, str], ...]
    away: int


def contents(archive: Archive, database: Path) -> Contents:
    """Copy the database to `database`, and list the files of that moment.

    Raises ArchiveError: a WARC file is missing, the disk is full, the storage cannot be had.
    """
    database.unlink(missing_ok=True)
    copy_database(archive, database)
    with closing(sqlite3.connect(database)) as copy:
        count = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM captures)"
        articles, captures = copy.execute(count).fetchone()
        names = {row[0] for row in copy.execute("SELECT DISTINCT warc_file FROM captures")}
        head = ledger.head(copy)
    shelf, warc, pages = archive.shelf, archive.warc_folder.name, archive.files_folder
    names |= {path.name.removesuffix(OPEN) for path in visible(archive.warc_folder)}
    files, away = [], 0
    for name in sorted(names):
        if path := shelf.local(name):
            files.append((path, f"{warc}/{name}"))
        else:
            shelf.size(name)  # it must be in the storage
            away += 1
    for part in visible(pages, files=False):
        files += [(path, f"{pages.name}/{part.name}/{path.name}") for path in visible(part)]
    return Contents(articles, captures, head, tuple(files), away)


def is_of(archive: Archive, head: tuple[int, str]) -> bool:
    """Whether a backup whose ledger ends so is one of this archive: a beginning of its own."""
    seq, digest = head
    known = "SELECT 1 FROM ledger WHERE seq = ? AND hash = ?"
    return seq == 0 or bool(archive.query(known, seq, digest))


def bytes_of(source: Path) -> int:
    """Bytes of a file, also of one that its run has finished since it was listed."""
    try:
        return source.stat().st_size
    except FileNotFoundError:
        return source.with_name(source.name.removesuffix(OPEN)).stat().st_size


def copy_whole(archive: Archive, source: Path, part: Path) -> int:
    """Copy one file to `part`; returns its bytes.  What a running crawl still writes is cut after
    its last whole record.  Raises ArchiveError and OSError."""
    is_open = source.suffix == OPEN
    if is_open:  # its run may have finished it since
        source = archive.shelf.find(source.name.removesuffix(OPEN))
    shutil.copyfile(source, part)
    if is_open:
        with part.open("r+b") as file:
            file.truncate(whole_members(file))
    with suppress(FileNotFoundError):
        shutil.copystat(source, part)
    return part.stat().st_size
