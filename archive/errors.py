"""What can go wrong with an archive, each as one line for people."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class ArchiveError(Exception):
    """The archive cannot be used; the message names the file and says what to do."""


class DiskFullError(ArchiveError):
    """No room is left for the archive or its WARC files; nothing half-written stays."""


class LockedError(ArchiveError):
    """Another process works on the same thing."""


# What SQLite raises: of a damaged file its very message may be no text.
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)


def explain(error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path) -> ArchiveError:
    """The ArchiveError that says in one line what SQLite or the system meant."""
    text = "malformed text" if isinstance(error, UnicodeDecodeError) else str(error)
    if "disk is full" in text or getattr(error, "errno", None) in (28, 122):  # ENOSPC, EDQUOT
        return DiskFullError(f"{path}: the disk is full; free some space and run the same command")
    if "disk I/O error" in text:
        return ArchiveError(f"{path}: the disk failed to read or write ({text})")
    if "not a database" in text or "malformed" in text:
        return ArchiveError(f"{path}: not a readable SQLite file ({text}); restore a backup")
    if "readonly" in text or getattr(error, "errno", None) in (1, 13, 30):
        return ArchiveError(f"{path}: cannot be written; check its owner and permissions")
    if "locked" in text:
        return LockedError(f"{path}: another program has held the archive for too long")
    if "unable to open" in text:
        return ArchiveError(f"{path}: cannot be opened; is its folder there and yours to write?")
    return ArchiveError(f"{path}: {text}")
