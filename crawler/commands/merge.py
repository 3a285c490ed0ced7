"""baokan merge: fold other archives into this one."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive.merge import Merged, merge, opened
from archive.store import Archive
from crawler.clock import utc
from crawler.commands.options import archive_option


@click.command(name="merge")
@click.argument("others", nargs=-1, required=True, metavar="OTHERS...")
@archive_option
def command(others: tuple[str, ...], archive_path: Path) -> None:
    """Fold the archives OTHERS into this one, which is made if it is not there.

    Captures, articles and their histories, issues, mastheads and the files beside the archives
    come together as if one archive had crawled it all; articles that both have are one, and
    reprints are found across them.  The others are only read; they may be in an object storage,
    where `baokan backup` or `baokan worker --storage` has put them.  The same command again
    changes nothing, and goes on where a killed one ended.

    \b
    baokan merge machine-2.db machine-3.db
    baokan merge old/1998-2010.db --archive press.db
    baokan merge s3://press/machine-2/shard.db --archive press.db
    """
    with Archive.open(archive_path) as archive:
        for place in others:
            with opened(place) as other:
                done = _merged(archive, other, place)
            click.echo(
                f"{place}: {done.articles} articles, {done.revisions} revisions,"
                f" {done.captures} captures were new"
            )


def _merged(archive: Archive, other: Archive, place: str) -> Merged:
    stderr = Console(stderr=True)
    total = other.query("SELECT count(*) AS count FROM articles")[0]["count"]
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        task = progress.add_task(place.rpartition("/")[2], total=total)
        return merge(archive, other, utc(), lambda count: progress.advance(task, count))
