"""What a crawl brought, in figures: its runs taken together, as the watch judges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from archive import landmark, shared
from archive.store import Archive

_SUMS = (
    "responses", "failed", "challenges", "issues", "pages", "articles", "unchanged", "unread",
    "leaks", "bytes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """One crawl.  `outcome` is that of its last run, `seconds` the time of all, `disk_free` and
    `bytes` are bytes, `fields`: field → source → articles, see archive/run_fields.py."""

    outcome: str = "complete"
    seconds: float = 0.0
    responses: int = 0
    failed: int = 0
    challenges: int = 0
    issues: int = 0
    pages: int = 0
    articles: int = 0
    unchanged: int = 0
    unread: int = 0
    leaks: int = 0
    bytes: int = 0
    disk_free: int | None = None
    lost: str = ""  # of a landmark, see archive/landmark.py
    fields: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def of_crawl(archive: Archive, crawl_id: int) -> Figures:
    """The figures of a crawl whose last run has ended."""
    lost = landmark.lost(archive.connection, crawl_id)
    return replace(_of_crawls(archive, [crawl_id])[0], lost=lost)


def _of_crawls(archive: Archive, crawl_ids: Sequence[int]) -> list[Figures]:
    marks = ", ".join("?" * len(crawl_ids))
    runs: dict[int, list[dict[str, Any]]] = {crawl_id: [] for crawl_id in crawl_ids}
    for row in archive.query(
        f"SELECT * FROM runs WHERE crawl_id IN ({marks}) ORDER BY id", *crawl_ids
    ):
        runs[row["crawl_id"]].append(row)
    fields: dict[int, dict[str, dict[str, int]]] = {}
    for row in archive.query(
        "SELECT crawl_id, field, source, sum(f.articles) AS count FROM runs r"
        f" JOIN run_fields f ON f.run_id = r.id WHERE crawl_id IN ({marks}) GROUP BY 1, 2, 3",
        *crawl_ids,
    ):
        told = fields.setdefault(row["crawl_id"], {}).setdefault(row["field"], {})
        told[row["source"]] = row["count"]
    found = [_figures(runs[crawl_id], fields.get(crawl_id, {})) for crawl_id in crawl_ids]
    return [
        _of_fleet(archive, crawl_id, runs[crawl_id], one)
        if any(row["health"].startswith(shared.STATE) for row in runs[crawl_id])
        else one
        for crawl_id, one in zip(crawl_ids, found, strict=True)
    ]


def _of_fleet(
    archive: Archive, crawl_id: int, rows: list[dict[str, Any]], told: Figures
) -> Figures:
    """Each run has a share of the crawl: none tells its end, and an issue may be of several."""
    outcomes = [row["outcome"] for row in rows]
    ends = (one for one in ("failures", "complete") if one in outcomes)
    (row,) = archive.query(_ISSUES, crawl_id)
    return replace(told, outcome=next(ends, told.outcome), issues=row["issues"])


# As a run counts them (archive/runs.py).
_ISSUES = """
WITH read AS (SELECT capture_id, article_id FROM frontier WHERE crawl_id = ? AND state = 'done')
SELECT count(*) AS issues FROM (
    SELECT issue_id FROM pages JOIN read USING (capture_id)
    UNION SELECT issue_id FROM read JOIN articles ON articles.id = article_id
        WHERE issue_id IS NOT NULL)
"""


def _figures(rows: list[dict[str, Any]], fields: Mapping[str, Mapping[str, int]]) -> Figures:
    sums: dict[str, Any] = {name: sum(row[name] for row in rows) for name in _SUMS}
    # An issue that two runs of a crawl have read is one.
    sums["issues"] = max(row["issues"] for row in rows)
    return Figures(
        outcome=rows[-1]["outcome"],
        seconds=sum(map(_seconds, rows)),
        disk_free=rows[-1]["disk_free"],
        fields=fields,
        **sums,
    )


def past(archive: Archive, run_id: int, count: int) -> list[Figures]:
    """The title's earlier crawls of the same errand, newest first, at most `count`: those that
    the watch found well, and those that a person has declared to be as they should.

    A crawl that found an issue is compared with such as did: a late issue is looked for in many
    crawls, and they say nothing of it."""
    (row,) = archive.query(
        "SELECT c.id, c.title_id, c.errand,"
        " (SELECT max(issues) FROM runs WHERE crawl_id = c.id) AS issues"
        " FROM crawls c JOIN runs r ON r.crawl_id = c.id WHERE r.id = ?",
        run_id,
    )
    accepted = archive.query(
        "SELECT max(first_run) AS run FROM alarms WHERE title_id = ? AND closed_by = 'person'",
        row["title_id"],
    )[0]["run"]
    earlier = archive.query(
        "SELECT c.id, max(r.id) AS run FROM crawls c JOIN runs r ON r.crawl_id = c.id"
        " WHERE c.title_id = ? AND c.errand = ? AND c.id < ? AND r.ended_at IS NOT NULL"
        " AND r.outcome IN ('complete', 'failures', 'limit')"
        ' AND (r.health LIKE \'{"state": "ok"%\' OR r.id >= ?) AND r.id >= ? AND r.issues >= ?'
        " GROUP BY c.id ORDER BY c.id DESC LIMIT ?",
        row["title_id"],
        row["errand"],
        row["id"],
        accepted or 1 << 62,
        accepted or 0,
        min(row["issues"], 1),
        count,
    )
    return _of_crawls(archive, [one["id"] for one in earlier])


def _seconds(row: Mapping[str, Any]) -> float:
    if row["ended_at"] is None:
        return 0.0
    begun, ended = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    return (ended - begun).total_seconds()
