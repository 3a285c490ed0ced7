"""baokan offload: give finished WARC files to an object storage."""

from __future__ import annotations

from pathlib import Path

import click

from archive.offload import offload
from archive.storage import is_storage
from crawler.commands.options import UserError, archive_option, open_archive
from crawler.commands.transfer import transfer_bar


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
    with open_archive(archive_path) as archive, transfer_bar(url) as step:
        done = offload(archive, url, step)
    click.echo(f"{url}: {done.files} files, {done.bytes / 1e6:.1f} MB given away")
