"""An archive of every version that there was, killed on its way to the next."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.migrate import _step, migrations
from archive.store import Archive
from tests.helpers import one, rows
from tests.test_archive_open import KILLED

STEPS = migrations()
CAPTURES = 50
_ROWS = f"""
INSERT INTO titles (name, publication, kind, platform, entry)
    VALUES ('lakeside', '湖滨日报', 'newspaper', 'site', 'http://lakeside.example/');
INSERT INTO crawls (title_id, entry, opened_at)
    VALUES (1, 'http://lakeside.example/', '2026-01-05T06:30:00.000Z');
INSERT INTO runs (crawl_id, started_at, pid, user_agent)
    VALUES (1, '2026-01-05T06:30:00.000Z', 1, 'baokan');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {CAPTURES})
INSERT INTO captures (run_id, url, url_key, fetched_at, status, content_type, digest, length,
    kind, warc_file, warc_offset, warc_length)
    SELECT 1, 'http://lakeside.example/' || i, 'lakeside.example/' || i,
        '2026-01-05T06:30:00.000Z', 200, '', '', 0, 'response', '', 0, 0 FROM n;
"""


def older(path: Path, version: int) -> None:
    """An archive as that version left it, with some rows in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    for number, sql in STEPS[:version]:
        _step(connection, number, sql)
        if number == 1:
            connection.executescript(_ROWS)
    connection.close()


def asserted(path: Path) -> int:
    """Its version, after it was found sound, with all its rows."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM captures").fetchone() == (CAPTURES,)
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.forty(11)
@pytest.mark.parametrize("version", [number for number, _ in STEPS[:-1]])
def test_the_old_schema_or_the_new_and_every_row(tmp_path: Path, version: int) -> None:
    path, whole = tmp_path / "archive.db", tmp_path / "whole.db"
    older(path, version)
    for before in (f"PRAGMA user_version = {version + 1}", "COMMIT"):
        done = subprocess.run([sys.executable, "-c", KILLED, path, before], check=False)
        assert done.returncode == -signal.SIGKILL
        assert asserted(path) == version, "half a step is none"
    Archive.open(whole).close()
    schema = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    with Archive.open(path) as archive, Archive.open(whole) as new:
        assert rows(archive, schema) == rows(new, schema)
        assert one(archive, "SELECT count(*) FROM ledger") == CAPTURES
    assert asserted(path) == STEPS[-1][0]
