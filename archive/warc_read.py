"""Records out of WARC files."""

from __future__ import annotations

import zlib
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.errors import ArchiveError
from archive.warc import OPEN


def find(folder: Path, name: str) -> Path:
    """The file of that name, finished or not.  Raises ArchiveError for a missing one."""
    for path in (folder / name, folder / (name + OPEN)):
        if path.is_file():
            return path
    raise ArchiveError(f"{folder / name}: the WARC file is missing; restore it from a backup")


def read(folder: Path, name: str, offset: int) -> tuple[dict[str, str], bytes]:
    """(response headers with lower-case names, payload as sent) of the record at an offset.

    Raises ArchiveError for a missing file, or where no response record begins there.
    """
    path = find(folder, name)
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
