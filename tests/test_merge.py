"""`baokan merge`: archives of several machines or years become one, as if it had crawled all."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.exchange import Exchange
from archive.fixity import verify
from archive.merge import merge, opened
from archive.migrate import APPLICATION_ID, migrations
from archive.records import Article, Found, Visit
from archive.store import Archive
from archive.warc import WarcWriter, payload_digest
from crawler.demo.press import DemoPress
from tests.crawling import Process, assert_sound, baokan, rows, wait_for
from tests.helpers import DAY_1, DAY_2, DAY_3, DAY_4, hand_out, open_crawl, prose
from tests.presses.changing import COUNT, DELETED, EDITED, ChangingPress
from tests.rereading import FACTS, FILES, PLACES

HISTORY = (
    "SELECT a.url, r.number, r.text_hash FROM articles a JOIN revisions r ON r.article_id = a.id"
    " ORDER BY 1, 2"
)
STATE = "SELECT url, status, revision, first_seen, last_seen FROM articles ORDER BY 1"
COUNTS = (
    "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM articles), (SELECT count(*)"
    " FROM revisions), (SELECT count(*) FROM frontier), (SELECT count(*) FROM sightings),"
    " (SELECT count(*) FROM runs), (SELECT count(*) FROM crawls), (SELECT count(*) FROM ledger)"
)
FAST = {"BAOKAN_VANISH_SECONDS": "0"}


def assert_whole(archive: Path) -> None:
    assert_sound(archive)
    with Archive.open(archive, create=False) as open_one:
        assert verify(open_one).findings == []


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


def merged(into: Path, *others: Path) -> str:
    done = baokan("merge", *others, "--archive", into)
    assert done.code == 0, done.err
    return done.out


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


def shard(folder: Path, texts: dict[str, list[tuple[str, str]]], prefix: str = "same") -> Path:
    """An archive with a history by address: (time, text) of each look; one that is there grows."""
    folder.mkdir(exist_ok=True)
    with Archive.open(folder / "archive.db") as archive:
        writer = WarcWriter(archive.warc_folder, prefix, "baokan/test")
        for at in sorted({at for looks in texts.values() for at, _ in looks}):
            crawl = open_crawl(archive, at=at)
            for url, looks in texts.items():
                for text in [text for when, text in looks if when == at]:
                    body = f"{url} {text}".encode()
                    answer = Exchange(url, at, "GET", [], 200, "OK", "HTTP/1.1", [], body)
                    capture = writer.write(answer, None, payload_digest(body))
                    article = Article(title="渡口", body=text, published="2026-01-05")
                    ask_id = hand_out(archive, crawl, url)
                    visit = Visit(ask_id, "done", at, (capture,), Found("article", article))
                    archive.ingest(crawl.run_id, visit)
            with archive.transaction() as connection:
                connection.execute("UPDATE crawls SET state = 'complete'")
        writer.close()
    return folder / "archive.db"


A, B, C = prose(1), prose(2), prose(3)
URL = "http://lakeside.example/1.html"


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ([(DAY_1, A)], [(DAY_2, A)], [(DAY_1, A)]),
        ([(DAY_2, A)], [(DAY_1, A)], [(DAY_1, A)]),
        ([(DAY_1, A), (DAY_3, B)], [(DAY_2, A), (DAY_4, C)], [(DAY_1, A), (DAY_3, B), (DAY_4, C)]),
        ([(DAY_1, A), (DAY_4, B)], [(DAY_2, B), (DAY_3, B)], [(DAY_1, A), (DAY_2, B)]),
        ([(DAY_1, A), (DAY_3, A)], [(DAY_2, B)], [(DAY_1, A), (DAY_2, B)]),
        ([(DAY_2, B)], [(DAY_1, A), (DAY_3, C)], [(DAY_1, A), (DAY_2, B), (DAY_3, C)]),
    ],
)
def test_a_history_of_two_archives(
    tmp_path: Path,
    one: list[tuple[str, str]],
    two: list[tuple[str, str]],
    joined: list[tuple[str, str]],
) -> None:
    into, other = shard(tmp_path / "1", {URL: one}), shard(tmp_path / "2", {URL: two})
    merged(into, other)
    assert rows(into, "SELECT seen_at, body FROM revisions ORDER BY number") == joined
    assert rows(into, "SELECT body, revision FROM articles") == [(joined[-1][1], len(joined))]
    assert rows(into, "SELECT count(*) FROM ledger WHERE kind = 'capture'") == [
        (len(one) + len(two),)
    ]
    assert_whole(into)
    before = rows(into, COUNTS)
    merged(into, other)
    assert rows(into, COUNTS) == before


def test_another_file_of_the_same_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    into = shard(tmp_path / "1", {URL: [(DAY_1, A)]})
    other = shard(tmp_path / "2", {URL: [(DAY_2, B)]})
    merged(into, other)
    files = sorted(p.name for p in into.with_suffix(".warc").glob("*.warc.gz"))
    assert files == ["same-001-m1.warc.gz", "same-001.warc.gz"]
    assert baokan("show", "1", "--raw", "--archive", into).out.endswith(B)
    assert baokan("show", "1", "--revision", "1", "--raw", "--archive", into).out.endswith(A)


def test_an_archive_that_has_grown_brings_what_is_new(tmp_path: Path) -> None:
    other = shard(tmp_path / "2", {URL: [(DAY_1, A)]})
    into = tmp_path / "into.db"
    merged(into, other)
    shutil.rmtree(tmp_path / "2")
    other = shard(tmp_path / "2", {URL: [(DAY_1, A), (DAY_2, B)]})
    assert ": 0 articles, 1 revisions, " in merged(into, other)
    assert rows(into, "SELECT body FROM revisions ORDER BY number") == [(A,), (B,)]


def test_a_shard_that_is_written_to_meanwhile_is_read_as_of_one_moment(tmp_path: Path) -> None:
    url = "http://lakeside.example/{}.html".format
    first = {url(n): [(DAY_1, prose(n))] for n in range(250)}  # more than a batch
    other = shard(tmp_path / "2", first, "first")
    later = {url(n): [(DAY_2, prose(1000 + n))] for n in (1, 249, 300)}
    told: list[int] = []

    def step(done: int) -> None:
        if not told:
            shard(tmp_path / "2", later, "later")
        told.append(done)

    texts = "SELECT url, number, revision, r.capture_id IS NULL FROM articles a JOIN revisions r"
    texts += " ON r.article_id = a.id WHERE url IN (?, ?, ?) ORDER BY 1, 2"
    with Archive.open(tmp_path / "into.db") as into:
        asked = [url(n) for n in (1, 249, 300)]
        with opened(other) as read:
            merge(into, read, DAY_3, step)
        assert len(told) > 1
        assert [tuple(row.values()) for row in into.query(texts, *asked)] == [
            (url(1), 1, 1, 0),
            (url(249), 1, 1, 0),
        ]
        with opened(other) as read:
            merge(into, read, DAY_4)
        assert [tuple(row.values()) for row in into.query(texts, *asked)] == [
            (url(1), 1, 2, 0),
            (url(1), 2, 2, 0),
            (url(249), 1, 2, 0),
            (url(249), 2, 2, 0),
            (url(300), 1, 1, 0),
        ]
    assert_whole(tmp_path / "into.db")


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


def test_what_cannot_be_merged_is_said_in_one_line(tmp_path: Path) -> None:
    into = shard(tmp_path / "1", {URL: [(DAY_1, A)]})
    for other in (into, tmp_path / "nowhere.db"):
        done = baokan("merge", other, "--archive", into)
        assert (done.code, done.err.count("\n")) == (1, 1), done.err
    other = shard(tmp_path / "2", {URL: [(DAY_2, B)]})
    shutil.rmtree(other.with_suffix(".warc"))
    with Archive.open(into) as archive, opened(other) as read:
        with pytest.raises(ArchiveError, match="restore it from a backup"):
            merge(archive, read, DAY_3)
        assert archive.query("SELECT count(*) AS n FROM articles")[0]["n"] == 1
