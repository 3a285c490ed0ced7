"""What shows that an article is gone, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.fixity import verify
from archive.records import Article, Found
from archive.store import Archive
from tests.helpers import DAY_1, bring, close_crawl, new_archive, open_crawl, prose, rows

HOME = "http://lakeside.example"
URL = f"{HOME}/2026/0105/1.html"
STORY = Article(title="渡口", body=prose(1), published="2026-01-05")
SIGHTINGS = "SELECT kind, reason FROM sightings ORDER BY id"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as archive:
        look(archive, DAY_1, found=STORY)
        yield archive


def look(archive: Archive, at: str, **end: Any) -> None:
    """A crawl of its own at that time, in which the address gives this answer."""
    crawl = open_crawl(archive, at=at)
    bring(archive, crawl, URL, at=at, **end)
    close_crawl(archive, crawl, at=at)


def status(archive: Archive) -> str:
    return str(rows(archive, "SELECT status FROM articles")[0][0])


GONE: list[tuple[dict[str, Any], str]] = [
    ({"state": "gone", "reason": "HTTP 410"}, "HTTP 410"),
    ({"state": "refused", "found": Found("empty")}, "the page has no text any more"),
    ({"state": "gone", "found": Found("missing"), "reason": "it says so"}, "it says so"),
    ({"state": "queued", "moved_to": f"{HOME}/"}, f"moved to the home page: {HOME}/"),
    ({"state": "queued", "moved_to": f"{HOME}/index.html"},
     f"moved to the home page: {HOME}/index.html"),
    ({"state": "queued", "moved_to": f"{HOME}/404.html"},
     f"moved to a page of errors: {HOME}/404.html"),
]  # fmt: skip


@pytest.mark.forty(17)
@pytest.mark.parametrize(("end", "reason"), GONE)
def test_two_looks_that_find_nothing_make_an_article_vanished(
    archive: Archive, end: dict[str, Any], reason: str
) -> None:
    look(archive, "2026-01-06T06:30:00.000Z", **end)
    assert (status(archive), rows(archive, SIGHTINGS)) == ("missing", [("missing", reason)])
    look(archive, "2026-01-06T20:00:00.000Z", **end)
    assert status(archive) == "missing", "too soon to be sure"
    look(archive, "2026-01-07T06:30:00.000Z", **end)
    assert status(archive) == "vanished"
    look(archive, "2026-02-07T06:30:00.000Z", **end)
    look(archive, "2026-03-07T06:30:00.000Z", found=STORY)
    assert status(archive) == "live"
    kinds = [kind for kind, _ in rows(archive, SIGHTINGS)]
    assert kinds == ["missing", "missing", "vanished", "returned"]
    assert rows(archive, "SELECT body, revision FROM articles") == [(STORY.body, 1)]
    assert verify(archive).findings == [f for f in verify(archive).findings if "warc" in f.what]


@pytest.mark.parametrize(
    "end",
    [
        {"state": "failed", "reason": "HTTP 500, 3 times"},
        {"state": "failed", "reason": "HTTP 403"},
        {"state": "failed", "found": Found("challenge")},
        {"state": "failed", "found": Found("error")},
        {"state": "refused", "reason": "robots.txt forbids it"},
        {"state": "queued", "moved_to": f"{HOME}/2026/0105/2.html"},
        {"state": "queued", "moved_to": "https://lakeside.example/2026/0105/1.html"},
    ],
)
def test_a_site_in_trouble_shows_nothing(archive: Archive, end: dict[str, Any]) -> None:
    for day in ("06", "08", "10"):
        look(archive, f"2026-01-{day}T06:30:00.000Z", **end)
    assert (status(archive), rows(archive, SIGHTINGS)) == ("live", [])


def test_what_was_never_archived_is_not_missed(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        look(archive, DAY_1, state="gone", reason="HTTP 404")
        assert rows(archive, SIGHTINGS) == []
