"""When a title ought to appear: as declared, or as its issues tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.issue_labels import Number, missing_numbers, number_of
from archive.rhythm import PER_YEAR, Rhythm, declared, lacking, learned
from crawler.titles import Title, TitleError, title_of_row
from tests.issue_days import on, span

YEAR = span("2022-01-01", "2022-12-31")
PERIODS = {  # declared name → the days of a year
    "daily": YEAR,
    "weekdays": on(YEAR, 1, 2, 3, 4, 5),
    "1,3,5": on(YEAR, 1, 3, 5),
    "7": on(YEAR, 7),
    "weekly": on(YEAR, 4),
    "semimonthly": [day for day in YEAR if day.day in (1, 16)],
    "monthly": [day for day in YEAR if day.day == 8],
    "bimonthly": [day for day in YEAR if day.day == 20 and day.month % 2],
    "quarterly": [day for day in YEAR if day.day == 15 and day.month % 3 == 2],
}


def missed(rhythm: Rhythm, appeared: list[date], absent: tuple[date, ...] = ()) -> list[date]:
    """The days that are expected between the first and the last issue."""
    return list(lacking(rhythm, appeared, absent, min(appeared), max(appeared)).expected)


@pytest.mark.parametrize("text", ["hourly", "0,1", "1,1", "8", "1,3,", "daily ", "1 3 5"])
def test_what_is_no_rhythm_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="rhythm must be"):
        declared(text)
    with pytest.raises(TitleError, match="lakeside: rhythm must be"):
        Title("lakeside", "湖滨晚报", "site", "http://lakeside.example/", rhythm=text)


def test_a_title_keeps_its_rhythm_in_the_archive_and_back() -> None:
    title = Title("lakeside", "湖滨晚报", "site", "http://lakeside.example/", rhythm="1,3,5")
    assert title.as_row()["rhythm"] == "1,3,5"
    assert title_of_row(title.as_row()) == title
    assert declared("") is None


@pytest.mark.parametrize("name", PERIODS)
@given(data=st.data())
def test_of_a_declared_rhythm_exactly_the_removed_days_are_missed(
    name: str, data: st.DataObject
) -> None:
    rhythm, days = declared(name), PERIODS[name]
    assert rhythm is not None
    assert missed(rhythm, days) == []
    removed = data.draw(st.sets(st.sampled_from(days[1:-1])))
    if rhythm.interval:  # at least every other issue is needed to know the usual days
        removed = set(sorted(removed)[: len(days) // 3])
    left = [day for day in days if day not in removed]
    assert missed(rhythm, left) == sorted(removed)


@pytest.mark.parametrize("name", [n for n in PERIODS if n not in ("bimonthly", "quarterly")])
@given(data=st.data())
def test_a_rhythm_is_learned_from_the_issues_that_are_there(
    name: str, data: st.DataObject
) -> None:
    days = PERIODS[name]
    assert missed(learned(days), days) == []
    removed = data.draw(st.sets(st.sampled_from(days[1:-1]), max_size=len(days) // 5))
    removed = set(sorted(removed)[:12])  # of the nearest half year of a weekday, not most
    left = [day for day in days if day not in removed]
    assert missed(learned(left), left) == sorted(removed)


def test_four_weeks_tell_that_there_is_never_an_issue_on_sundays() -> None:
    days = on(span("2022-03-01", "2022-03-31"), 1, 2, 3, 4, 5, 6)
    assert lacking(learned(days), days, (), days[0], days[-1]).unsure == ()
    assert missed(learned(days), days) == []


def test_less_evidence_leaves_the_days_between_unknown() -> None:
    days = on(span("2022-03-01", "2022-03-15"), 1, 2, 3, 4, 5, 6)
    found = lacking(learned(days), days, (), days[0], days[-1])
    assert found.expected == ()
    assert found.unsure == (date(2022, 3, 6), date(2022, 3, 13))
    assert lacking(learned(days[:2]), days[:2], (), days[0], days[5]).expected == ()


def test_a_day_that_the_site_does_not_have_is_never_missed() -> None:
    holiday = tuple(span("2022-10-01", "2022-10-07"))
    days = [day for day in YEAR if day not in holiday]
    assert missed(learned(days), days, holiday) == []
    assert missed(Rhythm(True, frozenset(range(1, 8))), days, holiday) == []
    assert missed(learned(days), days, holiday[1:]) == [holiday[0]]


def test_one_special_number_does_not_make_sundays_a_day_of_the_paper() -> None:
    days = sorted([*on(YEAR, 1, 2, 3, 4, 5), date(2022, 8, 7)])
    assert missed(learned(days), days) == []


def test_a_paper_may_give_up_its_weekends() -> None:
    days = [
        *span("2021-01-01", "2021-12-31"),
        *on(span("2022-01-01", "2022-12-30"), 1, 2, 3, 4, 5),
    ]
    found = missed(learned(days), days)
    assert all(date(2021, 10, 1) < day < date(2022, 4, 1) for day in found)
    without = [day for day in days if day not in (date(2021, 5, 1), date(2022, 9, 6))]
    assert {date(2021, 5, 1), date(2022, 9, 6)} <= set(missed(learned(without), without))


def test_outside_the_known_issues_a_span_is_filled_by_the_rhythm() -> None:
    days = on(span("2022-03-01", "2022-04-30"), 1, 3, 5)
    wanted = on(span("2022-05-01", "2022-05-15"), 1, 3, 5)
    found = lacking(learned(days), days, (), date(2022, 3, 1), date(2022, 5, 15))
    assert list(found.expected) == wanted
    monthly = [date(2022, month, 8) for month in range(1, 9)]
    found = lacking(learned(monthly), monthly, (), monthly[0], date(2022, 10, 31))
    assert found.expected == (date(2022, 9, 8), date(2022, 10, 8))


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("2022年第15期", Number(2022, 15, 15)),
        ("2022年第1-2期", Number(2022, 1, 2)),
        ("2022年第7、8期合刊", Number(2022, 7, 8)),
        ("2022年第07期（总第345期）", Number(2022, 7, 7)),
        ("总第345期", Number(0, 345, 345)),
        ("2022年增刊", None),
        ("2022年第2期增刊", None),
        ("2022年第9-2期", None),
        ("2022-08-04", None),
        ("", None),
    ],
)
def test_labels_of_issues(label: str, number: Number | None) -> None:
    assert number_of(label) == number


def numbers(*labels: str, per_year: int = 0) -> list[str]:
    known = [(number, None) for label in labels if (number := number_of(label))]
    return [one.label for one in missing_numbers(known, per_year, None, None)]


def test_numbers_that_are_left_out_are_missed() -> None:
    assert numbers("2022年第3期", "2022年第5期", "2022年第6期") == ["2022年第4期"]
    assert numbers("总第344期", "总第347期") == ["总第345期", "总第346期"]
    assert numbers("2022年第1-2期", "2022年第3期", "2022年增刊", "2022年第4期") == []


def test_over_the_turn_of_a_year_as_many_are_missed_as_a_year_has() -> None:
    assert numbers("2022年第11期", "2023年第2期") == ["2023年第1期"], "12 may not have been"
    wanted = ["2022年第12期", "2023年第1期"]
    assert numbers("2022年第11期", "2023年第2期", per_year=12) == wanted


def test_a_year_that_had_fewer_issues_than_others_lacks_none() -> None:
    # 22 issues instead of 24, the last one in the middle of December.
    days = [date(2022, 1, 1) + timedelta(349 * n // 21) for n in range(22)]
    known = [(Number(2022, n, n), day) for n, day in enumerate(days, 1)]
    known.append((Number(2023, 1, 1), date(2023, 1, 1)))
    assert missing_numbers(known, 24, None, None) == []


@pytest.mark.parametrize("per_year", sorted(PER_YEAR.values()))
@given(data=st.data())
def test_exactly_the_removed_numbers_are_missed(per_year: int, data: st.DataObject) -> None:
    every = [Number(year, n, n) for year in (2021, 2022) for n in range(1, per_year + 1)]
    days = [date(2021, 1, 1) + timedelta(n * 730 / len(every)) for n in range(len(every))]
    known = list(zip(every, days, strict=True))
    assert missing_numbers(known, per_year, None, None) == []
    removed = data.draw(st.sets(st.sampled_from(every[1:-1])))
    left = [row for row in known if row[0] not in removed]
    found = missing_numbers(left, per_year, None, None)
    assert [one.label for one in found] == [f"{n.year}年第{n.first}期" for n in sorted(removed)]
    for one in found:
        exact = dict(known)[number_of(one.label)]  # type: ignore[index]
        assert one.day is not None
        assert abs((one.day - exact).days) <= 2
