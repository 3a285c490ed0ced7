"""The state of a crawl as it is on the disk at any instant opens, whole."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.crawling import Process, bulk_press, rows, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

INSTANTS = 200


@pytest.mark.forty(9)
def test_database_and_log_as_they_are_at_200_instants(tmp_path: Path, round_seed: int) -> None:
    dice = random.Random(round_seed)
    archive = tmp_path / "archive.db"
    names = ("archive.db", "archive.db-wal")
    with bulk_press(tmp_path / "press", latency=0.4) as press:
        command = ("crawl", "xinxiang", "--entry", press.base, "--archive", archive, "--quiet")
        process = Process(*command)
        try:
            wait_for(lambda: len(press.asked()) > 5, process)
            before = 0
            for number in range(INSTANTS):
                time.sleep(dice.uniform(0, 0.08))
                assert process.poll() is None, "the crawl was over too soon to prove anything"
                known = int(str(rows(archive, "SELECT count(*) FROM captures")[0][0]))
                process.send_signal(signal.SIGSTOP)  # so that both files are of one instant
                copy = tmp_path / f"copy-{number}"
                copy.mkdir()
                for name in names:
                    if (tmp_path / name).exists():
                        shutil.copy(tmp_path / name, copy)
                count = opened(copy / "archive.db")
                process.send_signal(signal.SIGCONT)
                assert count >= known >= before, "what was committed is there"
                before = count
                shutil.rmtree(copy)
        finally:
            process.kill()
            process.end()


def opened(path: Path) -> int:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        done = "SELECT count(*) FROM frontier WHERE state = 'done' AND capture_id IS NULL"
        assert connection.execute(done).fetchone() == (0,)
        return int(connection.execute("SELECT count(*) FROM captures").fetchone()[0])
    finally:
        connection.close()
