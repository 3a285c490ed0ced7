"""Every test press: recognised from its entry alone, and crawled with the record that scout wrote,
over real HTTP, to exactly what it printed: nothing twice, nothing missed."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from archive.calendar import gaps
from archive.store import Archive
from crawler.titles import Title
from tests.crawling import assert_sound, baokan, rows
from tests.press_crawl import asked_twice, crawl_all, kept, numbers, record, scouted
from tests.presses.papers import all_presses
from tests.presses.static import Press, StaticPress, serve
from tests.rereading import assert_read_again_alike

pytestmark = pytest.mark.slow

# press → (platform, issues, pages, articles)
NUMBERS: dict[str, tuple[str, int, int, int]] = {
    "chinanews": ("chinanews", 0, 0, 7),
    "datedir": ("datedir", 1, 2, 6),
    "datedir jinan": ("datedir", 1, 2, 6),
    "datedir json": ("datedir", 1, 2, 4),
    "edition": ("edition", 1, 2, 6),
    "feed_atom": ("feed", 0, 0, 5),
    "feed_rss": ("feed", 0, 0, 4),
    "founder_classic": ("founder_classic", 1, 2, 5),
    "founder_classic back": ("founder_classic", 2, 4, 10),
    "founder_classic calendar": ("founder_classic", 3, 6, 15),
    "founder_nbs": ("founder_nbs", 1, 3, 6),
    "founder_new": ("founder_new", 1, 2, 4),
    "founder_new switch": ("founder_new", 2, 5, 10),
    "founder_new two hosts": ("founder_new", 1, 2, 4),
    "founder_new webtree": ("founder_new", 1, 2, 4),
    "founder_short": ("founder_short", 1, 2, 4),
    "founder_web": ("founder_web", 0, 0, 9),
    "jfdaily": ("jfdaily", 1, 3, 3),
    "jfjb": ("jfjb", 2, 5, 5),
    "joyhua": ("joyhua", 1, 2, 6),
    "joyhua mhtml": ("joyhua", 1, 2, 3),
    "paperindex": ("paperindex", 1, 2, 6),
    "paperindex span": ("paperindex", 2, 4, 6),
    "peoplecn": ("peoplecn", 0, 0, 5),
    "periodical": ("periodical", 1, 1, 5),
    "periodical_back": ("periodical", 1, 1, 5),
    "periodical_reverse": ("periodical", 1, 1, 5),
    "plain chinanews": ("chinanews", 0, 0, 6),
    "plain feed": ("feed", 0, 0, 4),
    "plain feed atom": ("feed", 0, 0, 3),
    "plain founder_web": ("founder_web", 0, 0, 7),
    "plain peoplecn": ("peoplecn", 0, 0, 6),
    "plain sitemap": ("sitemap", 0, 0, 5),
    "plain trs": ("trs", 0, 0, 9),
    "plain trs from one": ("trs", 0, 0, 6),
    "plain xinhua": ("xinhua", 0, 0, 6),
    "qpaper": ("qpaper", 1, 2, 6),
    "qstheory": ("qstheory", 1, 1, 6),
    "qstheory_back": ("qstheory", 2, 2, 10),
    "shtml": ("shtml", 1, 2, 6),
    "shtml front": ("shtml", 1, 2, 3),
    "site big5": ("site", 0, 0, 6),
    "site challenge": ("site", 0, 0, 0),
    "site magazine": ("site", 0, 0, 12),
    "sitemap": ("sitemap", 0, 0, 6),
    "stdaily": ("stdaily", 3, 4, 5),
    "szbz": ("szbz", 1, 2, 6),
    "szbz mixed": ("szbz", 1, 2, 3),
    "trs": ("trs", 0, 0, 7),
    "trs_from_one": ("trs", 0, 0, 6),
    "uniflows": ("uniflows", 1, 2, 6),
    "xinhua": ("xinhua", 0, 0, 6),
}  # fmt: skip

PRESSES = {press.name: press for press in all_presses()}


def test_the_table_lists_every_press() -> None:
    assert {name: (p.platform, *numbers(p)) for name, p in PRESSES.items()} == NUMBERS


def test_every_layout_of_the_field_has_a_press() -> None:
    assert {press.shape for press in PRESSES.values()} - {""} == set("abcdefghijkl")


OPEN = sorted(name for name, press in PRESSES.items() if press.articles)
GROUPS = 6  # of presses that are crawled by one process


@pytest.mark.forty(40)
@pytest.mark.parametrize("group", range(GROUPS))
def test_presses_are_recognised_and_crawled_exactly(group: int, tmp_path: Path) -> None:
    names = OPEN[group::GROUPS]
    with ExitStack() as stack:
        running = {name: stack.enter_context(serve(PRESSES[name])) for name in names}
        titles = {name: recognised(name, running[name]) for name in names}
        for one in running.values():
            one.log.clear()
        ended = crawl_all(titles, tmp_path)
        for name in names:
            assert ended[name][0] == 0, (name, ended[name])
            check(PRESSES[name], tmp_path / f"{name}.db")
            assert asked_twice(running[name]) == [], name
            assert_sound(tmp_path / f"{name}.db")
    for name in names:
        assert_read_again_alike(tmp_path / f"{name}.db", tmp_path / "again.db")


def recognised(name: str, running: StaticPress) -> Title:
    """The record that scout writes for a press, from its entry alone."""
    press, title = PRESSES[name], record(running)
    assert title.platform == press.platform, name
    if "editions" in press.options:  # what no site says of itself: addresses of other years
        title = replace(title, options=press.options)
    return title


def check(press: Press, archive: Path) -> None:
    found = kept(archive)
    assert found.articles == dict(press.articles), press.name
    assert found.issues == {day: sorted(labels) for day, labels in press.issues.items()}
    assert found.absent == list(press.absent)
    assert found.pseudo == sorted(press.pseudo)
    ((title,),) = rows(archive, "SELECT name FROM titles")
    with Archive.open(archive, create=False) as opened:
        assert gaps(opened, str(title)) == [], press.name


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
