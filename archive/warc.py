"""Raw responses in WARC files (ISO 28500, WARC/1.1), one gzip member a record.

A run writes files of its own.  While one grows it is called `….warc.gz.open` and locked; closed,
it is synced to the disk and loses the `.open`.  Nothing is ever appended to a file of another
run: behind a member that a crash cut short no reader finds anything.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from archive.errors import ArchiveError, explain
from archive.records import Capture

ROTATE_BYTES = 1_000_000_000
_SUFFIX = ".warc.gz"
_OPEN = ".open"
_FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
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
    request_body: bytes = b""  # of a POST


def _sha1(payload: bytes) -> str:
    # The form that replay tools look revisits up by, and that warcio gives every response.
    digest = hashlib.sha1(payload, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(digest).decode()


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
        ip = {"WARC-IP-Address": exchange.ip} if exchange.ip else {}
        extra = {"WARC-Date": exchange.at, **ip}
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
            payload=io.BytesIO(exchange.request_body),
            http_headers=StatusAndHeaders(
                _request_line(exchange), exchange.request_headers, is_http_request=True
            ),
            warc_headers_dict={
                "WARC-Date": exchange.at,
                "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
            },
        )
        _write_record(writer, record)
        length = buffer.tell()
        _write_record(writer, request)
        _append(file, buffer.getvalue())
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
        path = self.folder / (self._name + _OPEN)
        file = _create(path)
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        info = {"software": self.software, "format": "WARC File Format 1.1", "conformsTo": _FORMAT}
        _write_record(writer, writer.create_warcinfo_record(self._name, info))
        try:
            _append(file, buffer.getvalue())
        except OSError:
            path.unlink()
            file.close()
            raise
        self._file = file
        return file


def _write_record(writer: Any, record: Any) -> None:
    writer.write_record(record)
    record.raw_stream.close()  # warcio leaves the temporary file of a large payload open


def _create(path: Path) -> IO[bytes]:
    while True:
        # Unbuffered: what was written is with the system at once, and truncate() is exact.
        file = open(path, "xb", buffering=0)  # noqa: SIM115
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # not locked yet, it looked dead and empty to the mend() of another run


def _append(file: IO[bytes], data: bytes) -> None:
    """All of it or nothing: a disk that fills up takes a part first and says so only then."""
    start, rest = file.tell(), memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        # Before any row points here: a power cut must not leave a row without its bytes.
        os.fdatasync(file.fileno())
    except OSError:
        file.truncate(start)
        file.seek(start)
        raise


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
    Raises ArchiveError."""
    mended = []
    try:
        for path in sorted(folder.glob(f"*{_SUFFIX}{_OPEN}")):
            # Locked, or gone between two of these lines: a living run has it, or has finished it.
            with suppress(BlockingIOError, FileNotFoundError), path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                whole = _whole_members(file)
                file.truncate(whole)
                os.fsync(file.fileno())
                if whole:
                    mended.append(path.rename(path.with_name(path.name.removesuffix(_OPEN))))
                else:
                    path.unlink()
    except OSError as error:
        raise explain(error, folder) from error
    if mended:
        _sync_folder(folder)
    return mended


def _whole_members(file: IO[bytes]) -> int:
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
        try:
            record = next(iter(ArchiveIterator(file, no_record_parse=False, arc2warc=False)), None)
            if record and record.rec_type in ("response", "revisit") and record.http_headers:
                headers = {k.lower(): v for k, v in record.http_headers.headers}
                return headers, record.raw_stream.read()
        except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, zlib.error):
            pass
    raise ArchiveError(f"{path}: no response at byte {offset}; the file was changed")
