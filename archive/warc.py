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
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import explain
from archive.exchange import Exchange
from archive.records import Capture

ROTATE_BYTES = 1_000_000_000
SUFFIX = ".warc.gz"
OPEN = ".open"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_FORMAT = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


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
    again, so that the file stays readable.  `about` are further fields of the warcinfo record:
    what the archive can be rebuilt with.
    """

    def __init__(
        self, folder: Path, prefix: str, software: str, about: Mapping[str, str] | None = None
    ) -> None:
        self.folder, self.prefix, self.software = folder, prefix, software
        self._about = dict(about or {})
        self._number = 0
        self._head = b""  # the bytes of the warcinfo record, while no capture stands behind it
        self._file: IO[bytes] | None = None
        self._name = ""
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise explain(error, folder) from error

    def write(
        self,
        exchange: Exchange,
        same: tuple[int, str, str] | None,
        digest: str,
        about: Mapping[str, str] | None = None,
    ) -> Capture:
        """Append response, request and, with `about`, a metadata record of these fields; returns
        where the response lies.

        `same` is (capture id, address, time) of an earlier capture with this payload, or of the
        one that a 304 confirms, whose `digest` is given then: a revisit record is written, which
        holds the headers only.
        """
        try:
            return self._write(exchange, same, digest, about)
        except OSError as error:
            raise explain(error, self.folder / self._name) from error

    def close(self) -> None:
        """Sync the file to the disk and give it its final name."""
        if self._file is None:
            return
        file, self._file = self._file, None
        path = self.folder / (self._name + OPEN)
        try:
            file.flush()
            os.fsync(file.fileno())
            path.rename(path.with_name(self._name))
            sync_folder(self.folder)
        except OSError as error:
            raise explain(error, path) from error
        finally:
            file.close()

    def _write(
        self,
        exchange: Exchange,
        same: tuple[int, str, str] | None,
        digest: str,
        about: Mapping[str, str] | None,
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
            if exchange.status == 304:
                # No digest of bytes that were not sent; which they are, the reference says.
                record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
                record.rec_headers.remove_header("WARC-Payload-Digest")
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
            payload=io.BytesIO(exchange.form),
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
        if about:
            extra = {
                "WARC-Date": exchange.at,
                "WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"),
            }
            _write_record(writer, _metadata(writer, exchange.url, about, extra))
        _append(file, buffer.getvalue())
        head, self._head = self._head, b""
        block = start - len(head)
        told = {name.lower(): value for name, value in exchange.response_headers}
        return Capture(
            url=exchange.asked,
            fetched_at=exchange.at,
            status=exchange.status,
            content_type=told.get("content-type", ""),
            digest=digest,
            length=len(exchange.payload),
            warc_file=self._name,
            warc_offset=start,
            warc_length=length,
            kind="revisit" if same else "response",
            refers_to=same[0] if same else None,
            etag=told.get("etag", ""),
            last_modified=told.get("last-modified", ""),
            block_offset=block,
            block_length=start - block + buffer.tell(),
            block_digest=payload_digest(head + buffer.getvalue()),
        )

    def _begin(self) -> IO[bytes]:
        self._number += 1
        self._name = f"{self.prefix}-{self._number:03d}{SUFFIX}"
        path = self.folder / (self._name + OPEN)
        file = _create(path)
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        info = {"software": self.software, "format": "WARC File Format 1.1", "conformsTo": _FORMAT}
        info |= self._about
        _write_record(writer, writer.create_warcinfo_record(self._name, info))
        try:
            _append(file, buffer.getvalue())
        except OSError:
            path.unlink()
            file.close()
            raise
        self._file, self._head = file, buffer.getvalue()
        return file


def _metadata(writer: Any, url: str, about: Mapping[str, str], headers: dict[str, str]) -> Any:
    lines = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    return writer.create_warc_record(
        url,
        "metadata",
        payload=io.BytesIO(lines.encode("utf-8", "surrogatepass")),
        warc_content_type="application/warc-fields",
        warc_headers_dict=headers,
    )


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


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk.  Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
