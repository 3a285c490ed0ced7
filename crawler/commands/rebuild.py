"""baokan rebuild: make a lost database again from the WARC files."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive.errors import ArchiveError
from archive.store import Archive
from crawler.commands.options import archive_option
from crawler.rebuild import Rebuilt, rebuild


@click.command(name="rebuild")
@archive_option
def command(archive_path: Path) -> None:
    """Make the archive PATH, which is lost, again from the WARC files beside it.

    Every answer is taken in once more, in the order in which it came, with today's reader; the
    articles have the hashes they had.  What the files do not hold is not there: requests that no
    server answered.  A rebuild that is killed leaves nothing under the archive's name.

    \b
    baokan rebuild --archive archive.db
    """
    if archive_path.exists():
        raise ArchiveError(f"{archive_path}: is there; rebuild makes an archive that is lost")
    draft = archive_path.with_name(archive_path.name + ".rebuild")
    _clear(draft)
    with Archive.open(draft) as archive:
        archive.named = archive_path
        shelf = archive.shelf
        names = shelf.names()
        if not names:
            _clear(draft)
            raise ArchiveError(f"{archive.warc_folder}: no WARC files; they are what is read")
        done = _rebuilt(archive, sum(map(shelf.size, names)))
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.replace(draft, archive_path)
    _clear(draft)
    for name in done.foreign:
        print(f"baokan: {name}: does not say what was asked; left out", file=sys.stderr)
    click.echo(
        f"{done.captures} captures of {done.files} files: {done.articles} articles;"
        f" {done.left} requests have no answer there"
    )
    sys.exit(1 if done.foreign else 0)


def _rebuilt(archive: Archive, size: int) -> Rebuilt:
    stderr = Console(stderr=True)
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        task = progress.add_task("rebuilding", total=size)
        return rebuild(archive, lambda count: progress.advance(task, count))


def _clear(draft: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            draft.with_name(draft.name + suffix).unlink()
