"""What is wrong with a fleet, judged by what was seen of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from archive.web.word_lists import LISTS
from crawler.fleet.problems import STILL, TURN, Kind, Problem, problems
from crawler.fleet.seen import CrawlSeen, FleetSeen, StuckSeen, WorkerSeen
from crawler.host_waits import MOST_WAIT
from tests.crawling import ROOT
from tests.docs_text import cells, section

LEASE = 30.0
AT = "2026-03-01T22:30:00.000Z"
WORKER = WorkerSeen("one.example", 4711, "0.1.0", "lakeside", "3", "shard.db", 4, 2, 90, AT, AT,
                    1.5, 2)  # fmt: skip
CRAWL = CrawlSeen("3", "lakeside", AT, 120, 4, 0, 1,
                  {"done": 90, "gone": 0, "refused": 0, "failed": 0}, 0, 5)  # fmt: skip
WELL = FleetSeen(False, LEASE, [WORKER], [], [CRAWL], [], [], 800, 1000, "noeviction", True)
HOST = "epaper.example"


def judged(**changes: Any) -> list[Problem]:
    return problems(replace(WELL, **changes))


def crawl(**changes: Any) -> list[CrawlSeen]:
    return [replace(CRAWL, **changes)]


def waits(seconds: float, why: str) -> list[dict[str, Any]]:
    return [{"host": HOST, "seconds": seconds, "why": why}]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"workers": [], "crawls": []},  # nothing to do, and nobody there
        {"crawls": crawl(open=0, workers=0, still=TURN * 9)},
        {"crawls": crawl(workers=0, still=TURN)},  # the others have no room yet
        {"workers": [], "crawls": crawl(workers=0, still=3 * LEASE)},  # it was just begun
        {"crawls": crawl(still=STILL)},
        {"crawls": crawl(still=STILL * 9, waiting=4)},  # all of its hosts are left alone
        {"waits": waits(MOST_WAIT, f"{HOST}: 5 requests in a row have failed")},
        {"memory": 899},
        {"memory": 10**9, "most_memory": 0},  # no bound
    ],
)
def test_all_is_well(changes: dict[str, Any]) -> None:
    assert judged(**changes) == []


@pytest.mark.parametrize(
    ("changes", "kind", "title", "message"),
    [
        ({"paused": True}, "paused", None,
         "the fleet is paused; baokan fleet resume lets it go on"),
        ({"silent": [replace(WORKER, silent=95)]}, "worker", "lakeside",
         "one.example, process 4711: nothing heard of it for 95 seconds; what it had of crawl 3"
         " is left to the others"),
        ({"memory": 900}, "memory", None,
         "Redis has 0.0 of 0.0 MiB; raise maxmemory, or the workers will wait"),
        ({"eviction": "allkeys-lru"}, "eviction", None,
         "Redis throws away pages when it is full: its maxmemory-policy is allkeys-lru, which has"
         " to be noeviction"),
        ({"append_only": False}, "append-only", None,
         "Redis keeps no append-only file: when it ends, what was queued since its last snapshot"
         " is lost; it needs appendonly yes"),
        ({"stuck": [StuckSeen("2", "ferry", 7, [])]}, "stuck", "ferry",
         "crawl 2: 7 requests killed five workers each and are not asked for again; see: baokan"
         " fleet stuck 2"),
        ({"workers": [], "crawls": crawl(workers=0, still=91)}, "unattended", "lakeside",
         "crawl 3: 120 requests are open, and no worker has taken part for 91 seconds; start"
         " baokan worker"),
        ({"crawls": crawl(workers=0, still=3 * TURN)}, "unattended", "lakeside",
         "crawl 3: 120 requests are open, and no worker has taken part for 3 hours; more of them,"
         " or more --jobs"),
        ({"crawls": crawl(still=1500, waiting=3)}, "still", "lakeside",
         "crawl 3: nothing was settled for 25 minutes, 120 requests are open"),
        ({"waits": waits(3000, f"{HOST} asks to be left alone until 2026-03-01T23:20:00Z")},
         "wait", None,
         "epaper.example is left alone another 50 minutes: asks to be left alone until"
         " 2026-03-01T23:20:00Z"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    changes: dict[str, Any], kind: Any, title: str | None, message: str
) -> None:
    assert judged(**changes) == [Problem(kind, title, message)]


def test_a_pause_is_why_nothing_moves() -> None:
    found = judged(paused=True, workers=[], crawls=crawl(workers=0, still=TURN * 9))
    assert [one.kind for one in found] == ["paused"]


def test_every_kind_is_documented_and_has_words() -> None:
    text = (ROOT / "docs" / "health.md").read_text("utf-8")
    kinds = set(get_args(Kind))
    assert set(cells(section(text, "Of a fleet"))) == kinds == set(LISTS["fleet_problem"])
