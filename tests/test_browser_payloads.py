"""Sixty payloads in every field of an archive: none runs on any page, feed or file in Chromium."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium, show, watched
from tests.helpers import new_archive
from tests.payloads import ADDRESSES, PAYLOADS
from tests.reading_room import Room, links
from tests.test_web_demo import HERE
from tests.test_web_hostile import fill, spread

pytestmark = pytest.mark.slow

TABLES = (
    "articles", "article_list", "people", "images", "titles", "issues", "pages", "placements",
    "mastheads", "captures", "runs", "frontier", "revisions",
)  # fmt: skip
_TOGETHER = 3  # payloads in one field; what one of them closes does not stop the next
_STEP = 12  # payloads a test; every change shows only the first _TOGETHER


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Room]]:
    folder = tmp_path_factory.mktemp("payloads")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield folder / "archive.db", room
    finally:
        room.close()


@pytest.fixture(scope="module")
def found(filled: tuple[Path, Room]) -> list[str]:
    """One address of every kind of page, feed and file, and Datasette's own pages."""
    _, room = filled
    waiting, kinds = [HERE], dict[str, str]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+|(?<=/title/)[^/.]+|(?<=calendar/)[^/.]+|[?].*", "#", path)
        if kind in kinds:
            continue
        kinds[kind] = path
        answer = room.get(path)
        if "html" in answer.headers["content-type"]:
            waiting += [one for one in links(answer) if one.startswith(HERE)]
    own = [f"/archive/{name}" for name in TABLES]
    own += ["/archive/articles/1", "/archive/titles/1", "/archive/articles?_search=渡口"]
    own += ["/archive/articles?_facet=source&_facet=keywords", "/archive/articles.json"]
    assert {re.split("[/?.]", path.removeprefix(HERE))[1] for path in kinds.values()
            if path != HERE} >= {
        "article", "diff", "issue", "page", "title", "calendar", "person", "people", "runs",
        "charts", "queries", "search",
    }  # fmt: skip
    return [*kinds.values(), *own]


@pytest.mark.forty(34)
@pytest.mark.parametrize(
    ("first", "step"),
    [(0, _TOGETHER)]
    + [
        pytest.param(first, _STEP, marks=pytest.mark.release)
        for first in range(0, len(PAYLOADS), _STEP)
    ],
)
def test_nothing_runs(
    browser: Browser,
    filled: tuple[Path, Room],
    found: list[str],
    tmp_path: Path,
    first: int,
    step: int,
) -> None:
    path, room = filled
    tab, seen = watched(browser, room.base)
    for number in range(first, first + step, _TOGETHER):
        text = " ".join(PAYLOADS[number : number + _TOGETHER])
        address = ADDRESSES[number // _TOGETHER % len(ADDRESSES)]
        with sqlite3.connect(path) as connection:
            spread(connection, text, address)
        connection.close()
        asked = f"{HERE}/search?q={quote(text)}", f"{HERE}/people?q={quote(text)}"
        for one in (*found, *asked):
            show(tab, room.base + one)
        for file in files(room, tmp_path / str(number)):
            show(tab, file.as_uri())
    assert seen.ran == []
    assert [one for one in seen.errors if "Content Security Policy" in one] == []
    assert [one for one in seen.outside if "outside.example" not in one] == []
    assert [one for one in seen.outside if "-/baokan" in one.partition(": ")[0]] == []


def files(room: Room, folder: Path) -> list[Path]:
    """Feed, Markdown, tables and the pages of the EPUB, as someone opens them who kept them."""
    folder.mkdir()
    kept = []
    for form in ("atom", "csv", "jsonl", "md"):
        kept.append(folder / f"search.{form}")
        kept[-1].write_bytes(room.get(f"{HERE}/search.{form}?q=").body)
    book = zipfile.ZipFile(io.BytesIO(room.get(f"{HERE}/issue/1.epub").body))
    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            kept.append(folder / Path(name).name)
            kept[-1].write_bytes(book.read(name))
    assert any(one.suffix == ".xhtml" for one in kept)
    return kept


@pytest.mark.forty(34)
def test_a_payload_that_is_let_run_is_seen(browser: Browser, tmp_path: Path) -> None:
    """What says that nothing ran says so where something does."""
    (tmp_path / "x.html").write_text(f"<p>{PAYLOADS[29]}</p>")
    tab, seen = watched(browser, "file:")
    show(tab, (tmp_path / "x.html").as_uri())
    assert len(seen.ran) == 1
    assert len(set(PAYLOADS)) == 60
