"""States of a fleet, put into a real Redis by the scripts that workers use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from crawler.fleet import tasks
from crawler.fleet.ownership import MOST_DELIVERIES
from crawler.fleet.redis import Fleet
from crawler.titles import Title
from tests.fleet import Redis, redis_server
from tests.helpers import DAY_1

HOST = "epaper.example"
LEASE = 30.0
_LEASE_MS = int(LEASE * 1000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    with redis_server(tmp_path / "redis") as running:
        yield running


@pytest.fixture
def fleet(server: Redis) -> Iterator[Fleet]:
    fleet = Fleet(server.url, LEASE)
    yield fleet
    fleet.close()


def begin(fleet: Fleet, name: str = "lakeside", *urls: str) -> str:
    """A crawl of a title; returns its number."""
    task = tasks.Task(Title(name, "湖滨晚报", "site", f"http://{HOST}/"))
    asks = [tasks.Ask(url, "any") for url in urls or (f"http://{HOST}/1.html",)]
    return tasks.begin(fleet, task, asks).id


def tell(fleet: Fleet, crawl: str, **changes: Any) -> None:
    """A worker says what it does: as crawler/fleet/workers.py writes it."""
    told = {
        "machine": "one.example", "pid": 4711, "version": "0.1.0", "title": "lakeside",
        "crawl": crawl, "shard": "shard.db", "hosts": 1, "in_flight": 2, "settled": 120,
        "since": DAY_1, "at": "2026-01-05T06:31:00.000Z",
    }  # fmt: skip
    text = json.dumps(told | changes)
    fleet.run("renew", crawl, fleet.token, _LEASE_MS, 10, text)


def die(client: redis.Redis, fleet: Fleet, crawl: str, seconds: int) -> None:
    """That worker has said nothing since."""
    at = fleet.milliseconds() - seconds * 1000
    client.zadd("baokan:workers", {fleet.token: at})
    client.zadd(f"baokan:members:{crawl}", {fleet.token: at + _LEASE_MS})


def get_stuck(fleet: Fleet, crawl: str) -> None:
    """Workers take all that the crawl has of HOST, and die of it, one after the other."""
    for _ in range(MOST_DELIVERIES + 1):
        fleet.run("acquire", crawl, fleet.token, _LEASE_MS, 10, 0, MOST_DELIVERIES)
        while fleet.run("take", crawl, fleet.token, 0, HOST)[0] == "taken":
            pass
        fleet.get("DEL", f"owner:{HOST}")  # as when the lease ends
