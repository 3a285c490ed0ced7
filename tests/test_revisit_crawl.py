"""`baokan revisit` against a press that changes: what is asked, what is found, what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.store import Archive
from crawler.lock import lock_title
from tests.crawling import assert_sound, baokan, rows
from tests.presses.bulk import article_path
from tests.presses.changing import BACK, COUNT, DELETED, EDITED, ChangingPress

pytestmark = pytest.mark.slow

FAST = {"BAOKAN_VANISH_SECONDS": "0", "BAOKAN_RETRY_WAITS": "0.1"}
STATUS = "SELECT url, status FROM articles WHERE status != 'live' ORDER BY url"
SIGHTINGS = "SELECT url, kind FROM sightings s JOIN articles a ON a.id = article_id ORDER BY s.id"


@pytest.fixture
def press() -> ChangingPress:
    return ChangingPress()


def crawl(press: ChangingPress, archive: Path) -> None:
    done = baokan("crawl", "--start", press.base, "--archive", archive, **FAST)
    assert done.code == 0, done.err
    assert rows(archive, "SELECT count(*) FROM articles") == [(COUNT,)]
    press.log.clear()


def revisit(archive: Path, *more: str) -> str:
    done = baokan("revisit", "--all", "--archive", archive, *more, **FAST)
    assert done.code == 0, done.err + done.out
    return done.out


def newest(archive: Path, columns: str) -> tuple[object, ...]:
    return rows(archive, f"SELECT {columns} FROM runs ORDER BY id DESC LIMIT 1")[0]


@pytest.mark.forty(24, 17)
def test_what_changed_is_found_and_the_rest_costs_nothing(
    press: ChangingPress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    with press:
        crawl(press, archive)
        (first,) = newest(archive, "bytes")
        press.day = 2
        revisit(archive)
        assert sorted(press.paths()) == sorted(article_path(n) for n in range(COUNT))
        unchanged = [path for path, status in press.statuses().items() if status == 304]
        assert len(unchanged) == COUNT - len(EDITED) - 2
        same, not_sent, revised, gone, bytes_ = newest(
            archive, "same, unchanged, revised, gone, bytes"
        )
        assert (same, not_sent, revised, gone) == (97, 97, 3, 2)
        assert isinstance(bytes_, int)
        assert isinstance(first, int)
        assert bytes_ <= 0.05 * first
        away = [(press.url(n), "missing") for n in (DELETED, BACK)]
        assert rows(archive, STATUS) == sorted(away)
        press.day = 3
        revisit(archive)
        assert newest(archive, "same, revised, gone") == (101, 0, 1)
        assert rows(archive, STATUS) == [(press.url(DELETED), "vanished")]
        assert sorted(rows(archive, SIGHTINGS)) == sorted(
            [*away, (press.url(DELETED), "vanished"), (press.url(BACK), "returned")]
        )
    changed = rows(archive, "SELECT url FROM articles WHERE revision = 2")
    assert sorted(changed) == sorted((press.url(n),) for n in EDITED)
    assert rows(archive, "SELECT count(*) FROM articles WHERE body = ''") == [(0,)]
    assert_sound(archive)


def test_the_way_home_is_no_article(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with ChangingPress(homeward=True) as press:
        crawl(press, archive)
        press.day = 2
        revisit(archive)
        press.day = 3
        revisit(archive)
        assert rows(archive, STATUS) == [(press.url(DELETED), "vanished")]
    reasons = rows(archive, "SELECT DISTINCT reason FROM sightings WHERE kind != 'returned'")
    assert reasons == [(f"moved to the home page: {press.base}",)]
    assert rows(archive, "SELECT count(*) FROM articles") == [(COUNT,)]


def test_a_date_alone_is_believed_twice(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with ChangingPress(named=False) as press:
        crawl(press, archive)
        press.day = 2
        asked = article_path(13)  # edited, but its date has stayed
        for revised, status in ((2, 304), (0, 304), (1, 200)):
            press.log.clear()
            revisit(archive)
            assert press.statuses()[asked] == status
            assert newest(archive, "revised") == (revised,)


def test_nothing_is_due_at_once_and_the_list_says_what_would_be(
    press: ChangingPress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    with press:
        crawl(press, archive)
        done = baokan("revisit", "--archive", archive)
        assert (done.code, done.out, press.log) == (0, "nothing is due\n", [])
        done = baokan("revisit", "--due", "--all", "--json", "--archive", archive)
        assert done.out.count('"due_at"') == COUNT
        assert not press.log


def test_a_title_that_is_not_archived_is_named(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with ChangingPress() as press:
        crawl(press, archive)
    done = baokan("revisit", "nowhere_daily", "--archive", archive)
    assert done.code == 1
    assert done.err.count("\n") == 1
    assert "nowhere_daily" in done.err


def test_a_title_that_is_being_crawled_is_named_and_left_alone(
    press: ChangingPress, tmp_path: Path
) -> None:
    archive = tmp_path / "archive.db"
    with press:
        crawl(press, archive)
        ((name,),) = rows(archive, "SELECT name FROM titles")
        with Archive.open(archive) as opened, lock_title(opened, str(name)):
            done = baokan("revisit", "--all", "--archive", archive, **FAST)
        assert (done.code, done.err.count("\n"), press.log) == (1, 1, [])
        assert str(name) in done.err
