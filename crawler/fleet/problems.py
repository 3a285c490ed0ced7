"""What is wrong with a fleet, each in one line for the person who can put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crawler.host_waits import MOST_WAIT

if TYPE_CHECKING:
    from crawler.fleet.seen import CrawlSeen, FleetSeen

Kind = Literal[
    "unreachable", "paused", "stuck", "worker", "unattended", "still", "wait", "memory",
    "eviction", "append-only",
]  # fmt: skip
STILL = 900  # seconds without anything settled: longer than any run waits for a host
TURN = 3600  # seconds that a crawl may wait for a worker that has room
MOST_MEMORY = 0.9  # of the bound of Redis


@dataclass(frozen=True, slots=True)
class Problem:
    """`title`: of which one, None for the whole fleet; `message`: what is so, and what to do."""

    kind: Kind
    title: str | None
    message: str


def problems(seen: FleetSeen) -> list[Problem]:
    """All that is wrong, what holds up the most first."""
    return [*_whole(seen), *_redis(seen), *_crawls(seen), *_waits(seen)]


def _whole(seen: FleetSeen) -> Iterator[Problem]:
    if seen.paused:
        yield Problem("paused", None, "the fleet is paused; baokan fleet resume lets it go on")
    for one in seen.silent:
        yield Problem(
            "worker",
            one.title,
            f"{one.machine}, process {one.pid}: nothing heard of it for {_time(one.silent)}; what"
            f" it had of crawl {one.crawl} is left to the others",
        )


def _redis(seen: FleetSeen) -> Iterator[Problem]:
    if seen.most_memory and seen.memory >= MOST_MEMORY * seen.most_memory:
        yield Problem(
            "memory",
            None,
            f"Redis has {seen.memory / 2**20:.1f} of {seen.most_memory / 2**20:.1f} MiB; raise"
            " maxmemory, or the workers will wait",
        )
    if seen.eviction not in ("", "noeviction"):
        yield Problem(
            "eviction",
            None,
            f"Redis throws away pages when it is full: its maxmemory-policy is {seen.eviction},"
            " which has to be noeviction",
        )
    if not seen.append_only:
        yield Problem(
            "append-only",
            None,
            "Redis keeps no append-only file: when it ends, what was queued since its last"
            " snapshot is lost; it needs appendonly yes",
        )


def _crawls(seen: FleetSeen) -> Iterator[Problem]:
    for one in seen.stuck:
        yield Problem(
            "stuck",
            one.title,
            f"crawl {one.crawl}: {one.requests} requests killed five workers each and are not"
            f" asked for again; see: baokan fleet stuck {one.crawl}",
        )
    if seen.paused:
        return  # that is why
    for crawl in seen.crawls:
        if not crawl.open:
            continue
        if not crawl.workers:
            yield from _unattended(seen, crawl)
        elif crawl.still > STILL and crawl.waiting < crawl.hosts:
            yield Problem(
                "still",
                crawl.title,
                f"crawl {crawl.id}: nothing was settled for {_time(crawl.still)}, {crawl.open}"
                " requests are open",
            )


def _unattended(seen: FleetSeen, crawl: CrawlSeen) -> Iterator[Problem]:
    # It is no fault to wait for a worker that has room; without any there is none to wait for.
    patience = TURN if seen.workers else 3 * seen.lease
    if crawl.still > patience:
        what = "more of them, or more --jobs" if seen.workers else "start baokan worker"
        yield Problem(
            "unattended",
            crawl.title,
            f"crawl {crawl.id}: {crawl.open} requests are open, and no worker has taken part for"
            f" {_time(crawl.still)}; {what}",
        )


def _waits(seen: FleetSeen) -> Iterator[Problem]:
    for one in seen.waits:
        if one["seconds"] > MOST_WAIT:
            why = one["why"].removeprefix(one["host"]).lstrip(": ")
            yield Problem(
                "wait", None, f"{one['host']} is left alone another {_time(one['seconds'])}: {why}"
            )


def _time(seconds: float) -> str:
    """`95 seconds`, `25 minutes`, `3 hours`."""
    for size, name in ((7200, "hours"), (120, "minutes")):
        if seconds >= size:
            return f"{seconds / (size / 2):.0f} {name}"
    return f"{seconds:.0f} seconds"
