"""The page list of a WACZ: which captures are articles, and how they are called."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from archive.store import Archive

# Each text that an article ever had, and the further pages of articles on several (分页).
_REVISIONS = """
SELECT a.id || '-' || r.number AS id, r.title, r.body, c.url, c.fetched_at, c.warc_file,
    h.warc_file AS held
FROM revisions r JOIN articles a ON a.id = r.article_id JOIN captures c ON c.id = r.capture_id
    LEFT JOIN captures h ON h.id = c.refers_to
WHERE ? IS NULL OR a.title_id = ?
"""
_PARTS = """
SELECT a.id || '-p' || p.number AS id, a.title || '（' || p.number || '）' AS title, '' AS body,
    c.url, c.fetched_at, c.warc_file, h.warc_file AS held
FROM article_parts p JOIN articles a ON a.id = p.article_id JOIN captures c ON c.id = p.capture_id
    LEFT JOIN captures h ON h.id = c.refers_to
WHERE (? IS NULL OR a.title_id = ?)
    AND NOT EXISTS (SELECT 1 FROM revisions WHERE article_id = a.id AND capture_id = c.id)
"""


def lines(
    archive: Archive, title_id: int | None, files: Collection[str], *, text: bool
) -> Iterator[bytes]:
    """The lines of pages.jsonl: the header, then a line for each captured page of an article whose
    bytes are in one of the `files`; `text` puts the articles' texts in, for full-text search.

    Format: https://specs.webrecorder.net/wacz/1.1.1/#pages-jsonl
    """
    header: dict[str, Any] = {"format": "json-pages-1.0", "id": "pages", "title": "Articles"}
    yield _line(header | ({"hasText": True} if text else {}))
    with archive.reading() as connection:
        for sql in (_REVISIONS, _PARTS):
            for row in connection.execute(sql, (title_id, title_id)):
                if row["warc_file"] not in files or (row["held"] or row["warc_file"]) not in files:
                    continue
                page = {"id": row["id"], "url": row["url"], "ts": row["fetched_at"]}
                if row["title"]:
                    page["title"] = row["title"]
                if text and row["body"]:
                    page["text"] = row["body"]
                yield _line(page)


def _line(value: dict[str, Any]) -> bytes:
    # Half of a surrogate pair, which UTF-8 does not have, becomes the JSON escape of itself.
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
