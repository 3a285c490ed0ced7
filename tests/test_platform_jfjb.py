"""解放军报: the issue of a day is one document."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from archive.records import Ask
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from tests.presses.papers.jfjb import ENTRY, JFJB, NEWEST, data, document, human, row
from tests.presses.phrases import story
from tests.presses.walk import BASE, CAPTURED, headlines, title_of, walk

# Nothing on the entry page says where the newest day stands.
BARE = replace(JFJB, files={**JFJB.files, ENTRY: b"<html><body><div id=app></div></body></html>"})


def read(body: bytes, day: str = "2024-08-02") -> object:
    ask = Ask(BASE + data(day), "issue", {"date": day})
    return platform_for(title_of(JFJB)).read(ask, Fetched(ask.url, 200, body, {}, CAPTURED))


def test_the_newest_issue_is_that_of_the_newest_paper() -> None:
    papers = {"data": [{"paperName": "jfjb", "paperData": "2024-08-02"}]}
    press = replace(JFJB, files={**JFJB.files, "/api-paper/api/newestPaper":
                                 json.dumps(papers).encode()})  # fmt: skip
    found = walk(press)
    assert list(found.issues) == ["2024-08-02"]
    assert found.asked == [ENTRY, "/api-paper/api/newestPaper", data("2024-08-02")]


def test_trap_23_the_newest_paper_is_refused_to_us_and_today_is_tried() -> None:
    files = {path: body for path, body in JFJB.files.items() if body is not NEWEST}
    found = walk(replace(JFJB, files=files))
    assert list(found.issues) == ["2024-08-04"]


def test_trap_09_the_newest_issue_is_not_that_of_today() -> None:
    found = walk(BARE)
    assert found.asked == [ENTRY, data("2024-08-05"), data("2024-08-04")]
    assert found.absent == []  # the fifth is not over yet
    assert headlines(found) == {human("2024-08-04", "01", n): story(n)[0] for n in (14, 15)}


def test_after_ten_days_without_an_issue_the_search_ends() -> None:
    found = walk(BARE, captured=CAPTURED + timedelta(days=20))
    assert len(found.asked) == 12
    assert list(found.verdicts.values())[-1] == "error"
    assert found.reasons[found.asked[-1]] == "no issue in the last 10 days"
    assert len(found.absent) == 10


def test_the_issue_of_another_day_is_refused() -> None:
    found = read(document("2024-08-09", [("01", "要闻", [row(1)])]))
    assert (found.verdict, found.reason) == (  # type: ignore[attr-defined]
        "error", "asked for the issue of 2024-08-02, got that of 2024-08-09",
    )  # fmt: skip


def test_trap_08_credits_advertisements_and_lone_pictures_are_entries_of_their_kind() -> None:
    found = walk(JFJB, JFJB.span)
    kinds = [entry.kind for label in ("01", "02")
             for entry in found.issues["2024-08-02"][label].entries]  # fmt: skip
    assert kinds == ["", "", "credit", "", "picture"]
    assert [e.kind for e in found.issues["2024-08-04"]["02"].entries] == ["advertisement"]


def test_an_issue_without_a_text_is_no_success() -> None:
    found = read(document("2024-08-02", [("01", "要闻", [row(1, content="")])]))
    assert found.verdict == "empty"  # type: ignore[attr-defined]


def test_trap_14_the_author_stands_in_the_text() -> None:
    articles = walk(JFJB, JFJB.span).articles
    assert [p.name for p in articles[human("2024-08-02", "01", 12)].authors] == ["王小渡"]
    assert [p.name for p in articles[human("2024-08-04", "01", 14)].authors] == ["陈一木"]
    assert articles[human("2024-08-02", "02", 13)].subtitle == "一间书屋的账本"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_one_request_a_day_and_its_address_says_which(day: date) -> None:
    platform = platform_for(title_of(JFJB))
    asks = platform.starts(day, day + timedelta(days=3))
    assert [ask.context["date"] for ask in asks] == [
        (day + timedelta(days=n)).isoformat() for n in range(4)
    ]
    assert urlsplit(asks[0].url).path == f"/_szb/jfjb/{day:%Y/%m/%d}/index.json"


def test_the_code_of_the_paper_may_stand_in_the_entry() -> None:
    title = replace(title_of(JFJB), entry=f"{BASE}/szb_223187/szblb/index.html?paperName=zggfb",
                    options={})  # fmt: skip
    platform = platform_for(title)
    (ask,) = platform.starts(date(2024, 8, 2), date(2024, 8, 2))
    assert ask.url == f"{BASE}/_szb/zggfb/2024/08/02/index.json"
    found = platform.read(ask, Fetched(ask.url, 200, JFJB.files[data("2024-08-02")], {}, CAPTURED))  # type: ignore[arg-type]
    parts = urlsplit(found.articles[0].url)
    assert parts.path == "/szb_223187/szbxq/index.html"
    assert parse_qs(parts.query)["paperName"] == ["zggfb"]
