"""Founder e-papers: what is asked, and what is read out of issues, pages and articles."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from archive.records import Ask, Found, Issue
from crawler.catalogue import spider_of
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched, Platform
from crawler.titles import Title, TitleError
from tests.founder_pages import CLASSIC, DAY, ENTRY, NBS, NBS_DAY, NBS_ENTRY

FRONT = DAY + "node_19.htm"
EDITION = {"issue": "html/{YYYY}-{MM}/{DD}/node_19.htm"}
NBS_TITLE = Title("hubin", "湖滨日报", "founder_nbs", NBS_ENTRY)
HUBIN = Title("hubin", "湖滨日报", "founder_classic", ENTRY, options={"editions": [EDITION]})


@pytest.fixture
def hubin() -> Platform:
    return platform_for(HUBIN)


def read(platform: Platform, ask: Ask, body: str, status: int = 200, url: str = "") -> Found:
    headers = {"content-type": "text/html"}
    return platform.read(ask, Fetched(url or ask.url, status, body.encode(), headers))


def issue_ask(day: str = "2022-02-12") -> Ask:
    return Ask(FRONT, "issue", {"date": day})


def people_daily() -> Platform:
    moved = dataclasses.replace(
        spider_of("people_daily").title, entry="http://127.0.0.1:8000/rmrb/"
    )
    return platform_for(moved)


# What is asked first


def calendar_of(*days: str) -> str:
    """A month's calendar as Founder writes it."""
    rows = "".join(
        f"<period id='{n}'><period_date>{day}</period_date><front_page>node_19.htm</front_page>"
        "</period>"
        for n, day in enumerate(days)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<period_list>{rows}</period_list>"


def test_a_span_asks_for_the_calendar_of_each_month(hubin: Platform) -> None:
    asks = hubin.starts(date(2022, 2, 27), date(2022, 3, 1))
    assert [(ask.url.removeprefix(ENTRY), ask.kind) for ask in asks] == [
        ("html/2022-02/period.xml", "calendar"),
        ("html/2022-03/period.xml", "calendar"),
    ]
    found = read(hubin, asks[0], calendar_of("2022-02-26", "2022-02-28"))
    assert [(a.url.removeprefix(ENTRY), a.context["date"]) for a in found.asks] == [
        ("html/2022-02/28/node_19.htm", "2022-02-28")
    ]
    absent = ENTRY + "html/2022-02/27/node_19.htm"
    assert found.calendar == (Issue("2022-02-27", absent, exists=False),)


@pytest.mark.parametrize(
    ("status", "body"),
    [(404, ""), (403, ""), (200, "<html>欢迎</html>"), (200, "<period_list/>"), (200, "no xml"),
     (200, calendar_of("2022-01-28"))],
)  # fmt: skip
def test_without_a_calendar_each_day_is_asked(hubin: Platform, status: int, body: str) -> None:
    (calendar,) = hubin.starts(date(2022, 2, 27), date(2022, 2, 28))
    found = read(hubin, calendar, body, status)
    assert found.verdict == "no calendar"
    assert [ask.context["date"] for ask in found.asks] == ["2022-02-27", "2022-02-28"]
    assert found.asks[1].url == ENTRY + "html/2022-02/28/node_19.htm"
    assert {ask.kind for ask in found.asks} == {"issue"}
    assert not found.calendar


def test_without_a_span_the_entry_is_asked(hubin: Platform) -> None:
    assert [(ask.url, ask.kind) for ask in hubin.starts(None, None)] == [(ENTRY, "entry")]


@pytest.mark.parametrize(
    ("since", "until"),
    [(date(2022, 2, 2), date(2022, 2, 1)), (None, date(2022, 2, 1)), (date(2022, 2, 1), None)],
)
def test_half_a_span_is_refused(hubin: Platform, since: date | None, until: date | None) -> None:
    with pytest.raises(TitleError, match="hubin: a span needs"):
        hubin.starts(since, until)


def test_the_template_of_people_daily_changed_on_a_day() -> None:
    asks = people_daily().starts(date(2024, 11, 30), date(2024, 12, 1))
    paths = [ask.url.removeprefix("http://127.0.0.1:8000/rmrb/") for ask in asks]
    assert paths == ["html/2024-11/period.xml", "pc/layout/202412/period.xml"]
    days = [read(people_daily(), ask, "", 404).asks[0].url for ask in asks]
    assert days[0].endswith("/rmrb/html/2024-11/30/nbs.D110000renmrb_01.htm")
    assert days[1].endswith("/rmrb/pc/layout/202412/01/node_01.html")


def test_days_after_the_last_edition_are_not_known() -> None:
    title = dataclasses.replace(
        HUBIN, options={"editions": [EDITION | {"until": date(2024, 11, 30)}]}
    )
    for since, until in [(date(2024, 11, 30), date(2024, 12, 1)), (None, None)]:
        with pytest.raises(TitleError, match="from 2024-12-01 on") as error:
            platform_for(title).starts(since, until)
        assert "\n" not in str(error.value)


def test_days_before_the_first_edition_are_not_known() -> None:
    edition = EDITION | {"since": date(2020, 1, 1)}
    title = dataclasses.replace(HUBIN, options={"editions": [edition]})
    with pytest.raises(TitleError, match="2019-12-31; the first known is 2020-01-01"):
        platform_for(title).starts(date(2019, 12, 31), date(2020, 1, 2))
    bare = platform_for(dataclasses.replace(HUBIN, options={}))
    (ask,) = bare.starts(date(2020, 1, 1), date(2020, 1, 3))
    assert (ask.url, ask.kind) == (ENTRY, "entry")
    assert ask.context == {"since": "2020-01-01", "until": "2020-01-03"}


@pytest.mark.parametrize(
    ("edition", "says"),
    [
        ({"issue": "html/{YYYY}/node_1.htm"}, "with {YYYY}, {MM} and {DD}"),
        ({"issue": "{YYYY}-{MM}/{DD}/{day}.htm"}, "unknown placeholder"),
        (EDITION | {"until": "2024-11-30"}, "until must be a date"),
        (EDITION | {"page": "x"}, "unknown key page"),
    ],
)
def test_wrong_editions_are_named(edition: dict[str, object], says: str) -> None:
    with pytest.raises(TitleError, match="hubin: editions") as error:
        platform_for(dataclasses.replace(HUBIN, options={"editions": [edition]}))
    assert says in str(error.value)


# The entry


@pytest.mark.parametrize(
    "stub",
    [
        '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2022-02/12/node_19.htm?v=1">',
        "<META HTTP-EQUIV=REFRESH CONTENT=0;URL=html/2022-02/12/node_19.htm>",
        '<script>window.location.href="./html/2022-02/12/node_19.htm"</script>',
        '<frameset><frame src="html/2022-02/12/node_19.htm"></frameset>',
        '<a href="html/2022-02/11/node_19.htm">昨天</a>'
        '<a href="html/2022-02/12/node_19.htm">今天</a>'
        '<a href="/hbwb/html/2022-02/13/node_3.htm">湖滨晚报</a>',
    ],
)
def test_the_entry_leads_to_the_newest_issue(hubin: Platform, stub: str) -> None:
    (ask,) = read(hubin, Ask(ENTRY, "entry"), f"<html><head>{stub}</head></html>").asks
    assert (ask.url, ask.kind, ask.context["date"]) == (FRONT, "issue", "2022-02-12")


def test_two_hops_and_no_more(hubin: Platform) -> None:
    stub = '<meta http-equiv="refresh" content="0;url={}.htm">'
    ask = Ask(ENTRY, "entry")
    for name in "ab":
        (ask,) = read(hubin, ask, stub.format(name)).asks
        assert (ask.url, ask.kind) == (f"{ENTRY}{name}.htm", "entry")
    assert read(hubin, ask, stub.format("c")).asks == ()


def test_an_entry_that_is_the_issue_itself(hubin: Platform) -> None:
    found = read(hubin, Ask(ENTRY, "entry"), CLASSIC, url=FRONT)
    assert (found.verdict, found.issue) == ("issue", Issue("2022-02-12", FRONT))


# Pages


def test_a_classic_page(hubin: Platform) -> None:
    found = read(hubin, issue_ask(), CLASSIC)
    assert found.verdict == "issue"
    assert found.issue == Issue("2022-02-12", FRONT)
    page = found.pages[0]
    assert (page.label, page.name) == ("A01", "头版")
    assert page.pdf.endswith("/hbrb/images/2022-02/12/A01/周六A01.pdf")
    assert page.picture == ENTRY + "images/2022-02/12/A01/Page_b.jpg"
    assert [(e.url.removeprefix(DAY), e.title, e.area) for e in page.entries] == [
        ("content_8101.htm", "春水初涨 渔船出港", "14,97,232,97,232,141,14,141"),
        ("content_8102.htm", "湖畔新桥今日通车",
         "10,200,90.5,200,90.5,260,10,260;10,260,90,260,90,300,10,300"),
        ("content_8104.htm", "广告", ""),
        ("content_8105.htm", "本版责编：方竹 青禾", ""),
    ]  # fmt: skip


def test_only_this_issue_is_followed_and_each_page_once(hubin: Platform) -> None:
    asks = read(hubin, issue_ask(), CLASSIC).asks
    pages = [ask for ask in asks if ask.kind == "page"]
    assert [ask.url for ask in pages] == [DAY + "node_23.htm", DAY + "node_21.htm"]
    assert {ask.context["date"] for ask in asks} == {"2022-02-12"}
    articles = [ask for ask in asks if ask.kind == "article"]
    assert len(articles) == 4
    assert {(a.context["page_label"], a.context["page_name"]) for a in articles} == {
        ("A01", "头版")
    }
    assert min(a.priority for a in articles) > max(p.priority for p in pages)


def test_an_nbs_page() -> None:
    url = NBS_DAY + "nbs.D110000hubinrb_02.htm"
    found = read(platform_for(NBS_TITLE), Ask(url, "page", {"date": "2022-08-04"}), NBS)
    assert found.pages
    assert (found.verdict, found.pages[0].label, found.pages[0].name) == ("page", "02", "要闻")
    assert [(e.url.rsplit("_", 1)[1], e.title) for e in found.pages[0].entries] == [
        ("1-02.htm", "早稻开镰 颗粒归仓"),
        ("2-02.htm", "水乡夜校亮灯"),
    ]
    assert found.pages[0].pdf.endswith("hbrb2022080402.pdf")
    assert [a.url[-7:] for a in found.asks if a.kind == "page"] == ["_01.htm", "_03.htm"]


def test_a_page_without_a_label_is_kept_under_its_file_name(hubin: Platform) -> None:
    body = '<p>湖</p><a href="content_1.htm">稿件</a>'
    found = read(hubin, issue_ask(), body)
    assert found.pages
    assert found.pages[0].label == "node_19"
    assert "page_label" not in found.asks[0].context


def test_of_several_pdfs_beside_a_page_none_is_its_own(hubin: Platform) -> None:
    body = """<div><a href="node_19.htm">第A01版：头版</a><a href="1.pdf">p</a>
    <a href="node_23.htm">第A02版：要闻</a><a href="2.pdf">p</a></div>"""
    page = read(hubin, issue_ask(), body).pages[0]
    assert (page.label, page.pdf) == ("A01", "")


def test_the_label_noted_in_the_document_decides_among_those_printed(hubin: Platform) -> None:
    body = """<td>第A01版：头版</td><td>第A02版：要闻</td><a href="content_1.htm">稿件</a>
    <!--mpproperty <founder-pagenum>A02</founder-pagenum> /mpproperty-->"""
    page = read(hubin, issue_ask(), body).pages[0]
    assert (page.label, page.name) == ("A02", "要闻")


def test_a_menu_of_the_whole_issue_gives_no_page_its_articles(hubin: Platform) -> None:
    body = '<td>第A02版：广告</td><div id=btdh><a href="content_1.htm">一版的稿件</a></div>'
    found = read(hubin, issue_ask(), body)
    assert found.pages
    assert found.pages[0].entries == ()
    assert [(a.url, dict(a.context)) for a in found.asks] == [
        (DAY + "content_1.htm", {"date": "2022-02-12"})
    ]


# Answers that are none


def test_a_day_without_an_issue(hubin: Platform) -> None:
    found = read(hubin, issue_ask(), "not found", 404)
    assert found.verdict == "no issue"
    assert found.issue == Issue("2022-02-12", FRONT, exists=False)


@pytest.mark.parametrize(
    ("ask", "status", "body", "verdict"),
    [
        (issue_ask(), 403, "", "refused"),
        (issue_ask(), 500, "", "error"),
        (Ask(FRONT, "page", {"date": "2022-02-12"}), 404, "", "missing"),
        (Ask(ENTRY, "entry"), 404, "", "missing"),
        (issue_ask("2022-02-13"), 200, CLASSIC, "error"),
        (issue_ask(), 200, "<p>湖滨日报社欢迎您</p>", "error|empty|list"),
        (Ask(ENTRY, "entry"), 200, "<p>欢迎</p><a href='/'>首页</a>", "error|empty"),
    ],
)
def test_no_issue_is_made_up(
    hubin: Platform, ask: Ask, status: int, body: str, verdict: str
) -> None:
    found = read(hubin, ask, body, status)
    assert found.verdict in verdict.split("|")
    assert (found.issue, found.pages, found.asks) == (None, (), ())
    assert found.reason
