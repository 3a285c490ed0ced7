"""kill -9 in the middle of a revisit and of the migration to the ledger."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.fixity import verify
from archive.migrate import APPLICATION_ID, migrations
from archive.store import Archive
from tests.crawling import Process, assert_sound, baokan, rows, wait_for
from tests.presses.changing import COUNT, EDITED, ChangingPress

pytestmark = pytest.mark.slow

FAST = {"BAOKAN_VANISH_SECONDS": "0", "BAOKAN_RETRY_WAITS": "0.1"}
BEFORE = 5  # the last schema without a ledger


def whole(archive: Path) -> None:
    assert_sound(archive)
    with Archive.open(archive, create=False) as opened:
        assert verify(opened).findings == []


def test_a_killed_revisit_goes_on_where_it_was(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    revisit = ("revisit", "--all", "--archive", archive)
    with ChangingPress() as press:
        assert baokan("crawl", "--start", press.base, "--archive", archive, **FAST).code == 0
        press.day = 2
        press.log.clear()
        for asked in (15, 40, 70):
            process = Process(*revisit, **FAST)
            wait_for(lambda: len(press.paths()) >= asked, process)  # noqa: B023
            process.kill()
            process.end()
            whole(archive)
        done = baokan(*revisit, **FAST)
        assert done.code == 0, done.err
        # What was under way at a kill is asked again, nothing else.
        assert COUNT <= len(press.paths()) <= COUNT + 3 * 4
    assert rows(archive, "SELECT count(*) FROM crawls WHERE errand = 'revisit'") == [(1,)]
    assert rows(archive, "SELECT count(*) FROM articles WHERE revision = 2") == [(len(EDITED),)]
    assert rows(archive, "SELECT count(*) FROM revisions") == [(COUNT + len(EDITED),)]
    assert rows(archive, "SELECT kind, count(*) FROM sightings GROUP BY 1") == [("missing", 2)]
    assert rows(archive, "SELECT max(checks) FROM articles") == [(2,)]
    whole(archive)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the schema before the ledger, with so many rows that its migration lasts."""
    path = tmp_path_factory.mktemp("older") / "archive.db"
    connection = sqlite3.connect(path)
    for number, sql in migrations()[:BEFORE]:
        connection.executescript(sql)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.executescript(
        """
        INSERT INTO titles (name, publication, kind, platform, entry)
            VALUES ('lakeside', '湖滨晚报', 'newspaper', 'site', 'http://lakeside.example/');
        INSERT INTO crawls (title_id, entry, opened_at) VALUES (1, '', '2026-01-05T06:30:00.000Z');
        INSERT INTO runs (crawl_id, started_at, pid, user_agent) VALUES (1, '', 1, '');
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO captures (run_id, url, url_key, fetched_at, status, content_type, digest,
            length, kind, warc_file, warc_offset, warc_length)
            SELECT 1, 'http://lakeside.example/' || i, 'lakeside.example/' || i,
                '2026-01-05T06:30:00.000Z', 200, '', '', 0, 'response', '', 0, 0 FROM n;
        """
    )
    connection.commit()
    connection.close()
    return path


@pytest.mark.forty(11)
def test_a_migration_that_is_killed_leaves_the_old_archive(older: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    shutil.copy(older, archive)
    interrupted = 0
    for _ in range(8):
        process = Process("stats", "--archive", archive)
        wait_for(lambda: process.poll() is not None or grown(archive))  # noqa: B023
        process.kill()
        process.end()
        assert rows(archive, "PRAGMA integrity_check") == [("ok",)]
        ((version,),) = rows(archive, "PRAGMA user_version")
        assert version in (BEFORE, migrations()[-1][0]) or int(str(version)) > BEFORE
        tables = rows(archive, "SELECT count(*) FROM sqlite_master WHERE name = 'ledger'")
        if version == BEFORE:
            interrupted += 1
            assert tables == [(0,)]
        else:
            assert rows(archive, "SELECT count(*) FROM ledger") == [(20_000,)]
            break
    assert interrupted, "no kill came in time to prove anything"
    assert baokan("stats", "--archive", archive).code == 0
    assert rows(archive, "SELECT count(*), max(seq) FROM ledger") == [(20_000, 20_000)]
    assert rows(archive, "SELECT count(*) FROM captures") == [(20_000,)]


def grown(archive: Path) -> bool:
    """The transaction is so large that it has begun to be written beside the database."""
    for suffix in ("-journal", "-wal"):
        file = archive.with_name(archive.name + suffix)
        if file.exists() and file.stat().st_size > 0:
            return True
    return False
