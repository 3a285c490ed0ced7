"""baokan offload: give finished WARC files to an object storage."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from archive.offload import offload
from archive.storage import is_storage
from crawler.commands.options import UserError, archive_option, open_archive


@click.command(name="offload")
@click.argument("url", metavar="URL")
@archive_option
def command(url: str, archive_path: Path) -> None:
    """Give the finished WARC files of the archive to the object storage at URL.

    Each file is put there, read back, and leaves this disk when both are the same.  Captures are
    read from there afterwards, piece by piece: by the reading room, verify and replay, too.  A
    file that an export needs as a whole is brought back; the same command gives it away again.

    \b
    export AWS_ENDPOINT_URL=http://10.0.0.6:9000 AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=…
    baokan offload s3://press/archive.warc
    """
    if not is_storage(url):
        raise UserError(
            f"{url}: is no address of an object storage, such as s3://bucket/press.warc"
        )
    stderr = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
               TimeRemainingColumn())  # fmt: skip
    with open_archive(archive_path) as archive:
        quiet = not stderr.is_terminal
        with Progress(*columns, console=stderr, disable=quiet, transient=True) as progress:
            task = progress.add_task(url, total=None)
            done = offload(
                archive,
                url,
                lambda size, total: progress.update(task, completed=size, total=total),
            )
    click.echo(f"{url}: {done.files} files, {done.bytes / 1e6:.1f} MB given away")
