"""What people ask of an archive is answered from its indexes, however large it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive import search_counts, stats
from archive.reading import find_article
from archive.search import Search
from archive.store import Archive
from archive.web.asking import Asking
from archive.web.home import home
from archive.web.paths import Paths
from benchmarks.growth import Growth
from tests.helpers import rows


@pytest.fixture
def grown(archive: Archive) -> Archive:
    Growth(archive, full=False).grow(900)
    return archive


def plan_of(archive: Archive, work: Callable[[], object]) -> set[str]:
    """The lines of the query plans of what some work asks."""
    asked: list[str] = []
    archive.connection.set_trace_callback(asked.append)
    work()
    archive.connection.set_trace_callback(None)
    selects = [sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))]
    assert selects
    return {str(row[3]) for sql in selects for row in rows(archive, f"EXPLAIN QUERY PLAN {sql}")}


def test_an_article_is_found_by_its_address(grown: Archive) -> None:
    (url,) = rows(grown, "SELECT url FROM articles WHERE id = 500")[0]
    assert find_article(grown, url) == 500
    plan = plan_of(grown, lambda: find_article(grown, url))
    assert not [line for line in plan if line.startswith("SCAN") and "titles" not in line
                and not line.startswith(("SCAN t ", "SCAN article_parts"))]  # fmt: skip


def test_the_first_page_looks_at_later_revisions_alone(grown: Archive) -> None:
    plan = plan_of(grown, lambda: home(grown, Asking(Paths())))
    assert any("revisions USING INDEX revisions_later" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN revisions USING COVERING")]


def test_stats_look_at_captures_once(grown: Archive) -> None:
    plan = plan_of(grown, lambda: stats.titles(grown))
    assert "SCAN captures" in plan
    assert not [line for line in plan if line.startswith(("SCAN a", "SCAN revisions"))
                and "articles_not_live" not in line]  # fmt: skip
    found = {row["title"]: row for row in stats.titles(grown)}
    # An issue has 40 articles on 8 pages; of the last one half is there.
    assert (found["paper_22"]["articles"], found["paper_22"]["captures"]) == (40, 49)
    assert (found["paper_23"]["articles"], found["paper_23"]["captures"]) == (20, 25)
    assert found["paper_24"]["captures"] == 0


def test_titles_of_few_hits_are_those_of_many(
    grown: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(grown.connection, "", {"date": "2016-01-01", "page": "3"})
    few = search_counts.titles(search)
    assert sum(one.count for one in few) == search.count == 115
    monkeypatch.setattr(search_counts, "_FEW", 0)
    assert search_counts.titles(search) == few
    monkeypatch.setattr(search_counts, "_MOST_TITLES", 22)  # those with most articles
    assert search_counts.titles(search) == few[:22]
    plan = plan_of(grown, lambda: search_counts.titles(search))
    assert any(line.startswith("SCAN articles USING COVERING INDEX") for line in plan)
    monkeypatch.setattr(search_counts, "_MOST_TITLES", 100)
    plan = plan_of(grown, lambda: search_counts.titles(search))
    assert not [line for line in plan if line.startswith("SCAN articles")]
