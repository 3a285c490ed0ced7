"""Which slots are due, what a crawl covers, and when it is tried again: no clock, no archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.schedules import Plan
from archive.slots import COVERED
from crawler.clock import SHANGHAI
from crawler.due import RETRIED, again, due, jitter, span, upcoming, work

PLAN = Plan("lakeside", "30 6 * * *")
SLOT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # the 3rd in Shanghai
minutes = st.integers(0, 60 * 24 * 60).map(lambda count: timedelta(minutes=count))


def test_nothing_is_due_before_the_first_moment() -> None:
    assert due(PLAN, SLOT, SLOT + timedelta(hours=23, minutes=59)) is None


def test_after_ten_missed_days_one_slot_makes_up_for_all() -> None:
    found = due(PLAN, SLOT, SLOT + timedelta(days=10, hours=1))
    assert found is not None
    assert (found.slot, found.skipped, found.skip) == (SLOT + timedelta(days=10), 9, False)


def test_a_plan_without_catch_up_leaves_out_what_is_late_but_not_what_is_in_time() -> None:
    plan = replace(PLAN, catch_up="none")
    late = due(plan, SLOT, SLOT + timedelta(days=1, hours=2))
    assert late is not None
    assert late.skip
    fresh = due(plan, SLOT, SLOT + timedelta(days=1, minutes=2))
    assert fresh is not None
    assert not fresh.skip


@given(minutes, minutes)
def test_every_moment_is_due_exactly_once_however_often_one_asks(
    a: timedelta, b: timedelta
) -> None:
    """Asking at two times names each slot at most once, and skipped ones are counted."""
    first, second = sorted((SLOT + a, SLOT + b))
    found = due(PLAN, SLOT, first)
    begin = found.slot if found else SLOT
    then = due(PLAN, begin, second)
    named = [one for one in (found, then) if one]
    whole = (second - SLOT).days
    assert sum(one.skipped + 1 for one in named) == whole
    assert len({one.slot for one in named}) == len(named)


@given(st.integers(0, 5000), st.floats(0, 86_400))
def test_jitter_is_bounded_and_the_same_whenever_asked(day: int, seconds: float) -> None:
    plan = replace(PLAN, jitter_seconds=seconds)
    slot = SLOT + timedelta(days=day)
    late = jitter(plan, slot)
    assert timedelta() <= late <= timedelta(seconds=seconds)
    assert late == jitter(plan, slot)


def test_jitter_spreads_titles() -> None:
    late = {jitter(replace(PLAN, title=f"title_{n}"), SLOT) for n in range(50)}
    assert len(late) > 45


def test_upcoming_tells_the_moments_at_which_slots_start() -> None:
    found = upcoming(PLAN, SLOT, 3)
    assert found == sorted(found)
    for at in found:
        slot = due(PLAN, SLOT - timedelta(minutes=1), at)
        assert slot is not None
        assert slot.due_at == at


@given(st.none() | st.integers(-60, 0), st.integers(0, 60), st.integers(0, 20))
def test_a_span_leaves_no_day_out(covered: int | None, overlap: int, late: int) -> None:
    now = SLOT + timedelta(days=late, hours=1)
    today = now.astimezone(SHANGHAI).date()
    known = today + timedelta(covered) if covered is not None else None
    since, until = span(PLAN, overlap, known, SLOT, now)
    assert since <= until == today
    assert since >= today - timedelta(PLAN.back_days)
    if known is not None:  # nothing between what was covered and today, within back_days
        assert since <= max(known + timedelta(1), today - timedelta(PLAN.back_days))


def test_the_first_slot_begins_with_its_own_day() -> None:
    assert span(PLAN, 0, None, SLOT, SLOT) == (date(2026, 3, 3), date(2026, 3, 3))


@pytest.mark.parametrize("outcome", RETRIED)
def test_a_slot_is_tried_again_the_same_day_and_not_on_the_next(outcome: str) -> None:
    at = again(PLAN, outcome, 1, SLOT, SLOT + timedelta(minutes=9))
    assert at == SLOT + timedelta(minutes=69)
    evening = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    assert again(PLAN, outcome, 1, SLOT, evening) is None


@pytest.mark.parametrize("outcome", ["complete", "out of time", "skipped", "interrupted"])
def test_other_ends_are_not_tried_again(outcome: str) -> None:
    assert again(PLAN, outcome, 1, SLOT, SLOT) is None


@pytest.mark.parametrize("outcome", ["error", "nothing", "failures"])
def test_what_may_never_mend_is_tried_less_and_less_often(outcome: str) -> None:
    waits = [again(PLAN, outcome, n, SLOT, SLOT) for n in (1, 2, 3)]
    assert waits == [SLOT + timedelta(hours=n) for n in (1, 2, 3)]


def test_single_requests_that_failed_are_asked_again_and_nothing_else() -> None:
    assert work("failures") == "gaps"
    assert {work(outcome) for outcome in ("", *RETRIED) if outcome != "failures"} == {"crawl"}
    assert "unreachable" not in COVERED
