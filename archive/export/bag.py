"""BagIt (RFC 8493): the whole archive in a folder that says itself whether it is whole.

The bag is written here and not by the library `bagit`, which reads everything a second time, works
in the folder of the process and writes version 0.97; the tests read it with that library.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from archive import ledger
from archive.export.whole import new_folder
from archive.snapshot import copy_database, visible
from archive.store import Archive
from archive.warc import OPEN
from archive.warc_mend import mend

ALGORITHMS = ("sha256", "sha512")
_BLOCK = 1 << 20

_DESCRIBED = """
SELECT (SELECT count(*) FROM titles) AS titles, (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM captures) AS captures,
    (SELECT min(fetched_at) FROM captures) AS first, (SELECT max(fetched_at) FROM captures) AS last
"""


@dataclass(frozen=True, slots=True)
class Bagged:
    """What a bag holds."""

    files: int
    warc_files: int
    bytes: int
    missing: tuple[str, ...]  # page files that the archive knows and that are not there


@dataclass(slots=True)
class _Payload:
    """The files of the bag so far, each with its digests."""

    folder: Path
    step: Callable[[int, int], None]
    total: int = 0  # bytes
    size: int = 0  # bytes written
    entries: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # path, hex digests

    def copy(self, source: Path, name: str) -> None:
        """Copy a file to `data/NAME`, and take its digests on the way."""
        target = self.target(name)
        with target.open("xb") as copy:
            self._enter(name, source, copy.write)

    def take(self, name: str) -> None:
        """Take the digests of a file that is at `data/NAME` already."""
        self._enter(name, self.target(name), lambda _: None)

    def target(self, name: str) -> Path:
        """Where `data/NAME` is, in a folder that is there."""
        target = self.folder / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _enter(self, name: str, source: Path, write: Callable[[bytes], object]) -> None:
        hashes = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        with source.open("rb") as file:
            while block := file.read(_BLOCK):
                for one in hashes:
                    one.update(block)
                write(block)
                self.size += len(block)
                self.step(self.size, max(self.total, self.size))
        self.entries.append((f"data/{name}", tuple(one.hexdigest() for one in hashes)))


def write_bag(
    archive: Archive,
    folder: Path,
    *,
    contact: str = "",
    software: str,
    at: str,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Bagged:
    """Make the bag `folder`: database, WARC files and page files under the names they have.

    While a crawl runs, the bag holds the archive of one moment: the database is copied first, and
    each row's bytes are in the WARC files before the row is written.  `at` (UTC) is the day of
    bagging; `step` is told (bytes done, bytes to do).  Raises ArchiveError: a WARC file is
    missing, `folder` exists, the disk is full.
    """
    with new_folder(folder) as partial:
        (partial / "data").mkdir()
        mend(archive.warc_folder)
        payload = _Payload(partial, step)
        database = partial / "data" / archive.path.name
        copy_database(archive, database)
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            copy.row_factory = sqlite3.Row
            warc_files = _warc_files(archive, copy)
            page_files, missing = _page_files(archive, copy)
            info = _described(copy)
        sources = [*warc_files, *page_files]
        payload.total = sum(p.stat().st_size for p in (database, *(s for s, _ in sources)))
        payload.take(archive.path.name)
        _copy_files(archive, payload, sources)
        info |= {"Bagging-Date": at[:10], "Bag-Software-Agent": software}
        info |= {"Source-Organization": contact} if contact else {}
        info["Payload-Oxum"] = f"{payload.size}.{len(payload.entries)}"
        _write_tags(partial, info, payload)
    return Bagged(len(payload.entries), len(warc_files), payload.size, missing)


def _warc_files(archive: Archive, copy: sqlite3.Connection) -> list[tuple[Path, str]]:
    """(file, name in the bag) of all that the rows name, and of what else lies there."""
    names = {row["warc_file"] for row in copy.execute("SELECT DISTINCT warc_file FROM captures")}
    shelf = archive.shelf
    paths = [shelf.find(name) for name in sorted(names | shelf.names())]
    return [(path, f"{archive.warc_folder.name}/{path.name}") for path in paths]


def _page_files(
    archive: Archive, copy: sqlite3.Connection
) -> tuple[list[tuple[Path, str]], tuple[str, ...]]:
    """((file, name in the bag) of all page files, names of those that are missing)."""
    folder = archive.files_folder
    paths = [path for part in visible(folder, files=False) for path in visible(part)]
    found = {f"{path.parent.name}/{path.name}": path for path in paths}
    known = {row["file"] for row in copy.execute("SELECT file FROM page_files")}
    there = [(path, f"{folder.name}/{name}") for name, path in sorted(found.items())]
    return there, tuple(sorted(known - set(found)))


def _copy_files(archive: Archive, payload: _Payload, sources: list[tuple[Path, str]]) -> None:
    """Copy all files.  What a running crawl still writes is cut after its last whole record and
    gets its final name, as after a kill."""
    folder = archive.warc_folder
    for path, name in sources:
        if path.suffix != OPEN:
            payload.copy(path, name)
            continue
        now = archive.shelf.find(
            path.name.removesuffix(OPEN)
        )  # the run may have finished it since
        shutil.copyfile(now, payload.target(name))
    for path in mend(payload.folder / "data" / folder.name):
        payload.take(f"{folder.name}/{path.name}")


def _described(copy: sqlite3.Connection) -> dict[str, str]:
    row = copy.execute(_DESCRIBED).fetchone()
    span = f", fetched {row['first'][:10]} to {row['last'][:10]}" if row["first"] else ""
    described = {
        "External-Description": "Chinese newspapers and magazines, an archive made by baokan:"
        f" {row['titles']} titles, {row['articles']} articles, {row['captures']} captures{span}"
    }
    _, head = ledger.head(copy)
    # Proves, with `baokan verify --head`, that the archive in the bag is the one that was bagged.
    return described | ({"Internal-Sender-Identifier": f"ledger {head}"} if head else {})


def _write_tags(folder: Path, info: dict[str, str], payload: _Payload) -> None:
    declared = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    told = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in info.items())
    tags = {"bagit.txt": declared, "bag-info.txt": told}
    for number, algorithm in enumerate(ALGORITHMS):
        digests = [(name, digests[number]) for name, digests in payload.entries]
        tags[f"manifest-{algorithm}.txt"] = _manifest(digests)
    raw = {name: text.encode("utf-8", "surrogateescape") for name, text in tags.items()}
    for algorithm in ALGORITHMS:
        digests = [(name, hashlib.new(algorithm, data).hexdigest()) for name, data in raw.items()]
        (folder / f"tagmanifest-{algorithm}.txt").write_text(_manifest(digests), "ascii")
    for name, data in raw.items():
        (folder / name).write_bytes(data)


def _manifest(digests: list[tuple[str, str]]) -> str:
    """RFC 8493, 2.1.3: these three characters of a name, and no other, are escaped."""
    lines = []
    for name, digest in sorted(digests):
        escaped = name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        lines.append(f"{digest}  {escaped}\n")
    return "".join(lines)
