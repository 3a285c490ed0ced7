"""`baokan merge`: archives of several machines or years become one, as if it had crawled all."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive import schedules, slots
from archive.errors import ArchiveError
from archive.merge import merge, opened
from archive.migrate import APPLICATION_ID, migrations
from archive.schedules import Plan
from archive.store import Archive
from crawler.demo.press import DemoPress
from tests.crawling import Process, baokan, rows, wait_for
from tests.helpers import DAY_1, DAY_2, DAY_3
from tests.merging import COUNTS, URL, A, B, assert_whole, merged, shard
from tests.presses.changing import COUNT, DELETED, EDITED, ChangingPress
from tests.rereading import FACTS, FILES, PLACES

HISTORY = (
    "SELECT a.url, r.number, r.text_hash FROM articles a JOIN revisions r ON r.article_id = a.id"
    " ORDER BY 1, 2"
)
STATE = "SELECT url, status, revision, first_seen, last_seen FROM articles ORDER BY 1"
FAST = {"BAOKAN_VANISH_SECONDS": "0"}


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two archives of a press, of its first day and of the two days after, and one of all."""
    folder = tmp_path_factory.mktemp("years")
    with ChangingPress() as press:
        for day, names in ((1, ("first", "all")), (2, ("later", "all")), (3, ("later", "all"))):
            press.day = day
            for name in names:
                path = folder / name / "archive.db"
                path.parent.mkdir(exist_ok=True)
                done = baokan("crawl", "--start", press.base, "--archive", path, **FAST)
                assert done.code == 0, done.err
    return folder


def copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to / "archive.db"


@pytest.mark.parametrize("order", [("first", "later"), ("later", "first")])
def test_histories_come_together_in_the_order_of_time(
    years: Path, tmp_path: Path, order: tuple[str, str]
) -> None:
    into = copy(years / order[0], tmp_path / "into")
    merged(into, years / order[1] / "archive.db")
    assert rows(into, HISTORY) == rows(years / "all" / "archive.db", HISTORY)
    assert rows(into, "SELECT count(*) FROM articles") == [(COUNT,)]
    assert rows(into, "SELECT count(*) FROM articles WHERE revision = 2") == [(len(EDITED),)]
    assert_whole(into)


def test_the_same_merge_again_changes_nothing(years: Path, tmp_path: Path) -> None:
    into = copy(years / "first", tmp_path / "into")
    merged(into, years / "later" / "archive.db")
    before = rows(into, COUNTS), rows(into, STATE), rows(into, HISTORY)
    again = merged(into, years / "later" / "archive.db", years / "first" / "archive.db")
    assert again.count(": 0 articles, 0 revisions, 0 captures were new") == 2
    assert (rows(into, COUNTS), rows(into, STATE), rows(into, HISTORY)) == before


def test_what_vanished_there_has_vanished_here(years: Path, tmp_path: Path) -> None:
    into = copy(years / "first", tmp_path / "into")
    merged(into, years / "all" / "archive.db")
    known = rows(years / "all" / "archive.db", STATE)
    assert [row[:3] for row in rows(into, STATE)] == [row[:3] for row in known]
    gone = f"/{1000 + DELETED}.shtml"
    states = {str(row[0]): row[1] for row in rows(into, STATE)}
    assert [url.endswith(gone) for url, state in states.items() if state == "vanished"] == [True]
    sql = "SELECT a.url, s.seen_at, s.kind, s.reason FROM sightings s JOIN articles a ON a.id ="
    sql += " s.article_id ORDER BY 1, 2, 3"
    assert rows(into, sql) == rows(years / "all" / "archive.db", sql)
    assert_whole(into)


@pytest.mark.slow
def test_a_kill_at_any_time_and_the_same_command_goes_on(years: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    merged(whole, years / "all" / "archive.db", years / "later" / "archive.db")
    into = tmp_path / "into.db"
    tables = ("captures", "issues", "articles", "articles", "articles", "frontier")
    for number, table in enumerate(tables):
        process = Process("merge", years / "all" / "archive.db", "--archive", into)
        wait_for(lambda: reached(into, table, 8 + 20 * number), process)  # noqa: B023
        process.kill()
        process.end()
        assert_whole(into)
    merged(into, years / "all" / "archive.db", years / "later" / "archive.db")
    assert rows(into, HISTORY) == rows(whole, HISTORY)
    assert rows(into, STATE) == rows(whole, STATE)
    assert rows(into, COUNTS)[0][:7] == rows(whole, COUNTS)[0][:7]
    assert_whole(into)


def reached(archive: Path, table: str, least: int) -> bool:
    if not archive.exists() or table == "issues":
        return archive.exists()
    try:
        return int(str(rows(archive, f"SELECT count(*) FROM {table}")[0][0])) >= least
    except sqlite3.OperationalError:  # its tables are being made
        return False


@pytest.mark.slow
def test_two_titles_meet_and_their_reprints_are_found(tmp_path: Path) -> None:
    one, two, both = tmp_path / "one.db", tmp_path / "two.db", tmp_path / "both.db"
    retry = {"BAOKAN_RETRY_WAITS": "0.1"}
    paper = ("--since", "2022-08-03", "--until", "2022-08-05")
    slow = ("--delay", "0.01")  # one at a time: the same address of two is always the first
    with DemoPress() as press:
        for path in (one, both):
            baokan(
                "crawl", "xinxiang", "--entry", press.magazine, "--archive", path, *slow, **retry
            )
        for path in (two, both):
            baokan(
                "crawl", "hunan_daily", "--entry", press.paper, *paper, *slow, "--archive", path
            )
    merged(one, two)
    family = "SELECT a.url, b.url FROM articles a JOIN articles b ON b.id = a.reprint_of"
    assert rows(one, family) == rows(both, family) != []
    for sql in (HISTORY, PLACES, FACTS, FILES):
        assert rows(one, sql) == rows(both, sql), sql
    (had, *counts), (kept, *others) = rows(one, COUNTS)[0], rows(both, COUNTS)[0]
    assert had == kept + 1  # robots.txt, which the second crawl of one archive need not ask for
    assert counts[:3] == others[:3]
    assert {p.name for p in one.with_suffix(".files").rglob("*")} == {
        p.name for p in both.with_suffix(".files").rglob("*")
    }
    found = baokan("search", "图书馆", "--archive", one).out
    assert found.count("市图书馆") == baokan("search", "图书馆", "--archive", both).out.count(
        "市图书馆"
    )
    assert_whole(one)


def test_an_older_archive_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    connection = sqlite3.connect(old)
    for number, sql in migrations()[:5]:
        connection.executescript(sql)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(
        "INSERT INTO titles (name, publication, kind, platform, entry) VALUES"
        " ('lakeside', '湖滨晚报', 'newspaper', 'site', 'http://lakeside.example/')"
    )
    connection.commit()
    connection.close()
    merged(tmp_path / "into.db", old)
    assert rows(tmp_path / "into.db", "SELECT name FROM titles") == [("lakeside",)]
    assert rows(old, "PRAGMA user_version") == [(5,)]


def test_scheduled_runs_bring_their_figures_and_not_their_slots(tmp_path: Path) -> None:
    other = shard(tmp_path / "2", {URL: [(DAY_1, A)]})
    with Archive.open(other) as archive, archive.transaction() as connection:
        schedules.add(connection, Plan("lakeside", "30 6 * * *"), DAY_1)
        slots.put(connection, 1, DAY_1, 1, ("2026-01-05", "2026-01-05"), DAY_1)
        connection.execute('UPDATE runs SET slot_id = 1, health = \'{"state": "ok"}\'')
    into = tmp_path / "into.db"
    for _ in range(2):
        merged(into, other)
        assert rows(into, "SELECT slot_id, health FROM runs") == [(None, '{"state": "ok"}')]
        counted = rows(into, "SELECT * FROM run_fields")
        assert len(counted) > 10
        assert counted == rows(other, "SELECT * FROM run_fields")
    assert_whole(into)


def test_what_cannot_be_merged_is_said_in_one_line(tmp_path: Path) -> None:
    into = shard(tmp_path / "1", {URL: [(DAY_1, A)]})
    for other in (into, tmp_path / "nowhere.db"):
        done = baokan("merge", other, "--archive", into)
        assert (done.code, done.err.count("\n")) == (1, 1), done.err
    other = shard(tmp_path / "2", {URL: [(DAY_2, B)]})
    shutil.rmtree(other.with_suffix(".warc"))
    with Archive.open(into) as archive, opened(str(other)) as read:
        with pytest.raises(ArchiveError, match="restore it from a backup"):
            merge(archive, read, DAY_3)
        assert archive.query("SELECT count(*) AS n FROM articles")[0]["n"] == 1
