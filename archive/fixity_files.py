"""Whether the WARC files and page files beside the archive are as they were written."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import IO

from archive import warc_read
from archive.errors import ArchiveError
from archive.findings import Finding, Report
from archive.shelf import Shelf
from archive.storage import StorageError
from archive.store import Archive
from archive.warc import payload_digest

_STEP = 200  # captures between two words to the progress bar
_PIECE = 1 << 20  # bytes read at a time of what may be large


def compare(
    connection: sqlite3.Connection, archive: Archive, report: Report, step: Callable[[int], None]
) -> None:
    """Add to the report what is not as the rows say.  A living run's newest bytes may not have
    their row yet, and are only noted."""
    shelf = archive.shelf
    files = "SELECT DISTINCT warc_file FROM captures ORDER BY warc_file"
    for (name,) in connection.execute(files).fetchall():
        _warc_file(connection, shelf, name, report, step)
    for row in connection.execute(
        "SELECT file, digest, min(page_id) AS page FROM page_files GROUP BY file ORDER BY file"
    ):
        _page_file(archive.files_folder / row["file"], row, report)


def _warc_file(
    connection: sqlite3.Connection,
    shelf: Shelf,
    name: str,
    report: Report,
    step: Callable[[int], None],
) -> None:
    rows = connection.execute(
        "SELECT id, url, digest, refers_to, warc_offset, warc_length, block_offset, block_length,"
        " block_digest FROM captures WHERE warc_file = ? ORDER BY warc_offset",
        (name,),
    ).fetchall()
    size = shelf.find_size(name)
    if size is None:
        report.findings.append(Finding("warc file", name, f"is not there, with {_captures(rows)}"))
        return
    report.files += 1
    covered, cut = 0, []
    with shelf.open(name) as file:
        for number, row in enumerate(rows, 1):
            report.captures += 1
            end = _end(row)
            if end > size:
                cut.append(row)
            elif detail := _damage(file, shelf, name, row):
                report.findings.append(
                    Finding("capture", f"capture {row['id']} {row['url']}", detail)
                )
            covered = max(covered, end)
            if number % _STEP == 0 or number == len(rows):
                step(number % _STEP or _STEP)
    report.bytes += size
    if cut:
        detail = f"was cut off at byte {size}; {_captures(cut)} lost"
        report.findings.append(Finding("warc file", name, detail))
    elif size > covered and rows[-1]["block_digest"]:
        report.notes.append(
            f"{name}: {size - covered} bytes at the end have no row: the run that wrote them"
            " was killed, or is at work"
        )


def _end(row: sqlite3.Row) -> int:
    if row["block_digest"]:
        return int(row["block_offset"] + row["block_length"])
    return int(row["warc_offset"] + row["warc_length"])


def _damage(file: IO[bytes], shelf: Shelf, name: str, row: sqlite3.Row) -> str:
    """How the bytes of a capture differ from what was written; "" when they do not."""
    if row["block_digest"]:
        file.seek(row["block_offset"])
        if payload_digest(file.read(row["block_length"])) == row["block_digest"]:
            return ""
    try:
        _, payload = warc_read.read(shelf, name, row["warc_offset"])
    except StorageError:
        raise
    except ArchiveError:
        return f"{name} was changed between byte {_begin(row)} and {_end(row)}: unreadable"
    kept = row["refers_to"] is not None or payload_digest(payload) == row["digest"]
    if not row["block_digest"]:  # of an older version: only the page can be compared
        return "" if kept else f"{name}: the page at byte {row['warc_offset']} was changed"
    what = "beside the page" if kept else "in the page"
    return f"{name} was changed between byte {_begin(row)} and {_end(row)}, {what}"


def _begin(row: sqlite3.Row) -> int:
    return int(row["warc_offset"] if row["block_offset"] is None else row["block_offset"])


def _captures(rows: list[sqlite3.Row]) -> str:
    ids = [row["id"] for row in rows]
    if len(ids) == 1:
        return f"capture {ids[0]}"
    return f"{len(ids)} captures ({min(ids)} to {max(ids)})"


def _page_file(path: Path, row: sqlite3.Row, report: Report) -> None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                report.bytes += len(piece)
    except OSError as error:
        detail = f"cannot be read ({error.strerror}); the capture has the same bytes"
        report.findings.append(Finding("page file", row["file"], detail))
        return
    report.files += 1
    if f"sha256:{digest.hexdigest()}" != row["digest"]:
        detail = f"was changed; page {row['page']} has it, and the capture the true bytes"
        report.findings.append(Finding("page file", row["file"], detail))
