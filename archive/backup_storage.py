"""A copy of an archive in an object storage, made while crawls go on: what is new is put there.

As in a folder (archive/backup.py) the database comes last, when all that it names is there.  A
storage knows no locks: an address belongs to one archive.  `archive.db.head` beside the database
tells which it is, without the database being fetched.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.backup_files import (
    PART,
    BackedUp,
    Contents,
    Step,
    bytes_of,
    contents,
    copy_whole,
    is_of,
)
from archive.errors import ArchiveError, LockedError, explain
from archive.shelf import NOTE
from archive.storage import Storage
from archive.store import Archive
from archive.warc import OPEN

_HEAD = ".head"


def back_up_to(archive: Archive, url: str, step: Step = lambda done, total: None) -> BackedUp:
    """Make or renew the backup at `url`; `step` is told (bytes done, bytes to do).

    Raises ArchiveError: the storage cannot be had (StorageError) or holds something else, a WARC
    file is missing; LockedError: this archive is being put into a storage already.
    """
    storage, name = Storage(url), archive.path.name
    with _drafts(archive) as (database, part):
        held = contents(archive, database)
        there = storage.sizes()
        _check(archive, storage, there)
        lacking = [one for one in held.files if _differs(*one, there)]
        size = database.stat().st_size
        total = size + sum(bytes_of(source) for source, _ in lacking)
        copied = 1
        for source, target in lacking:
            step(size, total)
            if source.suffix == OPEN:
                size += copy_whole(archive, source, part)
                if part.stat().st_size == there.get(target):
                    continue  # it has not grown
                storage.put(part, target)
            else:
                size += source.stat().st_size
                storage.put(source, target)
            copied += 1
        if archive.shelf.storage:
            storage.write(
                f"{archive.shelf.storage}\n".encode(), f"{archive.warc_folder.name}/{NOTE}"
            )
        storage.put(database, name)
        storage.write(_head(held), name + _HEAD)
        step(total, total)
    files = len(held.files) + 1
    return BackedUp(held.articles, held.captures, files, copied, size, held.away)


@contextmanager
def _drafts(archive: Archive) -> Iterator[tuple[Path, Path]]:
    """Where the copy of the database and one of a file are made: beside the archive, where there
    is room for an archive.  One process at a time has them."""
    database = archive.path.with_name(f".{archive.path.name}.storage{PART}")
    part = archive.path.with_name(f".{archive.path.name}.file{PART}")
    lock = archive.path.with_name(f".{archive.path.name}.storage.lock")
    try:
        with lock.open("wb") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LockedError(f"{archive.path}: is being put into a storage already") from None
            try:
                yield database, part
            finally:
                database.unlink(missing_ok=True)
                part.unlink(missing_ok=True)
    except OSError as error:
        raise explain(error, database) from error


def _check(archive: Archive, storage: Storage, there: dict[str, int]) -> None:
    name = archive.path.name
    mine = {name, name + _HEAD, archive.warc_folder.name, archive.files_folder.name}
    others = sorted({path.partition("/")[0] for path in there} - mine)
    if others:
        raise ArchiveError(f"{storage.url}: holds {others[0]}; name an empty or a new place")
    if name + _HEAD not in there:
        return
    seq, _, digest = storage.read(name + _HEAD, 0, 200).decode("ascii", "replace").partition(" ")
    if not is_of(archive, (int(seq) if seq.isdecimal() else -1, digest.strip())):
        raise ArchiveError(f"{storage.url}: is the backup of another archive; name another place")


def _head(held: Contents) -> bytes:
    seq, digest = held.head
    return f"{seq} {digest}\n".encode()


def _differs(source: Path, target: str, there: dict[str, int]) -> bool:
    # No file changes after it was finished: what is as long is the same.
    return source.suffix == OPEN or there.get(target) != source.stat().st_size
