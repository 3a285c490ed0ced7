"""E-papers that are JSON: whatever comes is an issue, known to be none, or an error in words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.reading import raw
from archive.records import Ask, Found
from archive.store import Archive
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.spider import _moved
from crawler.titles import Title, TitleError
from tests.crawling import rows, warc_records
from tests.press_crawl import crawl, record
from tests.presses.papers import all_presses
from tests.presses.static import NO_ACCESS, serve
from tests.presses.walk import walk

PRESSES = {press.name: press for press in all_presses()}
DAY = "2024-08-02"
ASKS = {
    "jfjb": [Ask("http://a.cn/_szb/jfjb/2024/08/02/index.json", "issue", {"date": DAY})],
    "stdaily": [
        Ask("http://a.cn/period/date", "entry", {"post": "1"}),
        Ask(f"http://a.cn/period/periodTime?periodTime={DAY}", "issue",
            {"post": "1", "date": DAY}),
        Ask("http://a.cn/article/editionId?editionId=1", "page", {"post": "1", "date": DAY}),
    ],
    "jfdaily": [
        Ask("http://a.cn/journal/list.do", "entry"),
        Ask(f"http://a.cn/journal/{DAY}/getJournalPage.do?page=01&code=jfrb", "issue",
            {"date": DAY}),
    ],
    "datedir": [
        Ask("http://a.cn/html/2024/20240802/data.json", "issue", {
            "date": DAY, "front": "http://a.cn/html/2024/20240802/20240802_A01/20240802_A01.html"})
    ],
}  # fmt: skip
_NAMES = """paperInfo xyList paperNumber id title content data list pagelist articlelist page
status msg pageNo onePageArticleList articleHref mainTitle editionNo"""
NAMES = st.sampled_from(_NAMES.split())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(DAY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def read(name: str, ask: Ask, body: bytes, status: int = 200) -> Found:
    platform = platform_for(Title("lake", "湖滨日报", name, "http://a.cn/reader/index.html"))
    headers = {"content-type": "application/json"}
    captured = datetime(2024, 8, 2, 4, 0, tzinfo=UTC)
    return platform.read(ask, Fetched(ask.url, status, body, headers, captured))


@settings(deadline=None)
@given(VALUES, st.sampled_from([(name, ask) for name, asks in ASKS.items() for ask in asks]))
def test_whatever_json_comes_is_read_or_an_error_with_words(
    value: Any, asked: tuple[str, Ask]
) -> None:
    name, ask = asked
    found = read(name, ask, json.dumps(value).encode())
    if found.verdict in ("error", "no issue", "empty", "challenge"):
        assert found.reason
        assert not found.articles
    else:
        assert found.articles or found.asks or found.pages or found.calendar, found


@pytest.mark.parametrize(
    "body", [b"", b"[" * 100_000, b"\xff\xfe\x00", NO_ACCESS, b"<html></html>"]
)
@pytest.mark.parametrize("name", ASKS)
def test_what_is_no_answer_is_an_error(name: str, body: bytes) -> None:
    for ask in ASKS[name]:
        found = read(name, ask, body)
        assert found.verdict in ("error", "empty")
        assert found.reason


def test_without_a_day_of_its_own_the_newest_issue_is_looked_for() -> None:
    entry = Ask("http://a.cn/reader/index.html", "entry")
    (ask,) = read("jfjb", entry, b"<html></html>").asks
    for day in range(2, 0, -1):
        assert ask.url.endswith(f"/2024/08/{day:02d}/index.json")
        (ask,) = read("jfjb", ask, b"", 404).asks
    for _ in range(7):
        (ask,) = read("jfjb", ask, b"", 404).asks
    assert read("jfjb", ask, b"", 404).verdict == "error"


def test_in_a_span_a_day_without_an_issue_is_known_as_such() -> None:
    platform = platform_for(Title("lake", "湖滨日报", "jfjb", "http://a.cn/"))
    asks = platform.starts(date(2024, 8, 1), date(2024, 8, 2))
    found = read("jfjb", asks[1], b"", 404)
    assert found.verdict == "no issue"
    assert found.issue is not None
    assert (found.issue.date, found.issue.exists) == (DAY, False)


def test_fields_of_a_row_are_read_as_on_any_page() -> None:
    found = walk(PRESSES["jfjb"], PRESSES["jfjb"].span)
    article = next(iter(found.articles.values()))
    assert article.subtitle == "一条水渠修了三年"
    assert (article.page_label, article.page_name, article.issue_label) == (
        "01", "要闻", "2024-08-01")  # fmt: skip
    page = found.issues["2024-08-01"]["01"]
    assert [entry.kind for entry in page.entries] == ["", "", "advertisement"]


def test_the_list_of_a_page_is_turned_into_printed_order() -> None:
    page = walk(PRESSES["jfdaily"]).issues[DAY]["01"]
    assert [entry.kind for entry in page.entries] == ["", "", "credit"]


@pytest.mark.parametrize(
    ("name", "options"),
    [("jfjb", {"paper": "../x"}), ("stdaily", {"api": "no"}), ("jfdaily", {"code": "a b"})],
)
def test_options_that_cannot_be_used_are_named(name: str, options: dict[str, str]) -> None:
    title = Title("lake", "湖滨日报", name, "http://a.cn/", options=options)
    with pytest.raises(TitleError, match=f"lake: {next(iter(options))} must be"):
        platform_for(title)


def test_a_post_that_moves_takes_its_form_along() -> None:
    moved = _moved("http://a.cn/period/periodTime", b"/api/periodTime", "periodTime=2024-08-02")
    assert moved["moved_to"] == "http://a.cn/api/periodTime?periodTime=2024-08-02"
    assert _moved("http://a.cn/a", b"/b?x=1", "y=2")["moved_to"] == "http://a.cn/b?x=1"
    assert _moved("http://a.cn/a", b"/b", "")["moved_to"] == "http://a.cn/b"


def test_a_post_is_kept_with_its_form_and_can_be_shown(tmp_path: Path) -> None:
    with serve(PRESSES["stdaily"]) as running:
        title = record(running)
        running.log.clear()
        result, archive = crawl(running, title, tmp_path)
        posts = [hit.path for hit in running.log if hit.method == "POST"]
    assert result.code == 0, result
    assert f"/period/periodTime?periodTime={DAY}" in posts
    assert len(posts) == 4
    kept = rows(archive, "SELECT id, url FROM captures WHERE url LIKE '%editionId=71'")
    assert len(kept) == 1
    assert warc_records(archive)["request"] == warc_records(archive)["response"]
    with Archive.open(archive) as opened:
        _, body = raw(opened, int(str(kept[0][0])))
    assert body == PRESSES["stdaily"].posts["/article/editionId?editionId=71"]
    article = rows(archive, "SELECT a.url, c.url FROM articles a JOIN captures c ON"
                            " c.id = a.capture_id ORDER BY a.id")  # fmt: skip
    assert all("articleId=" in str(url) and "editionId" in str(source) for url, source in article)
