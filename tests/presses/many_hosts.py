"""A press of many hosts for a fleet: one sitemap a host, and articles, on 127.0.1.1, 127.0.1.2 …

    python -m tests.presses.many_hosts --hosts 40 --articles 149 --port-file F --log F [--ports]

With --ports they are one address with as many ports, which Scrapy asks without a delay.

It runs as a process of its own.  Each request is one JSON line (seconds, host, path, who asked:
the client's address and port), flushed before the answer is sent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from pathlib import Path
from typing import IO

from tests.presses.bulk import article, article_path

INDEX = "/all.xml"  # on the first host


def address(number: int) -> str:
    """Of host `number`, from 0 on."""
    return f"127.0.1.{number + 1}"


def pages(hosts: int, articles: int) -> int:
    """How many pages there are, robots.txt left out."""
    return 1 + hosts * (1 + articles)


class ManyHosts:
    """The pages, and the log."""

    def __init__(self, hosts: int, articles: int, log: IO[str], latency: float) -> None:
        self.hosts, self.articles, self.latency = hosts, articles, latency
        self._log = log
        self.names: list[str] = []

    def answer(self, host: str, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        number = self.names.index(host)
        if path == "/robots.txt":
            return 200, "text/plain", b"User-agent: *\nAllow: /\n"
        if path == INDEX and number == 0:
            locs = [f"http://{name}/sitemap.xml" for name in self.names]
            return 200, "application/xml", _xml("sitemapindex", "sitemap", locs)
        mine = range(number * self.articles, (number + 1) * self.articles)
        if path == "/sitemap.xml":
            locs = [f"http://{host}{article_path(n)}" for n in mine]
            return 200, "application/xml", _xml("urlset", "url", locs)
        name = path.rpartition("/")[2].removesuffix(".shtml")
        if name.isdigit() and int(name) - 1000 in mine and path == article_path(int(name) - 1000):
            return 200, "text/html; charset=utf-8", article(int(name) - 1000).body
        return 404, "text/html", b"<h1>404</h1>"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                lines = request.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                host = next(line[5:].strip() for line in lines if line.lower().startswith("host:"))
                who = writer.get_extra_info("peername")
                line = {"at": time.time(), "host": host, "path": path, "who": who}
                self._log.write(json.dumps(line) + "\n")
                self._log.flush()
                await asyncio.sleep(self.latency)
                status, kind, body = self.answer(host, path)
                head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n"
                writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # a client that was killed
        finally:
            writer.close()


def _xml(root: str, entry: str, locs: list[str]) -> bytes:
    body = "".join(f"<{entry}><loc>{loc}</loc></{entry}>" for loc in locs)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{root} xmlns="{space}">{body}</{root}>'.encode()


def _by_number(place: tuple[str, int]) -> tuple[list[int], int]:
    return [int(part) for part in place[0].split(".")], place[1]


async def _main(given: argparse.Namespace) -> None:
    with given.log.open("a", encoding="utf-8") as log:
        press = ManyHosts(given.hosts, given.articles, log, given.latency)
        first = await asyncio.start_server(press.serve, address(0), 0)
        servers, port = [first], first.sockets[0].getsockname()[1]
        if given.ports:
            for _ in range(given.hosts - 1):
                servers.append(await asyncio.start_server(press.serve, "127.0.0.1", 0))
            servers[0] = await asyncio.start_server(press.serve, "127.0.0.1", 0)
            first.close()
        elif given.hosts > 1:
            others = [address(n) for n in range(1, given.hosts)]
            servers.append(await asyncio.start_server(press.serve, others, port))
        sockets = [socket.getsockname() for server in servers for socket in server.sockets]
        press.names = [f"{name}:{port}" for name, port in sorted(sockets, key=_by_number)]
        draft = given.port_file.with_suffix(".tmp")
        draft.write_text("\n".join(press.names), "ascii")
        os.replace(draft, given.port_file)  # whoever sees the file can read it whole
        await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hosts", type=int, required=True)
    options.add_argument("--articles", type=int, required=True)
    options.add_argument("--ports", action="store_true")
    options.add_argument("--latency", type=float, default=0.0)
    options.add_argument("--port-file", type=Path, required=True)
    options.add_argument("--log", type=Path, required=True)
    asyncio.run(_main(options.parse_args()))
