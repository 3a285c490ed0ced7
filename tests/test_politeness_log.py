"""What the server's own log says of our politeness: gaps, open connections, robots.txt, waits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.demo.server import Reply
from tests.crawling import PATIENCE, ROOT, assert_sound, rows
from tests.presses.polite import PoliteHost

pytestmark = pytest.mark.slow


@pytest.fixture
def host() -> Iterator[PoliteHost]:
    with PoliteHost() as running:
        yield running


def ask(archive: Path, *urls: str, delay: float = 0.0, **environment: str) -> int:
    """Ask for these addresses; the exit code."""
    command = [sys.executable, "-W", "error", "-m", "tests.asked_run", str(archive), str(delay)]
    told = {"PATH": "", "BAOKAN_LOOPBACK": "1", "BAOKAN_RETRY_WAITS": "0.2,0.4"} | environment
    done = subprocess.run([*command, *urls], cwd=ROOT, env=told, timeout=PATIENCE,
                          capture_output=True, check=False)  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode


def in_three_seconds() -> str:
    """As a date, which has no fractions of a second."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)


def robots(*lines: str) -> Reply:
    return Reply("\n".join(("User-agent: *", *lines)).encode(), content_type="text/plain")


@pytest.mark.forty(21)
@pytest.mark.parametrize(
    ("lines", "least"),
    [
        (("Crawl-delay: 2",), 2.0),
        pytest.param(("Request-rate: 2/3s",), 1.5, marks=pytest.mark.release),
    ],
)
def test_delays_of_robots_txt_are_kept_where_ours_is_shorter(
    host: PoliteHost, tmp_path: Path, lines: tuple[str, ...], least: float
) -> None:
    host.robots = robots(*lines)
    assert ask(tmp_path / "a.db", *map(host.url, range(5)), delay=1.0) == 0
    gaps = host.gaps()
    assert len(gaps) == 4
    assert min(gaps) >= least - 0.02, gaps
    assert {seen.open for seen in host.pages()} == {1}, "one at a time"
    assert rows(tmp_path / "a.db", "SELECT delay FROM hosts") == [(least,)]


@pytest.mark.forty(23)
def test_delay_and_open_requests_hold_under_redirects_and_retries(
    host: PoliteHost, tmp_path: Path
) -> None:
    """Six pages: one moves twice, one fails twice, each answer takes longer than the delay."""
    host.latency = 0.6
    moved, failing = host.url(1), host.url(2)
    host.replies[path(moved)] = [(Reply(b"", 302, location=path(host.url(11))), {})]
    host.replies[path(host.url(11))] = [(Reply(b"", 301, location=path(host.url(12))), {})]
    well = host.answer(path(host.url(20)))
    host.replies[path(failing)] = [(Reply(b"", 500), {}), (Reply(b"", 503), {}), well]
    assert ask(tmp_path / "a.db", *map(host.url, range(6)), delay=0.4) == 0
    assert len(host.pages()) == 6 + 2 + 2
    assert min(host.gaps()) >= 0.38, host.gaps()
    assert max(seen.open for seen in host.log) <= 2


def test_a_slow_host_is_asked_more_slowly(host: PoliteHost, tmp_path: Path) -> None:
    host.latency = 1.0
    assert ask(tmp_path / "a.db", *map(host.url, range(6)), delay=0.1) == 0
    assert min(host.gaps()[2:]) >= 0.8, host.gaps()


@pytest.mark.forty(18)
@pytest.mark.release
def test_robots_txt_is_kept_for_later_runs(host: PoliteHost, tmp_path: Path) -> None:
    for number in (1, 2):
        assert ask(tmp_path / "a.db", host.url(number)) == 0
    assert [seen.path for seen in host.log].count("/robots.txt") == 1
    until, at = rows(tmp_path / "a.db", "SELECT robots_until, robots_at FROM hosts")[0]
    kept = datetime.fromisoformat(str(until)) - datetime.fromisoformat(str(at))
    assert kept <= timedelta(hours=24, seconds=1)


@pytest.mark.forty(22)
@pytest.mark.parametrize(
    ("status", "form"),
    [
        (429, "seconds"),
        (503, "date"),
        pytest.param(429, "date", marks=pytest.mark.release),
        pytest.param(503, "seconds", marks=pytest.mark.release),
    ],
)
def test_retry_after_holds_for_the_whole_host_and_for_no_other(
    tmp_path: Path, status: int, form: str
) -> None:
    with PoliteHost() as busy, PoliteHost("localhost") as other:
        told = {"Retry-After": "3" if form == "seconds" else in_three_seconds}
        busy.replies[path(busy.url(0))] = [
            (Reply(b"", status), told),
            busy.answer(path(busy.url(50))),
        ]
        other.latency = 0.1
        urls = [busy.url(0), *map(other.url, range(15)), *map(busy.url, range(1, 5))]
        assert ask(tmp_path / "a.db", *urls, delay=0.1) == 0
        refused = busy.pages()[0].begun
        early = [seen.begun - refused for seen in busy.pages()[1:]]
        # What was under way already when the answer came is not called back.
        waited = sorted(gap for gap in early if gap > 0.5)
        assert len(waited) >= 4
        assert waited[0] >= (2.9 if form == "seconds" else 1.9), early
        assert max(seen.begun for seen in other.pages()) - refused < waited[0], "others go on"
        assert len(busy.pages()) == 6
    assert_sound(tmp_path / "a.db")


def test_a_wait_beyond_patience_ends_the_run_and_holds_for_the_next_one(
    host: PoliteHost, tmp_path: Path
) -> None:
    host.replies[path(host.url(0))] = [(Reply(b"", 429), {"Retry-After": "7200"})]
    # With no delay at all a page under way beside the refused one may be answered before it,
    # and let a third go: that is no rudeness, and half a second keeps it out.
    assert ask(tmp_path / "a.db", *map(host.url, range(5)), delay=0.5) == 6
    asked = len(host.pages())
    assert asked <= 2
    assert ask(tmp_path / "a.db", *map(host.url, range(5))) == 6
    assert len(host.pages()) == asked, "nothing is asked before the time has come"
    assert rows(tmp_path / "a.db", "SELECT state, count(*) FROM frontier GROUP BY 1 ORDER BY 1")[
        -1
    ] == ("queued", 5 - (asked - 1))
    ((reason,),) = rows(tmp_path / "a.db", "SELECT DISTINCT reason FROM runs")
    assert "asks to be left alone until" in str(reason)


@pytest.mark.forty(19)
def test_a_robots_txt_that_hangs_holds_up_its_own_host_alone(tmp_path: Path) -> None:
    with ExitStack() as stack:
        hosts = [stack.enter_context(PoliteHost()) for _ in range(3)]
        hung = stack.enter_context(PoliteHost("localhost"))
        hung.robots = 60.0
        urls = [one.url(n) for n in range(4) for one in (*hosts, hung)]
        assert ask(tmp_path / "a.db", *urls, delay=0.2) == 3
        assert hung.pages() == []
        tried = [seen.begun for seen in hung.log]
        for one in hosts:
            assert len(one.pages()) == 4
            assert max(seen.begun for seen in one.pages()) - tried[0] < 10, "at full polite rate"
        assert tried[-1] - tried[0] < 30
    states = rows(tmp_path / "a.db", "SELECT state = 'failed', count(*) FROM frontier GROUP BY 1")
    assert states == [(0, 12), (1, 4)]


def test_a_host_in_trouble_is_left_alone_longer_and_longer_and_nothing_is_lost(
    host: PoliteHost, tmp_path: Path
) -> None:
    urls = [host.url(n) for n in range(40)]
    for url in urls:
        host.replies[path(url)] = [(Reply(b"", 503), {})]
    assert ask(tmp_path / "a.db", *urls) == 6
    asked = host.pages()
    assert len(asked) < 20, "not each page three times"
    long = [gap for gap in host.gaps() if gap > 0.7]
    assert len(long) >= 3
    assert long == sorted(long), "each wait is longer than the one before"
    assert rows(tmp_path / "a.db", "SELECT failures >= 5 FROM hosts") == [(1,)]
    ((reason,),) = rows(tmp_path / "a.db", "SELECT reason FROM runs")
    assert "requests in a row have failed" in str(reason)
    host.replies.clear()
    assert ask(tmp_path / "a.db", *urls) in (0, 3)
    for _ in range(2):  # what failed for good in the first run is asked for by the next crawls
        ask(tmp_path / "a.db", *urls)
    assert rows(tmp_path / "a.db", "SELECT count(DISTINCT url) FROM articles") == [(40,)]
    assert rows(tmp_path / "a.db", "SELECT failures FROM hosts") == [(0,)]


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]
