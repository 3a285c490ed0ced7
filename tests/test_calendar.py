"""What a title lacks: issues, pages, articles and pages of articles, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.calendar import Year, gaps, year
from archive.errors import ArchiveError
from archive.gap import Gap
from archive.page_labels import holes, keys_of, label_by_address
from archive.records import Article, Ask, Entry, Found, Pagination
from archive.store import Archive
from tests.helpers import bring, open_crawl, prose
from tests.issue_days import (
    HOST,
    labels,
    newspaper,
    on,
    put,
    put_absent,
    set_rhythm,
    settle,
    span,
)

QUARTER = span("2022-01-01", "2022-03-31")
LOST, SHORT = date(2022, 2, 9), date(2022, 2, 16)


def of_2022(archive: Archive) -> Year:
    seen = year(archive, "lakeside", 2022)
    assert seen is not None
    # What is told of a year is what is told of the title, as far as it is of that year.
    assert list(seen.gaps) == [
        gap for gap in gaps(archive, "lakeside") if (gap.date or gap.label)[:4] == "2022"
    ]
    return seen


def named(found: list[Gap]) -> list[tuple[str, str, str]]:
    return [(gap.kind, gap.date or gap.label, gap.page) for gap in found]


@pytest.mark.forty(16)
def test_one_issue_missing_and_one_short_are_named_and_no_other(archive: Archive) -> None:
    opened = newspaper(archive, [d for d in QUARTER if d not in (LOST, SHORT)], labels(8))
    put(archive, opened, SHORT, labels(2))
    issue, page = gaps(archive, "lakeside")
    assert (issue.kind, issue.date, issue.page) == ("issue", "2022-02-09", "")
    assert (page.kind, page.date, page.page) == ("page", "2022-02-16", "03 04 05 06 07 08")
    assert page.detail == "2 pages, usually 8"
    assert page.url == f"{HOST}/2022-02-16/node_1.htm"
    picture = of_2022(archive).days
    assert len(picture) == 365
    assert picture[LOST].state == "missing"
    assert (picture[SHORT].state, picture[SHORT].missing_pages) == ("incomplete", 6)
    states = [one.state for one in picture.values()]
    assert states.count("complete") == len(QUARTER) - 2
    assert states.count("unknown") == 365 - len(QUARTER)


def test_a_complete_title_lacks_nothing(archive: Archive) -> None:
    newspaper(archive, on(QUARTER, 1, 2, 3, 4, 5), labels(4))
    assert gaps(archive, "lakeside") == []
    assert of_2022(archive).days[date(2022, 1, 9)].state == "none"
    assert of_2022(archive).years == (2022,)


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_removed_issues_are_named_and_no_others(archive: Archive, data: st.DataObject) -> None:
    with archive.transaction() as connection:
        connection.execute("DELETE FROM pages")
        connection.execute("DELETE FROM issues")
    removed = data.draw(st.sets(st.sampled_from(QUARTER[1:-1]), max_size=60))
    newspaper(archive, [day for day in QUARTER if day not in removed], rhythm="daily")
    wanted = [("issue", day.isoformat(), "") for day in sorted(removed)]
    assert named(gaps(archive, "lakeside")) == wanted


def test_a_span_reaches_beyond_the_known_issues(archive: Archive) -> None:
    newspaper(archive, QUARTER, rhythm="daily")
    found = gaps(archive, "lakeside", date(2022, 3, 30), date(2022, 4, 2))
    assert named(found) == [("issue", "2022-04-01", ""), ("issue", "2022-04-02", "")]


def test_days_that_the_site_does_not_have_are_no_gaps(archive: Archive) -> None:
    holiday = span("2022-02-01", "2022-02-07")
    opened = newspaper(archive, [day for day in QUARTER if day not in holiday], rhythm="daily")
    put_absent(archive, opened, holiday)
    assert gaps(archive, "lakeside") == []
    assert {of_2022(archive).days[day].state for day in holiday} == {"none"}


def test_an_issue_that_was_asked_for_in_vain_has_its_reason(archive: Archive) -> None:
    opened = newspaper(archive, [day for day in QUARTER if day != LOST])
    for day, context in ((LOST, {}), (date(2022, 4, 1), {"linked": "1"})):
        ask = Ask(f"{HOST}/{day}/", "issue", {"date": str(day), **context})
        settle(archive, opened, ask, "failed", "HTTP 500, 3 times")
    first, last = gaps(archive, "lakeside")
    assert (first.date, first.detail) == ("2022-02-09", "failed: HTTP 500, 3 times")
    assert (last.date, last.url) == ("2022-04-01", f"{HOST}/2022-04-01/")
    assert of_2022(archive).days[date(2022, 4, 1)].state == "missing"


def test_a_day_tried_as_the_newest_is_no_issue_that_was_asked_for(archive: Archive) -> None:
    opened = newspaper(archive, QUARTER)
    context = {"date": "2022-04-01", "left": "3"}
    settle(archive, opened, Ask(f"{HOST}/x", "issue", context), "failed", "HTTP 500")
    assert gaps(archive, "lakeside") == []


def test_an_issue_of_which_nothing_is_archived_is_missing(archive: Archive) -> None:
    opened = newspaper(archive, QUARTER)
    put(archive, opened, "2022-04-01", ())
    assert named(gaps(archive, "lakeside")) == [("issue", "2022-04-01", "")]


def test_pages_that_did_not_come_are_named_once_by_their_address(archive: Archive) -> None:
    opened = newspaper(archive, QUARTER[:3], ["01", "02", "04"])
    put(archive, opened, QUARTER[3], labels(4))
    context = {"date": "2022-01-02"}
    url = f"{HOST}/2022-01-02/node_3.htm"
    with archive.transaction() as connection:  # node_4 is page 04, as on the sites
        connection.execute("UPDATE pages SET url = replace(url, '_3', '_4') WHERE label = '04'")
    settle(archive, opened, Ask(url, "page", context), "gone", "HTTP 404")
    found = [gap for gap in gaps(archive, "lakeside") if gap.date == "2022-01-02"]
    assert found == [Gap("page", "2022-01-02", "", "03", url, "gone: HTTP 404")]
    again = open_crawl(archive, since="2022-01-02", until="2022-01-02")
    settle(archive, again, Ask(url, "page", context), "queued")
    found = [gap for gap in gaps(archive, "lakeside") if gap.date == "2022-01-02"]
    assert [gap.detail for gap in found] == ["not asked yet"]


def test_a_page_that_came_in_any_crawl_is_no_gap(archive: Archive) -> None:
    opened = newspaper(archive, QUARTER[:3], labels(4))
    url, context = f"{HOST}/2022-01-02/node_3.htm", {"date": "2022-01-02"}
    settle(archive, opened, Ask(url, "page", context), "done")
    again = open_crawl(archive, since="2022-01-02", until="2022-01-02")
    settle(archive, again, Ask(url, "page", context), "failed", "HTTP 500")
    assert gaps(archive, "lakeside") == []


def test_a_number_that_the_paper_never_prints_is_no_hole(archive: Archive) -> None:
    opened = newspaper(archive, QUARTER[:9], ["01", "02", "04", "A05", "A06"])
    assert gaps(archive, "lakeside") == []
    put(archive, opened, QUARTER[9], ["01", "04", "A05", "A06"])
    assert named(gaps(archive, "lakeside")) == [("page", "2022-01-10", "02")]


def test_a_thin_weekday_is_no_gap(archive: Archive) -> None:
    opened = newspaper(archive, on(QUARTER, 1, 2, 3, 4, 5, 6), labels(16))
    for day in on(QUARTER, 7):
        put(archive, opened, day, labels(4))
    assert gaps(archive, "lakeside") == []


def test_articles_that_are_listed_and_not_there(archive: Archive) -> None:
    opened = open_crawl(archive)
    a, b, c = (f"{HOST}/2022-01-01/content_{n}.htm" for n in (1, 2, 3))
    twice = [Entry(a, "新渡口启用"), Entry(b, "茶市开秤"), Entry(c, "广告", kind="advertisement")]
    put(archive, opened, "2022-01-01", labels(2), entries={"01": twice, "02": twice[:1]})
    story = Article(title="茶市开秤", body=prose(3))
    bring(archive, opened, b, story, context={"date": "2022-01-01", "page_label": "01"})
    assert [gap.detail for gap in gaps(archive, "lakeside")] == ["新渡口启用: not asked yet"]
    settle(archive, opened, Ask(a, "article"), "failed", "a bot check or a login wall")
    (gap,) = gaps(archive, "lakeside")
    assert named([gap]) == [("article", "2022-01-01", "01")]
    assert gap.detail == "新渡口启用: failed: a bot check or a login wall"
    state = of_2022(archive).days[date(2022, 1, 1)]
    assert (state.state, state.pages, state.articles) == ("incomplete", 2, 1)
    assert (state.missing_pages, state.missing_articles) == (0, 1)


def test_a_page_credit_that_was_read_before_its_page_is_no_gap(archive: Archive) -> None:
    opened = open_crawl(archive)
    url = f"{HOST}/2022-01-01/content_9.htm"
    bring(archive, opened, url, Found("pseudo"), state="refused", reason="a page credit")
    put(archive, opened, "2022-01-01", ["01"], entries={"01": [Entry(url, "茶市一景")]})
    assert gaps(archive, "lakeside") == []


def test_pages_of_articles_that_are_not_there(archive: Archive) -> None:
    opened = open_crawl(archive)
    first = f"{HOST}/2022/0804/7.shtml"
    pages = Pagination(1, first, total=3)
    story = Article(title="长堤", body=prose(5), published="2022-08-04", pagination=pages)
    bring(archive, opened, first, Found("article", article=story))
    (gap,) = gaps(archive, "lakeside")
    assert (gap.kind, gap.date, gap.url) == ("part", "2022-08-04", first)
    assert gap.detail.endswith("has 1 of 3 pages")
    assert gaps(archive, "lakeside", date(2022, 8, 5)) == []


def test_numbers_of_a_magazine(archive: Archive) -> None:
    opened = open_crawl(archive)
    for number, day in (("10", "2022-05-16"), ("12", "2022-06-16"), ("13-14", "2022-07-01"),
                        ("15", "2022-08-01")):  # fmt: skip
        put(archive, opened, day, ["目录"], label=f"2022年第{number}期")
    (gap,) = gaps(archive, "lakeside")
    assert (gap.kind, gap.label, gap.date) == ("issue", "2022年第11期", "2022-05-31")
    states = [(one.label, one.state) for one in of_2022(archive).issues]
    assert states[:2] == [("2022年第10期", "complete"), ("2022年第11期", "missing")]
    set_rhythm(archive, opened, "semimonthly")
    found = gaps(archive, "lakeside", date(2022, 4, 20), date(2022, 6, 30))
    assert [gap.label for gap in found] == ["2022年第9期", "2022年第11期"]
    ask = Ask(f"{HOST}/16/", "issue", {"issue_label": "2022年第16期", "date": "2022-08-16"})
    settle(archive, opened, ask, "failed", "HTTP 500")
    assert [gap.label for gap in gaps(archive, "lakeside")] == ["2022年第11期", "2022年第16期"]


def test_numbers_without_a_day_belong_to_their_year(archive: Archive) -> None:
    opened = open_crawl(archive)
    for number in (1, 3):
        put(archive, opened, "", ["目录"], label=f"2022年第{number}期")
    for end, count in ((date(2022, 12, 31), 1), (date(2021, 12, 31), 0)):
        found = gaps(archive, "lakeside", until=end)
        assert named(found) == [("issue", "2022年第2期", "")] * count
    assert [one.state for one in of_2022(archive).issues] == [
        "complete", "missing", "complete",
    ]  # fmt: skip


def test_a_title_that_is_not_archived(archive: Archive) -> None:
    for function in (gaps, year):
        with pytest.raises(ArchiveError, match="no title 'riverside' is archived"):
            function(archive, "riverside")


def test_a_website_without_issues_lacks_none(archive: Archive) -> None:
    open_crawl(archive)
    assert gaps(archive, "lakeside") == []
    assert year(archive, "lakeside", 2022) is None


@pytest.mark.parametrize(
    ("label", "keys"),
    [
        ("01", [("", 1)]),
        ("a3", [("A", 3)]),
        ("0607", [("", 6), ("", 7)]),
        ("A06-A07", [("A", 6), ("A", 7)]),
        ("02、03", [("", 2), ("", 3)]),
        ("0609", [("", 609)]),
        ("12B", [("12B", 0)]),
        ("目录", [("目录", 0)]),
    ],
)
def test_pages_that_a_label_names(label: str, keys: list[tuple[str, int]]) -> None:
    assert keys_of(label) == keys


def test_holes_are_those_inside_a_section() -> None:
    have = [("", 1), ("", 2), ("", 4), ("A", 5), ("A", 7), ("目录", 0)]
    assert holes(have) == [("", 3), ("A", 6)]


def test_a_page_is_named_by_its_sisters_addresses() -> None:
    sisters = [("http://a.example/node_201.htm", "01"), ("http://a.example/node_203.htm", "03")]
    assert label_by_address("http://a.example/node_202.htm", sisters) == "02"
    sisters[1] = ("http://a.example/node_207.htm", "03")
    assert label_by_address("http://a.example/node_202.htm", sisters) == ""
    assert label_by_address("http://a.example/front.htm", sisters) == ""
