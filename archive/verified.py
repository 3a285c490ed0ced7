"""Which titles a live crawl of this archive has proved."""

from __future__ import annotations

from archive.store import Archive


def verified(archive: Archive) -> set[tuple[str, str]]:
    """(title, entry) of every crawl that ended complete with articles kept, in whichever of its
    runs they came."""
    rows = archive.query(
        "SELECT DISTINCT t.name, c.entry FROM crawls c JOIN titles t ON t.id = c.title_id"
        " WHERE c.state = 'complete'"
        " AND EXISTS (SELECT 1 FROM runs WHERE crawl_id = c.id AND outcome = 'complete')"
        " AND EXISTS (SELECT 1 FROM runs WHERE crawl_id = c.id"
        "             AND new + same + revised + duplicates > 0)"
    )
    return {(row["name"], row["entry"]) for row in rows}
