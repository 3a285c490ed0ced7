"""WACZ 1.1.1: WARC files, their index and a list of pages in one ZIP that replays by itself.

Format: https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from archive.errors import ArchiveError, explain
from archive.export import pages
from archive.export.cdxj import DATA_NAME, Index
from archive.export.selection import Selection, select
from archive.export.whole import new_file
from archive.store import Archive
from archive.warc_mend import mend

SUFFIX = ".wacz"
_VERSION = "1.1.1"
_BLOCK = 1 << 20
_MOST_NAMED = 5  # titles in the name of a package


@dataclass(frozen=True, slots=True)
class Packed:
    """What a package holds."""

    files: int  # WARC files
    records: int  # lines of the index
    pages: int
    bytes: int  # of the WARC files
    open: tuple[str, ...]  # WARC files left out: a running crawl still writes them
    dangling: int  # revisits whose bytes are in these


def write_wacz(
    archive: Archive,
    path: Path,
    *,
    title: str | None = None,
    text: bool = False,
    software: str,
    at: str,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Packed:
    """Make the package at `path`: of the whole archive, or of the title of that name.

    Memory does not grow with the size of the WARC files.  `at` (UTC) is when it was made; `step`
    is told (bytes done, bytes to do); each file is read twice.  Raises ArchiveError: no such
    title, nothing captured, a WARC file is missing or damaged, `path` exists, the disk is full.
    """
    with new_file(path) as file, closing(Index()) as index:
        mend(archive.warc_folder)
        chosen = select(archive, title)
        progress = _Progress(2 * chosen.bytes, step)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive_zip:
            package = _Package(archive_zip, at)
            for warc in chosen.files:
                _put_warc(package, warc, progress)
            _put_index(package, archive, chosen, index, progress)
            count = _put_pages(package, archive, chosen, text)
            _put_description(package, archive, chosen, software)
    return Packed(
        len(chosen.files), index.count, count, chosen.bytes, chosen.open, chosen.dangling
    )


@dataclass(slots=True)
class _Progress:
    total: int
    step: Callable[[int, int], None]
    done: int = 0

    def __call__(self, count: int) -> None:
        self.done += count
        self.step(self.done, self.total)


class _Hashed:
    """Writes through, and keeps the digest and the size of what it wrote."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        self.size += len(data)
        return self._file.write(data)


@dataclass(slots=True)
class _Package:
    """A ZIP, and the list of what was put into it."""

    zip: zipfile.ZipFile
    at: str
    resources: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def entry(self, path: str, *, deflate: bool = False, size: int = 0) -> Iterator[_Hashed]:
        """A file of the package, to be written in the block."""
        info = zipfile.ZipInfo(path, tuple(int(n) for n in re.findall(r"\d+", self.at)[:6]))  # type: ignore[arg-type]
        info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        info.file_size = size  # for more than 2 GB the ZIP needs a longer header
        with self.zip.open(info, "w", force_zip64=not size) as file:
            hashed = _Hashed(file)
            yield hashed
        self.resources.append(
            {
                "name": self._name(path),
                "path": path,
                "hash": f"sha256:{hashed.sha256.hexdigest()}",
                "bytes": hashed.size,
            }
        )

    def _name(self, path: str) -> str:
        # A data package has names of these characters only, each once.
        name = re.sub(r"[^a-z0-9._-]", "-", path.rpartition("/")[2].lower())
        taken = any(resource["name"] == name for resource in self.resources)
        return f"{len(self.resources)}-{name}" if taken else name


def _put_warc(package: _Package, path: Path, progress: _Progress) -> None:
    try:
        with (
            path.open("rb") as source,
            package.entry(f"archive/{path.name}", size=os.fstat(source.fileno()).st_size) as entry,
        ):
            while block := source.read(_BLOCK):
                entry.write(block)
                progress(len(block))
    except OSError as error:
        raise explain(error, path) from error


def _put_index(
    package: _Package, archive: Archive, chosen: Selection, index: Index, progress: _Progress
) -> None:
    least = _least(archive)
    for path in chosen.files:
        count, size = least.get(path.name, (0, 0))
        try:
            if path.stat().st_size < size:
                raise ArchiveError(f"{path}: was cut off; see: baokan verify")
            only = chosen.held.get(path.name)
            index.add(path, least=count, only=only, step=progress)
        except OSError as error:
            raise explain(error, path) from error
    with package.entry(f"indexes/{DATA_NAME}") as entry:
        table = index.write(entry)
    with package.entry("indexes/index.idx", deflate=True) as entry:
        entry.write(table)


def _least(archive: Archive) -> dict[str, tuple[int, int]]:
    """(responses, bytes) that each WARC file must have."""
    rows = archive.query(
        "SELECT warc_file, count(*) AS count, max(warc_offset + warc_length) AS size"
        " FROM captures GROUP BY warc_file"
    )
    return {row["warc_file"]: (row["count"], row["size"]) for row in rows}


def _put_pages(package: _Package, archive: Archive, chosen: Selection, text: bool) -> int:
    files = {path.name for path in chosen.files}
    count = -1  # the header is no page
    with package.entry("pages/pages.jsonl", deflate=True) as entry:
        for line in pages.lines(archive, chosen.title_id, files, text=text):
            entry.write(line)
            count += 1
    return count


def _put_description(
    package: _Package, archive: Archive, chosen: Selection, software: str
) -> None:
    rows = archive.query(
        "SELECT publication FROM titles WHERE ? IS NULL OR id = ? ORDER BY name",
        chosen.title_id,
        chosen.title_id,
    )
    publications = "、".join(row["publication"] for row in rows[:_MOST_NAMED])
    more = f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    described = {
        "profile": "data-package",
        "wacz_version": _VERSION,
        "title": publications + more,
        "description": f"Pages of {publications}{more} as they were fetched, from the archive"
        f" {archive.path.name}.",
        "created": package.at[:19] + "Z",
        "software": software,
        "resources": package.resources,
    }
    data = _json(described)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    with package.entry("datapackage.json", deflate=True) as entry:
        entry.write(data)
    with package.entry("datapackage-digest.json", deflate=True) as entry:
        entry.write(_json({"path": "datapackage.json", "hash": digest}))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
