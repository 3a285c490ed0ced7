"""The whole fleet at a moment, as Redis tells of it: for `baokan fleet`, health and the reading
room.  Looking changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.fleet.errors import FrontierError, shown
from crawler.fleet.redis import Fleet

# After so many leases without a word a worker is taken for dead: Redis may have been away itself.
SILENT_LEASES = 3
MOST_URLS = 50  # of stuck requests that are told of one crawl
_STATES = ("done", "gone", "refused", "failed")


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A process that takes part in a crawl, as it told of itself."""

    machine: str
    pid: int
    version: str
    title: str
    crawl: str
    shard: str
    hosts: int  # that it owns
    in_flight: int
    settled: int
    since: str  # UTC
    at: str  # UTC; when it told this
    per_second: float  # settled, since it began
    silent: int  # seconds since it told this, by the clock of Redis


@dataclass(frozen=True, slots=True)
class CrawlSeen:
    """An open crawl."""

    id: str
    title: str
    opened_at: str  # UTC
    open: int  # requests that wait or are under way
    hosts: int  # of which something is open
    waiting: int  # of these, hosts that are left alone
    workers: int
    ended: dict[str, int]  # state → requests
    stuck: int
    still: int  # seconds since a request of it was settled, or it was begun


@dataclass(frozen=True, slots=True)
class StuckSeen:
    """The requests of a crawl, open or over, that were under way in workers that died, one after
    the other."""

    crawl: str
    title: str
    requests: int
    urls: list[str]  # the first MOST_URLS


@dataclass(frozen=True, slots=True)
class FleetSeen:
    """The whole fleet at a moment."""

    paused: bool
    lease: float  # seconds
    workers: list[WorkerSeen]
    silent: list[WorkerSeen]  # taken for dead, of crawls that are open, with nobody in their place
    crawls: list[CrawlSeen]
    stuck: list[StuckSeen]
    waits: list[dict[str, Any]]  # hosts of these crawls that are left alone: host, seconds, why
    memory: int  # bytes of Redis
    most_memory: int  # its bound; 0: none
    eviction: str  # its maxmemory-policy
    append_only: bool  # whether it has an append-only file


def seen(fleet: Fleet) -> FleetSeen:
    """Look at the fleet.  Raises FrontierError."""
    try:
        return _seen(fleet)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Whoever reaches Redis can write there.
        where = shown(fleet.url)
        raise FrontierError(f"{where}: what is kept there cannot be read: {error!r}") from error


def _seen(fleet: Fleet) -> FleetSeen:
    now, memory = fleet.milliseconds(), fleet.sure_info("memory")
    held = {str(one) for one in fleet.get("ZRANGEBYSCORE", "held", now, "+inf")}
    waits: set[str] = set()
    crawls = [_crawl(fleet, str(one), now, sorted(held), waits)
              for one in fleet.get("ZRANGE", "crawls", 0, -1)]  # fmt: skip
    found = [one for one in crawls if one is not None]
    heard = _workers(fleet, now)
    living = [one for one in heard if one.silent <= SILENT_LEASES * fleet.lease]
    return FleetSeen(
        bool(fleet.get("EXISTS", "paused")),
        fleet.lease,
        living,
        _missed(heard, living, {one.id for one in found}),
        found,
        _stuck(fleet),
        _waits(fleet, sorted(waits), now),
        int(memory.get("used_memory", 0)),
        int(memory.get("maxmemory", 0)),
        str(memory.get("maxmemory_policy", "")),
        bool(fleet.sure_info("persistence").get("aof_enabled", 0)),
    )


def _workers(fleet: Fleet, now: int) -> list[WorkerSeen]:
    tokens = [str(one) for one in fleet.get("ZRANGE", "workers", 0, -1)]
    told = fleet.get_all(("GET", f"worker:{one}") for one in tokens)
    heard = fleet.get_all(("ZSCORE", "workers", one) for one in tokens)
    return [
        _worker(json.loads(text), max(0, round((now - float(at)) / 1000)))
        for text, at in zip(told, heard, strict=True)
        if text and at is not None
    ]


def _worker(told: dict[str, Any], silent: int) -> WorkerSeen:
    begun, at = (datetime.fromisoformat(told[name]) for name in ("since", "at"))
    settled = int(told["settled"])
    return WorkerSeen(
        str(told["machine"]), int(told["pid"]), str(told["version"]), str(told["title"]),
        str(told["crawl"]), str(told["shard"]), int(told["hosts"]), int(told["in_flight"]),
        settled, str(told["since"]), str(told["at"]),
        round(settled / max(1.0, (at - begun).total_seconds()), 2), silent,
    )  # fmt: skip


def _missed(
    heard: list[WorkerSeen], living: list[WorkerSeen], crawls: set[str]
) -> list[WorkerSeen]:
    """Who died with work to do, and was not started again where it was."""
    places = {(one.machine, one.shard, one.crawl) for one in living}
    return [
        one
        for one in heard
        if one not in living
        and one.crawl in crawls
        and (one.machine, one.shard, one.crawl) not in places
    ]


def _crawl(
    fleet: Fleet, crawl_id: str, now: int, held: list[str], waits: set[str]
) -> CrawlSeen | None:
    """One crawl; adds those of the `held` hosts to `waits` of which it has something open."""
    names = ("task", "opened_at", "state", "open", "moved_ms", *_STATES)
    told, hosts, workers, stuck, *rest = fleet.get_all([
        ("HMGET", f"crawl:{crawl_id}", *names),
        ("HLEN", f"hosts:{crawl_id}"),
        # Of a crawl without workers nobody takes out those whose lease has ended.
        ("ZCOUNT", f"members:{crawl_id}", now, "+inf"),
        ("LLEN", f"stuck:{crawl_id}"),
        *([("HMGET", f"hosts:{crawl_id}", *held)] if held else []),
    ])  # fmt: skip
    if told[2] != "open":  # it ended in between
        return None
    own = [host for host, count in zip(held, rest[0] if rest else (), strict=True) if count]
    waits.update(own)
    return CrawlSeen(
        crawl_id,
        _title(told[0]),
        str(told[1]),
        int(told[3] or 0),
        int(hosts),
        len(own),
        int(workers),
        {state: int(count or 0) for state, count in zip(_STATES, told[5:], strict=True)},
        int(stuck),
        max(0, (now - int(told[4] or now)) // 1000),
    )


def _title(task: str) -> str:
    return str(json.loads(task)["title"]["name"])


def _stuck(fleet: Fleet) -> list[StuckSeen]:
    crawls = sorted((str(one) for one in fleet.get("SMEMBERS", "stuck")), key=int)
    found = []
    for crawl_id in crawls:
        count, first, task = fleet.get_all([
            ("LLEN", f"stuck:{crawl_id}"),
            ("LRANGE", f"stuck:{crawl_id}", 0, MOST_URLS - 1),
            ("HGET", f"crawl:{crawl_id}", "task"),
        ])  # fmt: skip
        if count and task:  # both are kept for a month after the crawl
            urls = [str(json.loads(text)["url"]) for text in first]
            found.append(StuckSeen(crawl_id, _title(task), int(count), urls))
    return found


def _waits(fleet: Fleet, hosts: list[str], now: int) -> list[dict[str, Any]]:
    told = fleet.get_all(("HMGET", f"host:{host}", "until", "why") for host in hosts)
    return [
        {"host": host, "seconds": round((int(until) - now) / 1000), "why": str(why or "")}
        for host, (until, why) in zip(hosts, told, strict=True)
        if until and int(until) > now
    ]


def stuck_urls(fleet: Fleet, crawl_id: str) -> list[str]:
    """The addresses of all stuck requests of a crawl.  Raises FrontierError."""
    told = fleet.get("LRANGE", f"stuck:{crawl_id}", 0, -1)
    return [str(json.loads(text)["url"]) for text in told]


def forget_stuck(fleet: Fleet, crawl_id: str) -> int:
    """Somebody has looked at the stuck requests of a crawl; returns how many they were.  Raises
    FrontierError."""
    count = int(fleet.get("LLEN", f"stuck:{crawl_id}"))
    fleet.get("DEL", f"stuck:{crawl_id}")
    fleet.get("SREM", "stuck", crawl_id)
    return count
