"""A response as it was captured: what is known of it, its headers, its body as text or bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.file_kinds import file_kind
from archive.reading import raw
from archive.shelf import Shelf
from archive.storage import StorageError
from archive.store import Archive
from archive.web.answer import Stored
from archive.web.asking import Asking, NotHere
from archive.web.body_text import body_text
from archive.web.warc_headers import Headers, headers_at

MOST_SHOWN = 200_000  # bytes of a body

_CAPTURE = """
SELECT c.*, r.started_at, r.user_agent, t.name, t.publication FROM captures c
JOIN runs r ON r.id = c.run_id JOIN crawls k ON k.id = r.crawl_id
JOIN titles t ON t.id = k.title_id WHERE c.id = ?
"""
_GAVE = """
SELECT a.id, a.title, a.language, r.number, a.revision FROM revisions r
JOIN articles a ON a.id = r.article_id WHERE r.capture_id = ? ORDER BY a.id, r.number LIMIT 200
"""


def capture(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The record with headers and body.  What of it cannot be read is said in its place, and the
    answer is 404, or 503 where it may be had later.  Raises NotHere for a capture that is none."""
    one = _row(archive, asked.number("id"))
    shown: dict[str, Any] = {
        "one": one,
        "gave": archive.query(_GAVE, one["id"]),
        "problem": None,
        "headers": Headers(),
        "body": None,
        "most": MOST_SHOWN,
    }
    try:
        body = _read(archive, one)
    except NotHere as missing:
        return shown | {"problem": missing, "status": missing.status}
    kind = file_kind(body)
    cut = len(body) > MOST_SHOWN
    declared = kind.content_type if kind else one["content_type"]
    text, charset = (None, "") if kind else body_text(body[:MOST_SHOWN], declared, cut=cut)
    return shown | {
        "headers": headers_at(archive.shelf, one["warc_file"], one["warc_offset"]),
        "body": {
            "size": len(body),
            "kind": declared,
            "is_picture": kind is not None and kind.content_type.startswith("image/"),
            "text": text,
            "charset": charset,
            "cut": cut,
        },
    }


def capture_bytes(archive: Archive, asked: Asking) -> Stored:
    """The bytes: pictures and PDFs as what their bytes are, all else as plain text.

    Raises NotHere for a capture that is none or cannot be read.
    """
    one = _row(archive, asked.number("id"))
    body = _read(archive, one)
    kind = file_kind(body)
    if kind is None:
        text, _ = body_text(body, one["content_type"])
        return Stored(text.encode(), "text/plain; charset=utf-8")
    name = f"capture-{one['id']}{kind.suffix}" if kind.suffix == ".pdf" else ""
    return Stored(body, kind.content_type, name)


def _row(archive: Archive, capture_id: int) -> dict[str, Any]:
    rows = archive.query(_CAPTURE, capture_id)
    if not rows:
        raise NotHere("no_capture", capture_id)
    return rows[0]


def _read(archive: Archive, one: dict[str, Any]) -> bytes:
    """The body without transport compression.  Raises NotHere."""
    files = [one["warc_file"]]
    if one["refers_to"] is not None:
        held = archive.query("SELECT warc_file FROM captures WHERE id = ?", one["refers_to"])
        files += [row["warc_file"] for row in held]
    shelf = archive.shelf
    try:
        for name in files:
            if not _is_there(shelf, name):
                raise NotHere("warc_missing", name)
        return raw(archive, one["id"])[1]
    except StorageError:
        raise NotHere("storage_away", files[0]) from None
    except NotHere:
        raise
    except ArchiveError:
        raise NotHere("capture_damaged", one["id"], " ".join(dict.fromkeys(files))) from None


def _is_there(shelf: Shelf, name: str) -> bool:
    if name != Path(name).name:  # a name that would lead out of the folder
        return False
    return shelf.find_size(name) is not None
