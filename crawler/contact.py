"""How site owners reach the operator: said once, and remembered by the archive."""

from __future__ import annotations

import re
from pathlib import Path

from archive.store import Archive
from crawler.polite import is_loopback

_AGENT = re.compile(r"baokan/\S+ \(\+(?!loopback\))(.+)\)")


def contact_for(path: Path, contact: str, url: str) -> str:
    """The contact for requests to `url`: the one that is given, else that of the newest crawl
    in the archive at `path` that had one; "" where none is known.

    Raises ArchiveError for an archive that cannot be read.
    """
    if contact or is_loopback(url) or not path.exists():
        return contact
    with Archive.open(path, create=False) as archive:
        return remembered(archive)


def remembered(archive: Archive) -> str:
    """The contact of the newest crawl that had one, as its user agent says it; "" for none."""
    rows = archive.query(
        "SELECT user_agent FROM runs WHERE user_agent NOT LIKE '%(+loopback)'"
        " ORDER BY id DESC LIMIT 1"
    )
    found = _AGENT.fullmatch(rows[0]["user_agent"]) if rows else None
    return found[1] if found else ""
