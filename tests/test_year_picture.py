"""The picture of a year: in the terminal and as SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from archive.calendar import DayState, State
from archive.web.year_svg import year_svg
from crawler.year_picture import SIGNS, column, weeks, year_text

SVG = "{http://www.w3.org/2000/svg}"
YEARS = (2022, 2023, 2024, 2028)  # a year may begin on any weekday, and take 54 weeks


def year_of(state: State, year: int) -> dict[date, DayState]:
    first = date(year, 1, 1)
    every = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    return {day: DayState(state, day.isoformat(), pages=8, articles=40) for day in every}


@pytest.mark.parametrize("year", YEARS)
def test_the_text_has_a_sign_for_every_day(year: int) -> None:
    for state, (sign, _) in SIGNS.items():
        if sign.strip():
            days = year_of(state, year)
            lines = year_text(days, year).plain.splitlines()
            assert len(lines) == 9
            assert sum(line.count(sign) for line in lines[1:8]) == len(days)
            assert f"{sign} {state} {len(days)}" in lines[-1]


def test_the_text_is_narrower_than_a_terminal() -> None:
    for year in range(2000, 2029):
        lines = year_text(year_of("complete", year), year).plain.splitlines()
        assert max(map(len, lines[:8])) <= 60
        assert weeks(year) in (53, 54)


def test_a_day_stands_under_its_month_and_beside_its_weekday() -> None:
    days = {date(2022, 8, 4): DayState("complete", "2022-08-04")}
    lines = year_text(days, 2022).plain.splitlines()
    place = lines[4].index("■")  # 四
    assert lines[4].startswith("四 ")
    assert place == column(date(2022, 8, 4)) + 2
    assert lines[0].index("8") == column(date(2022, 8, 1)) + 2


def test_the_signs_differ_without_colours() -> None:
    assert len({sign for sign, _ in SIGNS.values()}) == len(SIGNS)


@pytest.mark.parametrize("year", YEARS)
def test_the_svg_has_a_cell_with_its_words_for_every_day(year: int) -> None:
    root = ElementTree.fromstring(year_svg(year_of("complete", year), year))
    titles = [e.text or "" for e in root.findall(f"{SVG}g/{SVG}title")]
    assert len(titles) == len(year_of("complete", year))
    assert titles[0].startswith(f"{year}-01-01 星期")
    assert titles[0].endswith("完整 complete, 8 pages, 40 articles")
    places = {(e.get("x"), e.get("y")) for e in root.findall(f"{SVG}g/{SVG}rect")}
    assert len(places) == len(titles)
    assert max(int(x or 0) for x, _ in places) < int(root.get("width") or 0)


def test_the_svg_says_what_it_is() -> None:
    days = year_of("complete", 2022)
    days[date(2022, 8, 4)] = DayState(
        "incomplete", "2022-08-04", pages=1, articles=3, missing_pages=7, missing_articles=1
    )
    source = year_svg(days, 2022)
    root = ElementTree.fromstring(source)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == "2022年 2022: 364 complete, 1 incomplete"
    assert "不全 incomplete, 1 page, 3 articles; missing: 7 pages, 1 article" in source
    texts = [e.text for e in root.findall(f"{SVG}text")]
    assert {"2022年", "1月", "12月", "日", "完整 complete 364", "不详 unknown 0"} <= set(texts)


def test_the_svg_passes_the_strictest_policy() -> None:
    for element in ElementTree.fromstring(year_svg({}, 2022)).iter():
        assert element.tag.removeprefix(SVG) in ("svg", "g", "rect", "path", "text", "title")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not [name for name in element.attrib if "href" in name]
