"""A scheduler that is killed neither loses a crawl nor makes it twice: real processes, kill -9."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import schedules
from archive.schedules import Plan
from archive.store import Archive
from tests.crawling import BulkPress, Process, assert_sound, baokan, bulk_press, rows, wait_for
from tests.presses.bulk import PAGES

pytestmark = pytest.mark.slow

TITLES = [f"bulk_{n}" for n in range(5)]
LONG_AGO = "2026-01-05T00:00:00.000Z"


@pytest.fixture
def press(tmp_path: Path) -> Iterator[BulkPress]:
    with bulk_press(tmp_path / "press", latency=0.002) as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path, press: BulkPress) -> Path:
    """An archive with five titles whose schedules are due."""
    folder, path = tmp_path / "titles", tmp_path / "archive.db"
    folder.mkdir()
    hosts = (press.base, press.base.replace("127.0.0.1", "localhost"))
    records = [
        f'[[title]]\nname = "{name}"\npublication = "{name}"\nkind = "website"\n'
        f'platform = "site"\nentry = "{hosts[number % 2]}?{name}"\n'
        for number, name in enumerate(TITLES)
    ]
    (folder / "own.toml").write_text("\n".join(records), "utf-8")
    with Archive.open(path) as opened, opened.transaction() as connection:
        for name in TITLES:
            schedules.add(connection, Plan(name, "30 6 * * *", jitter_seconds=0), LONG_AGO)
    return path


def run_due(archive: Path) -> Process:
    titles = str(archive.parent / "titles")
    return Process("run-due", "--jobs", "2", "--archive", archive, BAOKAN_TITLES=titles)


def started(archive: Path) -> int:
    return len(rows(archive, "SELECT id FROM runs"))


def alive(archive: Path) -> list[int]:
    """Process ids of crawls whose run is open."""
    pids = [
        int(str(row[0])) for row in rows(archive, "SELECT pid FROM runs WHERE ended_at IS NULL")
    ]
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def assert_each_once(archive: Path, press: BulkPress) -> None:
    assert_sound(archive)
    assert sorted(rows(archive, "SELECT p.title, s.attempt, s.outcome FROM slots s"
                       " JOIN schedules p ON p.id = s.schedule_id")) == [
        (name, 1, "complete") for name in TITLES
    ]  # fmt: skip
    crawls = rows(
        archive, "SELECT t.name, c.state FROM crawls c JOIN titles t ON t.id = c.title_id"
    )
    assert sorted(crawls) == [(name, "complete") for name in TITLES]
    done = rows(archive, "SELECT crawl_id, count(*) FROM frontier WHERE state = 'done' GROUP BY 1")
    assert [count for _, count in done] == [PAGES + 1] * len(TITLES), "the entry is one more"


@pytest.mark.forty(12)
def test_5_queued_crawls_are_each_made_once_though_the_scheduler_is_killed(
    archive: Path, press: BulkPress
) -> None:
    """Its crawl goes on without it, and the next scheduler waits for that one's end."""
    scheduler = run_due(archive)
    wait_for(lambda: started(archive) >= 1, scheduler)
    scheduler.kill()
    scheduler.end()
    assert alive(archive), "the crawl outlives its scheduler"
    result = run_due(archive).end()
    assert result.code == 0, result.err
    wait_for(lambda: not alive(archive))
    result = run_due(archive).end()
    assert result.code == 0, result.err
    assert_each_once(archive, press)
    assert started(archive) == 5, "no crawl was begun twice"


def test_a_machine_that_goes_down_goes_on_with_all_of_them(
    archive: Path, press: BulkPress
) -> None:
    scheduler = run_due(archive)
    wait_for(lambda: started(archive) >= 2, scheduler)
    scheduler.kill()
    scheduler.end()
    for pid in alive(archive):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not alive(archive))
    result = run_due(archive).end()
    assert result.code == 0, result.err
    assert_each_once(archive, press)
    outcomes = [outcome for (outcome,) in rows(archive, "SELECT outcome FROM runs")]
    assert outcomes.count("complete") == 5
    assert set(outcomes) == {"complete", "killed"}


def test_a_scheduler_that_is_told_to_stop_ends_its_crawls_and_goes_on_the_next_time(
    archive: Path, press: BulkPress
) -> None:
    scheduler = run_due(archive)
    wait_for(lambda: started(archive) >= 1, scheduler)
    scheduler.terminate()
    assert scheduler.end().code == 5
    assert not alive(archive)
    assert (
        baokan("run-due", "--archive", archive, BAOKAN_TITLES=str(archive.parent / "titles")).code
        == 0
    )
    assert_each_once(archive, press)
