"""What is wrong with the Redis of a fleet is one line, and nothing is lost by it."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from tests.crawling import Process, Result, baokan, rows, wait_for
from tests.fleet import LEASE, Redis, crawl, many_hosts, needs_redis, redis_server
from tests.presses.many_hosts import pages

pytestmark = [needs_redis, pytest.mark.slow]


def one_line(done: Result, *parts: str) -> None:
    assert done.code == 1, done.err
    (line,) = done.err.splitlines()
    assert line.startswith("baokan: redis://127.0.0.1:")
    assert all(part in line for part in parts), line


def begin(url: str, titles: Path) -> Result:
    return baokan("fleet", "begin", "many_hosts", "--frontier", url,
                  BAOKAN_TITLES=str(titles))  # fmt: skip


def test_one_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{free.getsockname()[1]}/0"
    one_line(baokan("fleet", "show", "--frontier", url), "cannot be reached")
    one_line(baokan("crawl", "hunan_daily", "--frontier", url, "--contact", "me@library.example",
                    "--archive", tmp_path / "a.db"), "cannot be reached")  # fmt: skip


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "nonsense", "redis://127.0.0.1:x/0"])
def test_what_is_no_address(url: str) -> None:
    done = baokan("fleet", "show", "--frontier", url)
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert url in done.err


def test_a_wrong_password_is_told_and_no_password_is_shown(tmp_path: Path) -> None:
    with redis_server(tmp_path, "--requirepass", "secret") as server:
        for word in ("", ":wrong@"):
            url = server.url.replace("//", f"//{word}")
            done = baokan("fleet", "show", "--frontier", url)
            one_line(done, "refuses the password")
            assert "wrong" not in done.err
        assert (
            baokan("fleet", "show", "--frontier", server.url.replace("//", "//:secret@")).code == 0
        )


def test_another_version_in_the_fleet_is_refused(tmp_path: Path) -> None:
    with redis_server(tmp_path) as server:
        with server.client() as client:
            client.hset("baokan:config", "format", "0")
        one_line(
            baokan("fleet", "show", "--frontier", server.url),
            "another version of baokan",
            "format 0",
        )


def test_a_crawl_that_is_no_json_of_ours_is_refused(tmp_path: Path) -> None:
    """Whoever reaches Redis can write there: it is data, and read as data."""
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 2, 2) as press:
        titles = press.record(tmp_path / "titles")
        assert begin(server.url, titles).code == 0
        with server.client() as client:
            client.hset("baokan:crawl:1", "task", '{"title": {"name": "../../x"}}')
        done = worker(server, tmp_path / "shard.db", "--crawl", "1").end()
        assert done.code == 1
        assert "cannot be read" in done.err
        assert len(done.err.splitlines()) == 1


def worker(server: Redis, shard: Path, *more: str) -> Process:
    return Process(
        "worker", "--frontier", server.url, "--archive", shard, *more,
        BAOKAN_CONTACT="me@library.example", BAOKAN_RETRY_WAITS="0.1", BAOKAN_LEASE_SECONDS=LEASE,
    )  # fmt: skip


def test_a_full_memory_is_waited_for_and_nothing_is_lost(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 8) as press:
        titles, shard = press.record(tmp_path / "titles"), tmp_path / "shard.db"
        with server.client() as client:
            client.config_set("maxmemory-policy", "noeviction")
            running = crawl(server, titles, shard)
            wait_for(lambda: len(press.asked()) > 3)
            client.config_set("maxmemory", 1_000_000)  # less than it has by now
            time.sleep(4)
            told = baokan("fleet", "show", "--frontier", server.url).out
            assert "of 1 MiB" in told
            client.config_set("maxmemory", 0)
        done = running.end()
        assert done.code == 0, done.err
        assert len(press.asked()) == pages(4, 8)
    assert rows(shard, "SELECT count(*) FROM articles") == [(32,)]


def test_a_redis_that_stays_away_ends_the_run_and_the_same_command_goes_on(
    tmp_path: Path,
) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 8) as press:
        titles, shard = press.record(tmp_path / "titles"), tmp_path / "shard.db"
        running = crawl(server, titles, shard, "--quiet", BAOKAN_FRONTIER_SECONDS="1")
        wait_for(lambda: len(press.asked()) > 8)
        server.kill()
        done = running.end()
        assert done.code == 1
        assert "cannot be reached" in done.err
        assert "the same command goes on" in done.err
        server.start()
        done = crawl(server, titles, shard).end()
        assert done.code == 0, done.err
        assert len({(host, path) for _, host, path in press.asked()}) == pages(4, 8)
    assert rows(shard, "SELECT count(*), count(DISTINCT url) FROM articles") == [(32, 32)]


def test_a_paused_fleet_asks_for_nothing(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 6) as press:
        titles, shard = press.record(tmp_path / "titles"), tmp_path / "shard.db"
        running = crawl(server, titles, shard)
        wait_for(lambda: len(press.asked()) > 6)
        assert baokan("fleet", "pause", "--frontier", server.url).code == 0
        time.sleep(6)  # what was handed out before is asked for yet
        asked = len(press.asked())
        time.sleep(4)
        assert len(press.asked()) == asked < pages(4, 6)
        assert "paused" in baokan("fleet", "show", "--frontier", server.url).out
        assert baokan("fleet", "resume", "--frontier", server.url).code == 0
        assert running.end().code == 0
        assert len(press.asked()) == pages(4, 6)


def test_workers_take_what_was_begun_and_end_when_all_is_done(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 6) as press:
        titles = press.record(tmp_path / "titles")
        assert begin(server.url, titles).out == "many_hosts: crawl 1 begun\n"
        assert begin(server.url, titles).out == "many_hosts: crawl 1 is open already\n"
        shards = [tmp_path / f"shard{n}.db" for n in range(2)]
        workers = [worker(server, shard, "--until-done") for shard in shards]
        wait_for(lambda: len(press.asked()) > 10)
        told = baokan("fleet", "show", "--frontier", server.url).out
        assert "1 crawls" in told
        assert told.count("many_hosts") == 3, "the crawl, and a process of each worker"
        for one in workers:
            done = one.end()
            assert done.code == 0, done.err
            assert "1 crawls ended well" in done.err
        assert len(press.asked()) == pages(4, 6)


def test_a_crawl_is_dropped_for_all(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 4, 8) as press:
        titles, shard = press.record(tmp_path / "titles"), tmp_path / "shard.db"
        running = crawl(server, titles, shard)
        wait_for(lambda: len(press.asked()) > 6)
        done = baokan("fleet", "drop", "1", "--frontier", server.url)
        assert done.code == 0
        assert "crawl 1 ended" in done.out
        running.end()
        assert len(press.asked()) < pages(4, 8)
        done = baokan("fleet", "drop", "1", "--frontier", server.url)
        assert (done.code, done.err) == (1, "baokan: the fleet has no open crawl 1\n")
