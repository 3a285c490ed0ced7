"""A folder that one process at a time works in; the lock ends with the process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import LockedError, explain


@contextmanager
def alone_in(folder: Path, busy: str) -> Iterator[None]:
    """The folder for the block.  Raises LockedError, which says `busy`, where somebody else is at
    work, and ArchiveError for a folder that is not there and for what the system refuses inside.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise LockedError(f"{folder}: {busy}") from None
        finally:
            os.close(handle)
    except OSError as error:
        raise explain(error, folder) from error
