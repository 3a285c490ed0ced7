"""A site changes, and the first crawl after it says so: real crawls of a press on loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.changed_site import COUNT, mended_rules, press
from tests.crawling import Result, baokan, rows
from tests.presses.bulk import article_path
from tests.presses.static import StaticPress, serve

pytestmark = pytest.mark.slow  # whole crawls, several each

FIELDS = "SELECT url, body, published, (SELECT group_concat(name) FROM people p" \
    " WHERE p.article_id = a.id AND p.name = '方晴') FROM articles a ORDER BY url"  # fmt: skip


def crawl(running: StaticPress, archive: Path) -> Result:
    return baokan("crawl", "--start", running.base + "/", "--archive", archive,
                  BAOKAN_RETRY_WAITS="0.1")  # fmt: skip


def health(archive: Path) -> tuple[int, dict[str, Any]]:
    told = baokan("health", "--json", "--archive", archive)
    return told.code, json.loads(told.out)


def keys(told: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(one["kind"], one["field"], one["source"]) for one in told["alarms"]}


@pytest.mark.forty(15)
@pytest.mark.parametrize("share", [1.0, 0.3])
def test_dead_selectors_are_told_in_that_run_and_one_replay_restores_all(
    tmp_path: Path, share: float
) -> None:
    archive = tmp_path / "archive.db"
    with serve(press()) as running:
        for _ in range(2):
            assert crawl(running, archive).code == 0
            assert health(archive) == (
                0,
                {"healthy": True, "alarms": [], "silent": [], "unmerged": []},
            )
        before = rows(archive, FIELDS)
        running.press = press(range(int(COUNT * share)))
        third = crawl(running, archive)
    assert third.code == 0
    code, told = health(archive)
    assert code == 11
    assert keys(told) >= {
        ("field", "authors", ""),
        ("rule", "authors", "label 作者"),
        ("rule", "published", "label 发布日期"),
        ("length", "body", "400-"),
    }
    assert {one["first_run"] for one in told["alarms"]} == {3}
    assert "articles have authors" in " ".join(third.err.split())
    # The raw pages are there, so that nothing was lost by reading them wrongly.
    assert rows(archive, "SELECT count(*) FROM captures c JOIN runs r ON r.id = c.run_id"
                " WHERE r.id = 3 AND c.status = 200") == [(COUNT + 1,)]  # fmt: skip
    assert [row[3] for row in rows(archive, FIELDS)].count(None) == int(COUNT * share)
    rules = mended_rules(tmp_path / "rules")
    replayed = baokan("replay", "--rules", rules, "--apply", "--archive", archive)
    assert "alarm is over" in replayed.err
    after = rows(archive, FIELDS)
    assert [(url, published, author) for url, _, published, author in after] == [
        (url, published, author) for url, _, published, author in before
    ]
    for (_, now, *_), (_, then, *_) in zip(after, before, strict=True):
        assert str(now).replace("延伸阅读\n", "") == then
    code, told = health(archive)
    assert (code, told["alarms"]) == (0, [])


@pytest.mark.forty(14)
def test_a_bot_check_from_the_50th_page_on_is_told_within_the_run(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with serve(press(challenged=range(49, COUNT))) as running:
        result = crawl(running, archive)
    assert result.code == 3
    assert rows(archive, "SELECT count(*) FROM articles") == [(49,)]
    assert rows(archive, "SELECT challenges, outcome FROM runs") == [(COUNT - 49, "failures")]
    assert "11 of 62 answers were a bot check or a log-in wall" in " ".join(result.err.split())
    code, told = health(archive)
    assert code == 11
    assert keys(told) == {("challenge", "", "")}


def test_what_a_person_accepts_is_what_later_crawls_are_compared_with(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with serve(press()) as running:
        for _ in range(2):
            crawl(running, archive)
        running.press = press(range(COUNT))
        crawl(running, archive)
        _, told = health(archive)
        assert told["alarms"]
        for one in told["alarms"]:
            baokan("health", "--close", str(one["id"]), "--archive", archive)
        for _ in range(2):
            crawl(running, archive)
        assert health(archive)[0] == 0
        running.press = press()  # and back again: that is a change, too
        crawl(running, archive)
    code, told = health(archive)
    assert code == 11
    assert ("rule", "published", "date of the information line") in keys(told)


def test_every_page_failing_is_told_and_over_when_the_site_is_there_again(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with serve(press()) as running:
        whole = running.press
        crawl(running, archive)
        running.press = type(whole)("down", "site", "/", {}, {})
        assert crawl(running, archive).code != 0
        code, told = health(archive)
        assert code == 11
        running.press = whole
        assert crawl(running, archive).code == 0
    assert health(archive)[0] == 0
    assert rows(archive, "SELECT closed_by FROM alarms") == [("run",)] * len(told["alarms"])
    assert article_path(0) in rows(archive, "SELECT min(url) FROM articles")[0][0]  # type: ignore[operator]
