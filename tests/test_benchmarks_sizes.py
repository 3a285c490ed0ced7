"""The archive that grows is one as crawls make it, and is the same however often it is stopped."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess, run

import pytest

from archive import search_index
from archive.search import Search
from archive.store import Archive
from benchmarks import growth
from benchmarks.growth import AN_ISSUE, Growth
from tests.helpers import one, rows
from tests.test_benchmarks import ROOT

_TABLES = ("articles", "revisions", "captures", "frontier", "placements", "people", "issues",
           "article_urls", "article_search_docsize")  # fmt: skip


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "other.db") as archive:
        yield archive


def test_it_is_an_archive_as_crawls_make_it(archive: Archive) -> None:
    Growth(archive, full=False).grow(450)
    assert one(archive, "SELECT count(*) FROM pragma_foreign_key_check") == 0
    state = search_index.state(archive)
    assert (state.articles, state.indexed) == (450, 450)
    assert one(archive, "SELECT count(*) FROM articles WHERE body_hash != ''") == 0
    assert one(archive, "SELECT count(*) FROM issues") == 450 // AN_ISSUE + 1
    # A request and a capture for each article, page and issue.
    asked = 450 + 450 // growth.A_PAGE + 450 // AN_ISSUE + 1
    assert one(archive, "SELECT count(*) FROM frontier JOIN captures USING (id)") == asked
    body = str(one(archive, "SELECT body FROM articles WHERE id = 77"))
    assert Search(archive.connection, f'"{body[:11]}"').ids(5) == [77]
    assert Search(archive.connection, "", {"paper": "paper_2", "date": "2016-01-01"}).count == 40


def test_long_texts_have_reprints_of_the_paper_before(archive: Archive) -> None:
    Growth(archive, full=True).grow(100)
    assert one(archive, "SELECT min(length(body)) FROM articles") > 200
    found = rows(archive, "SELECT id, reprint_of FROM articles WHERE reprint_of IS NOT NULL")
    assert found == [(42, 2), (63, 23), (84, 44)]


def test_growing_goes_on_where_it_was_stopped(
    archive: Archive, other: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    Growth(archive, full=False).grow(333)
    monkeypatch.setattr(growth, "BATCH", 70)

    def stop(done: int) -> None:
        if done >= 140:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Growth(other, full=False).grow(333, stop)
    assert Growth(other, full=False).size == 140
    Growth(other, full=False).grow(333)
    for name in _TABLES:
        assert rows(archive, f"SELECT * FROM {name}") == rows(other, f"SELECT * FROM {name}")


def measured(folder: Path) -> CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.sizes", "1000", "2000", "--asks", "3"]
    return run([*command, "--folder", str(folder)], cwd=ROOT, capture_output=True,
               encoding="utf-8", check=False)  # fmt: skip


def test_sizes_are_measured_once(tmp_path: Path) -> None:
    done = measured(tmp_path)
    assert done.returncode == 0, done.stderr
    known = json.loads((tmp_path / "sizes.json").read_text("utf-8"))
    assert sorted(known["sizes"]) == ["1000", "2000"]
    assert known["sizes"]["2000"]["bytes"] > known["sizes"]["1000"]["bytes"]
    assert "article page" in done.stdout
    assert known["sizes"]["1000"]["index"] > 0
    assert measured(tmp_path).stdout == done.stdout
