"""What the workers of a fleet do, and what of it is stuck: for `baokan fleet` and health."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.clock import now, utc
from crawler.fleet.redis import Fleet, as_json
from crawler.version import VERSION

if TYPE_CHECKING:
    from crawler.session import Session


def about(session: Session, hosts: int) -> str:
    """What a worker tells of itself with each renewal, as JSON."""
    return as_json({
        "machine": socket.gethostname(),
        "pid": os.getpid(),
        "version": VERSION,
        "title": session.spider.name,
        "shard": str(session.archive.named),
        "hosts": hosts,
        "in_flight": len(session.in_flight),
        "settled": session.settled_count,
        "since": session.began,
        "at": utc(),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class CrawlSeen:
    """An open crawl, as Redis tells of it."""

    id: str
    title: str
    opened_at: str  # UTC
    open: int  # requests that wait or are under way
    hosts: int  # of which something is open
    workers: int
    ended: dict[str, int]  # state → requests
    stuck: int


@dataclass(frozen=True, slots=True)
class FleetSeen:
    """The whole fleet at a moment."""

    paused: bool
    workers: list[dict[str, Any]]  # what `about` tells
    crawls: list[CrawlSeen]
    waits: list[dict[str, Any]]  # hosts that are left alone: host, seconds, why
    memory: int  # bytes of Redis
    most_memory: int  # its bound; 0: none


def seen(fleet: Fleet) -> FleetSeen:
    """Look at the fleet.  Raises FrontierError."""
    memory = fleet.sure_info("memory")
    tokens = fleet.get("ZRANGE", "workers", 0, -1)
    told = [fleet.get("GET", f"worker:{token}") for token in tokens]
    crawls = [_crawl(fleet, str(one)) for one in fleet.get("ZRANGE", "crawls", 0, -1)]
    return FleetSeen(
        bool(fleet.get("EXISTS", "paused")),
        [json.loads(text) for text in told if text],
        [one for one in crawls if one is not None],
        _waits(fleet, [one.id for one in crawls if one is not None]),
        int(memory.get("used_memory", 0)),
        int(memory.get("maxmemory", 0)),
    )


def _waits(fleet: Fleet, crawls: list[str]) -> list[dict[str, Any]]:
    """The hosts of these crawls that nobody asks for a while."""
    hosts = sorted({str(h) for one in crawls for h in fleet.get("HKEYS", f"hosts:{one}")})
    found = []
    for host in hosts:
        until, why = fleet.get("HMGET", f"host:{host}", "until", "why")
        seconds = float(until or 0) / 1000 - now().timestamp()
        if seconds > 0:
            found.append({"host": host, "seconds": round(seconds), "why": str(why or "")})
    return found


def stuck(fleet: Fleet, crawl_id: str) -> list[dict[str, Any]]:
    """The requests that were under way in workers that died, one after the other.  Raises
    FrontierError."""
    return [json.loads(text) for text in fleet.get("LRANGE", f"stuck:{crawl_id}", 0, -1)]


_STATES = ("done", "gone", "refused", "failed")


def _crawl(fleet: Fleet, crawl_id: str) -> CrawlSeen | None:
    told = fleet.get("HMGET", f"crawl:{crawl_id}", "task", "opened_at", "open", *_STATES)
    if told[0] is None:  # it ended in between
        return None
    return CrawlSeen(
        crawl_id,
        str(json.loads(told[0])["title"]["name"]),
        str(told[1]),
        int(told[2] or 0),
        int(fleet.get("HLEN", f"hosts:{crawl_id}")),
        int(fleet.get("ZCARD", f"members:{crawl_id}")),
        {state: int(count or 0) for state, count in zip(_STATES, told[3:], strict=True)},
        int(fleet.get("LLEN", f"stuck:{crawl_id}")),
    )
