"""Where every field of an article comes from: the rule, the response, and the programs."""

from __future__ import annotations

import json
from typing import Any

from archive.store import Archive

# Fields of a record that say how it was read, not what the page says.
_OF_READING = {"provenance", "unread", "encoding", "declared_encoding", "private_use", "replaced",
               "kind", "url", "pagination", "masthead", "info_line"}  # fmt: skip
_CAPTURE = """
SELECT c.id AS capture_id, c.fetched_at, c.url, c.status, c.digest, c.warc_file, c.warc_offset,
    r.user_agent AS fetched_by, r.reader AS read_by,
    (SELECT hash FROM ledger WHERE kind = 'capture' AND row_id = c.id ORDER BY seq DESC LIMIT 1)
        AS ledger
FROM captures c JOIN runs r ON r.id = c.run_id WHERE c.id = ?
"""


def proof(archive: Archive, article_id: int, number: int) -> list[dict[str, Any]]:
    """One dict for each field that the revision has: `field`, `value`, the `rule` that gave it,
    and of the response it was read from `capture_id`, `fetched_at`, `url`, `status`, `digest`,
    `warc_file`, `warc_offset`, `fetched_by`, `read_by` and `ledger`, the line that vouches for it.

    An article on several pages (分页) has its text from all of them: then `further` lists the
    other responses.  Raises LookupError for a revision that is not there.
    """
    (revision,) = archive.query(
        "SELECT record, capture_id FROM revisions WHERE article_id = ? AND number = ?",
        article_id,
        number,
    )
    record = json.loads(revision["record"])
    capture = _capture(archive, revision["capture_id"])
    again = archive.query(
        "SELECT reader FROM rereadings WHERE article_id = ? AND number = ?"
        " ORDER BY id DESC LIMIT 1",
        article_id,
        number,
    )
    if again:
        capture["read_by"] = again[0]["reader"]
    further = [
        _capture(archive, row["capture_id"])
        for row in archive.query(
            "SELECT capture_id FROM article_parts WHERE article_id = ? AND record IS NOT NULL"
            " AND NOT left_out AND capture_id IS NOT ? ORDER BY number",
            article_id,
            revision["capture_id"],
        )
    ]
    return [
        {"field": name, "value": value, "rule": record["provenance"].get(name, "")}
        | capture
        | ({"further": further} if name in ("body", "images", "authors", "editors") else {})
        for name, value in record.items()
        if value and name not in _OF_READING
    ]


def _capture(archive: Archive, capture_id: int | None) -> dict[str, Any]:
    rows = archive.query(_CAPTURE, capture_id)
    return rows[0] if rows else {}
