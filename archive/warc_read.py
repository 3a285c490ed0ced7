"""Records out of WARC files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import ArchiveError
from archive.records import Capture
from archive.shelf import Shelf
from archive.warc import OPEN, payload_digest

# What warcio raises at records that are damaged; an AttributeError where one is cut short inside
# its own headers.
UNREADABLE = (
    ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, zlib.error, AttributeError,
)  # fmt: skip


def read(shelf: Shelf, name: str, offset: int) -> tuple[dict[str, str], bytes]:
    """(response headers with lower-case names, payload as sent) of the record at an offset.

    Raises ArchiveError for a missing file, or where no response record begins there; StorageError
    when its storage cannot be had.
    """
    with shelf.open(name) as file:
        file.seek(offset)
        try:
            record = next(iter(ArchiveIterator(file, no_record_parse=False, arc2warc=False)), None)
            if record and record.rec_type in ("response", "revisit") and record.http_headers:
                headers = {k.lower(): v for k, v in record.http_headers.headers}
                return headers, record.raw_stream.read()
        except UNREADABLE:
            pass
    raise ArchiveError(
        f"{shelf.folder / name}: no response at byte {offset}; the file was changed"
    )


@dataclass(frozen=True, slots=True)
class Block:
    """All that was written for one capture, as `records()` finds it in a file."""

    capture: Capture  # without `refers_to`
    headers: list[tuple[str, str]]  # of the response, names in lower case
    payload: bytes  # as sent; b"" for a revisit
    about: dict[str, str]  # fields of its metadata record
    refers_to: tuple[str, str]  # (address, time) of the capture with its bytes, or ("", "")
    file: dict[str, str]  # fields of the file's warcinfo


def blocks(path: Path) -> Iterator[Block]:
    """The captures of a WARC file, in order, up to a record that was cut short."""
    file_about: dict[str, str] = {}
    begin = 0
    draft: dict[str, Any] | None = None
    with path.open("rb") as file, path.open("rb") as again:
        records = ArchiveIterator(file, arc2warc=False)
        try:
            for record in records:
                kind = record.rec_type
                content = record.raw_stream.read()  # first: asking for the place reads to its end
                offset = records.get_record_offset()
                if kind == "warcinfo":
                    file_about = _fields(content)
                elif kind in ("response", "revisit"):
                    if draft:
                        yield _block(again, draft, begin, offset, file_about)
                        begin = offset
                    draft = _draft(path, record, content)
                    draft |= {"offset": offset, "length": records.get_record_length()}
                elif kind == "metadata" and draft:
                    draft["about"] = _fields(content)
        except UNREADABLE:
            draft = None
        if draft:
            yield _block(again, draft, begin, path.stat().st_size, file_about)


def _draft(path: Path, record: Any, payload: bytes) -> dict[str, Any]:
    told = record.rec_headers.get_header
    http = record.http_headers
    return {
        "file": path.name.removesuffix(OPEN),
        "url": told("WARC-Target-URI"),
        "at": told("WARC-Date"),
        "kind": record.rec_type,
        "refers_to": (told("WARC-Refers-To-Target-URI") or "", told("WARC-Refers-To-Date") or ""),
        "status": int(http.get_statuscode()),
        "headers": [(name.lower(), value) for name, value in http.headers],
        "payload": payload,
        "about": {},
    }


def _block(
    file: IO[bytes], draft: dict[str, Any], begin: int, end: int, file_about: dict[str, str]
) -> Block:
    file.seek(begin)
    headers = dict(draft["headers"])
    capture = Capture(
        url=draft["url"],
        fetched_at=draft["at"],
        status=draft["status"],
        content_type=headers.get("content-type", ""),
        digest=payload_digest(draft["payload"]),
        length=len(draft["payload"]),
        warc_file=draft["file"],
        warc_offset=draft["offset"],
        warc_length=draft["length"],
        kind=draft["kind"],
        etag=headers.get("etag", ""),
        last_modified=headers.get("last-modified", ""),
        block_offset=begin,
        block_length=end - begin,
        block_digest=payload_digest(file.read(end - begin)),
    )
    return Block(
        capture, draft["headers"], draft["payload"], draft["about"], draft["refers_to"], file_about
    )


def _fields(block: bytes) -> dict[str, str]:
    lines = block.decode("utf-8", "replace").split("\r\n")
    return {name: value for name, _, value in (line.partition(": ") for line in lines) if name}
