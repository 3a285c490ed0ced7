"""WARC files that a killed run left open."""

from __future__ import annotations

import fcntl
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO

from archive.errors import explain
from archive.warc import OPEN, SUFFIX, sync_folder


def mend(folder: Path) -> list[Path]:
    """Finish the files that a killed run left open: cut off a half-written record at the end,
    sync, rename.  Files of living runs are locked and left alone.  Returns the finished files.
    Raises ArchiveError."""
    mended = []
    try:
        for path in sorted(folder.glob(f"*{SUFFIX}{OPEN}")):
            # Locked, or gone between two of these lines: a living run has it, or has finished it.
            with suppress(BlockingIOError, FileNotFoundError), path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                whole = whole_members(file)
                file.truncate(whole)
                os.fsync(file.fileno())
                if whole:
                    mended.append(path.rename(path.with_name(path.name.removesuffix(OPEN))))
                else:
                    path.unlink()
    except OSError as error:
        raise explain(error, folder) from error
    if mended:
        sync_folder(folder)
    return mended


def whole_members(file: IO[bytes]) -> int:
    """Bytes up to the end of the last complete gzip member."""
    end = at = 0
    inflate = zlib.decompressobj(wbits=31)
    file.seek(0)
    while block := file.read(1 << 16):
        while block:
            try:
                inflate.decompress(block)
            except zlib.error:
                return end
            used = len(block) - len(inflate.unused_data)
            at += used
            if not inflate.eof:
                break
            end, block = at, inflate.unused_data
            inflate = zlib.decompressobj(wbits=31)
    return end
