"""baokan titles: what can be crawled."""

from __future__ import annotations

import click

from crawler.catalogue import catalogue
from crawler.commands.options import list_options, show_rows


@click.command(name="titles")
@click.argument("words", nargs=-1)
@list_options
def command(words: tuple[str, ...], as_json: bool, limit: int | None) -> None:
    """List the titles of the catalogue, or those that match all WORDS.

    \b
    baokan titles
    baokan titles 湖南 --json
    """
    rows = []
    for title in catalogue():
        row = {
            "id": title.name,
            "publication": title.publication,
            "kind": title.kind,
            "place": title.place,
            "platform": title.platform,
            "entry": title.entry,
            "seen": title.seen,
        }
        text = " ".join(row.values()).casefold()
        if all(word.casefold() in text for word in words):
            rows.append(row)
    show_rows(
        rows[:limit],
        ("id", "publication", "kind", "place", "platform", "entry"),
        as_json=as_json,
        empty="no title matches",
    )
