"""baokan resume: let crawls and schedules go on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler import control
from crawler.commands.options import archive_option
from crawler.commands.pause import for_each


@click.command(name="resume")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--all", "everything", is_flag=True, help="All titles of the archive.")
@archive_option
def command(titles: tuple[str, ...], everything: bool, archive_path: Path) -> None:
    """Let the crawls and schedules of each TITLE go on that are paused, whoever paused them.

    The watch pauses schedules, too, after several bad crawls (see: baokan health).  Exit code 1
    for a title of which nothing is paused.

    \b
    baokan resume hunan_daily
    baokan resume --all
    """
    sys.exit(for_each(archive_path, titles, everything, control.resume, "nothing is paused"))
