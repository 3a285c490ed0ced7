"""CDXJ: where replay programs find a page in WARC files.

One line a response: the address in SURT form (`cn,example)/a.htm`), the time, and a JSON object
with file, offset and length.  In a WACZ the sorted lines are gzip members of 1024 lines, and a
second list, the .idx, says where each member begins.
Format: https://specs.webrecorder.net/cdxj/0.1.0/
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sqlite3
import warnings
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

import surt
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import ArchiveError

with warnings.catch_warnings():
    # The library's own import of pyamf complains of pkg_resources, where that is installed.
    warnings.simplefilter("ignore", UserWarning)
    from cdxj_indexer.main import CompressedWriter
    from cdxj_indexer.postquery import append_method_query

DATA_NAME = "index.cdx.gz"
_LINES = 1024  # in a member, as in the files of py-wacz
_BLOCK = 1 << 20
_ID, _DATE, _QUERY = "record", "date", "query"  # what an entry has for us and not for the line


class Sink(Protocol):
    """Something to write bytes to."""

    def write(self, data: bytes, /) -> int:
        """Write all of them."""
        ...


class Index:
    """Gathers the lines of WARC files; `write()` gives them sorted.  Close it in the end.

    The lines wait in a temporary file of SQLite's, which has no name and is gone after a kill.
    """

    def __init__(self) -> None:
        self.count = 0
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE lines (line TEXT NOT NULL)")
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Give the room back."""
        self._database.close()

    def add(
        self,
        path: Path,
        *,
        least: int = 0,
        only: Collection[int] | None = None,
        step: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Read a WARC file and enter its responses and revisits; with `only`, those that begin at
        these offsets.  `step` is told how many bytes have been read meanwhile.

        Raises ArchiveError for a file that cannot be read, or that holds less than the `least`
        number of responses that it must have.
        """
        found = 0
        try:
            for offset, line in _lines(path, step):
                found += 1
                if only is None or offset in only:
                    self._database.execute("INSERT INTO lines VALUES (?)", (line,))
                    self.count += 1
        except (
            ArchiveLoadFailed,
            StatusAndHeadersParserException,
            ValueError,
            zlib.error,
        ) as error:
            raise ArchiveError(f"{path}: cannot be read ({error}); see: baokan verify") from error
        if found < least:
            raise ArchiveError(f"{path}: responses are missing; see: baokan verify")

    def write(self, data: Sink) -> bytes:
        """Write the compressed lines to `data`; returns the .idx."""
        table = io.StringIO()
        writer = CompressedWriter(table, data, _LINES, DATA_NAME, digest_records=True)
        for (line,) in self._sorted():
            writer.write(line)
        if writer.block:
            writer.flush()
        return table.getvalue().encode()

    def _sorted(self) -> Iterable[tuple[str]]:
        # SQLite compares the bytes of UTF-8, as programs that search by halving expect it.
        return self._database.execute("SELECT line FROM lines ORDER BY line")


def _lines(path: Path, step: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    """(offset of the record, its line) for each response and revisit of a file."""
    with path.open("rb") as file, path.open("rb") as again:
        records = ArchiveIterator(_Counted(file, step), arc2warc=False)
        entry: dict[str, Any] = {}
        for record in records:
            if record.rec_type == "request" and _belong(record, entry):
                entry |= _form(record)
            elif record.rec_type in ("response", "revisit"):
                if entry:
                    yield int(entry["offset"]), _line(entry)
                entry = _entry(record) | {
                    "length": str(records.get_record_length()),  # reads the record to its end
                    "offset": str(records.get_record_offset()),
                    "filename": path.name,
                }
                entry["recordDigest"] = _digest(again, int(entry["offset"]), int(entry["length"]))
        if entry:
            yield int(entry["offset"]), _line(entry)


def _entry(record: Any) -> dict[str, Any]:
    told = record.rec_headers.get_header
    kind = record.http_headers.get_header("Content-Type", "")
    return {
        _ID: told("WARC-Record-ID"),
        _DATE: told("WARC-Date"),
        "url": told("WARC-Target-URI"),
        "mime": "warc/revisit" if record.rec_type == "revisit" else re.split(r"[;\s]", kind)[0],
        "status": record.http_headers.get_statuscode(),
        # A 304 has no digest, as it has no bytes: replay finds its page by the reference.
        "digest": told("WARC-Payload-Digest") or "-",
    }


def _belong(request: Any, entry: dict[str, Any]) -> bool:
    return bool(entry) and request.rec_headers.get_header("WARC-Concurrent-To") == entry[_ID]


def _form(request: Any) -> dict[str, Any]:
    """What the entry of a POST has besides: replay asks for the form as part of the address.

    https://specs.webrecorder.net/request-body-canonicalization/latest/
    """
    method = str(request.http_headers.protocol)
    if method not in ("POST", "PUT"):
        return {}
    told = request.http_headers.get_header
    form, query = append_method_query(
        method,
        told("Content-Type"),
        told("Content-Length"),
        request.raw_stream,
        request.rec_headers.get_header("WARC-Target-URI"),
    )
    return {"method": method, "requestBody": form, _QUERY: query}


def _line(entry: dict[str, Any]) -> str:
    key = surt.surt(entry["url"] + entry.get(_QUERY, "")).replace(" ", "%20")
    stamp = "".join(c for c in entry[_DATE][:19] if c.isdigit())
    told = {name: value for name, value in entry.items() if name not in (_ID, _DATE, _QUERY)}
    return f"{key} {stamp} {json.dumps(told)}\n"


def _digest(file: IO[bytes], offset: int, length: int) -> str:
    file.seek(offset)
    hashed = hashlib.sha256()
    while length > 0 and (block := file.read(min(length, _BLOCK))):
        hashed.update(block)
        length -= len(block)
    return "sha256:" + hashed.hexdigest()


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], step: Callable[[int], None]) -> None:
        self._file, self._step, self.tell = file, step, file.tell

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self._step(len(data))
        return data
