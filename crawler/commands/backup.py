"""baokan backup: copy the archive, also while crawls run."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from archive.backup import back_up
from crawler.commands.options import archive_option, open_archive


@click.command(name="backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@archive_option
def command(folder: Path, archive_path: Path) -> None:
    """Copy the archive, its WARC files and its page files into FOLDER, also while crawls run.

    The copy is the archive of one moment, and can be used where it is.  The same command again
    copies what is new; one that was killed goes on, and leaves the backup of before until then.
    Prove it with baokan verify; a restore is copying it back.

    \b
    baokan backup /mnt/backup/press
    baokan verify --archive /mnt/backup/press/archive.db
    """
    stderr = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
               TimeRemainingColumn())  # fmt: skip
    with open_archive(archive_path) as archive:
        quiet = not stderr.is_terminal
        with Progress(*columns, console=stderr, disable=quiet, transient=True) as progress:
            task = progress.add_task(str(folder), total=None)
            done = back_up(
                archive,
                folder,
                lambda size, total: progress.update(task, completed=size, total=total),
            )
    click.echo(
        f"{folder}: {done.articles} articles, {done.captures} captures, {done.files} files;"
        f" copied {done.copied} of them, {done.bytes / 1e6:.1f} MB"
    )
