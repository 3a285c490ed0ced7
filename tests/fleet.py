"""A real Redis, a press of many hosts, and workers, each in a process of its own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.crawling import ROOT, Process, wait_for
from tests.presses.many_hosts import INDEX

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(
    REDIS is None, reason="no redis-server here: apt-get install redis-server"
)
LEASE = "3"  # seconds: what a worker that was killed had is another's after so long


@dataclass
class Redis:
    """A redis-server with an append-only file, so that it may be killed and started again."""

    folder: Path
    port: int
    more: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        assert REDIS is not None
        command = [REDIS, "--port", str(self.port), "--dir", str(self.folder), "--save", "",
                   "--appendonly", "yes", "--logfile", "redis.log", *self.more]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_for(self._answers)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, decode_responses=True)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.AuthenticationError:
            return True
        except redis.ConnectionError:  # also: it loads its file
            return False


@contextmanager
def redis_server(folder: Path, *more: str) -> Iterator[Redis]:
    """A server of the test's own."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Redis(folder, port, more)
    server.start()
    try:
        yield server
    finally:
        server.kill()


@dataclass(frozen=True)
class ManyHostsPress:
    """A running press: its record, and what was asked of it so far."""

    names: list[str]  # host:port
    log: Path

    def record(self, folder: Path) -> Path:
        """A folder with its record, a title `many_hosts`."""
        folder.mkdir(exist_ok=True)
        (folder / "own.toml").write_text(
            f"""[[title]]
name = "many_hosts"
publication = "湖滨在线"
platform = "sitemap"
entry = "http://{self.names[0]}{INDEX}"
kind = "website"
place = "湖南"
seen = "2024"
options = {{ hosts = {json.dumps(self.names[1:])} }}
""",
            "utf-8",
        )
        return folder

    def asked(self) -> list[tuple[float, str, str]]:
        """(seconds, host, path) of each request but those for robots.txt, in order."""
        return [(one["at"], one["host"], one["path"]) for one in self._pages()]

    def gaps(self) -> tuple[float, float]:
        """The least seconds between two requests to the same host: by one client on one
        connection, and by two (infinite where there are none).

        Of the first Scrapy alone takes care: what it lacks of the delay is how unevenly a busy
        machine brings requests to the log.
        """
        by_host: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self._pages():
            by_host[one["host"]].append(one)
        pairs = [pair for of in by_host.values() for pair in pairwise(of)]
        same = [b["at"] - a["at"] for a, b in pairs if a["who"] == b["who"]]
        other = [b["at"] - a["at"] for a, b in pairs if a["who"] != b["who"]]
        return min(same, default=inf), min(other, default=inf)

    def _pages(self) -> list[dict[str, Any]]:
        lines = self.log.read_text("utf-8").split("\n")[:-1]
        told = [json.loads(line) for line in lines]
        return [one for one in told if one["path"] != "/robots.txt"]


@contextmanager
def many_hosts(
    folder: Path, hosts: int, articles: int, latency: float = 0.0, *more: str
) -> Iterator[ManyHostsPress]:
    """The press of tests/presses/many_hosts.py."""
    folder.mkdir(parents=True, exist_ok=True)
    log, port_file = folder / "press.log", folder / "press.port"
    log.touch()
    command = [sys.executable, "-m", "tests.presses.many_hosts", "--hosts", str(hosts)]
    command += ["--articles", str(articles), "--latency", str(latency)]
    command += ["--port-file", str(port_file), "--log", str(log), *more]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            wait_for(port_file.exists)
            yield ManyHostsPress(port_file.read_text().split("\n"), log)
        finally:
            server.terminate()


def assert_polite(press: ManyHostsPress, delay: float) -> None:
    """No host was asked by two workers within its delay, as exactly as the log can say."""
    same, other = press.gaps()
    assert other >= min(0.95 * delay, same), (same, other)


def crawl(server: Redis, titles: Path, shard: Path, *more: str, **environment: str) -> Process:
    """`baokan crawl many_hosts` that takes part in the shared crawl with a shard of its own."""
    command = ("crawl", "many_hosts", "--frontier", server.url, "--archive", shard, *more)
    settings = {"BAOKAN_TITLES": str(titles), "BAOKAN_LEASE_SECONDS": LEASE,
                "BAOKAN_RETRY_WAITS": "0.1", "BAOKAN_CONTACT": "me@library.example"}  # fmt: skip
    return Process(*command, **(settings | environment))
