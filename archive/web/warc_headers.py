"""Request and response headers of a capture, as they are written in its WARC file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from archive.shelf import Shelf
from archive.warc_read import UNREADABLE

_WITHIN = 3  # records of one capture: response, request, metadata


@dataclass(frozen=True, slots=True)
class Headers:
    """Start line and headers of both sides; "" where there is no such record."""

    request: str = ""
    response: str = ""


def headers_at(shelf: Shelf, name: str, offset: int) -> Headers:
    """The headers of the capture whose response record begins at an offset.  Raises ArchiveError
    for a missing file."""
    found: dict[str, str] = {}
    with shelf.open(name) as file:
        file.seek(offset)
        try:
            for record in islice(ArchiveIterator(file, arc2warc=False), _WITHIN):
                side = "response" if record.rec_type == "revisit" else record.rec_type
                if side in found or side == "warcinfo":
                    break  # of the next capture
                found[side] = _text(record)
        except UNREADABLE:
            pass  # what could be read stands
    return Headers(found.get("request", ""), found.get("response", ""))


def _text(record: Any) -> str:
    http = record.http_headers
    if http is None:
        return ""
    first = f"{http.protocol} {http.statusline}".strip()
    return "\n".join([first, *(f"{name}: {value}" for name, value in http.headers)])
