"""A crawl of a fleet is judged where its shards are merged, when all of them were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive import figures, schedules, shared
from archive.schedules import Plan
from archive.store import Archive
from tests.crawling import baokan, rows
from tests.fleet import LEASE, many_hosts, needs_redis, redis_server
from tests.helpers import DAY_1, DAY_3
from tests.merging import URL, A, B, C, merged, shard

HEALTH = "SELECT health FROM runs WHERE health NOT LIKE '%shared%'"


def worker_shard(
    folder: Path, urls: dict[str, str], outcome: str, requests: int, at: str = DAY_1
) -> Path:
    """What a worker has of a crawl, of which all workers settled so many requests."""
    path = shard(folder, {url: [(at, text)] for url, text in urls.items()}, folder.name)
    with Archive.open(path) as archive, archive.transaction() as connection:
        told = json.dumps({"state": "shared", "requests": requests, "found": []})
        connection.execute(
            "UPDATE runs SET ended_at = ?, outcome = ?, health = ?, pid = ?, issues = 1,"
            " pages = 4",
            (at, outcome, told, sum(folder.name.encode())),
        )
        connection.execute("UPDATE crawls SET closed_at = ?", (at,))
    return path


def test_it_is_judged_when_the_last_shard_was_merged(tmp_path: Path) -> None:
    one = worker_shard(tmp_path / "one", {f"{URL}?1": A, f"{URL}?2": B}, "complete", 3)
    two = worker_shard(tmp_path / "two", {f"{URL}?3": C}, "nothing", 3)
    into = tmp_path / "into.db"
    merged(into, one)
    assert rows(into, HEALTH) == []
    with Archive.open(into) as archive:
        (waits,) = shared.unmerged(archive, DAY_3)
        assert (waits["title"], waits["here"], waits["requests"]) == ("lakeside", 2, 3)
        assert shared.unmerged(archive, DAY_1) == [], "it may still come"
    done = baokan("health", "--archive", into)
    assert (done.code, done.out) == (11, "lakeside: 1 of 3 answers of the fleet's crawl of"
        " 2026-01-05T06:30 are in shards that were not merged\n")  # fmt: skip
    merged(into, two)
    ((told,),) = rows(into, HEALTH)
    assert json.loads(str(told))["state"] == "ok"
    with Archive.open(into) as archive:
        assert shared.unmerged(archive, DAY_3) == []
        found = figures.of_crawl(archive, 1)
    assert (found.outcome, found.articles, found.pages) == ("complete", 3, 8)
    assert found.issues == 0, "an issue is counted by what the whole crawl read"
    merged(into, two, one)
    assert rows(into, HEALTH) == [(told,)], "once"


def test_what_is_wrong_with_all_of_it_is_an_alarm(tmp_path: Path) -> None:
    shards = [
        worker_shard(tmp_path / name, {f"{URL}?{name}": text}, "nothing", 2)
        for name, text in (("one", A), ("two", B))
    ]
    into = tmp_path / "into.db"
    merged(into, *shards)
    done = baokan("health", "--archive", into)
    assert done.code == 11
    assert "there was no article in it" in " ".join(done.out.split())


def test_a_title_that_a_fleet_crawls_badly_is_paused(tmp_path: Path) -> None:
    into = tmp_path / "into.db"
    with Archive.open(into) as archive, archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), DAY_1)
    for number in range(3):
        assert rows(into, "SELECT paused_at FROM schedules") == [(None,)]
        shards = [
            worker_shard(tmp_path / f"{name}{number}", {f"{URL}?{name}": text}, "nothing", 2,
                         f"2026-01-0{number + 1}T00:00:00.000Z")
            for name, text in (("one", A), ("two", B))
        ]  # fmt: skip
        merged(into, *shards)
    ((at,),) = rows(into, "SELECT paused_at FROM schedules")
    assert at is not None


@needs_redis
@pytest.mark.slow
def test_workers_tell_how_much_there_is(tmp_path: Path) -> None:
    into = tmp_path / "all.db"
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 3, 4) as press:
        told = {"BAOKAN_FRONTIER": server.url, "BAOKAN_LEASE_SECONDS": LEASE,
                "BAOKAN_TITLES": str(press.record(tmp_path / "titles")),
                "BAOKAN_CONTACT": "me@library.example"}  # fmt: skip
        for number in range(2):
            assert baokan("fleet", "begin", "many_hosts", **told).code == 0
            done = baokan("worker", "--until-done", "--archive", tmp_path / "shard.db", **told)
            assert done.code == 0, done.err
            merged(into, tmp_path / "shard.db")
            assert len(rows(into, HEALTH)) == number + 1
