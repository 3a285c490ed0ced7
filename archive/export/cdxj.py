"""CDXJ: where replay programs find a page in WARC files.

One line a response: the address in SURT form (`cn,example)/a.htm`), the time, and a JSON object
with file, offset and length.  In a WACZ the sorted lines are gzip members of 1024 lines, and a
second list, the .idx, says where each member begins.
Format: https://specs.webrecorder.net/cdxj/0.1.0/
"""

from __future__ import annotations

import io
import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import IO, Any, Protocol

from cdxj_indexer.main import CDXJIndexer, CompressedWriter
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import ArchiveError, explain

DATA_NAME = "index.cdx.gz"
_LINES = 1024  # in a member, as in the files of py-wacz


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
        least: int,
        only: Collection[int] | None = None,
        step: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Read a WARC file and enter its responses and revisits; with `only`, those that begin at
        these offsets.  `step` is told how many bytes have been read meanwhile.

        Raises ArchiveError for a file that cannot be read, or that holds less than the `least`
        number of responses that it must have.
        """
        indexer = _Indexer()
        try:
            with path.open("rb") as file:
                indexer.process_one(_Counted(file, step), None, path.name)
        except (
            ArchiveLoadFailed,
            StatusAndHeadersParserException,
            ValueError,
            zlib.error,
        ) as error:
            raise ArchiveError(f"{path}: cannot be read ({error}); see: baokan verify") from error
        except OSError as error:
            raise explain(error, path) from error
        if len(indexer.lines) < least:
            raise ArchiveError(f"{path}: responses are missing; see: baokan verify")
        lines = [line for at, line in indexer.lines if only is None or at in only]
        self._database.executemany("INSERT INTO lines VALUES (?)", [(line,) for line in lines])
        self.count += len(lines)

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


class _Indexer(CDXJIndexer):  # type: ignore[misc]  # the library has no types
    """Keeps (offset, line) of one file; a POST gets its form into the key, as replay asks it."""

    def __init__(self) -> None:
        super().__init__(None, [], post_append=True, digest_records=True)
        self.lines: list[tuple[int, str]] = []

    def _do_write(self, urlkey: str, ts: str, index: dict[str, Any], out: object) -> None:
        line = f"{urlkey.replace(' ', '%20')} {ts} {json.dumps(index)}\n"
        self.lines.append((int(index["offset"]), line))

    def _get_digest(self, record: Any, name: str) -> str:
        # The library would give the digest of no bytes to a 304, whose revisit has none: replay
        # then looks for the page by that digest and does not find it.  With "-" it goes by the
        # reference.
        if record.rec_type == "revisit":
            return record.rec_headers.get_header(name) or "-"
        return str(super()._get_digest(record, name))


class _Counted:
    """A file that tells how far it has been read; the library reads each record twice."""

    def __init__(self, file: IO[bytes], step: Callable[[int], None]) -> None:
        self._file, self._step, self._most = file, step, 0
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        if (new := self.tell() - self._most) > 0:
            self._step(new)
            self._most += new
        return data
