"""What somebody should look at: runs that ended badly, issues that are not whole, unread lines."""

from __future__ import annotations

from typing import Any

from archive.store import Archive

MOST = 50  # of each kind

# The last run of every title; one that is still running says nothing yet.
_LAST_RUNS = """
SELECT t.name, t.publication, r.id, r.started_at, r.outcome, r.reason, r.unread, r.crawl_id
FROM runs r JOIN crawls c ON c.id = r.crawl_id JOIN titles t ON t.id = c.title_id
WHERE r.id IN (SELECT max(o.id) FROM runs o JOIN crawls p ON p.id = o.crawl_id GROUP BY p.title_id)
"""

# Places of pages that no article fills.  A page credit that was met before its page is none, but
# only its request knows: that is looked up for the few issues that are shown.
_INCOMPLETE = """
WITH lacking AS (
    SELECT p.issue_id, x.url_key FROM placements x JOIN pages p ON p.id = x.page_id
    WHERE x.article_id IS NULL AND x.kind = ''
), shown AS (
    SELECT i.id, i.date, i.label, i.title_id FROM issues i
    WHERE i.appeared AND i.id IN (SELECT issue_id FROM lacking)
    ORDER BY i.date DESC, i.id DESC LIMIT ?
)
SELECT s.id, s.date, s.label, t.name, t.publication, count(DISTINCT l.url_key) AS missing
FROM shown s JOIN lacking l ON l.issue_id = s.id JOIN titles t ON t.id = s.title_id
WHERE NOT EXISTS (SELECT 1 FROM crawls c JOIN frontier f ON f.crawl_id = c.id
    WHERE c.title_id = s.title_id AND f.url_key = l.url_key AND f.verdict = 'pseudo')
GROUP BY s.id ORDER BY s.date DESC, s.id DESC
"""


def attention(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """`ended_badly`: last runs that are not complete; `unread`: last runs with lines that no rule
    explains; `incomplete`: the newest issues that lack articles; at most MOST of each."""
    last = archive.query(_LAST_RUNS + " ORDER BY r.id DESC")
    fine = ("complete", "running", "rebuilt")
    return {
        "ended_badly": [row for row in last if row["outcome"] not in fine][:MOST],
        "unread": [row for row in last if row["unread"]][:MOST],
        "incomplete": archive.query(_INCOMPLETE, MOST),
    }
