"""What changed between two revisions of an article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.diff import Piece, diff, folded
from archive.store import Archive
from archive.web.asking import Asking, NotHere

_REVISIONS = """
SELECT r.number, r.seen_at, r.capture_id, r.record, a.title, a.url, a.language, a.status,
    t.name, t.publication
FROM revisions r JOIN articles a ON a.id = r.article_id JOIN titles t ON t.id = a.title_id
WHERE r.article_id = ? ORDER BY r.number
"""


def changes(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Revisions `a` and `b`; without `b` the newest, without `a` the one before.

    Raises NotHere when there is no such article or revision.
    """
    article_id, old, new = asked.number("id"), asked.number("a"), asked.number("b")
    rows = {row["number"]: row for row in archive.query(_REVISIONS, article_id)}
    if not rows:
        raise NotHere("no_article", article_id)
    new = new or max(rows)
    old = old or max(1, new - 1)
    for number in (old, new):
        if number not in rows:
            raise NotHere("no_revision", article_id, number)
    found = diff(json.loads(rows[old]["record"]), json.loads(rows[new]["record"]))
    return {
        "article_id": article_id,
        "row": rows[new],
        "sides": [rows[old], rows[new]],
        "old": old,
        "new": new,
        "numbers": list(rows),
        "found": found,
        "pieces": shown_pieces(found.body),
    }


def shown_pieces(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The sentences of a diff, long unchanged stretches folded into their number."""
    return [
        {"folded": piece} if isinstance(piece, int) else {"folded": 0, "piece": piece}
        for piece in folded(pieces)
    ]
