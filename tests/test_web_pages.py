"""The pages that Datasette shows of an archive, asked for over HTTP as a browser does."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from archive.records import Article
from archive.store import Archive
from tests.crawling import ROOT, wait_for
from tests.helpers import DAY_1, DAY_2, bring, new_archive, open_crawl
from tests.issue_days import labels, newspaper
from tests.test_calendar import LOST, QUARTER

EVIL = '<script>alert("1")</script><img src=x onerror=alert(1)>'


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class Room:
    """Datasette on an archive, in a process of its own."""

    def __init__(self, path: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "datasette", "serve", str(path), "--port", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        wait_for(self._is_up)

    def _is_up(self) -> bool:
        assert self._process.poll() is None, "datasette ended early"
        try:
            return self.get("/-/versions.json").status == 200
        except OSError:
            return False

    def get(self, path: str) -> Answer:
        try:
            with urllib.request.urlopen(self.base + path, timeout=60) as answer:
                return Answer(answer.status, lower(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, lower(error.headers), error.read().decode())

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield room
    finally:
        room.close()


def fill(archive: Archive) -> None:
    url = "http://lakeside.example/a.html"
    for at, text in ((DAY_1, "渡口来了三条船。"), (DAY_2, f"渡口来了五条船。{EVIL}")):
        article = Article(title=f"渡口{EVIL}", body=text)
        bring(archive, open_crawl(archive, "ferry", at=at), url, article, at=at)
    newspaper(archive, [day for day in QUARTER if day != LOST], labels(4))


def test_the_diff_page_shows_the_change_and_runs_nothing(room: Room) -> None:
    page = room.get("/-/baokan/archive/diff/1")
    assert page.status == 200
    assert "<del>三</del><ins>五</ins>" in page.text
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;" in page.text
    assert DAY_1 in page.text
    assert room.get("/-/baokan/archive/diff/1?a=2&b=1").text.count("<del>五</del>") == 1


def test_the_year_page_has_its_picture_and_its_gap(room: Room) -> None:
    page = room.get("/-/baokan/archive/calendar/lakeside/2022")
    assert page.status == 200
    assert page.text.count("<svg") == 1
    assert LOST.isoformat() in page.text
    assert "无缺" not in page.text
    assert room.get("/-/baokan/archive/calendar/lakeside").text == page.text


def test_the_first_page_leads_to_both(room: Room) -> None:
    page = room.get("/-/baokan/archive")
    for link in ("/-/baokan/archive/diff/1", "/-/baokan/archive/calendar/lakeside/2022"):
        assert f'href="{link}"' in page.text
        assert room.get(link).status == 200


@pytest.mark.parametrize(
    "path", ["", "/diff/1", "/calendar/lakeside", "/diff/99", "/calendar/nowhere"]
)
def test_every_page_is_strict(room: Room, path: str) -> None:
    page = room.get("/-/baokan/archive" + path)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", page.text)
    outside = re.findall(r'(?:src|href)="(?!/)([^"]*)"', page.text)
    assert outside == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/archive/diff/99", "no article 99"),
        ("/archive/diff/1?a=7&b=8", "no revision 7"),
        ("/archive/calendar/nowhere", "nowhere"),
        ("/nowhere/diff/1", "nowhere"),
    ],
)
def test_what_is_not_there_is_404(room: Room, path: str, said: str) -> None:
    page = room.get("/-/baokan" + path)
    assert page.status == 404
    assert said in page.text


def test_the_menu_leads_there(room: Room) -> None:
    assert 'href="/-/baokan/archive"' in room.get("/").text
