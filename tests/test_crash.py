"""A crawl survives whatever ends its process, and the same command goes on where it stopped."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawling import (
    Process,
    assert_sound,
    baokan,
    bulk_press,
    kill_at,
    rows,
    wait_for,
    warc_records,
)
from tests.presses.bulk import ARTICLES, PAGES

pytestmark = pytest.mark.slow

# Requests that a crawl of this machine has under way at most (settings.DOWNLOAD_SLOTS).
IN_FLIGHT = 4

WARCIO = Path(sys.executable).with_name("warcio")


def assert_complete(archive: Path) -> None:
    assert rows(archive, "SELECT count(DISTINCT url_key) FROM captures WHERE status = 200") == [
        (PAGES + 1,)  # with robots.txt
    ]
    assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert rows(archive, "SELECT count(*) FROM frontier WHERE state != 'done'") == [(0,)]
    assert not list(archive.with_suffix(".warc").glob("*.open"))


@pytest.mark.forty(1, 5)
@pytest.mark.parametrize("share", [0.15, 0.5, 0.85])
def test_killed_crawl_is_completed_by_the_same_command(
    tmp_path: Path, share: float, round_seed: int
) -> None:
    archive = tmp_path / "archive.db"
    later = random.Random(round_seed).randrange(20)
    with bulk_press(tmp_path / "press") as press:
        command = ("crawl", "--start", press.base, "--archive", archive)
        kill_at(Process(*command), press, int(PAGES * share) + later)
        assert_sound(archive)
        result = baokan(*command)
        assert result.code == 0, result.err
        assert press.again() <= IN_FLIGHT
    assert_sound(archive)
    assert_complete(archive)
    assert rows(archive, "SELECT outcome FROM runs") == [("killed",), ("complete",)]
    assert warc_records(archive)["response"] >= PAGES
    check = subprocess.run(
        [
            Path(sys.executable).with_name("warcio"),
            "check",
            *sorted(archive.with_suffix(".warc").glob("*.warc.gz")),
        ],
        check=False,
        capture_output=True,
    )
    assert check.returncode == 0, check.stdout


@pytest.mark.forty(2)
def test_25_random_kills_lose_and_double_nothing(tmp_path: Path, round_seed: int) -> None:
    archive = tmp_path / "archive.db"
    dice = random.Random(round_seed)
    with bulk_press(tmp_path / "press") as press:
        command = ("crawl", "--start", press.base, "--archive", archive)
        for _ in range(25):
            kill_at(Process(*command), press, len(press.asked()) + dice.randrange(1, 24))
            assert_sound(archive)
        result = baokan(*command)
        assert result.code == 0, result.err
        assert press.again() <= 25 * IN_FLIGHT
    assert_sound(archive)
    assert_complete(archive)


@pytest.mark.forty(3)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_in_time_and_the_crawl_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "press") as press:
        command = ("crawl", "--start", press.base, "--archive", archive)
        process = Process(*command)
        wait_for(lambda: len(press.asked()) > 100, process)
        process.send_signal(number)
        stopped = process.end()
        assert stopped.code == 5, stopped.err
        assert "interrupted" in stopped.err
        assert "Traceback" not in stopped.err
        assert_sound(archive)
        assert not list(archive.with_suffix(".warc").glob("*.open"))
        result = baokan(*command)
        assert result.code == 0, result.err
        assert press.again() == 0
    assert_complete(archive)


@pytest.mark.forty(3)
def test_server_that_hangs_does_not_hold_a_signal_back(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "press", latency=3600) as press:
        process = Process("crawl", "--start", press.base, "--archive", archive)
        wait_for(lambda: press.log.stat().st_size > 0, process)
        process.send_signal(signal.SIGTERM)
        stopped = process.end()
    assert stopped.code == 5, stopped.err
    assert "interrupted" in stopped.err
    assert_sound(archive)
    assert rows(archive, "SELECT outcome FROM runs") == [("interrupted",)]


def test_two_titles_crawl_into_one_archive_at_once(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "a") as one, bulk_press(tmp_path / "b") as two:
        crawls = [Process("crawl", "--start", p.base, "--archive", archive) for p in (one, two)]
        results = [crawl.end() for crawl in crawls]
    assert [result.code for result in results] == [0, 0], results
    assert rows(archive, "SELECT count(*) FROM articles GROUP BY title_id") == [(ARTICLES,)] * 2
    assert_sound(archive)


def test_a_title_is_crawled_by_one_run_at_a_time(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "press") as press:
        command = ("crawl", "--start", press.base, "--archive", archive)
        first = Process(*command)
        wait_for(lambda: len(press.asked()) > 10, first)
        second = baokan(*command)
        assert second.code == 1
        assert second.err.count("\n") == 1
        assert "another run" in second.err
        assert first.end().code == 0
        assert press.again() == 0
    assert_complete(archive)
