"""baokan search: find articles by their words."""

from __future__ import annotations

from pathlib import Path

import click

from archive.search import search
from crawler.commands.options import archive_option, list_options, open_archive, show_rows

_DEFAULT_LIMIT = 20


@click.command(name="search")
@click.argument("words", nargs=-1, required=True)
@list_options
@archive_option
def command(words: tuple[str, ...], as_json: bool, limit: int | None, archive_path: Path) -> None:
    """Find articles that hold all WORDS, of any length; headline hits come first.

    \b
    baokan search 禁毒
    baokan search '"乡村振兴" 记者' --limit 5 --json
    """
    with open_archive(archive_path) as archive:
        rows = search(archive.connection, " ".join(words), limit or _DEFAULT_LIMIT)
    show_rows(
        rows,
        ("id", "published", "publication", "title", "snippet"),
        as_json=as_json,
        empty="nothing found",
    )
