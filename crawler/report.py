"""What a crawl kept, what it did not, and why: the tables that commands end with."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from archive.store import Archive

_KEPT = {
    "new": "new articles",
    "revised": "articles with a new revision",
    "same": "articles seen again, unchanged",
    "parts": "further pages, joined to their articles",
    "files": "PDFs and pictures of pages (版)",
    "duplicates": "addresses of articles kept already",
    "reprints": "texts that another title has, too (reprints)",
}


def run_row(archive: Archive, run_id: int) -> dict[str, Any]:
    """The row of `runs`."""
    return archive.query("SELECT * FROM runs WHERE id = ?", run_id)[0]


def kept(run: dict[str, Any]) -> list[tuple[str, int]]:
    """(what, how many) of one run's row, without the zeros."""
    return [(text, run[name]) for name, text in _KEPT.items() if run[name]]


def not_kept(archive: Archive, crawl_id: int) -> list[dict[str, Any]]:
    """state, reason, count and one address for each reason why something was not kept."""
    return archive.query(
        "SELECT state, reason, count(*) AS count, min(url) AS example FROM frontier"
        " WHERE crawl_id = ? AND state IN ('refused', 'failed', 'gone')"
        " GROUP BY state, reason ORDER BY count DESC, reason",
        crawl_id,
    )


def incomplete(archive: Archive, crawl_id: int) -> int:
    """How many articles of the crawl lack some of their pages."""
    (row,) = archive.query(
        "SELECT count(*) AS count FROM articles WHERE parts < parts_expected AND id IN"
        " (SELECT article_id FROM frontier WHERE crawl_id = ?)",
        crawl_id,
    )
    return int(row["count"])


def print_report(archive: Archive, run_id: int, crawl_id: int, console: Console) -> None:
    """Both as one table."""
    run = run_row(archive, run_id)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    table.add_row(str(run["responses"]), f"responses, {run['bytes'] / 1e6:.1f} MB, in WARC")
    for text, count in kept(run):
        table.add_row(str(count), text)
    if lacking := incomplete(archive, crawl_id):
        table.add_row(
            str(lacking), "articles without some of their pages (parts < parts_expected)"
        )
    if run["gone"]:
        table.add_row(str(run["gone"]), "addresses that are gone (404, 410)")
    for row in not_kept(archive, crawl_id):
        where = row["example"] + (" …" if row["count"] > 1 else "")
        table.add_row(str(row["count"]), f"{row['state']}: {row['reason']} ({where})")
    if run["unread"]:
        table.add_row(str(run["unread"]), "lines of articles that no rule explains (audit)")
    console.print(table)
