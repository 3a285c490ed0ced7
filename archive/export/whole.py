"""Results that stand under their name when they are whole, and not before.

What is written is called `NAME.partial` beside its place and locked.  At its end it is synced and
renamed.  A kill leaves the `.partial`, which the next export of that name begins anew.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from archive.errors import ArchiveError, LockedError, explain
from archive.warc import sync_folder

PARTIAL = ".partial"


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which is at `path` after the block, or nowhere when the block fails.

    Raises ArchiveError: something is there, another export writes it, the disk is full.
    """
    partial = _free(path)
    with _told(path), os.fdopen(_locked(partial, folder=False), "w+b") as file:
        try:
            file.truncate()
            yield file
            file.flush()
            os.fsync(file.fileno())
            _rename(partial, path)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to fill, which is at `path` after the block, or nowhere when the block fails.

    Raises ArchiveError: something is there, another export writes it, the disk is full.
    """
    partial = _free(path)
    with _told(path):
        handle = _locked(partial, folder=True)
        try:
            _empty(partial)
            yield partial
            os.sync()  # one call for all files, of which there may be a hundred thousand
            _rename(partial, path)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        finally:
            os.close(handle)


def _free(path: Path) -> Path:
    """The partial name, where the place is free."""
    if os.path.lexists(path):
        raise ArchiveError(f"{path}: is there already; name another, or move it away")
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: the folder {path.parent} does not exist")
    return path.with_name(path.name + PARTIAL)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explain(error, path) from error


def _locked(partial: Path, *, folder: bool) -> int:
    """A handle of the partial file or folder, which is ours alone until it is closed."""
    while True:
        if folder:
            partial.mkdir(exist_ok=True)
        handle = os.open(partial, os.O_RDONLY if folder else os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise LockedError(f"{partial}: another export is writing it") from None
        # Between opening and locking, another export may have finished or given up.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(partial)):
                return handle
        os.close(handle)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _rename(partial: Path, path: Path) -> None:
    if os.path.lexists(path):
        raise ArchiveError(f"{path}: is there already; it was made while this export ran")
    partial.rename(path)
    sync_folder(path.parent)
