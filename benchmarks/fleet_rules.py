"""The rules of a fleet and its failures that the model of fleet_model.py keeps to: the numbers
are the project's own, those of the failures are assumed.
"""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field

from benchmarks.fleet_titles import HOUR, Issue, Title
from crawler import host_waits, settings
from crawler.fleet.supervisor import REST_SECONDS as REST_SECONDS

LEASE = float(settings.BAOKAN_LEASE_SECONDS)
KEPT = LEASE * 5 / 6  # a worker does not trust a lease for longer
PATIENCE_SECONDS = float(settings.BAOKAN_FRONTIER_SECONDS)
_FIRST_WAIT = 2 * max(map(float, settings.BAOKAN_RETRY_WAITS.split(",")))
TRIES = [
    _FIRST_WAIT * (2**n - 1) for n in range(1, host_waits.PATIENCE + 1)
]  # after the trouble began
JOIN_SECONDS = 3.0  # a round of the supervisor, and until a process has begun
ENTRY = 2  # requests of a crawl that finds nothing: robots.txt and the entry

# Measured by benchmarks/fleet_memory.py: bytes of a request that is queued, and of one that is
# done, until its crawl is over.
QUEUED_BYTES, DONE_BYTES = 290, 57


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what fails, on average; 0: never."""

    process_hours: float = 100.0  # of a process that crawls, until it dies
    machine_days: float = 30.0  # until a machine is away, for half an hour to twelve hours
    redis_days: float = 30.0  # until Redis is away, seven times in ten for some 20 seconds
    reader_pages: float = 5e6  # pages, one of which kills its reader each time
    store_days: float = 60.0  # until the store of WARC files is away for up to a day


NOTHING = Rates(0, 0, 0, 0, 0)


@dataclass(slots=True, eq=False)
class Crawl:
    """`issues`: with the number of requests of the crawl after which each is there."""

    number: int
    title: Title
    attempt: int
    slot: float
    todo: int
    begun: float  # and asked for what had appeared by then
    waits_from: float = 0.0
    issues: deque[tuple[Issue, int]] = field(default_factory=deque)
    done: int = 0
    known: int = 0  # requests that Redis has of it
    state: str = "waiting"
    worker: int = -1
    joined: float = 0.0
    owned: float = 0.0  # since when its host is its own
    begin: float = 0.0  # of its next request
    version: int = 0  # of its next event
    dies_in: float = math.inf
    deaths: int = 0
    poison: int = -1  # the request that kills its reader
    handed: int = 0


@dataclass(slots=True)
class Figures:
    """What came of it."""

    crawls: int = 0
    asked: int = 0
    twice: int = 0
    stuck: int = 0
    deaths: int = 0
    busy: float = 0.0  # seconds of all jobs
    most_running: int = 0
    most_bytes: int = 0  # of Redis, at most
    least_gap: float = math.inf  # seconds between two requests to a host, over its interval
    waits: list[float] = field(default_factory=list)  # from the slot to a place
    spool: int = 0  # most requests whose captures a machine kept while the store was away


def seconds_to_death(rates: Rates, key: tuple[object, ...]) -> float:
    """How long a process crawls until it dies: by the crawl, so that a fleet of another size
    meets the same."""
    chance = random.Random(f"death {key}")
    hours = rates.process_hours
    return chance.expovariate(1 / hours) * HOUR if hours else math.inf
