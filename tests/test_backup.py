"""Backups: made while a crawl runs, renewed, killed; what is restored is the archive."""

from __future__ import annotations

import shutil
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from archive.backup import BackedUp, back_up
from archive.errors import ArchiveError
from archive.fixity import verify
from archive.store import Archive
from tests.crawling import BulkPress, Process, assert_sound, baokan, bulk_press, rows, wait_for
from tests.packing import shelf

ALL = "SELECT id, url, text_hash, revision FROM articles ORDER BY id"
CAPTURES = "SELECT id, url, warc_file, warc_offset, digest FROM captures ORDER BY id"


def backed_up(path: Path, to: Path) -> BackedUp:
    with Archive.open(path, create=False) as archive:
        return back_up(archive, to)


def assert_same(path: Path, other: Path) -> None:
    for sql in (ALL, CAPTURES):
        assert rows(path, sql) == rows(other, sql) != []
    with Archive.open(other, create=False) as archive:
        assert verify(archive).findings == []


def test_a_backup_is_the_archive_and_is_renewed_by_what_is_new(tmp_path: Path) -> None:
    path, to = shelf(tmp_path), tmp_path / "backup"
    first = backed_up(path, to)
    assert first.copied == first.files > 3
    assert_same(path, to / "archive.db")
    again = backed_up(path, to)
    assert (again.copied, again.files) == (1, first.files)  # the database alone
    assert not list(to.rglob(".*.part"))
    files = sorted(p.relative_to(to) for p in to.rglob("*") if p.is_file())
    assert files == sorted(
        p.relative_to(tmp_path)
        for root in ("archive.db", "archive.warc", "archive.files")
        for p in [tmp_path / root, *(tmp_path / root).rglob("*")]
        if p.is_file() and not p.name.startswith(".")
    )


def test_another_archive_or_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    path, to = shelf(tmp_path / "one"), tmp_path / "backup"
    backed_up(path, to)
    other = shelf(tmp_path / "two")
    with sqlite3.connect(other) as connection:
        connection.execute("UPDATE ledger SET hash = 'other'")
    connection.close()
    with pytest.raises(ArchiveError, match="backup of another archive"):
        backed_up(other, to)
    assert_same(path, to / "archive.db")
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    with pytest.raises(ArchiveError, match=r"holds letter\.txt"):
        backed_up(path, full)
    with sqlite3.connect(to / "archive.db") as reader:
        reader.execute("UPDATE titles SET place = place || 'x'")
        reader.commit()
        with pytest.raises(ArchiveError, match="another program works with this backup"):
            backed_up(path, to)
    reader.close()
    with pytest.raises(ArchiveError, match="the archive itself"):
        backed_up(path, path.parent)
    missing = baokan("backup", tmp_path / "no" / "where", "--archive", path)
    assert (missing.code, missing.err.count("\n")) == (1, 1)


def test_a_missing_warc_file_is_named(tmp_path: Path) -> None:
    path = shelf(tmp_path)
    file = next((tmp_path / "archive.warc").glob("*.warc.gz"))
    file.unlink()
    with pytest.raises(ArchiveError, match=file.name):
        backed_up(path, tmp_path / "backup")
    assert not (tmp_path / "backup" / "archive.db").exists()


@pytest.mark.forty(40)
@pytest.mark.slow
def test_backups_during_a_crawl_are_whole_and_can_be_gone_on_with(tmp_path: Path) -> None:
    live, to = tmp_path / "live", tmp_path / "backup"
    live.mkdir()
    path = live / "archive.db"
    with bulk_press(tmp_path / "press", latency=0.05) as press:
        crawl = ("crawl", "xinxiang", "--entry", press.base, "--quiet", "--archive")
        process = Process(*crawl, path)
        for least in (30, 120, 200):
            wait_for(partial(asked, press, least), process)
            assert baokan("backup", to, "--archive", path).code == 0
            copy = tmp_path / f"copy-{least}"
            shutil.copytree(to, copy)
            restored = copy / "archive.db"
            assert_sound(restored)
            told = baokan("verify", "--archive", restored)
            assert told.code == 0, told.out
            count = len(rows(restored, CAPTURES))
            assert rows(restored, CAPTURES) == rows(path, CAPTURES)[:count]
            assert count >= least - 8  # those that are under way
        assert process.end().code == 0
        # The restored archive goes on where it was, and ends as the crawl itself did.
        assert baokan(*crawl, tmp_path / "copy-120" / "archive.db").code == 0
    by_url = "SELECT url, text_hash FROM articles ORDER BY url"
    assert rows(tmp_path / "copy-120" / "archive.db", by_url) == rows(path, by_url)
    assert baokan("backup", to, "--archive", path).code == 0
    assert_same(path, to / "archive.db")


def asked(press: BulkPress, least: int) -> bool:
    return len(press.asked()) >= least


def copied(to: Path, count: int) -> bool:
    return len(list((to / "archive.warc").glob("filler*"))) >= count


@pytest.mark.slow
def test_a_kill_leaves_the_backup_of_before(tmp_path: Path) -> None:
    path, to = shelf(tmp_path), tmp_path / "backup"
    backed_up(path, to)
    before = rows(to / "archive.db", ALL)
    folder = tmp_path / "archive.warc"
    for number in range(40):  # so that there is something to be killed in
        (folder / f"filler-{number:03d}.warc.gz").write_bytes(b"x" * 5_000_000)
    for count in (1, 10, 20):
        process = Process("backup", to, "--archive", path)
        wait_for(partial(copied, to, count), process)
        process.kill()
        process.end()
        assert rows(to / "archive.db", ALL) == before
    told = baokan("backup", to, "--archive", path)
    assert told.code == 0, told.err
    assert len(list((to / "archive.warc").glob("filler*"))) == 40
    assert not list(to.rglob("*.part"))
