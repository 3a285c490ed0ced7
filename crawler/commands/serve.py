"""baokan serve: the archive in the browser, with Datasette."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from archive.web import fleet_source
from crawler.commands.fleet_options import check_frontier, frontier_option
from crawler.commands.fleet_told import fleet_told
from crawler.commands.options import archive_option, open_archive


@click.command(name="serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
@frontier_option
@archive_option
def command(port: int, host: str, open_browser: bool, frontier: str, archive_path: Path) -> None:
    """Browse and query the archive with Datasette, read only.

    \b
    baokan serve
    baokan serve --archive demo/archive.db --port 8010 --open
    BAOKAN_FRONTIER=redis://10.0.0.5:6379/0 baokan serve
    """
    if frontier:
        fleet_source.look = partial(fleet_told, check_frontier(frontier))
    open_archive(archive_path).close()  # brings an older archive to the newest schema
    arguments = ["serve", str(archive_path)]
    arguments += ["--host", host, "--port", str(port), "--setting", "truncate_cells_html", "200"]
    if open_browser:
        arguments.append("--open")
    from datasette.cli import cli  # takes half a second

    cli.main(arguments, prog_name="datasette")  # in this process, which has what is given above
