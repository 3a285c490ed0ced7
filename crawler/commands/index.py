"""baokan index: the state of the search index."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive import search_index, search_rows
from archive.errors import ArchiveError
from archive.store import Archive
from crawler.commands.options import archive_option, open_archive


@click.command(name="index")
@click.option("--rebuild", is_flag=True, help="Make the index anew from all articles.")
@click.option(
    "--trigram/--no-trigram",
    default=None,
    help="A second index for tools without baokan, or none any more.",
)
@archive_option
def command(rebuild: bool, trigram: bool | None, archive_path: Path) -> None:
    """Say what the search index holds; make it anew when another program wrote into the archive.

    \b
    baokan index
    baokan index --rebuild
    baokan index --trigram
    """
    with open_archive(archive_path) as archive:
        if rebuild:
            _rebuild(archive)
        if trigram is True and not search_index.has_trigram(archive):
            search_index.make_trigram(archive)
        if trigram is False and search_index.has_trigram(archive):
            search_index.drop_trigram(archive)
        state = search_index.state(archive)
    click.echo(
        f"{state.indexed} of {state.articles} articles are indexed, {state.bytes / 1e6:.1f} MB"
    )
    if state.trigram is not None:
        click.echo(f"trigram index for other tools: {state.trigram / 1e6:.1f} MB")
    if state.indexed != state.articles:
        raise ArchiveError(f"{archive_path}: make the index anew with: baokan index --rebuild")


def _rebuild(archive: Archive) -> None:
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("indexing", total=None)
        with archive.transaction() as connection:
            search_rows.rebuild(
                connection, lambda done, total: bar.update(task, completed=done, total=total)
            )
