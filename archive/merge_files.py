"""The files of another archive: its WARC files and page files, beside this one."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from archive import warc_read
from archive.errors import ArchiveError, explain
from archive.store import Archive
from archive.warc import SUFFIX, sync_folder

_PIECE = 1 << 20


def bring_warc(archive: Archive, other: Archive) -> dict[str, str]:
    """Copy the WARC files that rows of the other archive point into; its name → the name here.

    A file that is here already is not copied again; one that was still growing at an earlier merge
    is replaced by its longer self; another file of the same name gets a name of its own.  Raises
    ArchiveError when a file is missing there or cannot be written here.
    """
    rows = other.query(
        "SELECT warc_file, max(coalesce(block_offset + block_length, warc_offset + warc_length))"
        " AS size FROM captures GROUP BY warc_file ORDER BY warc_file"
    )
    named = {}
    try:
        archive.warc_folder.mkdir(exist_ok=True)
        for row in rows:
            source = warc_read.find(other.warc_folder, row["warc_file"])
            closed = source.name == row["warc_file"]
            size = source.stat().st_size if closed else row["size"]
            named[row["warc_file"]] = _bring(source, size, archive.warc_folder, row["warc_file"])
        if named:
            sync_folder(archive.warc_folder)
    except OSError as error:
        raise explain(error, archive.warc_folder) from error
    return named


def bring_page_files(archive: Archive, other: Archive) -> int:
    """Copy the PDFs and pictures of pages that are not here; returns how many."""
    count = 0
    for row in other.query("SELECT DISTINCT file FROM page_files ORDER BY file"):
        source, target = other.files_folder / row["file"], archive.files_folder / row["file"]
        if target.exists():
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(source, source.stat().st_size, target)
        except FileNotFoundError as error:
            raise ArchiveError(f"{error.filename}: the page file is missing") from error
        except OSError as error:
            raise explain(error, target) from error
        count += 1
    return count


def _bring(source: Path, size: int, folder: Path, name: str) -> str:
    """Have the first `size` bytes of a WARC file in the folder; returns the name there."""
    stem = name.removesuffix(SUFFIX)
    for number in range(1000):
        chosen = f"{stem}-m{number}{SUFFIX}" if number else name
        target = folder / chosen
        if not target.exists():
            _copy(source, size, target)
            return chosen
        here = target.stat().st_size
        if _digest(source, min(here, size)) == _digest(target, min(here, size)):
            if here < size:
                _copy(source, size, target)
            return chosen
    raise ArchiveError(f"{folder / name}: a thousand other files have this name")


def _digest(path: Path, size: int) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (piece := file.read(min(size, _PIECE))):
            digest.update(piece)
            size -= len(piece)
    return digest.digest()


def _copy(source: Path, size: int, target: Path) -> None:
    """A whole copy under the final name or none; a hard link where the disk allows it."""
    draft = target.with_name(f".{target.name}.merge")
    with suppress(FileNotFoundError):
        draft.unlink()
    if size == source.stat().st_size:
        with suppress(OSError):
            os.link(source, draft)
    if not draft.exists():
        with source.open("rb") as read, draft.open("wb") as write:
            shutil.copyfileobj(read, write, _PIECE)
            write.truncate(size)
            write.flush()
            os.fsync(write.fileno())
    os.replace(draft, target)
