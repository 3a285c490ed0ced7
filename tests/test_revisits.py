"""When an article is due for another look, and with which requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article, Found
from archive.revisits import ABSENT_AGES, AGES, EVERY, asks, due, next_look, pace
from tests.helpers import DAY_1, bring, close_crawl, new_archive, open_crawl, prose

DAWN = datetime(2026, 1, 5, tzinfo=UTC)
HOME = "http://lakeside.example"


def at(days: float) -> datetime:
    return DAWN + timedelta(days=days)


@pytest.mark.parametrize(
    ("checked", "due_at"),
    [(0, 0.5), (0.5, 1), (2.9, 3), (3, 7), (7.2, 30), (31, 90), (90, 180), (181, 270)],
)
def test_looks_become_rare_with_age(checked: float, due_at: float) -> None:
    assert next_look(DAWN, at(checked), 1.0, AGES) == at(due_at)


@given(st.floats(0, 5000), st.sampled_from([0.5, 1.0, 2.0]), st.sampled_from([AGES, ABSENT_AGES]))
def test_the_next_look_is_always_ahead_and_never_far(
    checked: float, paced: float, ages: tuple[float, ...]
) -> None:
    moment = next_look(DAWN, at(checked), paced, ages)
    assert at(checked) < moment <= at(checked) + timedelta(days=EVERY * paced, seconds=1)


def test_a_title_that_changes_much_is_looked_at_more_often() -> None:
    assert pace(100, 10) == 0.5
    assert pace(1000, 0) == 2.0
    assert pace(1000, 1) == 1.0
    assert pace(3, 3) == 1.0, "three looks say nothing"


def test_the_longest_due_comes_first(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        for number, published in enumerate(("2026-01-05", "2012-03-01", None)):
            article = Article(title=f"第{number}篇", body=prose(number), published=published)
            bring(archive, crawl, f"{HOME}/{number}.html", article)
        assert due(archive, crawl.title_id, DAY_1) == []
        found = due(archive, crawl.title_id, "2026-01-05T18:30:00.000Z")
        assert [one.title for one in found] == ["第0篇", "第2篇"], "the old one can wait"
        assert len(due(archive, crawl.title_id, DAY_1, all_of_them=True)) == 3


def test_what_is_gone_is_looked_for_at_every_address(tmp_path: Path) -> None:
    story = Article(title="渡口", body=prose(1), published="2026-01-05")
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        for name in ("a", "b"):
            bring(archive, crawl, f"{HOME}/{name}.html", story, context={"date": "2026-01-05"})
        close_crawl(archive, crawl)
        assert [(ask.url, ask.kind) for ask in asks(archive, 1)] == [(f"{HOME}/a.html", "article")]
        assert asks(archive, 1)[0].context == {"date": "2026-01-05"}
        later = "2026-01-09T06:30:00.000Z"
        crawl = open_crawl(archive, at=later)
        bring(archive, crawl, f"{HOME}/a.html", state="gone", at=later)
        assert [ask.url for ask in asks(archive, 1)] == [f"{HOME}/a.html", f"{HOME}/b.html"]


def test_articles_inside_one_document_share_its_request(tmp_path: Path) -> None:
    inside = tuple(
        Article(f"{HOME}/issue#/{n}", title=f"第{n}篇", body=prose(n), issue_label="2026-01-05")
        for n in (1, 2)
    )
    with new_archive(tmp_path) as archive:
        crawl = open_crawl(archive)
        bring(archive, crawl, f"{HOME}/issue", Found("articles", articles=inside), kind="issue")
        urls = {ask.url for number in (1, 2) for ask in asks(archive, number)}
        assert urls == {f"{HOME}/issue"}
