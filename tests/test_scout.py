"""`baokan scout`: what it prints and writes, and what it says when it can do nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.demo.press import DemoPress
from crawler.scout_record import as_toml, suggested_name
from crawler.titles import Title
from tests.crawling import baokan
from tests.presses.hostile import HostilePress


@pytest.fixture(scope="module")
def press() -> Iterator[DemoPress]:
    with DemoPress() as running:
        yield running


def test_an_e_paper_gives_its_record_and_the_page_of_its_first_article(
    press: DemoPress, tmp_path: Path
) -> None:
    page, file = tmp_path / "probe.html", tmp_path / "own.toml"
    command = ("scout", press.paper, "--name", "lijiang", "--html", page, "--write", file)
    result = baokan(*command)
    assert result.code == 0, result
    assert "platform founder_classic" in result.out
    assert "2022-08-04 page 01 要闻: 5 entries, PDF, picture" in result.out
    assert "一条街的烟火，一座城的账本" in result.out
    assert "一条街的烟火，一座城的账本" in page.read_text("utf-8")
    (record,) = tomllib.loads(file.read_text("utf-8"))["title"]
    assert Title(**record).platform == "founder_classic"
    assert record["publication"] == "澧江日报"
    edition = {"issue": "html/{YYYY}-{MM}/{DD}/node_201.htm"}
    assert record["options"] == {"editions": [edition]}
    again = baokan(*command)
    assert (again.code, again.err.count("\n")) == (2, 2), again
    assert "the name lijiang is taken" in again.err


def test_where_no_platform_fits_site_is_offered(press: DemoPress) -> None:
    result = baokan("scout", press.magazine)
    assert result.code == 0, result
    assert "no platform fits" in result.out
    assert 'platform = "site"' in result.out


def test_scouting_is_polite_and_asks_nothing_twice(press: DemoPress) -> None:
    before = len(press.log)
    assert baokan("scout", press.paper).code == 0
    asked = [hit.path for hit in press.log[before:]]
    assert asked.count("/robots.txt") == 1
    assert asked[0] == "/robots.txt"
    assert len(asked) == len(set(asked)) <= 10
    assert all("baokan" in hit.agent for hit in press.log[before:])


def test_what_robots_forbids_is_not_scouted() -> None:
    with HostilePress() as hostile:
        hostile.robots = "503"
        result = baokan("scout", hostile.base + "/article/1")
    assert (result.code, result.out) == (2, "")
    assert "nothing may be fetched" in result.err


@pytest.mark.parametrize("path", ["/status/403", "/status/404", "/status/500"])
def test_an_entry_that_is_refused_gives_no_record(path: str) -> None:
    with HostilePress() as hostile:
        result = baokan("scout", hostile.base + path)
    assert result.code == 1, result
    assert "[[title]]" not in result.out
    assert "no record is written" in result.err
    assert path.rsplit("/", 1)[-1] in result.err


@pytest.mark.parametrize("site", ["no_such_title", "ftp://a.cn/", "http://"])
def test_what_is_no_site_is_one_line(site: str) -> None:
    result = baokan("scout", site)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), result


def test_without_a_contact_nothing_is_asked() -> None:
    result = baokan("scout", "http://epaper.example.cn/")
    assert result.code == 2
    assert "--contact" in result.err


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://epaper.lake.example/hbrb/pc/layout/index.html", "lake_hbrb"),
        ("https://szb.lake.example/", "lake"),
        ("http://www.lake.com.cn/shtml/hbrb/index_hbrb.shtml", "lake_hbrb"),
        ("http://218.31.200.249:92/pc/layout/", "site_218_31_200_249_92"),
    ],
)
def test_a_record_is_named_after_its_address(url: str, name: str) -> None:
    assert suggested_name(url) == name


def test_any_record_is_read_back_as_it_was() -> None:
    title = Title(
        "lake_hbrb", '湖"滨\\日报\x7f\t', "founder_new", "http://a.cn/", "magazine", "报社",
        "湖南", seen="2024", options={
            "editions": [{"issue": "{YYYY}{MM}/{DD}/1.html", "until": date(2024, 11, 30)}],
            "hosts": ["b.cn"], "deep": 3, "flag": True,
        },
    )  # fmt: skip
    (record,) = tomllib.loads(as_toml(title))["title"]
    assert Title(**record) == title
    assert Title(**tomllib.loads(as_toml(replace(title, options={})))["title"][0]).options == {}
