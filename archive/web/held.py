"""Pictures that the archive holds itself: nothing is ever shown from outside."""

from __future__ import annotations

from archive.identity import url_key
from archive.store import Archive

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")

_CAPTURES = """
SELECT id, content_type FROM captures WHERE url_key = ? AND status = 200
ORDER BY fetched_at DESC LIMIT 5
"""


def held_picture(archive: Archive, url: str) -> int | None:
    """The newest capture of the address that came as a picture; None where there is none."""
    try:
        key = url_key(url)
    except ValueError:
        return None
    for row in archive.query(_CAPTURES, key):
        if row["content_type"].partition(";")[0].strip().lower() in PICTURES:
            return int(row["id"])
    return None
