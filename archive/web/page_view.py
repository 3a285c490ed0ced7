"""A printed page (版): its picture with the articles to click on, its PDF, and what it lists."""

from __future__ import annotations

from typing import Any

from archive.store import Archive
from archive.web.areas import shapes
from archive.web.asking import Asking, NotHere
from archive.web.issue import issue_row, listed

_PAGES = "SELECT id, label, name FROM pages WHERE issue_id = ? ORDER BY label, id"
_FILE = """
SELECT * FROM page_files WHERE page_id = ? AND kind = ? ORDER BY last_seen DESC, id DESC LIMIT 1
"""


def page_view(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The newest picture and PDF of the page, and the articles on it.  Raises NotHere."""
    rows = archive.query("SELECT * FROM pages WHERE id = ?", asked.number("id"))
    if not rows:
        raise NotHere("no_page", asked.number("id"))
    one = rows[0]
    issue = issue_row(archive, one["issue_id"])
    entries = listed(archive, issue["title_id"], "x.page_id = ?", one["id"])
    pages = archive.query(_PAGES, issue["id"])
    at = [row["id"] for row in pages].index(one["id"])
    picture, pdf = (
        next(iter(archive.query(_FILE, one["id"], kind)), None) for kind in ("picture", "pdf")
    )
    drawn = shapes(
        [entry["area"] for entry in entries],
        (picture or {}).get("width") or 0,
        (picture or {}).get("height") or 0,
    )
    return {
        "one": one,
        "issue": issue,
        "entries": entries,
        "picture": picture,
        "pdf": pdf,
        "areas": [
            {"entry": entry, "polygons": polygons}
            for entry, polygons in zip(entries, drawn.polygons, strict=True)
            if polygons and entry["id"]
        ],
        "estimated": drawn.estimated,
        "pages": pages,
        "before": pages[at - 1] if at else None,
        "after": pages[at + 1] if at + 1 < len(pages) else None,
    }
