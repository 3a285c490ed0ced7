"""What a request of a fleet takes in Redis: while it is queued, and afterwards, when only its
address is remembered.

    .venv/bin/python -m benchmarks.fleet_memory [--requests 200000] [--hosts 200]

The addresses are as long as those of newspapers (some 60 characters), with the context that an
article of an issue has.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import redis

from archive.records import Ask
from crawler.fleet import tasks
from crawler.fleet.redis import PREFIX, Fleet
from crawler.titles import Title
from tests.fleet import redis_server

_BATCH = 500


def _ask(number: int, hosts: int) -> Ask:
    host, day = f"epaper{number % hosts}.example", 1 + number // hosts % 28
    url = f"http://{host}/html/2026-01/{day:02}/content_{900_000 + number}.htm"
    context = {"date": f"2026-01-{day:02}", "page_label": "A01", "issue_label": ""}
    return Ask(url, "article", context, 2, 10)


def _bytes(client: redis.Redis) -> int:
    return int(client.info("memory")["used_memory"])  # type: ignore[index]


@click.command()
@click.option("--requests", default=200_000, show_default=True, type=click.IntRange(1000))
@click.option("--hosts", default=200, show_default=True, type=click.IntRange(1))
def main(requests: int, hosts: int) -> None:
    """Print the bytes of a request.

    \b
    .venv/bin/python -m benchmarks.fleet_memory
    """
    title = Title("hunan_daily", "湖南日报", "site", "http://epaper0.example/", kind="newspaper")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with redis_server(folder / "redis") as server, server.client() as client:
            fleet = Fleet(server.url, 30.0)
            crawl = tasks.begin(fleet, tasks.Task(title), [])
            empty = _bytes(client)
            for first in range(0, requests, _BATCH):
                asks = [_ask(n, hosts) for n in range(first, min(first + _BATCH, requests))]
                values = [value for ask in asks for value in tasks.message(ask)]
                fleet.sure("settle", crawl.id, "", "", "", "", "", 0, *values)
            queued = _bytes(client)
            for key in client.scan_iter(f"{PREFIX}q:*", count=1000):
                client.delete(key)
            remembered = _bytes(client)
            assert client.scard(f"{PREFIX}seen:{crawl.id}") == requests
    print(f"requests, hosts            {requests}, {hosts}")
    print(f"bytes while it is queued   {(queued - empty) / requests:.0f}")
    print(f"bytes when it is done      {(remembered - empty) / requests:.0f}")


if __name__ == "__main__":
    main()
