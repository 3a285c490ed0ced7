"""`baokan health` judges a fleet, too: a real Redis, and in the end real workers."""

from __future__ import annotations

import importlib.util
import json
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive import alarms
from archive.alarms import Alarm
from archive.store import Archive
from crawler.cli import baokan
from crawler.commands import fleet_options
from crawler.fleet.redis import Fleet
from tests import crawling
from tests.crawling import wait_for
from tests.docs_text import section, words
from tests.fleet import Redis, crawl, many_hosts, needs_redis
from tests.fleet_scene import HOST, LEASE, begin, die, fleet, get_stuck, server, tell
from tests.helpers import DAY_1, new_archive, open_crawl

__all__ = ["fleet", "server"]


def health(url: str, *arguments: str | Path) -> Result:
    call = ["health", "--frontier", url, *map(str, arguments)]
    return CliRunner().invoke(baokan, call)


def nobody_there() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"redis://:sec-ret@127.0.0.1:{free.getsockname()[1]}/0"


@needs_redis
def test_a_well_fleet_is_one_line(fleet: Fleet, archive: Archive) -> None:
    tell(fleet, begin(fleet))
    done = health(fleet.url, "--archive", archive.path)
    assert done.exit_code == 0
    first, line = done.output.splitlines()
    assert first == "all is well"
    assert line.startswith(
        "fleet: 1 workers on 1 machines, 2.0 pages a second; 1 crawls, 1 hosts (0 left alone),"
        " 1 requests open, 0 stuck; Redis "
    )


@needs_redis
def test_a_sick_fleet_says_what_is_wrong_and_alarms_are_shown_all_the_same(
    server: Redis, fleet: Fleet, archive: Archive
) -> None:
    opened = open_crawl(archive, "ferry")
    with archive.transaction() as connection:
        alarms.put(connection, opened.title_id, opened.run_id, Alarm("nothing", "none"), DAY_1)
    with server.client() as client:
        get_stuck(fleet, begin(fleet, "ferry"))
        running = begin(fleet)
        tell(fleet, running)
        die(client, fleet, running, 100)
        client.hincrby(f"baokan:crawl:{running}", "moved_ms", -100_000)
        fleet.run("hold", HOST, 3_000_000, f"{HOST} asks to be left alone")
        client.config_set("maxmemory", client.info("memory")["used_memory"] * 105 // 100)
        client.config_set("appendonly", "no")
    done = health(fleet.url, "--json", "--archive", archive.path)
    assert done.exit_code == 11
    told = json.loads(done.stdout)
    assert [one["kind"] for one in told["alarms"]] == ["nothing"]
    assert [(one["kind"], one["title"]) for one in told["fleet"]["problems"]] == [
        ("worker", "lakeside"), ("memory", None), ("append-only", None), ("stuck", "ferry"),
        ("unattended", "lakeside"), ("wait", None),
    ]  # fmt: skip
    said = health(fleet.url, "--archive", archive.path).output
    assert "all is well" not in said
    _, *lines = [line for line in said.splitlines() if line.startswith("fleet: ")]
    for line, one in zip(lines, told["fleet"]["problems"], strict=True):
        title = f"{one['title']}: " if one["title"] else ""
        assert line.startswith(f"fleet: {title}{one['message'][:9]}"), "figures change"
    told = json.loads(health(fleet.url, "ferry", "--json", "--archive", archive.path).stdout)
    assert {one["title"] for one in told["fleet"]["problems"]} == {"ferry", None}


@needs_redis
def test_a_fleet_that_is_paused_or_may_lose_keys_is_not_well(
    server: Redis, fleet: Fleet, archive: Archive
) -> None:
    fleet.get("SET", "paused", "1")
    done = health(fleet.url, "--archive", archive.path)
    assert done.exit_code == 11
    assert "fleet: the fleet is paused; baokan fleet resume lets it go on\n" in done.output
    fleet.get("DEL", "paused")
    with server.client() as client:
        client.config_set("maxmemory-policy", "volatile-ttl")
    done = health(fleet.url, "--archive", archive.path)
    assert done.exit_code == 11
    assert "its maxmemory-policy is volatile-ttl" in done.output


@needs_redis
def test_stuck_requests_are_a_problem_until_they_are_forgotten(
    fleet: Fleet, archive: Archive
) -> None:
    get_stuck(fleet, begin(fleet))
    assert health(fleet.url, "--archive", archive.path).exit_code == 11
    arguments = ["fleet", "stuck", "1", "--frontier", fleet.url]
    assert CliRunner().invoke(baokan, arguments).output == f"http://{HOST}/1.html\n"
    done = CliRunner().invoke(baokan, [*arguments, "--forget"])
    assert (done.exit_code, done.output) == (0, "crawl 1: 1 requests forgotten\n")
    assert health(fleet.url, "--archive", archive.path).exit_code == 0


def test_of_a_redis_that_is_away_one_line_is_told_and_the_archive_is_judged(
    archive: Archive,
) -> None:
    opened = open_crawl(archive)
    with archive.transaction() as connection:
        alarms.put(connection, opened.title_id, opened.run_id, Alarm("nothing", "none"), DAY_1)
    url = nobody_there()
    done = health(url, "--archive", archive.path)
    assert done.exit_code == 11
    assert "lakeside" in done.output
    (line,) = [one for one in done.output.splitlines() if one.startswith("fleet: ")]
    assert "cannot be reached" in line
    assert "sec-ret" not in line
    told = json.loads(health(url, "--json", "--archive", archive.path).stdout)
    assert len(told["alarms"]) == 1
    assert [one["kind"] for one in told["fleet"].pop("problems")] == ["unreachable"]
    assert told["fleet"] == {}


def test_without_redis_py_the_archive_is_judged_all_the_same(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(name: str) -> Any:
        return None if name == "redis" else importlib.util.find_spec(name)

    monkeypatch.setattr(fleet_options, "find_spec", find)
    done = health("redis://host.example", "--archive", archive.path)
    assert (done.exit_code, done.output) == (
        11, "fleet: a fleet needs redis-py: pip install 'baokan[fleet]'\n",
    )  # fmt: skip


@needs_redis
def test_without_an_archive_only_the_fleet_is_judged_unless_one_is_named(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(fleet)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BAOKAN_ARCHIVE", raising=False)
    done = health(fleet.url, "--json")
    assert done.exit_code == 0
    assert done.stderr == "baokan: no archive archive.db here: only the fleet is judged\n"
    assert json.loads(done.stdout)["healthy"]
    assert health(fleet.url, "--archive", "other.db").exit_code == 1
    assert health(fleet.url, "lakeside").exit_code == 1
    assert not list(tmp_path.glob("*.db"))
    with new_archive(tmp_path):
        assert health(fleet.url).stderr == ""


@needs_redis
def test_the_keys_of_json_are_documented(server: Redis, fleet: Fleet, archive: Archive) -> None:
    with server.client() as client:
        tell(fleet, begin(fleet))
        other = begin(fleet, "ferry")
        with_nobody = Fleet(server.url, LEASE)
        tell(with_nobody, other)
        die(client, with_nobody, other, 100)
        with_nobody.close()
        fleet.run("hold", HOST, 3_000_000, "it says so")
    told = json.loads(health(fleet.url, "--json", "--archive", archive.path).stdout)["fleet"]
    lists = ("workers", "silent", "crawls", "waits", "problems")
    keys = {"fleet", "requests", "urls", *told, *(key for one in lists for key in told[one][0])}
    text = (crawling.ROOT / "docs" / "commands.md").read_text("utf-8")
    assert keys <= words(section(text, "health"))


@needs_redis
@pytest.mark.slow
def test_the_death_of_the_only_worker_is_told(server: Redis, tmp_path: Path) -> None:
    with many_hosts(tmp_path / "press", 4, 60) as press:
        titles, shard = press.record(tmp_path / "titles"), tmp_path / "shard.db"
        running = crawl(server, titles, shard)
        wait_for(lambda: len(press.asked()) > 6, running)
        done = crawling.baokan("health", "--frontier", server.url, "--archive", shard)
        assert done.code == 0, done.out
        assert "fleet: 1 workers on 1 machines" in done.out
        running.kill()
        running.end()

        def kinds() -> set[str]:
            told = json.loads(health(server.url, "--json", "--archive", shard).stdout)
            return {one["kind"] for one in told["fleet"]["problems"]}

        wait_for(lambda: kinds() == {"worker", "unattended"})
        again = crawl(server, titles, shard)
        wait_for(lambda: kinds() == set(), again)
        again.terminate()
        again.end()
