"""baokan stats: what the archive holds, title by title."""

from __future__ import annotations

from pathlib import Path

import click

from archive.stats import titles
from crawler.commands.options import archive_option, list_options, open_archive, show_rows


@click.command(name="stats")
@list_options
@archive_option
def command(as_json: bool, limit: int | None, archive_path: Path) -> None:
    """Count what the archive holds of each title, and how its last run ended.

    \b
    baokan stats
    baokan stats --archive demo/archive.db --json
    """
    with open_archive(archive_path) as archive:
        rows = titles(archive)[:limit]
    columns = ("title", "articles", "revisions", "reprints", "missing", "short", "issues",
               "pages", "captures", "first_day", "last_day", "last_run")  # fmt: skip
    show_rows(rows, columns, as_json=as_json, empty="the archive is empty; try: baokan crawl")
