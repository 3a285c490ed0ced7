"""Bad input is a one-line error and a non-zero exit, with nothing half-written."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest

from archive.store import Archive
from tests.crawling import (
    Result,
    assert_sound,
    baokan,
    bulk_press,
    rows,
    warc_records,
)
from tests.presses.bulk import ARTICLES


def assert_one_line(result: Result, code: int, *words: str) -> None:
    assert result.code == code, result
    assert result.err.count("\n") == 1, result.err
    assert result.err.startswith("baokan: "), result.err
    for word in words:
        assert word in result.err


def test_unknown_title_names_the_likely_one(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    result = baokan("crawl", "hunan_dayly", "--archive", archive)
    assert_one_line(result, 2, "hunan_dayly", "hunan_daily")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("crawl", "--start", "http://127.0.0.1:9/"), ("stats",)])
def test_unreadable_archive(tmp_path: Path, command: tuple[str, ...]) -> None:
    archive = tmp_path / "archive.db"
    archive.write_bytes(b"this is no database" * 100)
    before = archive.read_bytes()
    assert_one_line(baokan(*command, "--archive", archive), 1, str(archive), "not a readable")
    assert archive.read_bytes() == before
    assert list(tmp_path.iterdir()) == [archive]


def test_archive_of_a_newer_version(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    Archive.open(archive).close()
    connection = sqlite3.connect(archive)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    result = baokan("crawl", "--start", "http://127.0.0.1:9/", "--archive", archive)
    assert_one_line(result, 1, str(archive), "newer")
    assert not archive.with_suffix(".warc").exists()


def test_archive_of_another_program(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    connection = sqlite3.connect(archive)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    assert_one_line(baokan("stats", "--archive", archive), 1, str(archive), "another program")


def test_archive_that_is_not_there(tmp_path: Path) -> None:
    result = baokan("search", "灌溉", "--archive", tmp_path / "none.db")
    assert_one_line(result, 1, "none.db", "baokan crawl")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "²"), 1),
        (("show", "9" * 20), 1),
        (("show", "1", "--revision", "9" * 20), 2),
        (("search", "灌溉", "--limit", "9" * 20), 2),
        (("crawl", "--start", "http://127.0.0.1:9/", "--max-time", "nan"), 2),
        (("crawl", "--start", "http://127.0.0.1:9/", "--delay", "inf"), 2),
        (("crawl", "hunan_daily", "--entry", "http://[", "--delay", "2"), 2),
    ],
)
def test_numbers_and_addresses_that_are_none(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    archive = tmp_path / "archive.db"
    Archive.open(archive).close()
    result = baokan(*arguments, "--archive", archive)
    assert result.code == code, result
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == [archive]


def test_a_terminal_without_chinese_characters() -> None:
    result = baokan("titles", "hunan_daily", PYTHONIOENCODING="ascii")
    assert result.code == 0, result
    assert "hunan_daily" in result.out


def test_a_captures_file_that_cannot_be_finished(tmp_path: Path) -> None:
    (tmp_path / "archive.warc" / "x-001.warc.gz.open").mkdir(parents=True)
    archive = tmp_path / "archive.db"
    result = baokan("crawl", "--start", "http://127.0.0.1:9/", "--archive", archive)
    assert_one_line(result, 1, "archive.warc")


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    archive = tmp_path / "missing" / "archive.db"
    result = baokan("crawl", "--start", "http://127.0.0.1:9/", "--archive", archive)
    assert_one_line(result, 1, str(archive), "does not exist")


def test_folder_that_cannot_be_written() -> None:
    folder = Path("/proc/self") if os.geteuid() == 0 else Path("/")  # root may write elsewhere
    result = baokan("crawl", "--start", "http://127.0.0.1:9/", "--archive", folder / "a.db")
    assert_one_line(result, 1, f"{folder}", "cannot")


@pytest.mark.parametrize(
    ("since", "until"),
    [("2022-02-30", ""), ("yesterday", ""), ("2022-08-04", "2022-08-01"), ("", "2022-08-01")],
)
def test_date_that_is_none(tmp_path: Path, since: str, until: str) -> None:
    result = baokan(
        "crawl", "hunan_daily", "--since", since, "--until", until,
        "--contact", "x@example.org", "--archive", tmp_path / "a.db",
    )  # fmt: skip
    assert_one_line(result, 2, "since")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://"])
def test_url_that_is_not_http(tmp_path: Path, url: str) -> None:
    assert_one_line(baokan("crawl", "--start", url, "--archive", tmp_path / "a.db"), 2, url)
    assert not list(tmp_path.iterdir())


def test_no_contact_no_crawl(tmp_path: Path) -> None:
    result = baokan("crawl", "xinxiang", "--archive", tmp_path / "a.db")
    assert_one_line(result, 2, "--contact")
    assert not list(tmp_path.iterdir())


def test_server_that_is_not_there(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with socket.socket() as taken:  # bound, not listening: every connection is refused
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        result = baokan("crawl", "--start", base, "--archive", archive, "--quiet")
    assert_one_line(result, 6, "unreachable", base)
    assert rows(archive, "SELECT outcome, exit_code FROM runs") == [("unreachable", 6)]
    assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]
    assert_sound(archive)


@pytest.mark.forty(7)
def test_full_disk(small_disk: Path, tmp_path: Path) -> None:
    archive, ballast = small_disk / "archive.db", small_disk / "ballast"
    with bulk_press(tmp_path / "press") as press:
        command = ("crawl", "--start", press.base, "--archive", archive, "--quiet")
        ballast.write_bytes(bytes(1_500_000))
        result = baokan(*command)
        assert_one_line(result, 7, "disk is full", str(small_disk))
        assert_sound(archive)
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
        ballast.unlink()
        result = baokan(*command)
        assert result.code == 0, result
    assert_sound(archive)
    assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert warc_records(archive)["response"] > ARTICLES
