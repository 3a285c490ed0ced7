"""A crawl that finds no issue asks for one that was there: a late issue, or a site that moved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.demo.server import Reply
from tests.crawling import assert_sound, baokan, rows
from tests.press_crawl import crawl, record
from tests.presses.papers import all_presses
from tests.presses.static import serve

PRESS = next(press for press in all_presses() if press.name == "founder_classic calendar")
LATER = ("2031-01-01", "2031-01-02")  # no issue there
_ROW = "SELECT url, state, verdict, reason FROM frontier" \
    " WHERE json_extract(context, '$.landmark') IS NOT NULL"  # fmt: skip


def issue_pages() -> set[str]:
    return {path for path in PRESS.files if "node_" in path or "content_" in path}


@pytest.mark.parametrize(
    "answer",
    ["moved", pytest.param("there", marks=pytest.mark.slow),
     pytest.param("broken", marks=pytest.mark.slow)],
)  # fmt: skip
def test_an_issue_that_is_known_tells_a_late_one_from_a_site_that_moved(
    tmp_path: Path, answer: str
) -> None:
    with serve(PRESS) as running:
        title = record(running)
        result, archive = crawl(running, title, tmp_path)
        assert result.code == 0
        known = rows(archive, "SELECT max(date) FROM issues WHERE appeared")[0][0]
        files = dict(PRESS.files)
        for path in issue_pages():
            if answer == "moved":
                del files[path]
            elif answer == "broken":
                files[path] = Reply(b"", 500)
        running.press = replace(PRESS, files=files, span=LATER)
        running.log.clear()
        result, archive = crawl(running, title, tmp_path)
    assert result.code == 0
    ((url, state, verdict, reason),) = rows(archive, _ROW)
    assert [hit.path for hit in running.log if str(url).endswith(hit.path)], "it is asked for"
    told = json.loads(baokan("health", "--json", "--archive", archive).out)["alarms"]
    assert_sound(archive)
    assert rows(archive, "SELECT issues, pages, articles FROM runs WHERE id = 2") == [(0, 0, 0)]
    if answer == "there":
        assert (state, verdict, told) == ("done", "still there", [])
    elif answer == "broken":  # nothing is known, and the crawl has all that it is for
        assert (state, told) == ("failed", [])
    else:
        assert (state, verdict) == ("done", "not there")
        (alarm,) = told
        assert alarm["kind"] == "moved"
        assert alarm["message"] == (
            f"the issue of {known} is not there any more either: {url}: {reason}"
        )
