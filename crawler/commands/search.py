"""baokan search: find articles by their words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from archive.search import Hit, Search
from archive.snippets import Piece
from crawler.commands.options import archive_option, console, list_options, open_archive

_DEFAULT_LIMIT = 20


@click.command(name="search", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1)
@click.option("--paper", default="", metavar="NAME", help="Of this title only.")
@click.option("--place", default="", metavar="PLACE", help="Of titles of a province or city.")
@click.option("--date", default="", metavar="DAYS", help="2022, 2022-08, 2022-08-01..2022-08-15.")
@click.option("--page", default="", metavar="PAGE", help="On this page (版): 1, A03.")
@click.option(
    "--status", default="", metavar="STATUS", help="live, missing, vanished: is it still there?"
)
@click.option("--newest", is_flag=True, help="The last published first, not the best.")
@click.option(
    "--skip", type=click.IntRange(0), default=0, metavar="N", help="Leave out the first."
)
@list_options
@archive_option
def command(
    words: tuple[str, ...],
    newest: bool,
    skip: int,
    as_json: bool,
    limit: int | None,
    archive_path: Path,
    **filters: str,
) -> None:
    """Find articles by their WORDS, of any length, in both scripts; headline hits come first.

    Words all have to occur; OR, -word or NOT, "a phrase", (groups), cov* and title:, author:,
    source:, body: are understood.

    \b
    baokan search 禁毒
    baokan search '"乡村振兴" 记者 -广告' --date 2022-08 --newest
    baokan search 'title:(渡口 OR 码头)' --place 湖南 --limit 5 --json
    """
    if strange := next((word for word in words if word.startswith("--")), ""):
        raise click.NoSuchOption(strange)
    if not words and not any(filters.values()):
        raise click.UsageError("say what to look for: words, or a filter such as --date 2022-08")
    with open_archive(archive_path) as archive:
        search = Search(archive.connection, " ".join(words), filters)
        hits = search.hits(limit or _DEFAULT_LIMIT, skip, newest=newest)
        count = search.count
    if as_json:
        rows = [{**hit.row, "snippet": plain(hit.snippet)} for hit in hits]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not hits:
        click.echo("nothing found" if not count else f"{count} found, and no more than these")
        return
    console().print(_table(hits))
    if len(hits) < count:
        click.echo(f"{skip + 1} to {skip + len(hits)} of {count}: --skip {skip + len(hits)}")


def plain(pieces: Sequence[Piece]) -> str:
    """The text of a snippet."""
    return "".join(piece.text for piece in pieces)


def _table(hits: Sequence[Hit]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", justify="right")
    for name in ("published", "publication", "title", "snippet"):
        table.add_column(name, overflow="fold")
    for hit in hits:
        day = (hit.row["published"] or "")[:16].replace("T", " ")
        table.add_row(
            str(hit.row["id"]), day, hit.row["publication"], _text(hit.title), _text(hit.snippet)
        )
    return table


def _text(pieces: Sequence[Piece]) -> Text:
    """The pieces, with the hits in bold."""
    return Text.assemble(*((piece.text, "bold" if piece.hit else "") for piece in pieces))
