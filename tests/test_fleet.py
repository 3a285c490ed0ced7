"""Several workers on one crawl: all of it, once, and no host faster than its delay."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.crawling import assert_sound, baokan, rows, wait_for
from tests.fleet import assert_polite, crawl, many_hosts, needs_redis, redis_server
from tests.presses.many_hosts import pages

pytestmark = [needs_redis, pytest.mark.slow]

DELAY = 1.5  # seconds, settings.DOWNLOAD_DELAY


def merged(folder: Path, shards: list[Path]) -> Path:
    archive = folder / "all.db"
    done = baokan("merge", *shards, "--archive", archive)
    assert done.code == 0, done.err
    return archive


def assert_all(archive: Path, articles: int = 48) -> None:
    counted = "SELECT count(*), count(DISTINCT url), max(revision) FROM articles"
    assert rows(archive, counted) == [(articles, articles, 1)]
    assert rows(archive, "SELECT count(*) FROM frontier WHERE state != 'done'") == [(0,)]
    assert rows(archive, "SELECT count(*) FROM crawls") == [(1,)]
    assert_sound(archive)


def test_two_workers_share_the_hosts_of_a_crawl(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 6, 8) as press:
        titles = press.record(tmp_path / "titles")
        shards = [tmp_path / f"shard{n}.db" for n in range(2)]
        workers = [crawl(server, titles, shard) for shard in shards]
        for worker in workers:
            done = worker.end()
            assert done.code == 0, done.err
        asked = Counter((host, path) for _, host, path in press.asked())
        assert len(asked) == pages(6, 8)
        assert set(asked.values()) == {1}, "nothing is asked for twice"
        assert_polite(press, DELAY)
        with server.client() as client:
            left = list(client.keys("baokan:*"))
        assert not [key for key in left if key.startswith(("baokan:q:", "baokan:seen:"))]
    for shard in shards:
        assert rows(shard, "SELECT count(*) > 5 FROM articles") == [(1,)], "it had its share"
    archive = merged(tmp_path, shards)
    assert_all(archive)


def test_what_a_killed_worker_had_is_another_s(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 6, 8) as press:
        titles = press.record(tmp_path / "titles")
        shards = [tmp_path / f"shard{n}.db" for n in range(2)]
        workers = [crawl(server, titles, shard) for shard in shards]
        wait_for(lambda: len(press.asked()) > 20)
        workers[0].kill()
        workers[0].end()
        done = workers[1].end()
        assert done.code == 0, done.err
        assert len({(host, path) for _, host, path in press.asked()}) == pages(6, 8)
        assert_polite(press, DELAY)
    archive = merged(tmp_path, shards)
    assert_all(archive)


def test_redis_may_be_killed_and_started_again(tmp_path: Path) -> None:
    with redis_server(tmp_path / "redis") as server, many_hosts(tmp_path / "press", 6, 8) as press:
        titles = press.record(tmp_path / "titles")
        shards = [tmp_path / f"shard{n}.db" for n in range(2)]
        workers = [crawl(server, titles, shard) for shard in shards]
        wait_for(lambda: len(press.asked()) > 15)
        server.kill()
        time.sleep(2)
        server.start()
        for worker in workers:
            done = worker.end()
            assert done.code == 0, done.err
        assert len({(host, path) for _, host, path in press.asked()}) == pages(6, 8)
        assert_polite(press, DELAY)
    archive = merged(tmp_path, shards)
    assert_all(archive)
