"""What is seen of a fleet in a real Redis, and that nothing is written by looking."""

from __future__ import annotations

import pytest

from crawler.fleet.errors import FrontierError, shown
from crawler.fleet.redis import Fleet
from crawler.fleet.seen import MOST_URLS, forget_stuck, seen, stuck_urls
from tests.fleet import Redis, needs_redis
from tests.fleet_scene import HOST, LEASE, begin, die, fleet, get_stuck, server, tell

__all__ = ["fleet", "server"]


@needs_redis
def test_workers_and_crawls_are_seen(server: Redis, fleet: Fleet) -> None:
    crawl = begin(fleet, "lakeside", *(f"http://{HOST}/{n}.html" for n in range(3)))
    tell(fleet, crawl)
    found = seen(fleet)
    (worker,), (one,) = found.workers, found.crawls
    assert (worker.machine, worker.pid, worker.title, worker.crawl) == (
        "one.example", 4711, "lakeside", crawl,
    )  # fmt: skip
    assert worker.per_second == 2.0, "120 in a minute, by the worker's own clock"
    assert (one.open, one.hosts, one.waiting, one.workers, one.stuck) == (3, 1, 0, 1, 0)
    assert (found.paused, found.silent, found.waits, found.stuck) == (False, [], [], [])
    assert (found.lease, found.eviction, found.append_only) == (LEASE, "noeviction", True)
    assert found.memory > 0 == found.most_memory


@needs_redis
def test_a_worker_that_says_nothing_more_is_missed_until_it_is_replaced(
    server: Redis, fleet: Fleet
) -> None:
    crawl, other = begin(fleet), begin(fleet, "ferry")
    with server.client() as client:
        tell(fleet, crawl)
        die(client, fleet, crawl, 3 * int(LEASE) - 2)
        found = seen(fleet)
        assert len(found.workers) == 1, "it may only be slow"
        assert found.crawls[0].workers == 0, "but its hosts are free"
        die(client, fleet, crawl, 3 * int(LEASE) + 2)
        found = seen(fleet)
        assert found.workers == []
        assert [one.pid for one in found.silent] == [4711]
        assert found.silent[0].silent >= 3 * LEASE
    again, elsewhere = (Fleet(server.url, LEASE) for _ in range(2))
    tell(elsewhere, crawl, pid=4712, shard="other.db")
    tell(elsewhere, other, pid=4712)
    assert len(seen(fleet).silent) == 1
    tell(again, crawl, pid=4713)
    assert seen(fleet).silent == []
    again.run("leave", crawl, again.token)
    assert len(seen(fleet).silent) == 1
    fleet.run("drop", crawl)
    assert seen(fleet).silent == [], "there is nothing to do any more"
    again.close()
    elsewhere.close()


@needs_redis
def test_a_worker_of_yesterday_is_forgotten(server: Redis, fleet: Fleet) -> None:
    crawl = begin(fleet)
    tell(fleet, crawl)
    other = Fleet(server.url, LEASE)
    with server.client() as client:
        die(client, fleet, crawl, 86_402)
        tell(other, crawl, machine="two.example")
        assert client.zrange("baokan:workers", 0, -1) == [other.token]
    other.close()


@needs_redis
def test_what_moves_is_told_by_the_clock_of_redis(server: Redis, fleet: Fleet) -> None:
    crawl = begin(fleet)
    with server.client() as client:
        client.hincrby(f"baokan:crawl:{crawl}", "moved_ms", -1_000_000)
        assert 1000 <= seen(fleet).crawls[0].still < 2000
        fleet.run("acquire", crawl, fleet.token, 30_000, 10, 0, 5)
        taken = fleet.run("take", crawl, fleet.token, 0, HOST)
        again = f'{{"url": "http://{HOST}/1.html", "host": "{HOST}", "priority": 0}}'
        fleet.run("settle", crawl, *taken[3:6], "", again, 1000)
        assert seen(fleet).crawls[0].still >= 1000, "it is asked for once more"
        fleet.run("settle", crawl, "", "", "", "", "", 0, HOST, 0, "key", again)
        taken = fleet.run("take", crawl, fleet.token, 0, HOST)
        fleet.run("settle", crawl, *taken[3:6], "done", "", 0)
        assert seen(fleet).crawls[0].still < 1000


@needs_redis
def test_hosts_that_are_left_alone_are_seen_while_a_crawl_wants_them(
    server: Redis, fleet: Fleet
) -> None:
    crawl = begin(fleet)
    fleet.run("hold", HOST, 3_000_000, f"{HOST} asks to be left alone")
    fleet.run("hold", "nobody.example", 3_000_000, "it says so")
    found = seen(fleet)
    ((wait,), (one,)) = found.waits, found.crawls
    assert (wait["host"], wait["why"], one.waiting) == (HOST, f"{HOST} asks to be left alone", 1)
    assert 2900 < wait["seconds"] <= 3000
    fleet.run("hold", HOST, -1, "")
    assert seen(fleet).waits == []
    fleet.run("hold", HOST, 3_000_000, "again")
    fleet.run("drop", crawl)
    assert seen(fleet).waits == []


@needs_redis
def test_stuck_requests_are_seen_after_their_crawl_until_they_are_forgotten(
    fleet: Fleet,
) -> None:
    urls = [f"http://{HOST}/{n}.html" for n in range(MOST_URLS + 2)]
    crawl = begin(fleet, "lakeside", *urls)
    get_stuck(fleet, crawl)
    found = seen(fleet)
    assert found.crawls == [], "nothing else of it was open"
    (stuck,) = found.stuck
    assert (stuck.crawl, stuck.title, stuck.requests) == (crawl, "lakeside", len(urls))
    assert stuck.urls == urls[:MOST_URLS]
    assert stuck_urls(fleet, crawl) == urls
    assert forget_stuck(fleet, crawl) == len(urls)
    assert seen(fleet).stuck == []
    assert stuck_urls(fleet, crawl) == []


@needs_redis
def test_a_host_of_which_all_is_stuck_is_wanted_no_more(fleet: Fleet) -> None:
    crawl = begin(fleet, "lakeside", f"http://{HOST}/1.html", "http://other.example/1.html")
    get_stuck(fleet, crawl)
    (one,) = seen(fleet).crawls
    assert (one.open, one.hosts, one.stuck) == (1, 1, 1)


@needs_redis
def test_looking_writes_nothing(server: Redis) -> None:
    with server.client() as client:
        client.acl_setuser("reader", enabled=True, passwords=["+pw"], keys=["baokan:*"],
                           commands=["+@read", "+info", "+time", "+@connection"])  # fmt: skip
        looking = Fleet(server.url.replace("//", "//reader:pw@"), None)
        assert seen(looking).crawls == []
        assert client.dbsize() == 0
        fleet = Fleet(server.url, LEASE)
        crawl = begin(fleet)
        tell(fleet, crawl)
        get_stuck(fleet, begin(fleet, "ferry"))
        fleet.run("hold", HOST, 3_000_000, "it says so")
        found = seen(looking)
        assert (len(found.workers), len(found.crawls), len(found.stuck)) == (1, 1, 1)
        assert len(found.waits) == 1
        looking.close()
        fleet.close()


@needs_redis
@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("baokan:crawl:1", "task", "no JSON"),
        ("baokan:crawl:1", "task", '{"title": []}'),
        ("baokan:crawl:1", "open", "many"),
        ("baokan:crawl:1", "task", b"\xff"),
        ("worker", "", '{"machine": 1}'),
        ("worker", "", "[]"),
    ],
)
def test_what_is_none_of_ours_is_one_line(
    server: Redis, fleet: Fleet, key: str, field: str, value: str
) -> None:
    """Whoever reaches Redis can write there."""
    tell(fleet, begin(fleet))
    with server.client() as client:
        if key == "worker":
            client.set(f"baokan:worker:{fleet.token}", value)
        else:
            client.hset(key, field, value)
    with pytest.raises(FrontierError, match="cannot be read") as raised:
        seen(fleet)
    assert "\n" not in str(raised.value)


SECRETS = (
    "redis://:sec-ret@host.example:6379/0",
    "redis://user:sec-ret@host.example:port/0",
    "redis://:sec-ret/sec-ret@host.example:6379/0",
    "redis://:sec-ret?sec-ret@host.example:6379/0",
    "redis://:sec-ret#sec-ret@host.example:6379/0",
    "redis://:sec-ret@sec-ret@host.example:6379/0",
    "redis://:sec://sec-ret@host.example:6379/0",
    "redis://host.example:6379/0?password=sec-ret",
    "redis://host.example:6379/0?password=a@sec-ret",
    "unix:///run/redis.sock?password=sec-ret",
    ":sec-ret@host.example:6379",
)


@pytest.mark.parametrize("url", SECRETS)
def test_no_password_is_shown(url: str) -> None:
    assert "sec-ret" not in shown(url)
    with pytest.raises(FrontierError) as raised:
        Fleet(url, None)
    assert "sec-ret" not in str(raised.value)


@pytest.mark.parametrize("url", ["redis://host.example:6379/0", "rediss://host.example", "no URL"])
def test_an_address_without_one_is_shown_whole(url: str) -> None:
    assert shown(url) == url
