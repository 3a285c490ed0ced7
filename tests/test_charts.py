"""Charts as plain SVG: well-formed, a mark for each number, nothing that can run."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article, Person
from archive.store import Archive
from archive.web import charts_coverage as covers
from archive.web import charts_days as days
from archive.web import charts_flow as flow
from archive.web import charts_svg
from archive.web.charts_coverage import Coverage, coverage, coverage_svg, coverage_table
from archive.web.charts_days import DayCount, day_counts, days_svg, days_table
from archive.web.charts_flow import Flow, flow_svg, flow_table, flows
from tests.helpers import bring, open_crawl, prose

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "</text><script>alert(1)</script>\"'&\0\x1b\ud800\u202e{count}%s\n"
ELEMENTS = {"svg", "title", "rect", "text", "line", "path"}
ATTRIBUTES = {
    "role", "aria-labelledby", "viewBox", "width", "height", "font-family", "font-size",
    "font-weight", "fill", "id", "x", "y", "x1", "y1", "x2", "y2", "rx", "stroke",
    "stroke-dasharray", "text-anchor", "fill-opacity", "pointer-events", "d",
}  # fmt: skip
LANGUAGES = ["ZH", "EN"]


def root_of(svg: str) -> ElementTree.Element:
    """The picture, after a look at everything in it."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        for name in ("x", "y", "width", "height", "d", "x1", "y2", "viewBox"):
            assert not re.search(r"nan|inf|e[-+]", element.get(name, ""))
    assert root.find(f"{SVG}title") is not None
    return root


def told(svg: str) -> list[str]:
    """What the marks say when they are pointed at."""
    root = root_of(svg)
    return [
        one.text or "" for mark in root for one in mark.findall(f"{SVG}title") if mark is not root
    ]


def written(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in root_of(svg).iter(f"{SVG}text")]


# ------------------------------------------------------------------------------- every chart

CHARTS: list[tuple[Callable[..., str], Callable[..., Any], Any, Callable[[str, int], list[Any]]]]
CHARTS = [
    (days_svg, days_table, days, lambda name, n: [DayCount(name, "2022-08-04", n)]),
    (coverage_svg, coverage_table, covers, lambda name, n: [Coverage(name, n, {"day": n})]),
    (flow_svg, flow_table, flow, lambda name, n: [Flow(name, f"{name}二", n)]),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("draw", "table", "module", "rows"), CHARTS)
def test_nothing_to_show_is_said(
    draw: Any, table: Any, module: Any, rows: Any, language: str
) -> None:
    words = getattr(module, language)
    for empty in ([], rows("湖滨晚报", 0)):
        svg = draw(empty, words)
        assert words.empty in written(svg)
        assert told(svg) == []
        assert table(empty, words).rows == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("draw", "table", "module", "rows"), CHARTS)
def test_a_hostile_name_is_nothing_but_text(
    draw: Any, table: Any, module: Any, rows: Any, language: str
) -> None:
    words = getattr(module, language)
    svg = draw(rows(EVIL, 3), words)
    assert "<script" not in svg
    assert any("<script>alert(1)" in one for one in told(svg))
    assert any("{count}%s" in one for one in told(svg))
    for row in table(rows(EVIL, 3), words).rows:
        assert not re.search(r"[\0\x1b\ud800\u202e\n]", str(row[0]))


@given(name=st.text(max_size=80), count=st.integers(-1, 10**12))
@pytest.mark.parametrize(("draw", "table", "module", "rows"), CHARTS)
def test_any_name_and_number_makes_a_picture(
    draw: Any, table: Any, module: Any, rows: Any, name: str, count: int
) -> None:
    root_of(draw(rows(name, count), module.EN))
    head, *_ = module.EN, table(rows(name, count), module.EN)
    assert head.title


@pytest.mark.parametrize(("draw", "table", "module", "rows"), CHARTS)
def test_a_picture_has_no_style_no_link_and_says_what_it_is(
    draw: Any, table: Any, module: Any, rows: Any
) -> None:
    svg = draw(rows("湖滨晚报", 3), module.ZH)
    root = root_of(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == root[0].get("id")
    assert root[0].text == module.ZH.title
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    lights = [
        covers.luminance([int(colour[n : n + 2], 16) for n in (1, 3, 5)])
        for colour in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize(("draw", "table", "module", "rows"), CHARTS)
def test_every_text_is_clear_on_what_is_behind_it(
    draw: Any, table: Any, module: Any, rows: Any
) -> None:
    shown: Sequence[Any] = rows("湖滨晚报", 3)
    if module is covers:
        shown = [Coverage(f"报{n}", 39, dict.fromkeys(covers.FIELDS, n)) for n in range(40)]
    behind = charts_svg.PAPER
    for element in root_of(draw(shown, module.ZH)).iter():
        if element.tag == f"{SVG}rect" and element.get("fill") != "none":
            cell = element.get("fill", "")
        if element.tag == f"{SVG}text":
            on = cell if element.get("pointer-events") == "none" else behind
            assert contrast(element.get("fill", charts_svg.INK), on) >= 4.5


def test_colours_of_neighbours_differ_in_lightness_or_hue() -> None:
    assert len(set(charts_svg.PALETTE)) == len(charts_svg.PALETTE)
    assert contrast(charts_svg.QUIET, charts_svg.PAPER) >= 4.5


# -------------------------------------------------------------------------------------- days


def test_a_column_for_each_day_with_articles() -> None:
    rows = [DayCount("湖滨晚报", "2022-08-01", 4), DayCount("湖滨晚报", "2022-08-03", 8),
            DayCount("江城日报", "2022-08-03", 2), DayCount("江城日报", "2022年", 9)]  # fmt: skip
    svg = days_svg(rows, days.ZH)
    assert told(svg) == [
        "湖滨晚报 2022-08-01 · 4 篇", "湖滨晚报 2022-08-03 · 8 篇", "江城日报 2022-08-03 · 2 篇",
    ]  # fmt: skip
    heights = [float(r.get("height", 0)) for r in root_of(svg).iter(f"{SVG}rect") if len(r)]
    assert heights[1] == 2 * heights[0] == 4 * heights[2]
    assert "最高一柱：8 篇" in written(svg)
    assert days_table(rows, days.ZH).rows == (
        ("湖滨晚报", "2022-08-01", 4), ("湖滨晚报", "2022-08-03", 8),
        ("江城日报", "2022-08-03", 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        ("2022-04-01", ["2022-01-01", "2022-04-01"]),
        ("2024-04-01", ["2022-01", "2024-04"]),
        ("2090-04-01", ["2022", "2090"]),
        ("2900-04-01", ["2020–2029", "2900–2909"]),
        ("9999-12-31", ["2000–2099", "9900–9999"]),
    ],
)
def test_long_spans_have_broader_columns(last: str, shown: list[str]) -> None:
    rows = [DayCount("报", "2022-01-01", 1), DayCount("报", last, 1)]
    assert [row[1] for row in days_table(rows, days.EN).rows] == shown
    assert len(told(days_svg(rows, days.EN))) == 2
    root_of(days_svg([*rows, DayCount("报", "0001-01-01", 1)], days.EN))


def test_small_titles_share_the_last_row() -> None:
    rows = [DayCount(f"报{n:02d}", "2022-08-01", 100 - n) for n in range(14)]
    names = [one.split(" ")[0] for one in told(days_svg(rows, days.ZH))]
    assert names == [*(f"报{n:02d}" for n in range(11)), "其余"]
    assert told(days_svg(rows, days.ZH))[-1] == "其余 3 种 2022-08-01 · 264 篇"
    assert len(days_table(rows, days.ZH).rows) == 14
    assert not [one for one in told(days_svg(rows[:12], days.ZH)) if "其余" in one]


# ---------------------------------------------------------------------------------- coverage


def test_a_cell_for_each_field_with_its_percent() -> None:
    rows = [Coverage("湖滨晚报", 1000, {"headline": 1000, "day": 999, "people": 1, "source": 505})]
    svg = coverage_svg(rows, covers.EN)
    assert len(told(svg)) == len(covers.FIELDS)
    assert "湖滨晚报 · Headline: 100 % (1,000 / 1,000)" in told(svg)
    (row,) = coverage_table(rows, covers.EN).rows
    percent = dict(zip(covers.FIELDS, row[2:], strict=True))
    # 100 is all and 0 is none, however many articles there are.
    assert (percent["headline"], percent["day"], percent["people"]) == (100, 99, 1)
    assert (percent["source"], percent["images"]) == (50, 0)


def test_titles_beyond_the_fortieth_are_named_as_not_shown() -> None:
    rows = [Coverage(f"报{n}", 9, {}) for n in range(45)]
    assert "稿件较少的 5 种未画出" in written(coverage_svg(rows, covers.ZH))
    assert len(coverage_table(rows, covers.ZH).rows) == 45


# -------------------------------------------------------------------------------------- flow


def test_a_band_for_each_pair_and_a_bar_for_each_title() -> None:
    rows = [Flow("甲报", "乙报", 30), Flow("甲报", "丙报", 10), Flow("乙报", "丙报", 5),
            Flow("丁报", "丁报", 99)]  # fmt: skip
    svg = flow_svg(rows, flow.ZH)
    assert len(list(root_of(svg).iter(f"{SVG}path"))) == 3
    assert {"甲报 → 乙报 · 30 篇", "甲报 · 40 篇", "丙报 · 15 篇"} <= set(told(svg))
    assert not [one for one in told(svg) if "丁报" in one]
    assert flow_table(rows, flow.ZH).rows[0] == ("甲报", "乙报", 30)


def test_bands_fill_the_bars() -> None:
    rows = [Flow("甲报", name, 20) for name in ("乙报", "丙报", "丁报")]
    root = root_of(flow_svg(rows, flow.EN))
    bars = [float(one.get("height", 0)) for one in root.iter(f"{SVG}rect") if len(one)]
    assert bars[0] == pytest.approx(sum(bars[1:]), abs=0.05)


def test_more_than_twelve_titles_share_a_place() -> None:
    rows = [Flow(f"甲{n}", f"乙{m}", 1 + n * m) for n in range(20) for m in range(15)]
    svg = flow_svg(rows, flow.EN)
    assert len(list(root_of(svg).iter(f"{SVG}path"))) == 12 * 12
    said = " ".join(written(svg))
    assert "9 other titles" in said
    assert "4 other titles" in said
    assert len(flow_table(rows, flow.EN).rows) == 300


# ------------------------------------------------------------------------------ from an archive


def test_the_rows_come_from_the_archive(archive: Archive) -> None:
    long = prose(1, 900)
    for name, publication, day in (
        ("lakeside", "湖滨晚报", "2022-08-01"), ("ferry", "渡口报", "2022-08-03T09:00+08:00"),
    ):  # fmt: skip
        opened = open_crawl(archive, name, publication=publication)
        people = (Person("林苇", "记者", raw="记者林苇"),)
        story = Article(title="渡口", body=long, published=day, authors=people)
        bring(archive, opened, f"http://{name}.example/1", story)
    bring(archive, opened, "http://ferry.example/2", Article(title="桥", body=prose(9)))
    assert day_counts(archive) == [
        DayCount("湖滨晚报", "2022-08-01", 1), DayCount("渡口报", "2022-08-03", 1),
    ]  # fmt: skip
    assert day_counts(archive, "ferry") == day_counts(archive, since="2022-08-02")
    assert day_counts(archive, until="2022-08-01") == day_counts(archive, "lakeside")
    ferry, lakeside = coverage(archive)
    assert (ferry.publication, ferry.articles, ferry.having["people"]) == ("渡口报", 2, 1)
    assert (ferry.share("day"), lakeside.share("headline")) == (0.5, 1.0)
    assert flows(archive) == [Flow("湖滨晚报", "渡口报", 1)]
