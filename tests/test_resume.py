"""A stopped crawl is gone on with: from the same state however often, and past every point at
which a process may die."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from archive.crash_points import POINTS
from tests.crawling import BulkPress, assert_sound, baokan, bulk_press, rows
from tests.presses.bulk import ARTICLES

pytestmark = pytest.mark.slow

TEXTS = "SELECT url, title, body, text_hash, revision FROM articles ORDER BY url"
HISTORY = "SELECT a.url, number, r.text_hash FROM revisions r JOIN articles a ON a.id = article_id"
IN_FLIGHT = 4


def crawl(press: BulkPress, archive: Path, *more: str, **environment: str) -> int:
    command = ("crawl", "xinxiang", "--entry", press.base, "--archive", archive, "--quiet", *more)
    return baokan(*command, **environment).code


@pytest.mark.forty(4)
def test_the_same_state_ends_alike_each_time(tmp_path: Path) -> None:
    with bulk_press(tmp_path / "press") as press:
        whole, stopped = tmp_path / "whole.db", tmp_path / "stopped" / "archive.db"
        stopped.parent.mkdir()
        assert crawl(press, whole) == 0
        assert crawl(press, stopped, "--max-pages", "80") == 4
        for number in range(3):
            copy = tmp_path / f"copy-{number}"
            shutil.copytree(stopped.parent, copy)
            archive = copy / "archive.db"
            for _ in range(2):
                assert crawl(press, archive, "--max-pages", "90") == 4
            assert crawl(press, archive) == 0
            assert rows(archive, TEXTS) == rows(whole, TEXTS)
            assert sorted(rows(archive, HISTORY)) == sorted(rows(whole, HISTORY))
            assert_sound(archive)
            assert baokan("verify", "--archive", archive).code == 0


@pytest.mark.forty(1, 2)
@pytest.mark.parametrize("point", POINTS)
def test_a_process_may_die_at_any_point(tmp_path: Path, point: str) -> None:
    archive = tmp_path / "archive.db"
    with bulk_press(tmp_path / "press") as press:
        for times in (1, 40, 90):
            assert crawl(press, archive, BAOKAN_CRASH_AT=f"{point}:{times}") == -9
            assert_sound(archive)
        assert crawl(press, archive) == 0
        assert press.again() <= 3 * IN_FLIGHT
    assert_sound(archive)
    assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert rows(archive, "SELECT outcome FROM runs") == [("killed",)] * 3 + [("complete",)]
    assert baokan("verify", "--archive", archive).code == 0
