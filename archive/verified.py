"""Which titles a live crawl of this archive has proved."""

from __future__ import annotations

from archive.store import Archive


def verified(archive: Archive) -> set[tuple[str, str]]:
    """(title, entry) of every crawl that ended complete with articles kept."""
    rows = archive.query(
        "SELECT DISTINCT t.name, c.entry FROM crawls c JOIN titles t ON t.id = c.title_id"
        " JOIN runs r ON r.crawl_id = c.id WHERE c.state = 'complete' AND r.outcome = 'complete'"
        " AND r.new + r.same + r.revised + r.duplicates > 0"
    )
    return {(row["name"], row["entry"]) for row in rows}
