"""What cannot end well begins with no request, and what went badly is never called a success."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.demo.server import Hit, Reply, Server, replying
from tests.crawling import Result, assert_sound, baokan, rows

# Whole crawls; every change runs them by their numbers.
pytestmark = pytest.mark.slow

EMPTY = Reply(b"<html><head><title>x</title></head><body><p>.</p></body></html>")
ROBOTS = Reply(b"User-agent: *\nAllow: /\n", content_type="text/plain")


@contextmanager
def site(reply: Reply) -> Iterator[tuple[str, list[Hit]]]:
    """A site on which every page is the same, its address, and what was asked of it."""
    log: list[Hit] = []
    answer = replying(lambda path: ROBOTS if path == "/robots.txt" else reply, log)
    with Server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/", log


def crawl(base: str, archive: Path, title: str = "xinxiang") -> Result:
    return baokan("crawl", title, "--entry", base, "--archive", archive, "--quiet",
                  BAOKAN_RETRY_WAITS="0.1")  # fmt: skip


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody, not even root, can write into the folder."""
    if os.geteuid():
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    mount = ["mount", "--bind", "-o", "ro", folder, folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("root may write every file, and a read-only mount is not permitted here")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.forty(8)
@pytest.mark.parametrize("trouble", ["read only", "no folder", "a folder", "title", "no archive"])
def test_no_request_is_sent(tmp_path: Path, trouble: str) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    archive = folder / "archive.db"
    with site(EMPTY) as (base, log):
        if trouble == "read only":
            Archive.open(archive).close()
            with read_only(folder):
                told = crawl(base, archive)
        elif trouble == "no archive":
            archive.write_bytes(b"not a database at all" * 300)
            told = crawl(base, archive)
        elif trouble == "title":
            told = crawl(base, archive, "xinxing")
        else:
            told = crawl(base, folder if trouble == "a folder" else tmp_path / "no" / "a.db")
        assert log == []
    assert told.code in (1, 2)
    assert 1 <= told.err.count("\n") <= 2, told.err


@pytest.mark.forty(13)
@pytest.mark.parametrize("trouble", ["500", "no such name", "no article"])
def test_a_run_that_brought_nothing_fails_and_says_why(tmp_path: Path, trouble: str) -> None:
    archive = tmp_path / "archive.db"
    reply = Reply(b"", status=500) if trouble == "500" else EMPTY
    with site(reply) as (base, _):
        contact = {"BAOKAN_CONTACT": "x@example.org"}
        entry = "http://press.invalid/" if trouble == "no such name" else base
        told = baokan("crawl", "xinxiang", "--entry", entry, "--archive", archive, "--quiet",
                      BAOKAN_RETRY_WAITS="0.1", **contact)  # fmt: skip
    outcome = "nothing" if trouble == "no article" else "unreachable"
    assert told.code == (8 if trouble == "no article" else 6), told
    ((found, reason, code),) = rows(archive, "SELECT outcome, reason, exit_code FROM runs")
    assert (found, code) == (outcome, told.code)
    assert reason
    assert str(reason) in told.err
    assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]
    assert_sound(archive)
