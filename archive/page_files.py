"""The PDF and the picture of each page (版), as files beside the archive, named by their digest.

The same bytes are in WARC, too.  The capture is the proof: when, from where, with which headers;
the file is what people, OCR and viewers open, and can be made again from the capture.  A WARC
record without its payload would save the room and prove nothing to any other program.  A file
that comes again with the same bytes costs nothing in either place.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from archive.errors import explain
from archive.file_kinds import FileKind
from archive.identity import url_key
from archive.queue import Asked
from archive.records import Page, PageFile
from archive.warc import payload_digest, sync_folder

KIND = "page file"  # of the frontier's rows that ask for one, and their verdict
_COLUMNS = "kind, url, url_key, digest, size, content_type, file, width, height, capture_id"


def store(folder: Path, body: bytes, kind: FileKind, part: str) -> PageFile:
    """Write the bytes as `ab/abcdef….pdf` in the folder, unless they are there, and return what
    a row says of them.  When this returns, the file is whole and on the disk.

    `part` names the temporary file: one for each process that may write at the same time.
    Raises ArchiveError (DiskFullError on a full disk).
    """
    digest = payload_digest(body)
    name = digest.removeprefix("sha256:")
    path = folder / name[:2] / (name + kind.suffix)
    try:
        if not (path.is_file() and path.stat().st_size == len(body)):
            _write(folder, path, body, folder / part)
    except OSError as error:
        raise explain(error, path) from error
    return PageFile(
        "pdf" if kind.suffix == ".pdf" else "picture",
        digest,
        len(body),
        kind.content_type,
        f"{path.parent.name}/{path.name}",
        kind.width,
        kind.height,
    )


def _write(folder: Path, path: Path, body: bytes, part: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
    for made in (path.parent, folder, folder.parent):  # the names, too, survive a power cut
        sync_folder(made)


def put(
    connection: sqlite3.Connection, ask: Asked, file: PageFile, capture_id: int | None, at: str
) -> None:
    """A row for the page that the file was asked for, and for every other page of its issue that
    names the same address (one PDF of the whole issue)."""
    asked = ask.context.get("asked_as") or ask.url
    keys = {url_key(asked), ask.url_key}
    label = ask.context.get("page_label", "")
    rows = connection.execute(
        f"SELECT p.id, p.label, p.{file.kind} AS address FROM pages p"
        " JOIN issues i ON i.id = p.issue_id WHERE i.title_id = ? AND i.date = ? AND i.label = ?",
        (ask.title_id, ask.context.get("date", ""), ask.context.get("issue_label", "")),
    ).fetchall()
    for row in rows:
        if row["label"] == label or _key(row["address"]) in keys:
            connection.execute(
                f"INSERT INTO page_files (page_id, {_COLUMNS}, first_seen, last_seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (page_id, kind, digest) DO UPDATE SET last_seen = ?,"
                " url = excluded.url, url_key = excluded.url_key",
                (row["id"], file.kind, asked, url_key(asked), file.digest, file.size,
                 file.content_type, file.file, file.width, file.height, capture_id, at, at, at),
            )  # fmt: skip


def fetched_before(
    connection: sqlite3.Connection, crawl_id: int, page_id: int, page: Page
) -> None:
    """Files that the crawl has fetched already, for another page with the same address: the
    frontier asks for an address once a crawl."""
    for kind, address in (("pdf", page.pdf), ("picture", page.picture)):
        if key := _key(address):
            connection.execute(
                f"INSERT OR IGNORE INTO page_files (page_id, {_COLUMNS}, first_seen, last_seen)"
                f" SELECT ?, {', '.join('f.' + name for name in _COLUMNS.split(', '))},"
                " f.last_seen, f.last_seen FROM page_files f JOIN frontier a"
                " ON a.url_key = f.url_key AND a.crawl_id = ? AND a.verdict = ?"
                " WHERE f.url_key = ? AND f.kind = ? ORDER BY f.last_seen DESC, f.id LIMIT 1",
                (page_id, crawl_id, KIND, key, kind),
            )


def _key(address: str) -> str:
    try:
        return url_key(address)
    except ValueError:
        return ""
