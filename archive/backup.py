"""A copy of an archive in another folder, made while crawls go on, and renewed by what is new.

The database is copied first, as of one moment; then the WARC files and page files, of which none
changes once it is finished; the database gets its name in the copy when all that it names is
there.  A kill at any moment leaves the backup of before, and the next call goes on.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive import ledger
from archive.backup_files import PART, BackedUp, Step, bytes_of, contents, copy_whole, is_of
from archive.errors import ArchiveError, LockedError, explain
from archive.folder_lock import alone_in
from archive.shelf import leave_note
from archive.snapshot import visible
from archive.store import Archive
from archive.warc import OPEN, sync_folder


def back_up(archive: Archive, folder: Path, step: Step = lambda done, total: None) -> BackedUp:
    """Make or renew the backup in `folder`; `step` is told (bytes done, bytes to do).

    Raises ArchiveError: the folder holds something else or the backup of another archive, a WARC
    file is missing, the disk is full; LockedError: another backup writes there.
    """
    with _ours(archive, folder):
        database = folder / f".{archive.path.name}{PART}"
        held = contents(archive, database)
        files = [(source, folder / name) for source, name in held.files]
        lacking = [(source, target) for source, target in files if _differs(source, target)]
        size = database.stat().st_size
        total = size + sum(bytes_of(source) for source, _ in lacking)
        for source, target in lacking:
            step(size, total)
            size += _copy(archive, source, target)
        if storage := archive.shelf.storage:
            warc_folder = folder / archive.warc_folder.name
            warc_folder.mkdir(exist_ok=True)
            leave_note(warc_folder, storage)
        _sync(database)
        for suffix in ("-wal", "-shm"):
            (folder / f"{archive.path.name}{suffix}").unlink(missing_ok=True)
        database.rename(folder / archive.path.name)
        sync_folder(folder)
        step(total, total)
    count, copied = len(files) + 1, len(lacking) + 1
    return BackedUp(held.articles, held.captures, count, copied, size, held.away)


@contextmanager
def _ours(archive: Archive, folder: Path) -> Iterator[None]:
    """The folder, which is new, empty, or holds an earlier backup; nobody else writes there."""
    if folder.resolve() == archive.path.resolve().parent:
        raise ArchiveError(f"{folder}: the archive itself is there; name another folder")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise explain(error, folder) from error
    with alone_in(folder, "another backup is writing there"):
        _check(archive, folder)
        yield


def _check(archive: Archive, folder: Path) -> None:
    known = folder / archive.path.name
    if not known.exists():
        mine = {archive.path.name, archive.warc_folder.name, archive.files_folder.name}
        others = [path.name for path in visible(folder) if path.name not in mine]
        others += [p.name for p in visible(folder, files=False) if p.name not in mine]
        if others:
            raise ArchiveError(f"{folder}: holds {others[0]}; name an empty or a new folder")
        return
    # What a program that has the backup open has not folded into it would be mixed with the new.
    if any(path.stat().st_size for path in folder.glob(f"{known.name}-wal")):
        raise LockedError(f"{known}: another program works with this backup; close it first")
    try:
        uri = f"{known.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as copy:
            head = ledger.head(copy)
    except sqlite3.Error as error:
        raise explain(error, known) from error
    if not is_of(archive, head):
        raise ArchiveError(f"{known}: is the backup of another archive; name another folder")


def _differs(source: Path, target: Path) -> bool:
    # No file changes after it was finished: what is as long is the same.
    try:
        return source.suffix == OPEN or source.stat().st_size != target.stat().st_size
    except FileNotFoundError:
        return True


def _copy(archive: Archive, source: Path, target: Path) -> int:
    """Copy one file; returns its bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}{PART}")
    size = copy_whole(archive, source, part)
    _sync(part)
    part.rename(target)
    return size


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
