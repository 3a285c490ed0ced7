"""The scheduler on a real archive, with a clock that the test sets and crawls that it ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from archive import alarms, runs, schedules, slots
from archive.alarms import Alarm
from archive.expected import lacking_days
from archive.store import Archive
from crawler import slot_end
from crawler.clock import as_utc, utc
from tests.helpers import close_crawl, open_crawl
from tests.issue_days import put, set_rhythm, span
from tests.slot_crawls import MORNING, Clock, Crawls, clock, crawls, plan, scheduler

__all__ = ("clock", "crawls")  # fixtures


def ends(archive: Archive) -> list[tuple[str, int, str]]:
    rows = archive.query("SELECT slot, attempt, outcome FROM slots ORDER BY slot, attempt")
    return [(row["slot"][:10], row["attempt"], row["outcome"]) for row in rows]


def test_a_slot_is_started_when_it_is_due_and_once(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    rounds = scheduler(crawls)
    rounds.once()
    assert not crawls.started
    clock.at = MORNING
    for _ in range(3):
        rounds.once()
    (work,) = crawls.started
    assert (work.slot.since, work.slot.until) == ("2026-03-02", "2026-03-02")
    crawls.end(work)
    rounds.once()
    assert len(crawls.started) == 1
    clock.at = MORNING + timedelta(days=1)
    rounds.once()
    assert [work.slot.until for work in crawls.started] == ["2026-03-02", "2026-03-03"]


def test_two_schedulers_start_nothing_twice(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    first, second = scheduler(crawls), scheduler(crawls)
    first.once()
    second.once()
    assert len(crawls.started) == 1
    crawls.end(crawls.started[0])
    second.once()
    first.once()
    assert len(crawls.started) == 1
    assert ends(archive) == [("2026-03-01", 1, "complete")]


def test_a_crawl_that_outlives_its_scheduler_is_left_alone(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    scheduler(crawls).once()  # and this scheduler is killed
    scheduler(crawls).once()
    assert len(crawls.started) == 1
    crawls.end(crawls.started[0])
    scheduler(crawls).once()
    assert ends(archive) == [("2026-03-01", 1, "complete")]


@pytest.mark.parametrize("began", [False, True])
def test_a_crawl_that_was_killed_too_goes_on_in_the_same_slot(
    archive: Archive, crawls: Crawls, clock: Clock, began: bool
) -> None:
    plan(archive)
    clock.at = MORNING
    scheduler(crawls).once()
    (work,) = crawls.started
    if began:
        crawls.open_run(work)
    work.die()
    scheduler(crawls).once()
    assert [again.slot.id for again in crawls.started] == [work.slot.id, work.slot.id]
    crawls.end(crawls.started[1])
    scheduler(crawls).once()
    assert ends(archive) == [("2026-03-01", 1, "complete")]


def test_a_crawl_that_was_interrupted_goes_on_but_not_after_baokan_stop(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    rounds = scheduler(crawls)
    rounds.once()
    crawls.end(crawls.started[0], "interrupted")
    rounds.once()
    assert len(crawls.started) == 2
    crawls.end(crawls.started[1], "interrupted")
    with archive.transaction() as connection:
        connection.execute("UPDATE runs SET reason = ?", (slot_end.STOPPED,))
    rounds.once()
    rounds.once()
    assert len(crawls.started) == 2
    assert ends(archive) == [("2026-03-01", 1, "interrupted")]


def test_two_titles_of_one_host_are_never_crawled_at_once(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    for title in ("east", "west", "north"):
        plan(archive, title)
    clock.at = MORNING
    hosts = {"east": "shared", "west": "shared"}
    rounds = scheduler(crawls, hosts=hosts)
    assert rounds.once() == 1
    assert len(crawls.started) == 2
    scheduler(crawls, hosts=hosts).once()  # another process sees it, too
    assert len(crawls.started) == 2
    for work in list(crawls.started):
        crawls.end(work)
    rounds.once()
    assert len(crawls.started) == 3


def test_no_more_than_the_jobs_run_at_once(archive: Archive, crawls: Crawls, clock: Clock) -> None:
    for number in range(5):
        plan(archive, f"title_{number}")
    clock.at = MORNING
    rounds = scheduler(crawls, jobs=2)
    assert rounds.once() == 3
    while any(not work.over for work in crawls.started):
        assert sum(not work.over for work in crawls.started) <= 2
        crawls.end(next(work for work in crawls.started if not work.over))
        rounds.once()
    assert len({work.slot.schedule_id for work in crawls.started}) == len(crawls.started) == 5


def test_after_downtime_one_crawl_makes_up_for_all(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    scheduler(crawls).once()
    crawls.end(crawls.started[0])
    clock.at = MORNING + timedelta(days=10, hours=2)
    rounds = scheduler(crawls)
    for _ in range(3):
        rounds.once()
    _, work = crawls.started
    assert (work.slot.since, work.slot.until, work.slot.skipped) == ("2026-03-03", "2026-03-12", 9)


def test_what_was_read_of_a_changed_site_is_crawled_again_when_it_is_well(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)

    def day(number: int, bad: bool) -> str:
        clock.at = MORNING + timedelta(days=number)
        scheduler(crawls).once()
        work = crawls.started[-1]
        crawls.end(work)
        with archive.transaction() as connection:
            row = connection.execute(
                "SELECT max(r.id) AS run, title_id FROM runs r JOIN crawls c ON c.id = crawl_id"
            ).fetchone()
            found = [Alarm("pages", "1 page instead of 4")] if bad else []
            for alarm in found:
                alarms.put(connection, row["title_id"], row["run"], alarm, utc())
            alarms.close_others(connection, row["title_id"], ("pages",), found, utc())
        return work.slot.since

    began = [day(number, number in (2, 3)) for number in range(6)]
    assert began == [f"2026-03-0{n}" for n in (2, 3, 4, 4, 4, 7)]
    day(6, True)
    (alarm,) = alarms.listed(archive)
    with archive.transaction() as connection:
        alarms.close(connection, alarm["id"], "person", utc())
    assert day(7, False) == "2026-03-09", "a person has said that it is right so"


def test_asking_once_more_for_what_failed_says_nothing_of_a_changed_site(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    for number, outcome in enumerate(("complete", "failures")):
        clock.at = MORNING + timedelta(days=number)
        scheduler(crawls).once()
        crawls.end(crawls.started[-1], outcome)
    with archive.transaction() as connection:
        (row,) = connection.execute("SELECT title_id, max(r.id) FROM runs r, crawls")
        alarms.put(connection, *row, Alarm("pages", "1 page instead of 4"), utc())
    clock.at += timedelta(hours=6)
    scheduler(crawls).once()
    assert crawls.started[-1].slot.attempt == 2
    slot_end.finish(archive, crawls.started[-1].slot)  # nothing was left to ask
    crawls.started[-1].die()
    clock.at = MORNING + timedelta(days=2)
    scheduler(crawls).once()
    assert crawls.started[-1].slot.since == "2026-03-03"


def test_what_comes_due_while_a_crawl_runs_is_made_up_for_afterwards(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    rounds = scheduler(crawls)
    rounds.once()
    clock.at = MORNING + timedelta(days=2)
    rounds.once()
    assert len(crawls.started) == 1, "a run never overlaps itself"
    crawls.end(crawls.started[0])
    rounds.once()
    assert [work.slot.skipped for work in crawls.started] == [0, 1]


def test_a_paused_title_is_not_started_and_a_removed_one_not_any_more(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    with archive.transaction() as connection:
        assert schedules.pause(connection, "lakeside", "three bad runs", utc())
    clock.at = MORNING
    rounds = scheduler(crawls)
    rounds.once()
    assert not crawls.started
    with archive.transaction() as connection:
        assert schedules.resume(connection, "lakeside")
    rounds.once()
    assert len(crawls.started) == 1
    crawls.started[0].die()
    with archive.transaction() as connection:
        schedules.remove(connection, "lakeside", utc())
    rounds.once()
    rounds.once()
    assert len(crawls.started) == 1
    assert [outcome for _, _, outcome in ends(archive)] != [""]


def test_an_issue_that_is_not_out_is_looked_for_again_the_same_day(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    opened = open_crawl(archive)
    with archive.transaction() as connection:
        runs.close_run(connection, opened, "", "", utc())
    for day in span("2026-02-01", "2026-03-01"):  # so that its rhythm is known: each day
        put(archive, opened, day)
    plan(archive)
    clock.at = MORNING
    rounds = scheduler(crawls)
    rounds.once()
    crawls.end(crawls.started[0])
    rounds.once()
    assert ends(archive) == [("2026-03-01", 1, "not out"), ("2026-03-01", 2, "")]
    clock.at = MORNING + timedelta(minutes=59)
    rounds.once()
    assert len(crawls.started) == 1
    clock.at = MORNING + timedelta(minutes=61)
    put(archive, opened, "2026-03-02")
    rounds.once()
    assert [work.slot.attempt for work in crawls.started] == [1, 2]
    crawls.end(crawls.started[1])
    rounds.once()
    assert ends(archive)[-1] == ("2026-03-01", 2, "complete")
    clock.at = MORNING + timedelta(days=1)
    rounds.once()
    assert crawls.started[-1].slot.due_at == as_utc(clock.at)


def test_the_first_issue_of_all_may_be_late(
    archive: Archive, crawls: Crawls, clock: Clock
) -> None:
    plan(archive)
    clock.at = MORNING
    scheduler(crawls).once()
    close_crawl(archive, opened := open_crawl(archive))
    set_rhythm(archive, opened, "daily")
    assert slot_end.finish(archive, crawls.started[0].slot) == "not out"
    assert ends(archive) == [("2026-03-01", 1, "not out"), ("2026-03-01", 2, "")]
    put(archive, opened, "2026-03-03")
    today = date(2026, 3, 4)
    assert lacking_days(archive, "lakeside", today - timedelta(30), today) == [
        date(2026, 3, 2), date(2026, 3, 4)
    ], "but not what was before the schedule"  # fmt: skip


def test_slots_are_unique_whoever_writes_them(archive: Archive) -> None:
    plan(archive)
    with archive.transaction() as connection:
        assert slots.put(connection, 1, utc(), 1, ("2026-03-02", "2026-03-02"), utc())
        moment = connection.execute("SELECT slot FROM slots").fetchone()[0]
        assert not slots.put(connection, 1, moment, 1, ("2026-03-02", "2026-03-02"), utc())
