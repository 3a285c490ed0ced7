"""A host changes hands: whoever takes it over keeps to the delay since anybody asked it last."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.fleet import ownership
from crawler.fleet.ownership import Ownership
from crawler.fleet.redis import Fleet
from tests.fleet import needs_redis, redis_server

pytestmark = needs_redis

HOST, DELAY = "press.example", 20.0  # seconds: more than the test takes
LEASE = 30.0


@dataclass
class Crawler:
    """As much of a crawler as ownership looks at: nothing is asked for."""

    engine: None = None
    settings: Any = field(
        default_factory=lambda: SimpleNamespace(getint=lambda _: 10, getfloat=lambda _: DELAY)
    )


@dataclass
class Session:
    crawler: Crawler = field(default_factory=Crawler)
    in_flight: dict[int, Any] = field(default_factory=dict)


def owner(url: str, crawl: str) -> tuple[Fleet, Ownership]:
    fleet = Fleet(url, LEASE)

    def lost(hosts: Sequence[str]) -> None:
        raise AssertionError(f"{hosts} are lost")

    mine = Ownership(fleet, crawl, Session(), lost)  # type: ignore[arg-type]
    mine._from = 0.0  # Redis is young
    return fleet, mine


async def waits(mine: Ownership) -> float:
    """Take the host; how long it has to be left alone yet."""
    mine._tried = -ownership._ACQUIRE_SECONDS
    assert [host for host, _ in mine.acquire()] == [HOST]
    return mine.seconds_before(HOST)


def ended(*owners: Ownership) -> None:
    """No timer is left to run."""
    for each in owners:
        assert each._timer is not None
        each._timer.cancel()


@pytest.fixture
def redis_url(tmp_path: Path) -> Any:
    with redis_server(tmp_path / "redis") as server:
        yield server.url


def begin(fleet: Fleet) -> str:
    message = json.dumps({"host": HOST, "priority": 0})
    return str(fleet.run("begin", "one", "{}", "2026-01-01", HOST, 0, "key", message)[0])


def test_giving_a_host_up_unasked_does_not_hide_when_it_was_asked(redis_url: str) -> None:
    async def main() -> None:
        crawl = begin(Fleet(redis_url, LEASE))
        one, two, three = (owner(redis_url, crawl)[1] for _ in range(3))
        assert await waits(one) == 0, "nobody had it"
        one.asked(HOST)
        one._release([HOST])
        assert DELAY - 5 < await waits(two) <= DELAY
        two._release([HOST])  # unasked
        assert DELAY - 5 < await waits(three) <= DELAY
        three._release([HOST])
        assert DELAY - 5 < await waits(three) <= DELAY, "nor is it forgotten by who had it last"
        ended(one, two, three)

    asyncio.run(main())


def test_the_wait_counts_from_when_the_request_was_sent_not_handed_out(redis_url: str) -> None:
    async def main() -> None:
        crawl = begin(Fleet(redis_url, LEASE))
        one, two = (owner(redis_url, crawl)[1] for _ in range(2))
        await waits(one)
        one.asked(HOST)
        one._leases[HOST].asked -= DELAY  # it waited so long for its turn
        slot = SimpleNamespace(delay=DELAY, lastseen=time.monotonic())
        downloader = SimpleNamespace(slots={HOST: slot})
        one._session.crawler.engine = SimpleNamespace(downloader=downloader)  # type: ignore[assignment]
        one._release([HOST])
        assert DELAY - 5 < await waits(two) <= DELAY
        ended(one, two)

    asyncio.run(main())


def test_a_host_that_nobody_asked_is_given_up_without_a_wait(redis_url: str) -> None:
    async def main() -> None:
        crawl = begin(Fleet(redis_url, LEASE))
        one, two = (owner(redis_url, crawl)[1] for _ in range(2))
        assert await waits(one) == 0
        one._release([HOST])
        assert await waits(two) == 0
        ended(one, two)

    asyncio.run(main())


def test_a_lease_that_ended_leaves_the_host_alone_for_its_delay(redis_url: str) -> None:
    async def main() -> None:
        fleet = Fleet(redis_url, LEASE)
        crawl = begin(fleet)
        one, two = (owner(redis_url, crawl)[1] for _ in range(2))
        await waits(one)
        one.asked(HOST)
        fleet.get("DEL", f"owner:{HOST}")  # as when the lease ends
        assert await waits(two) == pytest.approx(DELAY, abs=1)
        ended(one, two)

    asyncio.run(main())
