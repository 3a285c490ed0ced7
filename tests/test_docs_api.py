"""The curl lines of docs/reading-room.md are run on the demo archive, and answered."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.reading_room import Room
from tests.test_web_demo import demo  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow

TEXT = (Path(__file__).parent.parent / "docs" / "reading-room.md").read_text("utf-8")
LINES = re.findall(r"^\$ (curl .*)$", TEXT, re.M)
SERVED = "http://127.0.0.1:8001"


@pytest.fixture(scope="module")
def room(demo: Path) -> Iterator[Room]:  # noqa: F811
    room = Room(demo)
    try:
        yield room
    finally:
        room.close()


def test_there_are_lines() -> None:
    assert len(LINES) > 10


@pytest.mark.parametrize("line", LINES)
def test_a_curl_line_is_answered(room: Room, line: str) -> None:
    command = [*shlex.split(line.replace(SERVED, room.base)), "--fail"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    if ".csv" in line:
        assert done.stdout.startswith("id,")
    elif ".atom" in line:
        assert feedparser.parse(done.stdout).entries
    else:
        assert json.loads(done.stdout), "something is found"
