"""Which titles an archive has proved, and that `baokan titles` says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.records import Article, Ask, Found, Issue
from archive.store import Archive
from archive.verified import verified
from tests.crawling import baokan
from tests.helpers import bring, close_crawl, open_crawl, prose

A, B = "http://lakeside.example/a", "http://lakeside.example/b"
STORY = Found("article", article=Article(title="渡口", body=prose(3)))
ABSENT = Found("no issue", issue=Issue("2024-03-02", exists=False))
PROVED = {("lakeside", "http://lakeside.example/")}
RECORD = """
[[title]]
name = "lakeside"
publication = "湖滨晚报"
platform = "site"
entry = "http://lakeside.example/"
seen = "2016"
"""


def test_a_complete_crawl_with_articles_proves_its_title(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, STORY)
    assert verified(archive) == set(), "it has not ended"
    close_crawl(archive, crawl)
    assert verified(archive) == PROVED


def test_its_articles_may_have_come_in_an_earlier_run(archive: Archive) -> None:
    crawl = open_crawl(archive, starts=(Ask(B, "any"),))
    bring(archive, crawl, A, STORY)
    close_crawl(archive, crawl, "limit")
    assert verified(archive) == set(), "it is still open"
    again = open_crawl(archive)
    assert again.crawl_id == crawl.crawl_id
    bring(archive, again, B, Found("list"))
    assert close_crawl(archive, again) == 0
    assert verified(archive) == PROVED


@pytest.mark.parametrize(
    "end",
    [
        {"found": ABSENT},
        {"found": Found("list")},
        {"state": "failed", "reason": "HTTP 500, 3 times"},
    ],
)
def test_a_crawl_without_articles_proves_nothing(archive: Archive, end: dict[str, object]) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, **end)  # type: ignore[arg-type]
    close_crawl(archive, crawl)
    assert verified(archive) == set()


def test_a_failure_beside_articles_proves_nothing(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, STORY)
    bring(archive, crawl, B, state="failed", reason="HTTP 500, 3 times")
    close_crawl(archive, crawl)
    assert verified(archive) == set()


@pytest.mark.parametrize(
    ("entry", "standing"),
    [("http://lakeside.example/", "verified"), ("http://lakeside.example/new/", "stale")],
)
def test_titles_shows_what_the_archive_at_hand_has_proved(
    tmp_path: Path, entry: str, standing: str
) -> None:
    (tmp_path / "own.toml").write_text(RECORD.replace("http://lakeside.example/", entry), "utf-8")
    with Archive.open(tmp_path / "a.db") as archive:
        crawl = open_crawl(archive)
        bring(archive, crawl, A, STORY)
        close_crawl(archive, crawl)
    asked = ("titles", "lakeside", "--json", "--archive", str(tmp_path / "a.db"))
    out = baokan(*asked, BAOKAN_TITLES=str(tmp_path)).out
    assert [row["standing"] for row in json.loads(out)] == [standing]
