"""Magazines by contents pages: 求是 and the periodicals of 81.cn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Ask
from crawler.platforms import platform_for, recognise
from crawler.platforms.base import Fetched
from crawler.platforms.issue_numbers import Number, number_of, year_of
from crawler.platforms.qstheory import day_of
from crawler.titles import TitleError
from tests.presses.papers import periodical, qstheory
from tests.presses.papers.qstheory import (
    A22,
    A22_13,
    ENTRY,
    QSTHEORY,
    T22_12,
    T24_16,
    Y22,
    Y24,
    Y25,
)
from tests.presses.static import Press
from tests.presses.walk import BASE, CAPTURED, headlines, title_of, walk

PRESSES = (*qstheory.PRESSES, *periodical.PRESSES)


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_a_crawl_finds_all_of_the_press_and_nothing_else(press: Press) -> None:
    found = walk(press, press.span)
    assert headlines(found) == dict(press.articles), found.reasons
    assert {day: list(pages) for day, pages in found.issues.items()} == {
        day: list(labels) for day, labels in press.issues.items()
    }
    assert found.absent == []


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_recognised_from_its_entry(press: Press) -> None:
    body = press.files[press.entry]
    assert isinstance(body, bytes)
    page = Fetched(BASE + press.entry, 200, body.replace(b"{{base}}", BASE.encode()))
    signs = recognise(page)
    assert signs[0][0] == press.platform
    assert signs[0][1].options == press.options


def test_an_issue_knows_its_articles_and_they_know_it() -> None:
    found = walk(qstheory.BACK, qstheory.BACK.span)
    entries = found.issues["2022年第12期"]["目录"].entries
    assert [entry.title for entry in entries] == [title for _, title in A22] + ["广告"]
    assert [entry.kind for entry in entries] == [""] * 5 + ["advertisement"]
    article = found.articles[A22[0][0]]
    assert (article.issue_label, article.published) == (
        "2022年第12期",
        "2022-06-15T09:00:00+08:00",
    )
    assert [(p.name, p.role) for p in article.authors][:1] == [("陈一木", "作者")]


def test_a_span_asks_for_its_own_years_and_issues_only() -> None:
    found = walk(QSTHEORY, ("2022-06-20", "2022-12-31"))
    assert headlines(found) == dict(A22_13)
    assert not {Y24, Y25, T22_12, T24_16} & set(found.asked)
    assert found.asked[:2] == [ENTRY, Y22]


def test_trap_06_contents_that_are_linked_twice_are_asked_for_once() -> None:
    found = walk(QSTHEORY, ("2022-06-01", "2022-06-30"))
    assert found.asked.count(T22_12) == 1


def test_a_year_that_has_begun_without_an_issue() -> None:
    empty = qstheory.frame("2025年", "<div class='inner'><h1>2025年</h1></div>")
    found = walk(replace(QSTHEORY, files={**QSTHEORY.files, Y25: empty}))
    assert list(found.issues) == ["2024年第16期"]


def test_an_article_in_the_place_of_contents_is_an_article() -> None:
    body = qstheory.article(62, "2022/12", "2022-06-15", qstheory._RELATED)
    found = walk(replace(QSTHEORY, files={**QSTHEORY.files, T24_16: body}),
                 ("2024-08-10", "2024-08-31"))  # fmt: skip
    assert list(found.articles) == [T24_16]


def test_contents_in_the_place_of_an_article_are_none() -> None:
    files = {**QSTHEORY.files, A22[0][0]: QSTHEORY.files[T24_16]}
    found = walk(replace(QSTHEORY, files=files), ("2022-06-01", "2022-06-30"))
    assert found.verdicts[A22[0][0]] == "list"
    assert len(found.articles) == 4


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b"", "empty"),
        (qstheory.frame("x", "<h1>x</h1>"), "error"),
        ("<html><head><title>安全验证</title></head><body>请完成安全验证</body></html>".encode(),
         "challenge"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", [ENTRY, Y25, qstheory.T25_01])
def test_trap_22_a_page_that_says_nothing_is_no_success(
    place: str, body: bytes, verdict: str
) -> None:
    older = {Y24: b"", Y22: b""} if place == Y25 else {}
    found = walk(replace(QSTHEORY, files={**QSTHEORY.files, **older, place: body}))
    if place == Y25 and verdict == "error":  # the year before is looked at
        assert found.verdicts[Y24] == "empty"
    else:
        assert found.verdicts[place] == verdict
        assert found.reasons[place]
    assert not found.articles


def test_column_and_author_come_from_the_contents() -> None:
    found = walk(periodical.COLUMN_FIRST)
    read = found.articles["/rmjz_1/jsjz/2026nd4q_253225/203.html"]
    assert read.column == "一线手记"
    assert [person.name for person in read.authors][:1] == ["李明"]
    assert read.issue_label == "2026年第4期"
    reverse = walk(periodical.ARTICLES_FIRST)
    read = reverse.articles["/rmjz_1/gfjy_2/2026dsq_300/224.html"]
    assert read.column == "校园"


@pytest.mark.parametrize(("per_year", "issues"), [(0, 1), (12, 0)])
def test_a_span_chooses_by_the_number_where_no_day_is_told(per_year: int, issues: int) -> None:
    options = {"per_year": per_year} if per_year else {}
    press = replace(periodical.COLUMN_FIRST, options=options)
    assert len(walk(press, ("2025-01-01", "2025-02-01")).issues) == issues


@pytest.mark.parametrize("options", [{"per_year": "12"}, {"per_year": -1}, {"colour": 1}])
def test_options_that_cannot_be_used(options: dict[str, object]) -> None:
    title = replace(title_of(QSTHEORY), options=options)
    with pytest.raises(TitleError):
        platform_for(title)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2026年第4期", "2026年第4期"),
        ("《湖是》2022年第12期", "2022年第12期"),
        ("湖是杂志 2022 年 第 3 期 目录", "2022年第3期"),
        ("2024年第7-8期", "2024年第7-8期"),
        ("2024年第7、8期合刊", "2024年第7-8期"),
        ("第12期", "2020年第12期"),
        ("［2022年第05期］", "2022年第5期"),
        ("2022年", ""),
        ("2022年第12期的一篇文章写道", ""),
        ("总第300期讲习班开班", ""),
        ("2022年第0期", ""),
        ("2022年第9-3期", ""),
    ],
)
def test_what_names_an_issue(text: str, label: str) -> None:
    found = number_of(text, 2020)
    assert (found.label if found else "") == label
    assert number_of("第12期") is None


@pytest.mark.parametrize(("text", "year"), [("2022年", 2022), ("《湖是》2022年总目录", 2022),
                                            ("2022", 2022), ("2022年第1期", 0),
                                            ("22年", 0)])  # fmt: skip
def test_what_names_a_year(text: str, year: int) -> None:
    assert year_of(text) == year


@given(st.integers(1900, 2099), st.integers(1, 60), st.integers(0, 3))
def test_a_label_says_its_number(year: int, first: int, more: int) -> None:
    number = Number(year, first, first + more)
    assert number_of(number.label) == number


@given(st.integers(1, 366), st.data())
def test_the_issues_of_a_year_cover_it_in_order(per_year: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, per_year))
    start, end = Number(2024, first, first).days(per_year)
    assert start <= end
    if first < per_year:
        following = Number(2024, first + 1, first + 1).days(per_year)[0]
        assert start <= following <= end + timedelta(days=1)
    assert Number(2024, 1, per_year).days(per_year) == (date(2024, 1, 1), date(2024, 12, 31))


HEX = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(st.dates(date(1990, 1, 1)), st.integers(10**9, 10**10 - 1), HEX)
def test_addresses_tell_their_day(day: date, number: int, name: str) -> None:
    assert day_of(f"http://q.example/dukan/qs/{day:%Y-%m/%d}/c_{number}.htm") == day
    assert day_of(f"http://q.example/dukan/hqwg/{day:%Y/%Y-%m/%d}/c_{number}.htm") == day
    assert day_of(f"https://q.example/{day:%Y%m%d}/{name}/c.html") == day
    assert day_of(f"https://q.example/{day:%Y%m%d}/{name[1:]}/c.html") is None


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    number_of(text, 2020)
    year_of(text)
    day_of("http://q.example/" + text)


@pytest.mark.parametrize("press", [QSTHEORY, periodical.COLUMN_FIRST], ids=lambda p: p.name)
def test_a_page_elsewhere_is_not_read(press: Press) -> None:
    platform = platform_for(title_of(press))
    page = Fetched("http://elsewhere.example/", 200, b"<p>x</p>", {}, CAPTURED)
    assert platform.read(Ask(BASE + press.entry, "entry"), page).verdict == "elsewhere"
