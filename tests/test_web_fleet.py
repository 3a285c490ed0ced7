"""The reading room's page of a fleet: a real Redis, `baokan serve`, and a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from crawler.fleet.redis import Fleet
from tests.browser import AXE, chromium, show, watched
from tests.fleet import Redis, needs_redis, redis_server
from tests.fleet_scene import HOST, LEASE, begin, die, get_stuck, tell
from tests.helpers import new_archive
from tests.reading_room import Room, assert_strict
from tests.test_web_demo import assert_accessible

pytestmark = needs_redis

HERE = "/-/baokan/archive"
PAGE = f"{HERE}/fleet"
EVIL = "<script>alert(1)</script>"
PASSWORD = "sec-ret"
RUNS = f"javascript://{HOST}/%0aalert(1)"
STUCK = [f"http://{HOST}/html/2022-08/04/content_{n}.htm" for n in range(59)]


def fill(server: Redis, url: str) -> None:
    """A fleet with something of everything, also with names that want to run."""
    fleet, dead = Fleet(url, LEASE), Fleet(url, LEASE)
    with server.client() as client:
        get_stuck(fleet, begin(fleet, "ferry", RUNS, *STUCK))
        crawl = begin(fleet, "lakeside", f"http://{HOST}/1.html", "http://other.example/1.html")
        tell(fleet, crawl, machine=f"one.example{EVIL}", shard="/srv/press/shard-1.db")
        tell(dead, crawl, machine="two.example", pid=4712)
        die(client, dead, crawl, 100)
        fleet.run("hold", HOST, 3_000_000, f"{HOST} asks to be left alone{EVIL}")
    fleet.close()
    dead.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    new_archive(folder).close()
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Redis]:
    with redis_server(place / "redis") as running:
        with running.client() as client:
            client.acl_setuser("reader", enabled=True, passwords=[f"+{PASSWORD}"],
                               keys=["baokan:*"],
                               commands=["+@read", "+@connection", "+info", "+time"])  # fmt: skip
        fill(running, running.url)
        yield running


@pytest.fixture(scope="module")
def room(place: Path, server: Redis) -> Iterator[Room]:
    url = server.url.replace("//", f"//reader:{PASSWORD}@")
    room = Room(place / "archive.db", frontier=url)
    try:
        yield room
    finally:
        room.close()


SAID = {
    "zh": ["机群", "每秒页数", "进程失联", "卡住的请求", "暂不访问的网站", "另有 10 条"],
    "en": ["Fleet", "Pages a second", "worker is silent", "Stuck requests", "and 10 more"],
}
FACTS = (
    "two.example, process 4712: nothing heard of it", "/srv/press/shard-1.db", "lakeside",
    "see: baokan fleet stuck 1", f"{HOST} asks to be left alone", "noeviction", RUNS, STUCK[0],
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_what_is_so_and_runs_nothing(room: Room, language: str) -> None:
    page = room.get(PAGE, {"Accept-Language": language})
    assert page.status == 200
    assert_strict(page)
    assert_accessible(page)
    text = unescape(re.sub("<[^>]*>", "", page.text))
    for said in (*SAID[language], *FACTS):
        assert said in text, said
    assert EVIL in text, "as text"
    assert text.count(f"{HOST}/html/") == 49, "the first of the stuck requests, behind RUNS"


def test_every_page_leads_to_it_where_there_is_a_fleet(room: Room, place: Path) -> None:
    link = f'<a href="{PAGE}">'
    assert link in room.get(HERE).text
    assert f'<a href="{PAGE}" aria-current="page">' in room.get(PAGE).text
    without = Room(place / "archive.db")
    try:
        assert PAGE not in without.get(HERE).text
        page = without.get(PAGE)
        assert page.status == 404
        assert_strict(page)
    finally:
        without.close()


def test_the_password_is_nowhere(room: Room) -> None:
    for path in (PAGE, "/-/settings.json", "/-/plugins.json", "/-/metadata.json", "/archive"):
        assert PASSWORD not in room.get(path).text
    room.log.seek(0)
    log = room.log.read().decode()
    assert "GET /-/baokan/archive/fleet" in log
    assert PASSWORD not in log


def test_a_redis_that_goes_away_is_one_line_and_the_rest_of_the_room_is_there(
    place: Path, tmp_path: Path
) -> None:
    with redis_server(tmp_path / "redis", "--requirepass", PASSWORD) as server:
        url = server.url.replace("//", f"//:{PASSWORD}@")
        room = Room(place / "archive.db", frontier=url)
        try:
            assert room.get(PAGE).status == 200
            server.kill()
            page = room.get(PAGE)
            assert page.status == 503
            assert_strict(page)
            assert page.text.count('<p class="reason"') == 1
            assert "cannot be reached" in page.text
            assert PASSWORD not in page.text
            assert room.get(HERE).status == 200
            server.start()
            assert room.get(PAGE).status == 200
        finally:
            room.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_browser_shows_it_whole(room: Room, language: str, scheme: Any, width: int) -> None:
    with chromium() as browser:
        tab, seen = watched(
            browser,
            room.base,
            locale=language,
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
        )
        assert show(tab, room.base + PAGE)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator("nav a[aria-current]").is_visible()
        for box in tab.locator("section table").all():
            assert box.is_visible()
        assert (seen.errors, seen.outside, seen.ran) == ([], [], [])
        if AXE.exists():
            tab.evaluate(AXE.read_text())
            said = tab.evaluate("axe.run({resultTypes: ['violations']})")
            grave = ("serious", "critical")
            assert [one for one in said["violations"] if one["impact"] in grave] == []
