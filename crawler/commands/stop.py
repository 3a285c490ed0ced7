"""baokan stop: end crawls gracefully."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from crawler import control
from crawler.commands.options import Seconds, UserError, archive_option, open_archive

_POLL_SECONDS = 0.2


@click.command(name="stop")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--all", "everything", is_flag=True, help="All crawls of the archive that run.")
@click.option(
    "--wait",
    type=Seconds(),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait until they have ended; 0: only ask them to.",
)
@archive_option
def command(titles: tuple[str, ...], everything: bool, wait: float, archive_path: Path) -> None:
    """End the crawls of each TITLE that run, wherever they were started.

    Requests under way end first, nothing is lost, and the same command goes on with the crawl
    another time.  A slot of a schedule is over; the next one comes as usual.  Exit code 1 when
    nothing runs, or not all have ended in time.

    \b
    baokan stop hunan_daily
    baokan stop --all --wait 0
    """
    if bool(titles) == everything:
        raise UserError("name titles, or give --all (see: baokan status)")
    with open_archive(archive_path) as archive:
        left = control.living(archive, titles)
        idle = set(titles) - {run.title for run in left}
        for title in sorted(idle):
            print(f"baokan: {title}: nothing runs", file=sys.stderr)
        if everything and not left:
            print("baokan: nothing runs", file=sys.stderr)
        control.ask(archive, left, "stop")
        end = time.monotonic() + wait
        failed = bool(idle) or not left
        while left and time.monotonic() < end:
            for run in list(left):
                if told := control.ended(archive, run):
                    click.echo(f"{run.title}: {told}")
                    left.remove(run)
            time.sleep(_POLL_SECONDS if left else 0)
        for run in left:
            click.echo(f"{run.title}: was asked to stop")
    sys.exit(1 if failed or (left and wait) else 0)
