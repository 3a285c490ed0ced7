"""Two crawls write for a minute into one archive, in which somebody reads."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from statistics import quantiles

import pytest

from tests.crawling import Process, assert_sound, bulk_press, rows, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SECONDS = 60
QUESTIONS = (
    "SELECT count(*) FROM articles",
    "SELECT title, published FROM articles ORDER BY id DESC LIMIT 30",
    "SELECT state, count(*) FROM frontier GROUP BY 1",
    "SELECT a.title, r.number FROM revisions r JOIN articles a ON a.id = r.article_id LIMIT 50",
)


@pytest.mark.forty(10)
def test_nobody_is_locked_out_and_no_row_is_lost(tmp_path: Path) -> None:
    """The one bar that is a time, with a margin for a busy machine: half a second, not 0.2."""
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "a", 0.6) as one, bulk_press(tmp_path / "b", 0.6) as two:
        crawls = [
            Process("crawl", "--start", press.base, "--archive", archive, "--quiet")
            for press in (one, two)
        ]
        wait_for(lambda: archive.exists() and len(two.asked()) > 3, crawls[1])
        waits, last = [], 0
        begun = time.monotonic()
        connection = sqlite3.connect(archive, timeout=5)
        while any(crawl.poll() is None for crawl in crawls):
            for question in QUESTIONS:
                asked = time.monotonic()
                found = connection.execute(question).fetchall()
                waits.append(time.monotonic() - asked)
            count = connection.execute(QUESTIONS[0]).fetchone()[0]
            assert count >= last
            last = count
            assert found is not None
            time.sleep(0.02)
        connection.close()
        assert time.monotonic() - begun > SECONDS * 0.8, "too short to prove anything"
        assert [crawl.end().code for crawl in crawls] == [0, 0]
    assert rows(archive, "SELECT count(*) FROM articles GROUP BY title_id") == [(380,)] * 2
    assert_sound(archive)
    assert quantiles(waits, n=20)[-1] <= 0.5
