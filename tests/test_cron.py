"""Moments of cron expressions, in Shanghai or the zone that they name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cron import CronError, after, between, check

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def test_the_morning_is_that_of_shanghai() -> None:
    found = next(after("30 6 * * *", NOON))
    assert found == datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 06:30 on the 29th there


def test_another_zone_may_be_named_and_its_summer_time_is_kept_to() -> None:
    found = list(islice(after("CRON_TZ=Europe/Berlin 30 6 * * *", NOON), 2))
    # Clocks went forward on 2026-03-29: 06:30 is 04:30 UTC from then on.
    assert [moment.hour for moment in found] == [4, 4]
    before = between("CRON_TZ=Europe/Berlin 30 6 * * *", NOON - timedelta(1), NOON)
    assert [moment.hour for moment in before] == [5]


@pytest.mark.parametrize(
    ("cron", "says"),
    [
        ("30 6 * *", "is no cron expression"),
        ("61 6 * * *", "Bad minute"),
        ("0 0 31 2 *", "Bad day-of-month"),
        ("", "is no cron expression"),
        ("CRON_TZ=Nowhere/At_all 30 6 * * *", "zone that is not known"),
        ("CRON_TZ=../../etc 30 6 * * *", "zone that is not known"),
        ("CRON_TZ= 30 6 * * *", "zone that is not known"),
    ],
)
def test_what_is_no_expression_is_refused_with_the_reason(cron: str, says: str) -> None:
    with pytest.raises(CronError, match=says):
        check(cron)


fields = st.tuples(
    st.integers(0, 59),
    st.integers(0, 23),
    st.sampled_from(["*", "1", "1,15", "*/7"]),
    st.sampled_from(["*", "1-6"]),
    st.sampled_from(["*", "1-5", "0"]),
)


@given(fields, st.integers(0, 60 * 24 * 400))
def test_forwards_and_backwards_name_the_same_moments(parts: tuple[object, ...], m: int) -> None:
    cron = " ".join(map(str, parts))
    begin = NOON + timedelta(minutes=m)
    forwards = list(islice(after(cron, begin), 5))
    assert between(cron, begin, forwards[-1]) == forwards
    assert between(cron, begin, forwards[0] - timedelta(seconds=1)) == []
