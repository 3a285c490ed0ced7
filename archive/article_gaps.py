"""Articles that a page lists, and pages of articles (分页), that the archive has not."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from archive.gap import Gap
from archive.store import Archive

# The verdict on a page credit and the like, which may have come before the page that lists it: its
# place does not know then.
_NO_ARTICLE = "pseudo"

_PLACES = """
SELECT i.date, i.label, p.label AS page, x.url, x.url_key, x.title FROM placements x
JOIN pages p ON p.id = x.page_id JOIN issues i ON i.id = p.issue_id
WHERE i.title_id = ? AND i.appeared AND x.article_id IS NULL AND x.kind = ''
    AND coalesce(nullif(i.date, ''), i.label) LIKE ?
ORDER BY i.date, i.label, p.label, x.position
"""

_ARTICLES = """
SELECT a.id, a.url, a.page_label, a.parts, a.parts_expected,
    coalesce(i.date, substr(a.published, 1, 10), '') AS date, coalesce(i.label, '') AS label
FROM articles a LEFT JOIN issues i ON i.id = a.issue_id
WHERE a.title_id = ? AND a.parts < a.parts_expected
    AND coalesce(nullif(i.date, ''), nullif(i.label, ''), a.published, '') LIKE ? ORDER BY a.id
"""

_PARTS = """
SELECT number, url, url_key FROM article_parts
WHERE article_id = ? AND capture_id IS NULL AND number > 0 AND NOT left_out ORDER BY number
"""


def article_gaps(archive: Archive, title_id: int, year: str = "") -> list[Gap]:
    """Places of pages that no article fills, with the newest reason; one for each address of an
    issue, however often it is listed.  `year`: only of issues of that year, 2022."""
    answers = _Answers(archive, title_id)
    found: dict[tuple[str, str, str], Gap] = {}
    for row in archive.query(_PLACES, title_id, f"{year}%"):
        key = (row["date"], row["label"], row["url_key"])
        answer = answers.row(row["url_key"], row["url"])
        if key not in found and (answer or {}).get("verdict") != _NO_ARTICLE:
            detail = f"{row['title']}: {_told(answer)}".lstrip(": ")
            found[key] = Gap("article", *key[:2], row["page"], row["url"], detail)
    return list(found.values())


def part_gaps(archive: Archive, title_id: int, year: str = "") -> list[Gap]:
    """Further pages of articles that are not there: one each, or one for the article where their
    addresses are not known."""
    answers = _Answers(archive, title_id)
    found = []
    for row in archive.query(_ARTICLES, title_id, f"{year}%"):
        told = f"article {row['id']} has {row['parts']} of {row['parts_expected']} pages"
        where = (row["date"], row["label"], row["page_label"])
        lacking = archive.query(_PARTS, row["id"])
        for part in lacking:
            reason = _told(answers.row(part["url_key"], part["url"]))
            detail = f"{told}; page {part['number']}: {reason}"
            found.append(Gap("part", *where, part["url"], detail))
        if not lacking:
            found.append(Gap("part", *where, row["url"], told))
    return found


class _Answers:
    """How the newest request for an address ended."""

    def __init__(self, archive: Archive, title_id: int) -> None:
        self._archive, self._title_id = archive, title_id

    def row(self, key: str, url: str) -> dict[str, Any] | None:
        """Its state, verdict and reason; None where it was never asked for."""
        row = self._newest(key)
        if row is None or row["verdict"] == "redirect":
            row = self._elsewhere.get(url, row)
        return row

    def _newest(self, key: str) -> dict[str, Any] | None:
        rows = self._archive.query(
            "SELECT f.state, f.verdict, f.reason FROM frontier f JOIN crawls c"
            " ON c.id = f.crawl_id WHERE c.title_id = ? AND f.url_key = ?"
            " ORDER BY f.id DESC LIMIT 1",
            self._title_id,
            key,
        )
        return rows[0] if rows else None

    @cached_property
    def _elsewhere(self) -> dict[str, dict[str, Any]]:
        """Requests by the address that people see, where another one was asked: a redirect's
        target, an address of data."""
        found: dict[str, dict[str, Any]] = {}
        for row in self._archive.query(
            "SELECT f.state, f.verdict, f.reason, f.context FROM frontier f JOIN crawls c"
            " ON c.id = f.crawl_id WHERE c.title_id = ? AND (f.context LIKE '%\"shown\"%'"
            "  OR f.context LIKE '%\"asked_as\"%') ORDER BY f.id",
            self._title_id,
        ):
            context = json.loads(row["context"])
            for name in ("shown", "asked_as"):
                if name in context:
                    found[context[name]] = row
        return found


def _told(answer: dict[str, Any] | None) -> str:
    """One line for people."""
    if answer is None or answer["state"] in ("queued", "in flight"):
        return "not asked yet"
    said = answer["reason"] or answer["verdict"]
    return f"{answer['state']}: {said}" if said else str(answer["state"])
