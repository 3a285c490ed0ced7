"""The PDF or the picture of a page, out of the folder beside the archive."""

from __future__ import annotations

import re

from archive.file_kinds import file_kind
from archive.store import Archive
from archive.web.answer import Stored
from archive.web.asking import Asking, NotHere

_ROWS = "SELECT DISTINCT file FROM page_files WHERE digest = ? LIMIT 5"
_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}\.(?:pdf|jpg|png|gif|webp)")


def page_file(archive: Archive, asked: Asking) -> Stored:
    """The file with the digest of the address; where it lies is told by its row alone.

    Raises NotHere for a digest that no page has, and for a file that is not there.
    """
    digest = asked.given["digest"]
    rows = archive.query(_ROWS, f"sha256:{digest}")
    names = [row["file"] for row in rows if _NAME.fullmatch(row["file"])]
    if not names:
        raise NotHere("no_file")
    folder = archive.files_folder.resolve()
    path = (folder / names[0]).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise NotHere("file_missing", names[0])
    body = path.read_bytes()
    kind = file_kind(body)
    if kind is None:
        raise NotHere("file_missing", names[0])
    name = path.name if kind.suffix == ".pdf" else ""
    return Stored(body, kind.content_type, name)
