"""baokan metrics: figures for Prometheus."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import click
from prometheus_client import CollectorRegistry, generate_latest, make_wsgi_app, write_to_textfile

from archive.errors import ArchiveError
from archive.store import Archive
from crawler.commands.options import UserError, archive_option, open_archive
from crawler.metrics import registry


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """A line every 15 seconds for ever is no log."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@click.command(name="metrics")
@click.option(
    "--textfile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write them to FILE, whole or not at all, for node_exporter's textfile collector.",
)
@click.option(
    "--listen",
    metavar="HOST:PORT",
    help="Serve them at http://HOST:PORT/metrics until Ctrl-C, such as 127.0.0.1:9345.",
)
@archive_option
def command(textfile: Path | None, listen: str | None, archive_path: Path) -> None:
    """Print figures of the archive for Prometheus: last runs, running crawls, alarms, disk.

    They are in its text format, read anew from the archive each time; no port is open unless
    --listen asks for one.

    \b
    baokan metrics
    baokan metrics --textfile /var/lib/node_exporter/baokan.prom
    baokan metrics --listen 127.0.0.1:9345
    """
    if listen:
        _serve(archive_path, *_address(listen))
        return
    with open_archive(archive_path) as archive:
        if textfile is None:
            click.echo(generate_latest(registry(archive)).decode(), nl=False)
            return
        try:
            write_to_textfile(str(textfile), registry(archive))
        except OSError as error:
            raise ArchiveError(f"{textfile}: cannot be written ({error.strerror})") from error


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not int(port) < 65536:
        raise UserError(f"--listen {text}: write it as HOST:PORT, such as 127.0.0.1:9345")
    return host.strip("[]"), int(port)


class _Fresh(CollectorRegistry):
    """Opens the archive for each scrape: a connection belongs to one thread."""

    def __init__(self, path: Path) -> None:
        super().__init__(auto_describe=False)
        self.path = path

    def collect(self) -> Any:
        with Archive.open(self.path, create=False) as archive:
            yield from registry(archive).collect()


def _serve(path: Path, host: str, port: int) -> None:
    with open_archive(path):
        pass  # an error now, not at the first scrape
    try:
        server = make_server(host, port, make_wsgi_app(_Fresh(path)), _Server, _Quiet)
    except OSError as error:
        raise UserError(f"--listen {host}:{port}: {error.strerror or error}") from error
    stop = threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with server:
        with suppress(KeyboardInterrupt):
            thread.start()
            click.echo(f"http://{host}:{server.server_port}/metrics (Ctrl-C ends it)")
            stop.wait()
        server.shutdown()
