"""A crawl that runs is seen, held, let go on and ended from another process."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import schedules
from archive.schedules import Plan
from archive.store import Archive
from crawler.run import GRACE_SECONDS
from tests.crawling import PATIENCE, BulkPress, Process, baokan, bulk_press, rows, wait_for

TITLE = "xinxiang"


@contextmanager
def crawling(
    folder: Path, latency: float = 0.2, asked: int = 3
) -> Iterator[tuple[Process, BulkPress, Path]]:
    """A crawl that has begun, of a press that takes its time, and its archive."""
    archive = folder / "archive.db"
    with bulk_press(folder / "press", latency=latency) as press:
        process = start(press, archive)
        try:
            wait_for(lambda: len(press.asked()) >= asked, process)
            yield process, press, archive
        finally:
            if process.returncode is None:
                process.kill()
                process.end()


def start(press: BulkPress, archive: Path) -> Process:
    return Process("crawl", TITLE, "--entry", press.base, "--archive", archive, "--quiet")


def status(archive: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        baokan("status", "--json", "--archive", archive).out
    )
    return found


def until(archive: Path, holds: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    end = time.monotonic() + PATIENCE
    while True:
        (one,) = status(archive)
        if holds(one):
            return one
        assert time.monotonic() < end, one


@pytest.mark.slow
def test_a_running_crawl_is_seen_paused_resumed_and_stopped(tmp_path: Path) -> None:
    with crawling(tmp_path) as (process, press, archive):
        one = until(archive, lambda one: bool(one.get("requests")))
        assert (one["title"], one["state"], one["errors"]) == (TITLE, "running", 0)
        assert all(one[name] for name in ("queued", "in_flight", "rate"))

        paused = baokan("pause", TITLE, "--archive", archive)
        assert (paused.code, "the crawl pauses" in paused.out) == (0, True)
        until(archive, lambda one: one["state"] == "paused" and one["in_flight"] == 0)
        asked = len(press.asked())
        time.sleep(7)  # Scrapy asks for work every five seconds
        assert len(press.asked()) == asked
        assert process.poll() is None
        shown = baokan("status", "--archive", archive, COLUMNS="160").out
        assert f"{TITLE}  paused" in shown

        assert "goes on" in baokan("resume", TITLE, "--archive", archive).out
        wait_for(lambda: len(press.asked()) > asked, process)
        assert until(archive, lambda one: True)["state"] == "running"

        stopped = baokan("stop", TITLE, "--archive", archive)
        assert stopped.code == 0, stopped.err
        assert f"{TITLE}: interrupted (baokan stop)" in stopped.out
        assert process.end().code == 5
        assert status(archive) == []
        assert baokan("stop", TITLE, "--archive", archive).code == 1
        again = start(press, archive).end()
        assert again.code == 0, again.err
        assert rows(archive, "SELECT count(*) FROM articles") == [(380,)]
        assert press.again() == 0


@pytest.mark.slow
def test_a_killed_crawl_has_died_and_a_stop_is_not_for_the_next_run(tmp_path: Path) -> None:
    with crawling(tmp_path) as (process, press, archive):
        (run,) = rows(archive, "SELECT crawl_id FROM runs")[0]
        process.kill()
        process.end()
        (one,) = status(archive)
        assert one["state"] == "died"
        nothing = baokan("stop", TITLE, "--archive", archive)
        assert (nothing.code, nothing.err) == (1, f"baokan: {TITLE}: nothing runs\n")
        assert "died" in baokan("status", "--archive", archive, COLUMNS="160").out
        with Archive.open(archive) as opened, opened.transaction() as connection:
            connection.execute("UPDATE crawls SET wanted = 'stop' WHERE id = ?", (run,))
        assert start(press, archive).end().code == 0


@pytest.mark.forty(3)
@pytest.mark.slow
@pytest.mark.parametrize("first", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(tmp_path: Path, first: signal.Signals) -> None:
    with crawling(tmp_path, latency=8, asked=1) as (process, _, archive):
        process.send_signal(first)
        time.sleep(1)
        assert process.poll() is None  # it waits for what is under way
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.end().code == 5
        # Waiting for what is under way would take the rest of the grace.
        assert time.monotonic() - begun < GRACE_SECONDS - 2
        assert rows(archive, "SELECT outcome FROM runs") == [("interrupted",)]


def test_pause_and_resume_of_a_schedule(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Archive.open(archive) as opened, opened.transaction() as connection:
        schedules.add(connection, Plan(TITLE, "30 6 * * *"), "2026-01-01T00:00:00.000Z")
    assert "the schedule is paused" in baokan("pause", TITLE, "--archive", archive).out
    again = baokan("pause", TITLE, "--archive", archive)
    assert (again.code, again.err) == (1, f"{TITLE}: nothing to pause\n")
    assert "paused" in baokan("schedule", "list", "--archive", archive, COLUMNS="200").out
    assert baokan("resume", "--all", "--archive", archive).out == (
        f"{TITLE}: the schedule goes on\n"
    )
    assert baokan("resume", "--all", "--archive", archive).out == "nothing is paused\n"
    assert baokan("resume", TITLE, "--archive", archive).code == 1


@pytest.mark.parametrize("words", ["stop", "pause", "resume", "stop x --all", "status nosuch",
                                   "stop nosuch", "pause nosuch"])  # fmt: skip
def test_what_cannot_be_done_is_one_line(tmp_path: Path, words: str) -> None:
    archive = tmp_path / "archive.db"
    Archive.open(archive).close()
    told = baokan(*words.split(), "--archive", archive)
    assert told.code in (1, 2)
    assert told.err.startswith("baokan: ")
    assert told.err.count("\n") == 1
