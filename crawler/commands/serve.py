"""baokan serve: the archive in the browser, with Datasette."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from crawler.commands.options import archive_option, open_archive


@click.command(name="serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@archive_option
def command(port: int, host: str, open_browser: bool, archive_path: Path) -> None:
    """Browse and query the archive with Datasette, read only.

    \b
    baokan serve
    baokan serve --archive demo/archive.db --port 8010 --open
    """
    open_archive(archive_path).close()  # brings an older archive to the newest schema
    arguments = [sys.executable, "-m", "datasette", "serve", str(archive_path)]
    arguments += ["--host", host, "--port", str(port), "--setting", "truncate_cells_html", "200"]
    if open_browser:
        arguments.append("--open")
    os.execv(sys.executable, arguments)  # Ctrl-C and signals are Datasette's own then
