"""Schedules give their crawls to a fleet; what no fleet knows of is done without one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from archive import schedules
from archive.runs import EXIT_CODES
from archive.schedules import Plan
from archive.silence import silent
from archive.store import Archive
from tests.crawling import Result, baokan, rows
from tests.fleet import LEASE, many_hosts, needs_redis, redis_server

pytestmark = [needs_redis, pytest.mark.slow]

LONG_AGO = "2026-01-05T00:00:00.000Z"


def scheduled(path: Path) -> Path:
    """An archive with a schedule of the many hosts that is due."""
    with Archive.open(path) as archive, archive.transaction() as connection:
        schedules.add(connection, Plan("many_hosts", "30 6 * * *", jitter_seconds=0), LONG_AGO)
    return path


def run_due(archive: Path, frontier: str, titles: Path) -> Result:
    return baokan("run-due", "--archive", archive, "--contact", "me@library.example",
                  BAOKAN_FRONTIER=frontier, BAOKAN_TITLES=str(titles))  # fmt: skip


def test_a_slot_is_given_to_the_fleet_and_comes_back_by_the_merge(tmp_path: Path) -> None:
    archive = scheduled(tmp_path / "archive.db")
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 8) as press:
        titles = press.record(tmp_path / "titles")
        done = run_due(archive, server.url, titles)
        assert done.code == 0, done.err
        slots = "SELECT attempt, outcome, reason FROM slots"
        assert rows(archive, slots) == [(1, "shared", "crawl 1 of the fleet")]
        assert "many_hosts: shared: crawl 1 of the fleet" in done.out
        assert rows(archive, "SELECT count(*) FROM runs") == [(0,)], "nothing is crawled here"
        assert run_due(archive, server.url, titles).code == 0
        assert len(rows(archive, slots)) == 1
        settings = {"BAOKAN_LEASE_SECONDS": LEASE, "BAOKAN_TITLES": str(titles),
                    "BAOKAN_CONTACT": "me@library.example"}  # fmt: skip
        shard = tmp_path / "shard.db"
        done = baokan("worker", "--until-done", "--frontier", server.url, "--archive", shard,
                      **settings)  # fmt: skip
        assert done.code == 0, done.err
        with Archive.open(archive) as opened:
            since = silent_since(opened)
            assert baokan("merge", shard, "--archive", archive).code == 0
            assert silent_since(opened) > since, "only now it has come"
    # Their articles are of 2023, and none of the slot's days: the lists are what was asked for.
    ended = "SELECT state, outcome FROM crawls c JOIN runs r ON r.crawl_id = c.id"
    assert rows(archive, ended) == [("complete", "complete")]
    assert rows(archive, "SELECT count(*) FROM frontier WHERE state = 'done'") == [(5,)]


def silent_since(archive: Archive) -> str:
    """Since when the title would be silent, were two more slots to fail."""
    with archive.transaction() as connection:
        for day in ("2099-01-01", "2099-01-02"):
            connection.execute(
                "INSERT OR IGNORE INTO slots (schedule_id, slot, since, until, due_at, ended_at,"
                " outcome) VALUES (1, ?1, ?1, ?1, ?1, ?1, 'unreachable')",
                (f"{day}T00:00:00.000Z",),
            )
    ((since,),) = [(row["since"],) for row in silent(archive)]
    return str(since)


def test_a_redis_that_is_away_is_tried_again_the_same_day(tmp_path: Path) -> None:
    archive = scheduled(tmp_path / "archive.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"redis://127.0.0.1:{free.getsockname()[1]}/0"
    with many_hosts(tmp_path / "press", 1, 1) as press:
        done = run_due(archive, away, press.record(tmp_path / "titles"))
    assert done.code == EXIT_CODES["unreachable"]
    first = rows(archive, "SELECT outcome, reason FROM slots ORDER BY attempt")[0]
    assert first[0] == "unreachable"
    assert "cannot be reached" in str(first[1])


def test_an_errand_is_done_here_although_there_is_a_fleet(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 2, 4) as press:
        told = {"BAOKAN_TITLES": str(press.record(tmp_path / "titles")),
                "BAOKAN_CONTACT": "me@library.example"}  # fmt: skip
        assert baokan("crawl", "many_hosts", "--archive", archive, **told).code == 0
        asked = len(press.asked())
        done = baokan("revisit", "--all", "--archive", archive, **told,
                      BAOKAN_FRONTIER=server.url)  # fmt: skip
        assert done.code == 0, done.err
        assert len(press.asked()) == asked + 8
        with server.client() as client:
            assert client.keys("*") == []
