"""Histories of one article in two archives, and shards that grow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.merge import merge, opened
from archive.store import Archive
from tests.crawling import baokan, rows
from tests.helpers import DAY_1, DAY_2, DAY_3, DAY_4, prose
from tests.merging import COUNTS, URL, A, B, C, assert_whole, merged, shard


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ([(DAY_1, A)], [(DAY_2, A)], [(DAY_1, A)]),
        ([(DAY_2, A)], [(DAY_1, A)], [(DAY_1, A)]),
        ([(DAY_1, A), (DAY_3, B)], [(DAY_2, A), (DAY_4, C)], [(DAY_1, A), (DAY_3, B), (DAY_4, C)]),
        ([(DAY_1, A), (DAY_4, B)], [(DAY_2, B), (DAY_3, B)], [(DAY_1, A), (DAY_2, B)]),
        ([(DAY_1, A), (DAY_3, A)], [(DAY_2, B)], [(DAY_1, A), (DAY_2, B)]),
        ([(DAY_2, B)], [(DAY_1, A), (DAY_3, C)], [(DAY_1, A), (DAY_2, B), (DAY_3, C)]),
    ],
)
def test_a_history_of_two_archives(
    tmp_path: Path,
    one: list[tuple[str, str]],
    two: list[tuple[str, str]],
    joined: list[tuple[str, str]],
) -> None:
    into, other = shard(tmp_path / "1", {URL: one}), shard(tmp_path / "2", {URL: two})
    merged(into, other)
    assert rows(into, "SELECT seen_at, body FROM revisions ORDER BY number") == joined
    assert rows(into, "SELECT body, revision FROM articles") == [(joined[-1][1], len(joined))]
    assert rows(into, "SELECT count(*) FROM ledger WHERE kind = 'capture'") == [
        (len(one) + len(two),)
    ]
    assert_whole(into)
    before = rows(into, COUNTS)
    merged(into, other)
    assert rows(into, COUNTS) == before


def test_another_file_of_the_same_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    into = shard(tmp_path / "1", {URL: [(DAY_1, A)]})
    other = shard(tmp_path / "2", {URL: [(DAY_2, B)]})
    merged(into, other)
    files = sorted(p.name for p in into.with_suffix(".warc").glob("*.warc.gz"))
    assert files == ["same-001-m1.warc.gz", "same-001.warc.gz"]
    assert baokan("show", "1", "--raw", "--archive", into).out.endswith(B)
    assert baokan("show", "1", "--revision", "1", "--raw", "--archive", into).out.endswith(A)


def test_an_archive_that_has_grown_brings_what_is_new(tmp_path: Path) -> None:
    other = shard(tmp_path / "2", {URL: [(DAY_1, A)]})
    into = tmp_path / "into.db"
    merged(into, other)
    shutil.rmtree(tmp_path / "2")
    other = shard(tmp_path / "2", {URL: [(DAY_1, A), (DAY_2, B)]})
    assert ": 0 articles, 1 revisions, " in merged(into, other)
    assert rows(into, "SELECT body FROM revisions ORDER BY number") == [(A,), (B,)]


def test_two_texts_of_one_moment_are_merged_once(tmp_path: Path) -> None:
    """Two workers looked at the same time and were given two texts."""
    into = tmp_path / "into.db"
    one = shard(tmp_path / "1", {URL: [(DAY_1, A), (DAY_2, B)]}, "one")
    two = shard(tmp_path / "2", {URL: [(DAY_1, A), (DAY_2, C)]}, "two")
    merged(into, one, two)
    before = rows(into, COUNTS)
    merged(into, one, two, one)
    assert rows(into, COUNTS) == before
    assert rows(into, "SELECT body FROM revisions ORDER BY number") == [(A,), (B,), (C,)]
    assert_whole(into)


def test_a_shard_that_is_written_to_meanwhile_is_read_as_of_one_moment(tmp_path: Path) -> None:
    url = "http://lakeside.example/{}.html".format
    first = {url(n): [(DAY_1, prose(n))] for n in range(250)}  # more than a batch
    other = shard(tmp_path / "2", first, "first")
    later = {url(n): [(DAY_2, prose(1000 + n))] for n in (1, 249, 300)}
    told: list[int] = []

    def step(done: int) -> None:
        if not told:
            shard(tmp_path / "2", later, "later")
        told.append(done)

    texts = "SELECT url, number, revision, r.capture_id IS NULL FROM articles a JOIN revisions r"
    texts += " ON r.article_id = a.id WHERE url IN (?, ?, ?) ORDER BY 1, 2"
    with Archive.open(tmp_path / "into.db") as into:
        asked = [url(n) for n in (1, 249, 300)]
        with opened(str(other)) as read:
            merge(into, read, DAY_3, step)
        assert len(told) > 1
        assert [tuple(row.values()) for row in into.query(texts, *asked)] == [
            (url(1), 1, 1, 0),
            (url(249), 1, 1, 0),
        ]
        with opened(str(other)) as read:
            merge(into, read, DAY_4)
        assert [tuple(row.values()) for row in into.query(texts, *asked)] == [
            (url(1), 1, 2, 0),
            (url(1), 2, 2, 0),
            (url(249), 1, 2, 0),
            (url(249), 2, 2, 0),
            (url(300), 1, 1, 0),
        ]
    assert_whole(tmp_path / "into.db")
