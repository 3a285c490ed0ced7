"""The first page: what the archive holds, what changed, what needs a look."""

from __future__ import annotations

from typing import Any

from archive.store import Archive
from archive.web.asking import Asking, leaf
from archive.web.attention import attention
from archive.web.paths import with_query
from archive.web.rows import ARTICLE

_TITLES_A_PAGE = 60
_MOST = 12  # of changes and of vanished articles

_TITLES = """
SELECT t.name, t.publication, t.kind, t.place,
    (SELECT count(*) FROM articles WHERE title_id = t.id) AS articles,
    (SELECT count(*) FROM issues WHERE title_id = t.id AND appeared) AS issues,
    (SELECT count(DISTINCT date) FROM issues WHERE title_id = t.id AND appeared AND date != '')
        AS days,
    (SELECT id FROM issues WHERE title_id = t.id AND appeared ORDER BY date DESC, label DESC
        LIMIT 1) AS issue_id,
    (SELECT id FROM articles WHERE title_id = t.id ORDER BY published DESC, id DESC LIMIT 1)
        AS article_id
FROM titles t ORDER BY t.kind = 'website', t.kind, t.publication, t.name
"""
_NEWEST = """
SELECT a.id, a.title, a.url, a.published, a.language, i.id AS issue_id, i.date, i.label
FROM (SELECT ? AS article_id, ? AS issue_id) n
LEFT JOIN articles a ON a.id = n.article_id LEFT JOIN issues i ON i.id = n.issue_id
"""
# The inner select is answered from the small index of later revisions alone: the texts are large.
_CHANGED = f"""
SELECT r.number, r.seen_at, {ARTICLE} FROM revisions r JOIN articles a ON a.id = r.article_id
JOIN titles t ON t.id = a.title_id
WHERE r.id IN (SELECT id FROM revisions INDEXED BY revisions_later WHERE number > 1
    ORDER BY id DESC LIMIT ?)
ORDER BY r.id DESC
"""
_GONE = f"""
SELECT s.seen_at, s.kind, s.reason, {ARTICLE} FROM sightings s
JOIN articles a ON a.id = s.article_id JOIN titles t ON t.id = a.title_id
WHERE a.status != 'live' AND s.id = (SELECT max(id) FROM sightings WHERE article_id = a.id)
ORDER BY s.id DESC LIMIT ?
"""


def home(archive: Archive, asked: Asking) -> dict[str, Any]:
    """Titles with their figures and newest things, totals, changes, losses."""

    def path(number: int) -> str:
        return with_query(asked.to.home, {"page": number})

    found = leaf(archive, asked, _TITLES_A_PAGE, path, _TITLES)
    titles = [
        row | {"newest": archive.query(_NEWEST, row["article_id"], row["issue_id"])[0]}
        for row in (dict(row) for row in found.rows)
    ]
    tables = ("titles", "issues", "pages", "articles", "captures")
    counts = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in tables)
    return {
        "leaf": found,
        "titles": titles,
        "totals": archive.query(f"SELECT {counts}")[0],
        "changed": archive.query(_CHANGED, _MOST),
        "gone": archive.query(_GONE, _MOST),
        "attention": attention(archive),
    }
