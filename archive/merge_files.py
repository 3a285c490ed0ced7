"""The files of another archive: its WARC files and page files, beside this one."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO

from archive.errors import ArchiveError, explain
from archive.shelf import TELLING_BYTES, Shelf
from archive.store import Archive
from archive.warc import SUFFIX, sync_folder

_PIECE = 1 << 20


def bring_warc(archive: Archive, other: Archive) -> dict[str, str]:
    """Copy the WARC files that rows of the other archive point into; its name → the name here.

    A file that is here already is not copied again; one that was still growing at an earlier merge
    is replaced by its longer self; another file of the same name gets a name of its own.  Raises
    ArchiveError when a file is missing there or cannot be written here, StorageError.
    """
    rows = other.query(
        "SELECT warc_file, max(coalesce(block_offset + block_length, warc_offset + warc_length))"
        " AS size FROM captures GROUP BY warc_file ORDER BY warc_file"
    )
    named = {}
    there, here = other.shelf, archive.shelf
    try:
        here.folder.mkdir(exist_ok=True)
        for row in rows:
            name = row["warc_file"]
            path = there.local(name)
            closed = path is None or path.name == name
            named[name] = _bring(there, here, name, there.size(name) if closed else row["size"])
        if named:
            sync_folder(here.folder)
    except OSError as error:
        raise explain(error, here.folder) from error
    return named


def bring_page_files(archive: Archive, other: Archive) -> int:
    """Copy the PDFs and pictures of pages that are not here; returns how many.  Raises as
    `bring_warc`."""
    count = 0
    there = Shelf.at(other.files_folder)
    for row in other.query("SELECT DISTINCT file FROM page_files ORDER BY file"):
        target = archive.files_folder / row["file"]
        if target.exists():
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(there, row["file"], there.size(row["file"]), target)
        except OSError as error:
            raise explain(error, target) from error
        count += 1
    return count


def _bring(there: Shelf, here: Shelf, name: str, size: int) -> str:
    """Have the first `size` bytes of a WARC file here; returns its name here."""
    stem = name.removesuffix(SUFFIX)
    for number in range(1000):
        chosen = f"{stem}-m{number}{SUFFIX}" if number else name
        held = here.find_size(chosen)
        if held is None:
            _copy(there, name, size, here.folder / chosen)
            return chosen
        if _alike(there, name, here, chosen, min(held, size)):
            if held < size:
                _copy(there, name, size, here.folder / chosen)
            return chosen
    raise ArchiveError(f"{here.folder / name}: a thousand other files have this name")


def _alike(there: Shelf, name: str, here: Shelf, chosen: str, size: int) -> bool:
    """Whether two files begin with the same `size` bytes.  Where one would have to be fetched, its
    first ones are enough: a WARC file begins with a number that no other has."""
    if not (there.local(name) and here.local(chosen)):
        size = min(size, TELLING_BYTES)
    with there.open(name) as one, here.open(chosen) as two:
        return _digest(one, size) == _digest(two, size)


def _digest(file: IO[bytes], size: int) -> bytes:
    digest = hashlib.sha256()
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        digest.update(piece)
        size -= len(piece)
    return digest.digest()


def _copy(there: Shelf, name: str, size: int, target: Path) -> None:
    """A whole copy under the final name or none; a hard link where the disk allows it."""
    draft = target.with_name(f".{target.name}.merge")
    with suppress(FileNotFoundError):
        draft.unlink()
    source = there.local(name)
    if source and size == source.stat().st_size:
        with suppress(OSError):
            os.link(source, draft)
    if not draft.exists():
        with there.open(name) as read, draft.open("wb") as write:
            shutil.copyfileobj(read, write, _PIECE)
            write.truncate(size)
            write.flush()
            os.fsync(write.fileno())
    os.replace(draft, target)
