"""Giving finished WARC files to an object storage, for archives that outgrow the disk.

A file leaves the folder only after what is in the storage was read back and is the same, byte by
byte.  Who reads a capture finds it there (archive/shelf.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.folder_lock import alone_in
from archive.shelf import TELLING_BYTES, leave_note
from archive.snapshot import visible
from archive.storage import Storage
from archive.store import Archive
from archive.warc import SUFFIX


@dataclass(frozen=True, slots=True)
class Offloaded:
    """How many files were given away, and their bytes."""

    files: int
    bytes: int


def offload(
    archive: Archive, url: str, step: Callable[[int, int], None] = lambda done, total: None
) -> Offloaded:
    """Give all finished WARC files to the storage at `url`; `step` is told (bytes done, bytes to
    do).  A kill at any moment leaves every file in at least one of the places.

    Raises ArchiveError: the archive has its files in another storage already, or other files of
    these names are there; StorageError; LockedError: somebody else is doing the same.
    """
    url = url.rstrip("/")
    shelf = archive.shelf
    if shelf.storage not in ("", url):
        raise ArchiveError(f"{shelf.folder}: its other files are at {shelf.storage} already")
    storage = Storage(url)
    with alone_in(shelf.folder, "somebody else is giving these files away"):
        paths = [path for path in visible(shelf.folder) if path.name.endswith(SUFFIX)]
        if not paths:
            return Offloaded(0, 0)
        there = storage.sizes()
        leave_note(shelf.folder, url)  # before the first file is gone
        total = sum(path.stat().st_size for path in paths)
        done = 0
        for path in paths:
            step(done, total)
            size = path.stat().st_size
            _give(storage, path, there.get(path.name))
            done += size
        step(total, total)
    return Offloaded(len(paths), done)


def _give(storage: Storage, path: Path, there: int | None) -> None:
    size = path.stat().st_size
    if there is not None and (
        there > size or not _begin_alike(storage, path, min(there, TELLING_BYTES))
    ):
        raise ArchiveError(f"{storage.url}/{path.name}: another file of this name is there")
    if there != size:
        storage.put(path, path.name)
    if storage.digest(path.name) != _digest(path):
        raise ArchiveError(
            f"{storage.url}/{path.name}: is not what was put there; {path} stays: run it again"
        )
    path.unlink()


def _begin_alike(storage: Storage, path: Path, count: int) -> bool:
    with path.open("rb") as file:
        return file.read(count) == storage.read(path.name, 0, count)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
