"""baokan backup: copy the archive, also while crawls run."""

from __future__ import annotations

from pathlib import Path

import click

from archive.backup import back_up
from archive.backup_files import BackedUp, Step
from archive.backup_storage import back_up_to
from archive.storage import is_storage
from archive.store import Archive
from crawler.commands.options import archive_option, open_archive
from crawler.commands.transfer import transfer_bar


@click.command(name="backup")
@click.argument("place")
@archive_option
def command(place: str, archive_path: Path) -> None:
    """Copy the archive, its WARC files and its page files to PLACE, also while crawls run.

    PLACE is a folder, or an address in an object storage (s3://bucket/name).  The copy is the
    archive of one moment, and can be used where it is, by `baokan merge` also in a storage.  The
    same command again copies what is new; one that was killed goes on, and leaves the backup of
    before until then.  Prove it with baokan verify; a restore is copying it back.

    \b
    baokan backup /mnt/backup/press
    baokan verify --archive /mnt/backup/press/archive.db
    baokan backup s3://library-backup/press
    """
    with open_archive(archive_path) as archive, transfer_bar(place) as step:
        done = _backed_up(archive, place, step)
    away = f"; {done.away} stay at {archive.shelf.storage}" if done.away else ""
    click.echo(
        f"{place}: {done.articles} articles, {done.captures} captures, {done.files} files;"
        f" copied {done.copied} of them, {done.bytes / 1e6:.1f} MB{away}"
    )


def _backed_up(archive: Archive, place: str, step: Step) -> BackedUp:
    if is_storage(place):
        return back_up_to(archive, place, step)
    return back_up(archive, Path(place), step)
