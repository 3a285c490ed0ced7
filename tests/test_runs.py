"""How a run ends: its outcome, its exit code, and whether the crawl is complete."""

from __future__ import annotations

import pytest

from archive.records import Article, Ask, Found, Issue
from archive.runs import EXIT_CODES
from archive.store import Archive
from tests.helpers import DAY_2, bring, close_crawl, one, open_crawl, prose, rows

A, B = "http://lakeside.example/a", "http://lakeside.example/b"
STORY = Found("article", article=Article(title="渡口", body=prose(3)))
GONE = {"state": "gone", "reason": "HTTP 404"}
REFUSED = {"state": "refused", "reason": "robots.txt forbids it"}
FAILED = {"state": "failed", "reason": "HTTP 500, 3 times"}


def test_every_outcome_has_its_own_code_and_only_complete_is_zero() -> None:
    assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert [outcome for outcome, code in EXIT_CODES.items() if code == 0] == ["complete"]


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        ([{"found": STORY}], "complete"),
        ([{"found": STORY}, GONE], "complete"),
        ([{"found": STORY}, REFUSED], "complete"),
        ([{"found": Found("no issue", issue=Issue("2024-03-02", exists=False))}], "complete"),
        ([{"found": STORY}, FAILED], "failures"),
        ([{"found": Found("list")}, FAILED], "failures"),
        ([FAILED], "unreachable"),
        ([FAILED, FAILED], "unreachable"),
        ([{"found": Found("list")}], "nothing"),
        ([GONE], "nothing"),
        ([REFUSED], "nothing"),
        ([], "nothing"),
    ],
)
def test_what_the_answers_were_decides(
    archive: Archive, ends: list[dict[str, object]], outcome: str
) -> None:
    crawl = open_crawl(archive)
    for number, end in enumerate(ends):
        bring(archive, crawl, f"{A}{number}", **end)  # type: ignore[arg-type]
    assert close_crawl(archive, crawl, at=DAY_2) == EXIT_CODES[outcome]
    ((said, code, ended, reason),) = rows(
        archive, "SELECT outcome, exit_code, ended_at, reason FROM runs"
    )
    assert (said, code, ended) == (outcome, EXIT_CODES[outcome], DAY_2)
    assert bool(reason) == (outcome != "complete"), "what is not complete says why"
    assert rows(archive, "SELECT state, closed_at FROM crawls") == [("complete", DAY_2)]
    assert not open_crawl(archive).resumed


def test_the_reason_names_the_first_failure(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, STORY)
    bring(archive, crawl, B, **FAILED)  # type: ignore[arg-type]
    close_crawl(archive, crawl)
    assert one(archive, "SELECT reason FROM runs") == f"1 failed, first {B}: HTTP 500, 3 times"


@pytest.mark.parametrize("stopped", ["limit", "interrupted", "disk full", "error"])
def test_a_run_that_stops_early_leaves_its_crawl_open(archive: Archive, stopped: str) -> None:
    crawl = open_crawl(archive, starts=(Ask(B, "any"),))
    bring(archive, crawl, A, STORY)
    assert close_crawl(archive, crawl, stopped) == EXIT_CODES[stopped] != 0
    assert rows(archive, "SELECT state, closed_at FROM crawls") == [("open", None)]
    again = open_crawl(archive)
    assert again.resumed
    bring(archive, again, B, STORY)
    assert close_crawl(archive, again) == 0
    assert rows(archive, "SELECT outcome FROM runs ORDER BY id") == [(stopped,), ("complete",)]


@pytest.mark.parametrize("state", ["queued", "in flight"])
def test_a_run_that_leaves_work_behind_is_never_complete(archive: Archive, state: str) -> None:
    crawl = open_crawl(archive, starts=(Ask(B, "any"),))
    bring(archive, crawl, A, STORY)
    with archive.transaction() as connection:
        connection.execute("UPDATE frontier SET state = ? WHERE url = ?", (state, B))
    assert close_crawl(archive, crawl) == EXIT_CODES["error"]
    assert open_crawl(archive).resumed


def test_the_figures_of_a_run_are_its_own(archive: Archive) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, STORY, payload=b"12345")
    close_crawl(archive, crawl)
    crawl = open_crawl(archive)
    bring(archive, crawl, A, STORY, payload=b"123")
    bring(archive, crawl, B, **GONE)  # type: ignore[arg-type]
    figures = "SELECT responses, bytes, new, same, gone FROM runs ORDER BY id"
    ((*first,), (*second,)) = rows(archive, figures)
    assert first == [1, 5, 1, 0, 0]
    assert [second[0], *second[2:]] == [2, 0, 1, 1]


@pytest.mark.parametrize("stopped", ["limit", "interrupted"])
def test_a_bound_that_the_last_request_reached_leaves_nothing_undone(
    archive: Archive, stopped: str
) -> None:
    crawl = open_crawl(archive)
    bring(archive, crawl, A, found=STORY)
    assert close_crawl(archive, crawl, stopped) == 0
    assert rows(archive, "SELECT state FROM crawls") == [("complete",)]
    assert rows(archive, "SELECT outcome, reason FROM runs") == [("complete", "")]
