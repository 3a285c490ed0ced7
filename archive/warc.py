"""Raw responses in WARC files (ISO 28500, WARC/1.1), one gzip member a record.

A run writes files of its own.  While one grows it is called `….warc.gz.open` and locked; closed,
it is synced to the disk and loses the `.open`.  Nothing is ever appended to a file of another
run: behind a member that a crash cut short no reader finds anything.
"""

from __future__ import annotations

import base64
import fcntl
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveError, explain
from archive.records import Capture

ROTATE_BYTES = 1_000_000_000
_SUFFIX = ".warc.gz"
_OPEN = ".open"
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as near to the wire as the downloader shows them."""

    url: str
    at: str  # UTC, when the response was complete
    method: str
    request_headers: Headers
    status: int
    reason: str
    protocol: str  # HTTP/1.1
    response_headers: Headers  # without Transfer-Encoding: the chunks are gone
    payload: bytes  # as sent: still compressed where the server compressed it
    ip: str = ""


def _sha1(payload: bytes) -> str:
    # The form that replay tools look revisits up by, and that warcio gives every response.
    return (
        "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    )


def payload_digest(payload: bytes) -> str:
    """`sha256:<hex>` of the bytes."""
    return "sha256:" + hashlib.sha256(payload).hexdigest()


class WarcWriter:
    """Writes the captures of one run.  `folder` is made when it is missing.

    Raises ArchiveError (DiskFullError on a full disk); a record that did not fit is cut off
    again, so that the file stays readable.
    """

    def __init__(self, folder: Path, prefix: str, software: str) -> None:
        self.folder, self.prefix, self.software = folder, prefix, software
        self._number = 0
        self._file: IO[bytes] | None = None
        self._name = ""
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise explain(error, folder) from error

    def write(self, exchange: Exchange, same: tuple[int, str, str] | None, digest: str) -> Capture:
        """Append response and request; returns where the response lies.

        `same` is (capture id, address, time) of an earlier capture with this payload: then a
        revisit record is written, which holds the headers only.
        """
        try:
            return self._write(exchange, same, digest)
        except OSError as error:
            raise explain(error, self.folder / self._name) from error

    def close(self) -> None:
        """Sync the file to the disk and give it its final name."""
        if self._file is None:
            return
        file, self._file = self._file, None
        path = self.folder / (self._name + _OPEN)
        try:
            file.flush()
            os.fsync(file.fileno())
            path.rename(path.with_name(self._name))
            _sync_folder(self.folder)
        except OSError as error:
            raise explain(error, path) from error
        finally:
            file.close()

    def _write(
        self, exchange: Exchange, same: tuple[int, str, str] | None, digest: str
    ) -> Capture:
        if self._file is not None and self._file.tell() >= ROTATE_BYTES:
            self.close()
        file = self._file or self._begin()
        start = file.tell()
        # warcio writes from memory to memory; the file sees whole members only.
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        headers = StatusAndHeaders(
            f"{exchange.status} {exchange.reason}".strip(),
            exchange.response_headers,
            protocol=exchange.protocol,
        )
        extra = {"WARC-Date": exchange.at}
        if exchange.ip:
            extra["WARC-IP-Address"] = exchange.ip
        if same:
            record = writer.create_revisit_record(
                exchange.url,
                digest=_sha1(exchange.payload),
                refers_to_uri=same[1],
                refers_to_date=same[2],
                http_headers=headers,
                warc_headers_dict=extra,
            )
        else:
            record = writer.create_warc_record(
                exchange.url,
                "response",
                payload=io.BytesIO(exchange.payload),
                http_headers=headers,
                warc_headers_dict=extra,
            )
        request = writer.create_warc_record(
            exchange.url,
            "request",
            http_headers=StatusAndHeaders(
                _request_line(exchange), exchange.request_headers, is_http_request=True
            ),
            warc_headers_dict={
                "WARC-Date": exchange.at,
                "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        writer.write_record(record)
        length = buffer.tell()
        writer.write_record(request)
        try:
            file.write(buffer.getvalue())
            file.flush()
        except OSError:
            file.truncate(start)
            file.seek(start)
            raise
        types = [v for k, v in exchange.response_headers if k.lower() == "content-type"]
        return Capture(
            url=exchange.url,
            fetched_at=exchange.at,
            status=exchange.status,
            content_type=types[-1] if types else "",
            digest=digest,
            length=len(exchange.payload),
            warc_file=self._name,
            warc_offset=start,
            warc_length=length,
            kind="revisit" if same else "response",
            refers_to=same[0] if same else None,
        )

    def _begin(self) -> IO[bytes]:
        self._number += 1
        self._name = f"{self.prefix}-{self._number:03d}{_SUFFIX}"
        # Unbuffered: what was written is with the system at once, and truncate() is exact.
        file = open(self.folder / (self._name + _OPEN), "xb", buffering=0)  # noqa: SIM115
        fcntl.flock(file, fcntl.LOCK_EX)
        self._file = file
        writer = WARCWriter(file, gzip=True, warc_version="WARC/1.1")
        info = {
            "software": self.software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        }
        writer.write_record(writer.create_warcinfo_record(self._name, info))
        return file


def _request_line(exchange: Exchange) -> str:
    path = "/" + exchange.url.split("://", 1)[-1].partition("/")[2].partition("#")[0]
    return f"{exchange.method} {path} HTTP/1.1"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def mend(folder: Path) -> list[Path]:
    """Finish the files that a killed run left open: cut off a half-written record at the end,
    sync, rename.  Files of living runs are locked and left alone.  Returns the finished files.
    """
    mended = []
    for path in sorted(folder.glob(f"*{_SUFFIX}{_OPEN}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            whole = _whole_members(file)
            file.truncate(whole)
            os.fsync(file.fileno())
            if whole:
                mended.append(path.rename(path.with_name(path.name.removesuffix(_OPEN))))
            else:
                path.unlink()
    if mended:
        _sync_folder(folder)
    return mended


def _whole_members(file: IO[bytes]) -> int:
    """Bytes up to the end of the last complete gzip member."""
    end = at = 0
    inflate = zlib.decompressobj(wbits=31)
    file.seek(0)
    while block := file.read(1 << 20):
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


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / (name + _OPEN)):
        if path.is_file():
            return path
    raise ArchiveError(f"{folder / name}: the WARC file is missing; restore it from a backup")


def read(folder: Path, name: str, offset: int) -> tuple[dict[str, str], bytes]:
    """(response headers with lower-case names, payload as sent) of the record at an offset.

    Raises ArchiveError for a missing file, or where no response record begins there.
    """
    path = _find(folder, name)
    with path.open("rb") as file:
        file.seek(offset)
        for record in ArchiveIterator(file, no_record_parse=False, arc2warc=False):
            if record.rec_type not in ("response", "revisit") or record.http_headers is None:
                break
            headers = {k.lower(): v for k, v in record.http_headers.headers}
            return headers, record.raw_stream.read()
    raise ArchiveError(f"{path}: no response at byte {offset}; the file was changed")


def decoded(headers: Iterable[tuple[str, str]] | dict[str, str], payload: bytes) -> bytes:
    """The payload without its gzip or deflate coding; other codings are left as they are."""
    values = dict(headers)
    coding = values.get("content-encoding", "").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return gzip.decompress(payload)
    if coding == "deflate":
        try:
            return zlib.decompress(payload)
        except zlib.error:
            return zlib.decompress(payload, wbits=-15)
    return payload
