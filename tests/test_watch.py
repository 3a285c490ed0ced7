"""What the watch says of a crawl, from figures alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.alarms import Alarm
from archive.figures import Figures
from crawler.odds import few, many, scarce
from crawler.watch import KINDS, judge


def crawl(articles: int = 20, **fields: dict[str, int]) -> Figures:
    """A crawl of one issue of four pages whose articles all have what is usual."""
    told = {
        "title": {"line of the marks": articles},
        "authors": {"label 作者": articles},
        "published": {"label 发布日期": articles},
        "body": {"block div zoom": articles},
        "body_length": {"400-": articles},
    } | fields
    return Figures(
        seconds=60.0, responses=articles + 5, issues=1, pages=4, articles=articles, fields=told,
        bytes=10_000, disk_free=1 << 40,
    )  # fmt: skip


WELL = [crawl(20), crawl(18), crawl(24)]


def keys(found: list[Alarm]) -> set[tuple[str, str, str]]:
    return {alarm.key for alarm in found}


def test_a_crawl_like_the_others_is_well() -> None:
    assert judge(crawl(19), WELL) == []
    assert judge(crawl(19), []) == []


def test_a_field_that_is_lost_is_told_with_the_rule_that_gave_it() -> None:
    found = judge(crawl(20, authors={"": 20}), WELL)
    assert keys(found) == {("field", "authors", ""), ("rule", "authors", "label 作者")}
    assert found[0].message == "0 of 20 articles have authors; before, 62 of 62 had"
    assert (found[0].measured, found[0].expected) == (0.0, 1.0)


def test_a_dead_selector_does_not_hide_behind_what_stands_in_for_it() -> None:
    """The date comes from the address now, the text from the summary: both fields are there."""
    now = crawl(20, published={"address": 20}, body={"description": 20},
                body_length={"0-99": 20})  # fmt: skip
    assert keys(judge(now, WELL)) == {
        ("rule", "published", "label 发布日期"),
        ("rule", "body", "block div zoom"),
        ("length", "body", "0-99"),
    }


@pytest.mark.parametrize("articles", [30, 100, 400])
def test_a_third_of_the_pages_is_enough_from_the_third_crawl_on(articles: int) -> None:
    part = articles * 3 // 10
    past = [crawl(articles), crawl(articles)]
    now = crawl(articles, authors={"": part, "label 作者": articles - part})
    assert ("field", "authors", "") in keys(judge(now, past))


def test_one_article_without_an_author_is_no_alarm() -> None:
    assert judge(crawl(20, authors={"": 1, "label 作者": 19}), WELL) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"outcome": "nothing", "articles": 0, "issues": 0, "pages": 0, "fields": {}}, "nothing"),
        ({"outcome": "unreachable", "articles": 0, "issues": 0, "fields": {}}, "outcome"),
        ({"challenges": 5}, "challenge"),
        ({"failed": 12}, "errors"),
        ({"leaks": 8}, "leaks"),
        ({"unread": 90}, "unread"),
        ({"seconds": 9_000.0}, "time"),
        ({"pages": 1}, "pages"),
        ({"disk_free": 1000}, "disk"),
    ],
)
def test_each_thing_that_is_wrong_is_told(change: dict[str, object], kind: str) -> None:
    found = judge(replace(crawl(20), **change), WELL)  # type: ignore[arg-type]
    assert kind in {alarm.kind for alarm in found}
    assert all(alarm.kind in KINDS and "\n" not in alarm.message for alarm in found)


def test_too_few_articles_are_told_and_a_thin_issue_is_not() -> None:
    assert "articles" in {one.kind for one in judge(crawl(3), [crawl(30), crawl(28), crawl(35)])}
    assert judge(crawl(14), WELL) == []


def test_half_of_the_pages_is_told_when_a_week_is_known() -> None:
    half = replace(crawl(20), pages=2)
    assert keys(judge(half, [crawl(20)] * 7)) == {("pages", "", "")}
    assert judge(half, [crawl(20)] * 6) == [], "a weekend of half a paper"


def test_an_issue_without_any_article_is_told_however_few_there_were() -> None:
    past = [crawl(4), crawl(6), crawl(5)]
    empty = replace(crawl(0), outcome="complete", articles=0)
    assert keys(judge(empty, past)) == {("articles", "", "")}


def test_texts_of_eleven_articles_that_are_summaries_now_are_told() -> None:
    """Too few for the class of long texts, of which a third is short of 400 anyway."""
    past = [crawl(11, body_length={"400-": 7, "100-399": 4})] * 5
    found = judge(crawl(11, body_length={"0-99": 11}), past)
    assert [alarm.message for alarm in found] == [
        "11 of 11 articles have a text of 0-99 characters; before, 0 of 55 had"
    ]
    assert judge(crawl(11, body_length={"0-99": 3, "400-": 8}), past) == []


def test_a_site_whose_known_issue_is_gone_has_moved() -> None:
    gone = replace(crawl(0), issues=0, pages=0, articles=0, lost="the issue of …")
    assert keys(judge(gone, WELL)) == {("moved", "", "")}


def test_a_catch_up_of_several_days_is_compared_by_issue() -> None:
    whole = crawl(60)
    assert judge(replace(whole, issues=3, pages=12), WELL) == []


@given(st.integers(0, 2**32))
def test_what_varies_as_it_always_has_raises_no_alarm(seed: int) -> None:
    """Issues of 10 to 40 articles, fields that half of them have, two rules that share a field."""
    rng = random.Random(seed)

    def one() -> Figures:
        articles = rng.randint(10, 40)
        drawn = [rng.choices(["", "byline", "label 作者"], [1, 2, 7])[0] for _ in range(articles)]
        images = [rng.choices(["", "page"], [1, 1])[0] for _ in range(articles)]
        return crawl(
            articles,
            authors={source: drawn.count(source) for source in set(drawn)},
            images={source: images.count(source) for source in set(images)},
        )

    assert judge(one(), [one() for _ in range(20)]) == []


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_tails_are_chances(k: int, n: int, share: float) -> None:
    k = min(k, n)
    assert 0 <= few(k, n, share) <= 1
    assert few(n, n, share) == 1
    assert abs(few(k, n, share) + many(k + 1, n, share) - 1) < 1e-9
    assert 0 <= scarce(k, share * n) <= 1


def test_the_tails_are_those_of_the_textbook() -> None:
    assert abs(few(2, 10, 0.5) - 56 / 1024) < 1e-12
    assert abs(many(9, 10, 0.5) - 11 / 1024) < 1e-12
    assert abs(scarce(1, 2.0) - 3 * 2.718281828459045**-2) < 1e-12
