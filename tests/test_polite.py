"""Politeness towards servers that answer well, badly, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.demo.server import Hit, Reply, Server, replying
from tests.crawling import Result, assert_sound, baokan, rows
from tests.presses.hostile import HostilePress

pytestmark = pytest.mark.slow


@pytest.fixture
def press() -> Iterator[HostilePress]:
    with HostilePress() as press:
        yield press


def crawl(press: HostilePress, path: str, archive: Path, *more: str) -> Result:
    """Crawl from one page of the press, with short waits between attempts."""
    result = baokan(
        "crawl", "--start", press.base + path, "--archive", archive, *more,
        BAOKAN_RETRY_WAITS="0.1,0.2",
    )  # fmt: skip
    assert_sound(archive)
    return result


def forget_robots(archive: Path) -> None:
    """As if a day had passed since it was had."""
    connection = sqlite3.connect(archive)
    with connection:
        connection.execute("UPDATE hosts SET robots_until = '2026-01-05T00:00:00.000Z'")
    connection.close()


def pages(press: HostilePress) -> list[str]:
    return [hit.path for hit in press.log if hit.path != "/robots.txt"]


@pytest.mark.forty(18)
@pytest.mark.parametrize("robots", ["503", "drop"])
def test_nothing_is_fetched_while_robots_cannot_be_had(
    press: HostilePress, tmp_path: Path, robots: str
) -> None:
    press.robots = robots
    archive = tmp_path / "archive.db"
    result = crawl(press, "/article/1", archive)
    assert result.code == 6
    assert "robots.txt" in result.err
    assert pages(press) == []
    press.robots = "ok"
    assert crawl(press, "/article/1", archive).code == 0
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]


@pytest.mark.forty(18)
@pytest.mark.release
@pytest.mark.slow
def test_nothing_is_fetched_while_robots_hangs(press: HostilePress, tmp_path: Path) -> None:
    press.robots = "hang"
    assert crawl(press, "/article/1", tmp_path / "archive.db").code == 6
    assert pages(press) == []


@pytest.mark.forty(18)
@pytest.mark.parametrize("robots", ["404", "html", "redirect"])
def test_robots_without_rules_for_a_page_allow_it(
    press: HostilePress, tmp_path: Path, robots: str
) -> None:
    press.robots = robots
    assert crawl(press, "/article/1", tmp_path / "archive.db").code == 0


def test_forbidden_pages_are_written_down_and_not_asked(
    press: HostilePress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    assert crawl(press, "/inner/1", archive).code == 8
    assert pages(press) == []
    assert rows(archive, "SELECT state, reason FROM frontier") == [
        ("refused", "robots.txt forbids it")
    ]


def test_a_busy_server_is_asked_again_when_it_says(press: HostilePress, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    assert crawl(press, "/busy/1", archive).code == 0
    assert press.asked["/busy/1"] == 3
    asked = [datetime.fromisoformat(hit.time) for hit in press.log if hit.path == "/busy/1"]
    assert all((after - before).total_seconds() > 0.9 for before, after in pairwise(asked))
    assert rows(archive, "SELECT count(*) FROM captures WHERE status = 429") == [(2,)]


def test_a_wait_of_hours_ends_the_run_instead(press: HostilePress, tmp_path: Path) -> None:
    press.retry_after = "7200"
    archive = tmp_path / "archive.db"
    assert crawl(press, "/busy/1", archive).code == 6
    assert press.asked["/busy/1"] == 1


@pytest.mark.forty(26)
@pytest.mark.parametrize(("path", "code"), [("/chain/3", 0), ("/chain/9", 3), ("/loop/a", 8)])
def test_redirects_are_followed_and_bounded(
    press: HostilePress, tmp_path: Path, path: str, code: int
) -> None:
    archive = tmp_path / "archive.db"
    assert crawl(press, path, archive).code == code
    assert len(pages(press)) <= 8
    if code == 0:
        assert rows(archive, "SELECT count(*) FROM article_urls") == [(2,)]


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/short", "failed"),
        ("/drop", "failed"),
        ("/endless", "refused"),
        ("/status/401", "failed"),
    ],
)
def test_what_cannot_be_had_is_a_row_with_its_reason(
    press: HostilePress, tmp_path: Path, path: str, state: str
) -> None:
    archive = tmp_path / "archive.db"
    result = crawl(press, path, archive)
    assert result.code in (6, 8)
    found = rows(archive, "SELECT state, reason FROM frontier")
    assert [row[0] for row in found] == [state]
    assert found[0][1]


def test_coded_bodies_are_kept_as_they_came(press: HostilePress, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    assert crawl(press, "/coded/gzip", archive).code == 0
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]


@pytest.fixture
def slow_press() -> Iterator[tuple[str, list[Hit]]]:
    log: list[Hit] = []
    links = "".join(f'<a href="/2022/0804/{n}.shtml">第{n}篇文章的题目在此</a>' for n in range(4))
    replies = {
        "/robots.txt": Reply(b"User-agent: *\nCrawl-delay: 1\n", content_type="text/plain"),
        "/": Reply(f"<html><body>{links}</body></html>".encode()),
    }
    with Server(
        replying(lambda target: replies.get(target, Reply(b"", 404)), log), "127.0.0.1", 0
    ) as server:
        yield server.base + "/", log


def gaps(log: list[Hit]) -> list[float]:
    times = [datetime.fromisoformat(hit.time) for hit in log if hit.path != "/robots.txt"]
    return [(after - before).total_seconds() for before, after in pairwise(times)]


def test_crawl_delay_is_kept(slow_press: tuple[str, list[Hit]], tmp_path: Path) -> None:
    base, log = slow_press
    baokan("crawl", "--start", base, "--archive", tmp_path / "archive.db")
    assert len(gaps(log)) == 4
    assert min(gaps(log)) > 0.9


def test_a_longer_delay_of_ours_is_kept(press: HostilePress, tmp_path: Path) -> None:
    crawl(press, "/chain/3", tmp_path / "archive.db", "--delay", "0.5")
    assert min(gaps(press.log)) > 0.4


def test_a_delay_below_the_least_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    result = baokan("crawl", "xinxiang", "--delay", "0.5", "--archive", archive)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "least delay" in result.err


def test_robots_that_fails_halfway_leaves_the_rest_waiting(
    press: HostilePress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    command = ("/calendar/2022-08-04", archive, "--max-pages", "3")
    assert crawl(press, *command).code == 4
    press.robots = "503"
    forget_robots(archive)
    before = rows(archive, "SELECT count(*) FROM frontier WHERE state = 'queued'")
    asked = len(pages(press))
    stopped = crawl(press, *command)
    assert stopped.code == 6
    assert stopped.err.count("robots.txt") == 1
    assert len(pages(press)) == asked
    assert rows(archive, "SELECT count(*) FROM frontier WHERE state = 'queued'") == before
    assert rows(archive, "SELECT state FROM crawls") == [("open",)]
