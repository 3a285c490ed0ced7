"""baokan merge: fold other archives into this one."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive.errors import ArchiveError
from archive.merge import Merged, merge, opened
from archive.store import Archive
from crawler.after_merge import judge_shared
from crawler.clock import utc
from crawler.commands.options import archive_option
from crawler.run import project_settings


@click.command(name="merge")
@click.argument("others", nargs=-1, required=True, metavar="OTHERS...")
@click.option("--every", type=click.FloatRange(min=0.1), metavar="SECONDS",
              help="Go on until it is killed, with so many seconds between two rounds.",
              )  # fmt: skip
@archive_option
def command(others: tuple[str, ...], every: float | None, archive_path: Path) -> None:
    """Fold the archives OTHERS into this one, which is made if it is not there.

    Captures, articles and their histories, issues, mastheads and the files beside the archives
    come together as if one archive had crawled it all; articles that both have are one, and
    reprints are found across them.  The others are only read; they may be in an object storage,
    where `baokan backup` or `baokan worker --storage` has put them.  The same command again
    changes nothing, and goes on where a killed one ended.

    One that cannot be merged holds up no other; the exit code is 1 then.  With --every it is tried
    again in the next round.

    \b
    baokan merge machine-2.db machine-3.db
    baokan merge old/1998-2010.db --archive press.db
    baokan merge s3://press/machine-2/shard.db --archive press.db
    baokan merge s3://press/machine-{2,3,4}/shard.db --archive press.db --every 600
    """
    with Archive.open(archive_path) as archive:
        failed = _round(archive, others, quiet=False)
        while every is not None:
            time.sleep(every)  # it may be killed at any time, and so in its sleep
            failed = _round(archive, others, quiet=True)
    sys.exit(1 if failed else 0)


def _round(archive: Archive, others: tuple[str, ...], *, quiet: bool) -> bool:
    """Merge each; returns whether one could not be.  `quiet`: says nothing of what is not new."""
    failed = False
    for place in others:
        try:
            with opened(place) as other:
                done = _merged(archive, other, place)
        except ArchiveError as error:
            print(f"baokan: {error}", file=sys.stderr, flush=True)
            failed = True
            continue
        if done.captures or done.revisions or not quiet:
            click.echo(
                f"{place}: {done.articles} articles, {done.revisions} revisions,"
                f" {done.captures} captures were new"
            )
    judge_shared(archive, project_settings())
    return failed


def _merged(archive: Archive, other: Archive, place: str) -> Merged:
    stderr = Console(stderr=True)
    total = other.query("SELECT count(*) AS count FROM articles")[0]["count"]
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        task = progress.add_task(place.rpartition("/")[2], total=total)
        return merge(archive, other, utc(), lambda count: progress.advance(task, count))
