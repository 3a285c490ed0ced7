"""One run at a time works on a title."""

from __future__ import annotations

import fcntl
import time
from contextlib import suppress
from typing import IO

from archive.errors import ArchiveError, LockedError
from archive.store import Archive

# Who only looks whether there is a lock holds it for a moment: that must not turn a crawl away.
_TRIES = 3
_PAUSE = 0.05


def lock_title(archive: Archive, name: str) -> IO[bytes]:
    """Take the title's lock, which the system frees when the process dies.

    Raises LockedError when another run holds it, ArchiveError when the folder cannot be written.
    """
    return _lock(archive, name, "another run is crawling")


def lock_slot(archive: Archive, name: str) -> IO[bytes]:
    """Take the lock of the title's schedule.  A child that inherits the file holds it on.

    Raises LockedError when a slot of the title is being worked on, ArchiveError as above.
    """
    return _lock(archive, f"{name}.slot", "a scheduled crawl works on")


def _lock(archive: Archive, name: str, who: str) -> IO[bytes]:
    folder = archive.warc_folder
    try:
        folder.mkdir(exist_ok=True)
        file = open(folder / f".{name}.lock", "ab")  # noqa: SIM115 (held until the work ends)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror})") from error
    for attempt in range(_TRIES):
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        if attempt + 1 < _TRIES:
            time.sleep(_PAUSE)
    file.close()
    title = name.partition(".")[0]
    raise LockedError(f"{archive.path}: {who} {title!r}; wait for it or stop it")


def is_locked(archive: Archive, name: str) -> bool:
    """Whether a run works on the title at the moment."""
    try:
        file = open(archive.warc_folder / f".{name}.lock", "rb")  # noqa: SIM115 (closed below)
    except OSError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
