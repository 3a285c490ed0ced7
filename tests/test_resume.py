"""A stopped crawl is gone on with: from the same state however often, and past every point at
which a process may die."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from archive.crash_points import POINTS
from crawler.demo.press import DemoPress
from tests.crawling import assert_sound, baokan, rows

pytestmark = pytest.mark.slow

TEXTS = "SELECT url, title, body, text_hash, revision FROM articles ORDER BY url"
HISTORY = "SELECT a.url, number, r.text_hash FROM revisions r JOIN articles a ON a.id = article_id"
PLACES = "SELECT url, kind, article_id IS NULL FROM placements ORDER BY url, kind"
IN_FLIGHT = 4


def crawl(press: DemoPress, archive: Path, *more: str, **environment: str) -> int:
    command = ("crawl", "hunan_daily", "--entry", press.paper, "--since", "2022-08-03",
               "--until", "2022-08-04", "--archive", archive, "--quiet")  # fmt: skip
    return baokan(*command, *more, **environment).code


@pytest.mark.forty(4)
def test_the_same_state_ends_alike_each_time(tmp_path: Path) -> None:
    with DemoPress() as press:
        whole, stopped = tmp_path / "whole.db", tmp_path / "stopped" / "archive.db"
        stopped.parent.mkdir()
        assert crawl(press, whole) == 0
        assert crawl(press, stopped, "--max-pages", "10") == 4
        for number in range(3):
            copy = tmp_path / f"copy-{number}"
            shutil.copytree(stopped.parent, copy)
            archive = copy / "archive.db"
            for _ in range(2):
                assert crawl(press, archive, "--max-pages", "12") == 4
            assert crawl(press, archive) == 0
            for sql in (TEXTS, PLACES):
                assert rows(archive, sql) == rows(whole, sql) != []
            assert sorted(rows(archive, HISTORY)) == sorted(rows(whole, HISTORY))
            assert_sound(archive)
            assert baokan("verify", "--archive", archive).code == 0


@pytest.mark.forty(1, 2)
@pytest.mark.parametrize("point", POINTS)
def test_a_process_may_die_at_any_point(tmp_path: Path, point: str) -> None:
    archive, whole = tmp_path / "archive.db", tmp_path / "whole.db"
    with DemoPress() as press:
        assert crawl(press, whole) == 0
        asked = len(press.log)
        for times in (1, 5, 9):
            assert crawl(press, archive, BAOKAN_CRASH_AT=f"{point}:{times}") == -9
            assert_sound(archive)
        assert crawl(press, archive) == 0
        again = Counter(hit.path for hit in press.log[asked:] if hit.path != "/robots.txt")
        assert sum(again.values()) - len(again) <= 3 * IN_FLIGHT
    assert_sound(archive)
    assert rows(archive, TEXTS) == rows(whole, TEXTS) != []
    assert rows(archive, "SELECT outcome FROM runs") == [("killed",)] * 3 + [("complete",)]
    assert baokan("verify", "--archive", archive).code == 0
