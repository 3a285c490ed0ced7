"""Every test press: recognised from its entry alone, and crawled with the record that scout wrote,
over real HTTP, to exactly what it printed: nothing twice, nothing missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.crawling import assert_sound, baokan, rows
from tests.press_crawl import asked_twice, crawl, kept, numbers, record, scouted
from tests.presses.papers import all_presses
from tests.presses.static import Press, serve

# press → (platform, issues, pages, articles)
NUMBERS: dict[str, tuple[str, int, int, int]] = {}

PRESSES = {press.name: press for press in all_presses()}


def test_the_table_lists_every_press() -> None:
    assert {name: (p.platform, *numbers(p)) for name, p in PRESSES.items()} == NUMBERS


@pytest.mark.parametrize("name", sorted(name for name, p in PRESSES.items() if p.articles))
def test_a_press_is_recognised_and_crawled_exactly(name: str, tmp_path: Path) -> None:
    press = PRESSES[name]
    with serve(press) as running:
        title = record(running)
        assert title.platform == press.platform
        if press.options:  # what no site says of itself: addresses of other years
            title = replace(title, options=press.options)
        running.log.clear()
        result, archive = crawl(running, title, tmp_path)
        assert result.code == 0, (result, archive)
        check(press, archive)
        assert asked_twice(running) == []
    assert_sound(archive)


def check(press: Press, archive: Path) -> None:
    found = kept(archive)
    assert found.articles == dict(press.articles)
    assert found.issues == {day: list(labels) for day, labels in press.issues.items()}
    assert found.absent == list(press.absent)
    assert found.pseudo == sorted(press.pseudo)


@pytest.mark.parametrize("name", sorted(name for name, p in PRESSES.items() if not p.articles))
def test_a_press_without_an_article_is_refused(name: str, tmp_path: Path) -> None:
    with serve(PRESSES[name]) as running:
        found = scouted(running)
        assert found.best is None
        assert all(walk.problem for walk in found.walks)
        result = baokan("crawl", "--start", running.entry, "--archive", tmp_path / "a.db")
    assert result.code in (3, 6), result
    assert "a bot check or a login wall" in result.err
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(0,)]
