"""An issue (期): its pages with what each lists, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from archive.store import Archive
from archive.web.asking import Asking, NotHere
from archive.web.downloads import ISSUE_FORMATS, LABELS

_MOST_UNPLACED = 500

_ISSUE = """
SELECT i.*, t.name, t.publication FROM issues i JOIN titles t ON t.id = i.title_id WHERE i.id = ?
"""
_PAGES = "SELECT id, label, name FROM pages WHERE issue_id = ? ORDER BY label, id"

# The newest request for what is listed and not there says why; it is looked up for these alone.
_ENTRIES = """
SELECT x.page_id, x.position, x.title AS printed, x.url AS printed_at, x.area, x.kind, x.text,
    a.id, a.title, a.url, a.language, a.status, CASE WHEN x.article_id IS NULL THEN
        (SELECT f.id FROM crawls c JOIN frontier f ON f.crawl_id = c.id
            AND f.url_key = x.url_key WHERE c.title_id = ? ORDER BY f.id DESC LIMIT 1) END AS asked
FROM placements x JOIN pages p ON p.id = x.page_id LEFT JOIN articles a ON a.id = x.article_id
WHERE {where} ORDER BY p.label, x.page_id, x.position
"""
_ASKED = "SELECT state, verdict, reason FROM frontier WHERE id = ?"
_UNPLACED = """
SELECT a.id, a.title, a.url, a.language, a.status, a.page_label, a.published FROM articles a
WHERE a.issue_id = ? AND NOT EXISTS (SELECT 1 FROM placements x JOIN pages p ON p.id = x.page_id
    WHERE x.article_id = a.id AND p.issue_id = a.issue_id)
ORDER BY a.page_label, a.id LIMIT ?
"""
_BESIDE = """
SELECT id, date, label FROM issues
WHERE title_id = ? AND appeared AND (date, label, id) {0} (?, ?, ?)
ORDER BY date {1}, label {1}, id {1} LIMIT 1
"""


def issue(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The pages in order, what each lists, and articles that none lists.  Raises NotHere."""
    one = issue_row(archive, asked.number("id"))
    entries = defaultdict(list)
    for entry in listed(archive, one["title_id"], "p.issue_id = ?", one["id"]):
        entries[entry["page_id"]].append(entry)
    pages = [row | {"entries": entries[row["id"]]} for row in archive.query(_PAGES, one["id"])]
    unplaced = archive.query(_UNPLACED, one["id"], _MOST_UNPLACED)
    everything = [entry for page in pages for entry in page["entries"]]
    place = (one["title_id"], one["date"], one["label"], one["id"])
    return {
        "one": one,
        "pages": pages,
        "unplaced": unplaced,
        "articles": len({entry["id"] for entry in everything if entry["id"]}) + len(unplaced),
        "missing": sum(entry["missing"] for entry in everything),
        "before": next(iter(archive.query(_BESIDE.format("<", "DESC"), *place)), None),
        "after": next(iter(archive.query(_BESIDE.format(">", "ASC"), *place)), None),
        "forms": [(LABELS[form], asked.to.download("issue", one["id"], form))
                  for form in ISSUE_FORMATS],
    }  # fmt: skip


def issue_row(archive: Archive, issue_id: int) -> dict[str, Any]:
    """The row of an issue with its title.  Raises NotHere."""
    rows = archive.query(_ISSUE, issue_id)
    if not rows:
        raise NotHere("no_issue", issue_id)
    return rows[0]


def listed(archive: Archive, title_id: int, where: str, value: int) -> list[dict[str, Any]]:
    """What pages list, in order: articles, what is none (`kind`), and what is `missing` with the
    reason of the newest request, "" where it was never asked for."""
    rows = archive.query(_ENTRIES.format(where=where), title_id, value)
    return [row | _answer(archive, row) for row in rows]


def _answer(archive: Archive, row: dict[str, Any]) -> dict[str, Any]:
    if row["id"] is not None or row["kind"]:
        return {"missing": False, "why": ""}
    answers = archive.query(_ASKED, row["asked"])
    if not answers or answers[0]["state"] in ("queued", "in flight"):
        return {"missing": True, "why": ""}
    answer = answers[0]
    # A page credit that was met before the page that lists it: its place does not know.
    return {
        "missing": answer["verdict"] != "pseudo",
        "why": answer["reason"] or answer["verdict"] or answer["state"],
    }
