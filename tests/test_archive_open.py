"""Opening an archive: what is refused, in which words, and that a schema is never half-made."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ArchiveError, DiskFullError
from archive.identity import url_key
from archive.migrate import APPLICATION_ID, migrations
from archive.records import Article
from archive.store import Archive
from tests.helpers import bring, new_archive, one, open_crawl, prose, rows

NEWEST = migrations()[-1][0]


def refusal(path: Path, *, create: bool = True) -> str:
    """The one line with which the archive is refused."""
    with pytest.raises(ArchiveError) as error:
        Archive.open(path, create=create).close()
    text = str(error.value)
    assert "\n" not in text
    assert str(path) in text, "the message names the file"
    return text


def test_a_new_archive_has_the_newest_schema_and_says_what_it_is(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        assert one(archive, "PRAGMA user_version") == NEWEST
        assert one(archive, "PRAGMA application_id") == APPLICATION_ID
        assert one(archive, "PRAGMA journal_mode") == "wal"
        assert one(archive, "PRAGMA foreign_keys") == 1
        assert archive.warc_folder == tmp_path / "archive.warc"
    header = (tmp_path / "archive.db").read_bytes()[68:72]
    assert header == b"baok"


def test_an_archive_is_opened_again_with_all_it_holds(tmp_path: Path) -> None:
    with new_archive(tmp_path) as archive:
        bring(archive, open_crawl(archive), "http://lakeside.example/1",
              Article(title="渡口", body=prose(1)))  # fmt: skip
        schema = rows(archive, "SELECT name, sql FROM sqlite_master ORDER BY name")
    with Archive.open(tmp_path / "archive.db", create=False) as archive:
        assert rows(archive, "SELECT title, body FROM articles") == [("渡口", prose(1))]
        assert rows(archive, "SELECT name, sql FROM sqlite_master ORDER BY name") == schema


def test_the_numbered_steps_run_from_one_without_a_gap_and_hold_whole_statements() -> None:
    steps = migrations()
    assert [number for number, _ in steps] == list(range(1, len(steps) + 1))
    for _, sql in steps:
        # What follows the last whole statement would be left out without a word.
        rest = sql.rsplit(";", 1)[1]
        assert not [line for line in rest.splitlines() if line.strip() and line[:2] != "--"]


def test_a_missing_archive_is_not_made_where_it_should_be_there(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    assert "no archive here" in refusal(path, create=False)
    assert not path.exists()


def test_a_folder_a_missing_folder_and_an_impossible_name(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "does not exist" in refusal(tmp_path / "none" / "archive.db")
    (tmp_path / "file").write_text("x")
    refusal(tmp_path / "file" / "archive.db")
    refusal(tmp_path / ("long" * 100 + ".db"))


@pytest.mark.parametrize("length", [2, 100, 4096, 50_000])
def test_bytes_that_are_no_database_are_refused_and_left_alone(
    tmp_path: Path, length: int
) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"!" + random.Random(length).randbytes(length - 1))
    before = path.read_bytes()
    assert "not a readable SQLite file" in refusal(path)
    assert path.read_bytes() == before


def test_a_torn_archive_is_refused(tmp_path: Path) -> None:
    new_archive(tmp_path).close()
    path = tmp_path / "archive.db"
    path.write_bytes(path.read_bytes()[:2048] + b"\xff" * 2048)
    refusal(path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()
    before = path.read_bytes()
    assert "another program" in refusal(path)
    assert path.read_bytes() == before


def test_an_archive_of_a_newer_version_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    new_archive(tmp_path).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    text = refusal(path)
    assert "newer baokan (version 99" in text
    assert "pip install -U" in text
    with pytest.raises(ArchiveError, match="newer"):
        Archive.open(path)


@pytest.fixture
def unchangeable(tmp_path: Path) -> Iterator[Path]:
    """A folder with an archive that nobody may write, not even root."""
    new_archive(tmp_path).close()
    if os.geteuid() != 0:
        (tmp_path / "archive.db").chmod(0o400)
        tmp_path.chmod(0o500)
        yield tmp_path
        tmp_path.chmod(0o700)
        return
    done = subprocess.run(["mount", "--bind", "-o", "ro", tmp_path, tmp_path], check=False,
                          capture_output=True)  # fmt: skip
    if done.returncode:
        pytest.skip("root may write every file, and a read-only mount is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", tmp_path], check=True)
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_an_archive_that_cannot_be_written_is_refused(unchangeable: Path) -> None:
    refusal(unchangeable / "archive.db")
    refusal(unchangeable / "other.db")


@pytest.mark.forty(7)
def test_a_full_disk_loses_nothing_and_the_work_goes_on_when_there_is_room(
    small_disk: Path,
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2_300_000))
    archive = new_archive(small_disk)
    opened = open_crawl(archive)
    kept = []
    with pytest.raises(DiskFullError) as error:  # noqa: PT012
        for number in range(1000):
            url = f"http://lakeside.example/{number}"
            bring(archive, opened, url, Article(title=f"第{number}号", body=prose(number, 2000)))
            kept.append(url)
    assert str(archive.path) in str(error.value)
    assert "\n" not in str(error.value)
    assert kept, "the first ones had room"
    assert not archive.connection.in_transaction
    assert one(archive, "PRAGMA integrity_check") == "ok"
    stored = "SELECT url FROM articles ORDER BY id"
    assert [url for (url,) in rows(archive, stored)] == kept
    assert one(archive, "SELECT count(*) FROM frontier WHERE state = 'done'") == len(kept)
    archive.close()

    ballast.unlink()
    archive = new_archive(small_disk)
    assert [url for (url,) in rows(archive, stored)] == kept
    opened = open_crawl(archive)
    assert opened.resumed
    lost = f"http://lakeside.example/{len(kept)}"
    assert bring(archive, opened, lost, Article(title="又", body=prose(0, 2000))).article == "new"
    key = "SELECT state FROM frontier WHERE url_key = ?"
    assert one(archive, key, url_key(lost)) == "done"
    archive.close()


@pytest.mark.parametrize("room", [0, 8_192, 40_960, 98_304])
def test_no_room_for_a_new_archive(small_disk: Path, room: int) -> None:
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(4096))
            except OSError:
                break
        file.truncate(file.tell() - room)
    with pytest.raises(DiskFullError):
        new_archive(small_disk).close()
    ballast.unlink()
    with new_archive(small_disk) as archive:
        assert one(archive, "PRAGMA integrity_check") == "ok"


KILLED = """
import os, signal, sqlite3, sys
class Connection(sqlite3.Connection):
    def execute(self, sql, *args):
        if sys.argv[2] in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(sql, *args)
connect = sqlite3.connect
sqlite3.connect = lambda *a, **k: connect(*a, factory=Connection, **k)
from archive.store import Archive
Archive.open(sys.argv[1])
"""


@pytest.mark.forty(11)
@pytest.mark.parametrize(
    ("before", "version"),
    [
        ("CREATE TABLE titles", 0),
        ("CREATE INDEX articles_text", 0),
        ("CREATE VIRTUAL TABLE", 0),
        ("PRAGMA user_version =", 0),
        ("COMMIT", 0),
        ("PRAGMA journal_mode", NEWEST),
    ],
)
def test_a_kill_during_migration_leaves_the_old_schema_or_the_new(
    tmp_path: Path, before: str, version: int
) -> None:
    everything = "SELECT name, sql FROM sqlite_master ORDER BY name"
    with new_archive(tmp_path) as whole:
        schema = rows(whole, everything)
    path = tmp_path / "killed.db"
    done = subprocess.run([sys.executable, "-c", KILLED, path, before], check=False)
    assert done.returncode == -signal.SIGKILL
    look = sqlite3.connect(path)
    assert look.execute("PRAGMA user_version").fetchone()[0] == version
    assert look.execute(everything).fetchall() == (schema if version else [])
    look.close()
    with Archive.open(path) as archive:
        assert rows(archive, everything) == schema
        assert one(archive, "PRAGMA integrity_check") == "ok"
