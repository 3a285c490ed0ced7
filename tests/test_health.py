"""`baokan health`, alarms and silence, on archives written row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import alarms, schedules, slots
from archive.alarms import Alarm
from archive.schedules import Plan
from archive.store import Archive
from crawler import slot_end
from crawler.after_run import judge
from crawler.cli import baokan
from crawler.clock import set_clock, utc
from tests.helpers import close_crawl, open_crawl
from tests.issue_days import put, span
from tests.slot_crawls import BEGIN, MORNING

AT = "2026-03-01T22:30:00.000Z"
FIELD = Alarm("field", "0 of 20 articles have authors", "authors", "", 0.0, 1.0)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    set_clock(lambda: MORNING)
    yield
    set_clock(None)


def health(archive: Archive, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(baokan, ["health", *arguments, "--archive", str(archive.path)])
    return result.exit_code, result.output


def test_all_is_well(archive: Archive) -> None:
    assert health(archive) == (0, "all is well\n")


def test_alarms_are_shown_closed_and_shown_as_over(archive: Archive) -> None:
    opened = open_crawl(archive)
    with archive.transaction() as connection:
        alarms.put(connection, opened.title_id, opened.run_id, FIELD, AT)
        alarms.put(connection, None, opened.run_id, Alarm("disk", "3 MiB are free"), AT)
    code, said = health(archive)
    assert code == 11
    assert "lakeside" in said
    assert "(archive)" in said
    assert health(archive, "--close", "1", "--close", "2") == (0, "all is well\n")
    code, said = health(archive, "--all")
    assert code == 0
    assert "over" in said.splitlines()[0]
    told = json.loads(health(archive, "--all", "--json")[1])
    assert [row["closed_by"] for row in told["alarms"]] == ["person", "person"]
    code, said = health(archive, "--close", "1")
    assert (code, said) == (2, "baokan: there is no open alarm 1; see: baokan health\n")
    assert health(archive, "nowhere")[0] == 2


def bad_run(archive: Archive) -> None:
    """A crawl that finds no article."""
    opened = open_crawl(archive)
    close_crawl(archive, opened, "", utc())
    with archive.transaction() as connection:
        connection.execute("UPDATE runs SET outcome = 'nothing' WHERE id = ?", (opened.run_id,))
    assert [alarm.kind for alarm in judge(archive, opened.run_id, 3)] == ["nothing"]


def test_a_title_is_paused_after_three_bad_crawls_and_not_before(archive: Archive) -> None:
    with archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), AT)
    for _ in range(2):
        bad_run(archive)
    assert schedules.all_of(archive)[0].paused_at is None
    bad_run(archive)
    (schedule,) = schedules.all_of(archive)
    assert schedule.paused_at is not None
    assert schedule.pause_reason == "3 bad crawls: see baokan health"
    code, said = health(archive)
    assert code == 11
    assert "paused: 3 bad crawls" in said
    assert archive.query("SELECT runs, first_run, last_run FROM alarms") == [
        {"runs": 3, "first_run": 1, "last_run": 3}
    ]


def test_a_title_without_a_schedule_is_not_paused(archive: Archive) -> None:
    for _ in range(4):
        bad_run(archive)
    assert schedules.all_of(archive) == []


def test_a_scheduled_title_of_which_nothing_comes_is_silent(archive: Archive) -> None:
    with archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), AT)
        for day in (2, 3, 4):
            moment = f"2026-03-0{day}T22:30:00.000Z"
            slots.put(connection, 1, moment, 1, ("2026-03-02", "2026-03-02"), moment)
            slots.end(connection, day - 1, "complete" if day == 2 else "unreachable", "", moment)
    code, said = health(archive)
    assert code == 11
    assert said == "lakeside: no complete crawl since 2026-03-02T22:30 (last: unreachable)\n"
    assert health(archive, "--json")[0] == 11


def test_a_title_that_comes_is_not_silent_although_its_crawls_look_back(archive: Archive) -> None:
    with archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), AT)
        for day in (2, 3, 4, 5):
            moment = f"2026-03-0{day}T22:30:00.000Z"
            slots.put(connection, 1, moment, 1, ("2026-02-20", f"2026-03-0{day + 1}"), moment)
            slots.end(connection, day - 1, "complete" if day < 5 else "unreachable", "", moment)
    assert health(archive) == (0, "all is well\n"), "one that failed is not two"


def test_an_issue_that_never_came_is_an_alarm_until_the_next_one_is_there(
    archive: Archive,
) -> None:
    opened = open_crawl(archive)
    close_crawl(archive, opened)
    for day in span("2026-02-01", "2026-03-01"):
        put(archive, opened, day)
    with archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), AT)
        slots.put(connection, 1, AT, 1, ("2026-03-02", "2026-03-02"), AT)
    (slot,) = slots.not_ended(archive)
    assert slot_end.finish(archive, slot) == "not out"
    assert alarms.listed(archive) == [], "it is looked for again"
    set_clock(lambda: BEGIN.replace(hour=15, minute=30, day=2))  # 23:30 in Shanghai
    (slot,) = slots.not_ended(archive)
    assert slot_end.finish(archive, slot) == "not out"
    assert slots.not_ended(archive) == []
    assert [(one["kind"], one["message"]) for one in alarms.listed(archive)] == [
        ("missing issue", "no issue of 2026-03-02 yet")
    ]
    put(archive, opened, "2026-03-02")
    put(archive, opened, "2026-03-03")
    with archive.transaction() as connection:
        slots.put(connection, 1, "2026-03-02T22:30:00.000Z", 1, ("2026-03-03", "2026-03-03"), AT)
    (slot,) = slots.not_ended(archive)
    assert slot_end.finish(archive, slot) == "complete"
    assert alarms.listed(archive) == []


def test_a_run_that_was_interrupted_is_not_judged(archive: Archive, tmp_path: Path) -> None:
    opened = open_crawl(archive)
    close_crawl(archive, opened, "interrupted")
    with archive.transaction() as connection:
        connection.execute("UPDATE runs SET outcome = 'interrupted'")
    assert judge(archive, opened.run_id) == []
    assert archive.query("SELECT health FROM runs") == [{"health": ""}]
