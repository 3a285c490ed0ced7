"""Single-page e-papers in JSON: what the three of them share, and data of every wrong shape."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Ask
from crawler.platforms import platform_for, recognise
from crawler.platforms.base import Fetched
from crawler.platforms.json_issue import Place, article, document
from crawler.titles import TitleError
from tests.presses.papers.jfdaily import JFDAILY
from tests.presses.papers.jfjb import JFJB
from tests.presses.papers.stdaily import STDAILY, month
from tests.presses.papers.stdaily import answer as stdaily_answer
from tests.presses.phrases import story
from tests.presses.static import NO_ACCESS, Press
from tests.presses.walk import CAPTURED, headlines, title_of, walk

PRESSES = (JFJB, STDAILY, JFDAILY)
KINDS = ("entry", "calendar", "issue", "page", "article")
CONTEXT = {"date": "2024-08-02", "page_label": "01", "newest": "2024-08-02", "months": "0"}
SPAN = {"since": "2024-08-01", "until": "2024-08-03"}
CHALLENGE = (
    "<html><head><title>安全验证</title></head><body>请完成安全验证后继续访问</body></html>"
)


def answer(body: bytes | str, status: int = 200, kind: str = "application/json") -> Fetched:
    data = body.encode("utf-8", "replace") if isinstance(body, str) else body
    url = "http://press.example/x?date=2024-08-01"
    return Fetched(url, status, data, {"content-type": kind}, CAPTURED)


def each(presses: tuple[Press, ...] = PRESSES) -> Any:
    return pytest.mark.parametrize("press", presses, ids=lambda press: press.name)


@each()
def test_a_crawl_finds_all_of_the_press_and_nothing_else(press: Press) -> None:
    found = walk(press, press.span)
    assert headlines(found) == dict(press.articles), found.reasons
    assert {day: list(pages) for day, pages in found.issues.items()} == {
        day: list(labels) for day, labels in press.issues.items()
    }
    assert found.absent == list(press.absent)


@each()
def test_trap_22_an_error_or_a_bot_check_in_the_place_of_the_data(press: Press) -> None:
    platform = platform_for(title_of(press))
    for kind in KINDS[1:]:
        ask = Ask("http://press.example/x?date=2024-08-01", kind, CONTEXT)
        refused = platform.read(ask, answer(NO_ACCESS))
        if (press.name, kind) == ("jfjb", "calendar"):  # today's issue is tried without it
            assert [further.kind for further in refused.asks] == ["issue"]
            continue
        assert refused.verdict == "error"
        assert "no access!" in refused.reason
        checked = platform.read(ask, answer(CHALLENGE, kind="text/html"))
        assert checked.verdict == "challenge"
        assert platform.read(ask, answer("")).verdict == "empty"
        assert platform.read(ask, answer(b"\x89PNG", kind="image/png")).verdict == "not html"
        assert platform.read(ask, answer("x", 403)).verdict == "refused"


@each((JFJB, STDAILY))
def test_trap_22_a_bot_check_in_the_place_of_the_entry(press: Press) -> None:
    platform = platform_for(title_of(press))
    ask = Ask(f"http://press.example{press.entry}", "entry")
    page = Fetched(ask.url, 200, CHALLENGE.encode(), {"content-type": "text/html"}, CAPTURED)
    assert platform.read(ask, page).verdict == "challenge"


def test_a_shell_that_asks_for_javascript_is_no_bot_check() -> None:
    found = walk(STDAILY)
    assert list(found.issues) == ["2024-08-02"]
    assert found.verdicts[STDAILY.entry] == "list"


def test_a_month_that_has_begun_without_an_issue() -> None:
    found = walk(STDAILY, captured=datetime(2024, 7, 31, 18, tzinfo=UTC))
    assert list(found.issues) == ["2024-08-01"]
    posts = dict(STDAILY.posts) | {month("2024-08-01"): stdaily_answer(obj={"dateList": []})}
    found = walk(replace(STDAILY, posts=posts))
    assert list(found.issues) == ["2024-07-31"]
    posts[month("2024-07-01")] = posts[month("2024-08-01")]
    found = walk(replace(STDAILY, posts=posts))
    assert list(found.verdicts.values())[-1] == "error"


def test_trap_09_a_day_without_an_issue_of_jiefang_daily() -> None:
    found = walk(JFDAILY, ("2024-08-01", "2024-08-03"))
    assert list(found.issues) == ["2024-08-02"]
    assert found.absent == ["2024-08-01", "2024-08-03"]
    assert [article.title for article in found.articles.values()] == [story(54)[0]]


def test_the_list_of_a_page_of_jiefang_daily_is_turned_round() -> None:
    page = walk(JFDAILY).issues["2024-08-04"]["01"]
    assert [entry.title for entry in page.entries] == [story(51)[0], story(52)[0]]


@each()
def test_the_field_that_is_missing_is_named(press: Press) -> None:
    platform = platform_for(title_of(press))
    asked = [("issue", {"seite": []})]
    if press.name != "jfjb":
        asked += [("calendar", {"x": 1}), ("page", {"x": 1}), ("article", {"x": 1})]
    for kind, body in asked:
        for wrapped in (body, {"object": body}, {"obj": body}):
            read = platform.read(Ask("http://press.example/x?date=2024-08-01", kind, CONTEXT),
                                 answer(json.dumps(wrapped)))  # fmt: skip
            assert read.verdict == "error"
            assert "has no" in read.reason


@each()
def test_options_that_cannot_be_used(press: Press) -> None:
    for options in ({"colour": "red"}, {next(iter(press.options)): "a b"},
                    {next(iter(press.options)): 7}):  # fmt: skip
        title = replace(title_of(press), options=options)
        with pytest.raises(TitleError):
            platform_for(title)


NAMES = st.sampled_from(
    ["paperInfo", "xyList", "list", "obj", "object", "id", "title", "content", "pagelist", "page",
     "articlelist", "departList", "dateList", "editionList", "articleVo", "article", "paperData",
     "paperNumber", "picList", "url", "data", "jdate", "code", "author", "weight", "status"]
)  # fmt: skip
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["2024-08-02", "jfrb", "<p>x</p>", "\ud800", "广告", "200"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=5),
    max_leaves=12,
)  # fmt: skip


@given(press=st.sampled_from(PRESSES), kind=st.sampled_from(KINDS), data=DATA)
def test_any_json_is_read_or_refused_with_a_reason(press: Press, kind: str, data: object) -> None:
    platform = platform_for(title_of(press))
    for context in (CONTEXT, {k: v for k, v in CONTEXT.items() if k != "newest"} | SPAN):
        ask = Ask("http://press.example/x?date=2024-08-01", kind, context)
        found = platform.read(ask, answer(json.dumps(data)))
        kept = found.articles or found.article or found.pages or found.asks or found.calendar
        assert kept or found.reason


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000, '{"a":' * 50_000 + "1" + "}" * 50_000, "null", "[1]", '"x"', "{", "{]", "NaN",
     '{"status":"500","msg":"no access!"}', '{"success": false}', '{"code": 401}',
     "<html></html>"],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_data_is_an_error(body: str) -> None:
    found = document(answer(body))
    assert not isinstance(found, dict)
    assert found.verdict == "error"
    assert found.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_data_in_other_charsets(encoding: str) -> None:
    text = json.dumps({"title": "喆" + story(1)[0], "body": story(1)[1]}, ensure_ascii=False)
    kind = f"application/json; charset={encoding.removesuffix('-sig')}"
    assert document(answer(text.encode(encoding), kind=kind)) == json.loads(text)


PLACE = Place("http://p.example/a?id=1", "2024-08-02", "01", "要闻", "湖防报")


def test_a_text_is_read_as_on_any_page() -> None:
    title, paragraphs = story(5)
    content = (
        f"<p>　　新华社石坝8月1日电（记者陈二、李一木）{paragraphs[0]}</p><p></p>"
        f"<p>{paragraphs[1]}</p><p><img src='/pic/5.jpg'></p><p>▲图为晒场。赵三摄</p>"
        f"<p>{paragraphs[2]}</p>"
    )
    row = {"title": title, "title2": "——一件小事", "introTitle": "水渠边上", "content": content}
    read = article(row, PLACE, None)
    assert read is not None
    assert (read.title, read.kicker, read.subtitle) == (title, "水渠边上", "一件小事")
    assert [(person.name, person.role) for person in read.authors] == [
        ("陈二", "记者"), ("李一木", "记者"),
    ]  # fmt: skip
    assert read.dateline is not None
    assert read.dateline.agency == "新华社"
    assert [(image.url, image.credit) for image in read.images] == [
        ("http://p.example/pic/5.jpg", "赵三摄")
    ]
    assert read.body.split("\n")[1:] == paragraphs[1:3]
    assert (read.published, read.issue_label, read.page_label, read.page_name) == (
        "2024-08-02", "2024-08-02", "01", "要闻",
    )  # fmt: skip


@pytest.mark.parametrize("row", [{"title": "只有题目"}, {"title": "空", "content": "<p></p>"},
                                 {"content": ""}, {"title": 7, "content": []}])  # fmt: skip
def test_a_row_without_a_text_is_no_article(row: dict[str, Any]) -> None:
    assert article(row, PLACE, None) is None


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_recognised_by_its_own_shell_alone(press: Press) -> None:
    for other in PRESSES:
        body = other.files[other.entry]
        assert isinstance(body, bytes)
        url = f"http://press.example{other.entry}"
        signs = recognise(Fetched(url, 200, body, {"content-type": "text/html"}, CAPTURED))
        assert [name for name, _ in signs] == [other.name]
        assert dict(signs[0][1].options) == dict(other.options)


def test_captured_in_the_evening_of_utc_is_the_next_day_in_shanghai() -> None:
    platform = platform_for(title_of(JFJB))
    page = Fetched("http://press.example/", 200, b"<html><body></body></html>", {},
                   datetime(2024, 8, 4, 17, tzinfo=UTC))  # fmt: skip
    (ask,) = platform.read(Ask("http://press.example/", "entry"), page).asks
    assert ask.context["date"] == "2024-08-05"
