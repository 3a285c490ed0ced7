"""One run at a time works on a title."""

from __future__ import annotations

import fcntl
from typing import IO

from archive.errors import ArchiveError, LockedError
from archive.store import Archive


def lock_title(archive: Archive, name: str) -> IO[bytes]:
    """Take the title's lock, which the system frees when the process dies.

    Raises LockedError when another run holds it, ArchiveError when the folder cannot be written.
    """
    folder = archive.warc_folder
    try:
        folder.mkdir(exist_ok=True)
        file = open(folder / f".{name}.lock", "ab")  # noqa: SIM115 (held until the run ends)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot be written ({error.strerror})") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise LockedError(
            f"{archive.path}: another run is crawling {name!r}; wait for it or stop it"
        ) from error
    return file
