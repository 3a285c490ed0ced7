"""baokan gaps, calendar and mastheads as a person types them."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.calendar import DayState
from archive.gap import Gap
from archive.masthead_history import Span
from archive.records import Article, Fact
from archive.store import Archive
from crawler.cli import baokan
from crawler.span import SpanError
from tests.crawling import ROOT
from tests.helpers import DAY_2, bring, open_crawl, prose
from tests.issue_days import labels, newspaper, on, put, span
from tests.test_calendar import LOST, QUARTER, SHORT
from tests.test_docs import section, words

COUNTED = "2 gaps: 1 issue, 1 page"


def call(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(baokan, [*arguments, "--archive", str(archive.path)])


def lakeside(archive: Archive) -> None:
    opened = newspaper(archive, [d for d in QUARTER if d not in (LOST, SHORT)], labels(8))
    put(archive, opened, SHORT, labels(2))


def test_gaps_are_a_table_with_a_count_below(archive: Archive) -> None:
    lakeside(archive)
    result = call(archive, "gaps", "lakeside")
    lines = result.stdout.splitlines()
    assert result.exit_code == 9
    assert lines[0].split() == ["date", "what", "page", "detail"]
    assert lines[1].split()[:2] == ["2022-02-09", "issue"]
    assert "2 pages, usually 8" in " ".join(lines)
    assert lines[-1] == COUNTED
    assert call(archive, "gaps", "lakeside", "--limit", "1").stdout.splitlines()[-1] == COUNTED


def test_gaps_as_json_are_one_array(archive: Archive) -> None:
    lakeside(archive)
    result = call(archive, "gaps", "lakeside", "--json", "--since", "2022-02-10")
    assert result.exit_code == 9
    (row,) = json.loads(result.stdout)
    assert list(row) == ["kind", "date", "label", "page", "url", "detail"]
    assert (row["kind"], row["date"]) == ("page", "2022-02-16")


def test_no_gaps_are_exit_code_0(archive: Archive) -> None:
    lakeside(archive)
    result = call(archive, "gaps", "lakeside", "--since", "2022-03-01", "--until", "2022-03-31")
    assert (result.exit_code, result.stdout) == (0, "no gaps\n")
    result = call(archive, "gaps", "lakeside", "--since", "2022-03-01", "--until", "2022-03-31",
                  "--json")  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_days_to_come_are_never_missed(archive: Archive) -> None:
    newspaper(archive, span("2022-01-01", "2022-03-31"), rhythm="daily")
    result = call(archive, "gaps", "lakeside", "--until", "2150-01-01", "--json")
    assert max(row["date"] for row in json.loads(result.stdout)) < "2150"


@pytest.mark.parametrize(
    "given",
    [
        ("--since", "2022-3-1"),
        ("--since", "2150-01-01"),
        ("--since", "2022-02-02", "--until", "2022-02-01"),
    ],
)
def test_a_span_that_is_none_is_refused(archive: Archive, given: tuple[str, ...]) -> None:
    lakeside(archive)
    result = call(archive, "gaps", "lakeside", *given)
    assert isinstance(result.exception, SpanError)


@pytest.mark.parametrize("command", ["gaps", "calendar", "mastheads"])
def test_a_title_that_is_not_there_is_one_line(archive: Archive, command: str) -> None:
    result = call(archive, command, "riverside")
    assert "no title 'riverside' is archived" in str(result.exception)
    assert result.exit_code == 1


def test_the_calendar_is_a_picture_of_the_newest_year(archive: Archive) -> None:
    lakeside(archive)
    result = call(archive, "calendar", "lakeside")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("月 1    2")
    wednesday = lines[3]
    assert wednesday.startswith("三 ")
    assert wednesday[2 + 6] == "□"
    assert wednesday[2 + 7] == "◪"
    assert lines[-1].split() == [
        "■", "complete", "88", "◪", "incomplete", "1", "□", "missing", "1", "·", "none", "0",
        "blank:", "unknown", "275",
    ]  # fmt: skip
    before = call(archive, "calendar", "lakeside", "--year", "2021").stdout
    assert before.splitlines()[-1].endswith("blank: unknown 365")


def test_the_calendar_as_json_has_every_day(archive: Archive) -> None:
    lakeside(archive)
    rows = json.loads(call(archive, "calendar", "lakeside", "--json").stdout)
    assert [row["date"] for row in rows] == [str(d) for d in span("2022-01-01", "2022-12-31")]
    assert rows[LOST.timetuple().tm_yday - 1]["state"] == "missing"


def test_the_calendar_of_a_magazine_lists_its_issues(archive: Archive) -> None:
    opened = open_crawl(archive)
    for number in (1, 3):
        put(archive, opened, date(2022, number, 5), ["目录"], label=f"2022年第{number}期")
    lines = call(archive, "calendar", "lakeside").stdout.splitlines()
    assert lines[0].split()[:3] == ["date", "label", "state"]
    assert [line.split()[1:3] for line in lines[1:]] == [
        ["2022年第1期", "complete"], ["2022年第2期", "missing"], ["2022年第3期", "complete"],
    ]  # fmt: skip


def test_a_title_without_issues_has_no_calendar(archive: Archive) -> None:
    open_crawl(archive)
    result = call(archive, "calendar", "lakeside")
    assert str(result.exception).endswith("no issue of lakeside is known")


def test_mastheads_show_what_changed(archive: Archive, tmp_path: Path) -> None:
    for at, name in (("2026-01-05T06:30:00.000Z", "湖滨日报社"), (DAY_2, "湖滨传媒集团")):
        opened = open_crawl(archive, at=at, since=at[:10], until=at[:10])
        fact = Fact("organiser", name, f"主办：{name}")
        story = Article(title="渡口", body=prose(len(name)), masthead=(fact,))
        bring(archive, opened, f"http://lakeside.example/{at[:10]}", story, at=at)
    result = call(archive, "mastheads", "lakeside")
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["kind", "value", "from", "to", "change"],
        ["organiser", "湖滨日报社", "2026-01-05", "2026-01-05", "→", "湖滨传媒集团"],
        ["organiser", "湖滨传媒集团", "2026-01-06", "2026-01-06"],
    ]
    rows = json.loads(call(archive, "mastheads", "lakeside", "--json").stdout)
    assert [row["state"] for row in rows] == ["ended", "current"]
    assert rows[0]["replaced_by"] == "湖滨传媒集团"
    shown = call(archive, "mastheads", "lakeside", "--kind", "icp")
    assert (shown.exit_code, shown.stdout) == (0, "no such fact is archived\n")


def test_no_expected_days_where_the_paper_never_appears(archive: Archive) -> None:
    newspaper(archive, on(span("2022-01-01", "2022-06-30"), 2, 4))
    assert call(archive, "gaps", "lakeside").stdout == "no gaps\n"


@pytest.mark.parametrize(
    ("command", "row"), [("gaps", Gap), ("calendar", DayState), ("mastheads", Span)]
)
def test_the_keys_of_json_are_documented(command: str, row: type) -> None:
    text = section((ROOT / "docs" / "commands.md").read_text("utf-8"), command)
    assert {item.name for item in fields(row)} <= words(text)
