"""baokan pause: hold crawls and schedules."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from archive.store import Archive
from crawler import control
from crawler.commands.options import UserError, archive_option, open_archive


def for_each(
    path: Path,
    titles: tuple[str, ...],
    everything: bool,
    work: Callable[[Archive, str], list[str]],
    otherwise: str,
) -> int:
    """Do `work` for these titles, or all, and print what it did; returns an exit code."""
    if bool(titles) == everything:
        raise UserError("name titles, or give --all (see: baokan status)")
    failed = False
    with open_archive(path) as archive:
        if everything:
            sql = "SELECT name FROM titles UNION SELECT title FROM schedules ORDER BY 1"
            done = [line for row in archive.query(sql) for line in work(archive, row["name"])]
            click.echo("\n".join(done) or otherwise)
            return 0
        for title in titles:
            done = work(archive, title)
            failed |= not done
            click.echo("\n".join(done) or f"{title}: {otherwise}", err=not done)
    return 1 if failed else 0


@click.command(name="pause")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--all", "everything", is_flag=True, help="All titles of the archive.")
@archive_option
def command(titles: tuple[str, ...], everything: bool, archive_path: Path) -> None:
    """Hold the crawls and schedules of each TITLE, until baokan resume.

    A crawl that runs asks for nothing more, but stays; its time limit goes on.  A schedule starts
    none.  Exit code 1 for a title of which nothing runs, and that has no schedule to pause.

    \b
    baokan pause hunan_daily
    baokan pause --all
    """
    sys.exit(for_each(archive_path, titles, everything, control.pause, "nothing to pause"))
