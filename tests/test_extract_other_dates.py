"""Labelled dates that only dateparser knows: read within bounds, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.dates import read_date
from crawler.extract.other_dates import read_other_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("4th of August 2022", "2022-08-04"),
        ("04-Aug-2022", "2022-08-04"),
        ("2022, August 4", "2022-08-04"),
        ("Thu, 04 Aug 2022 01:13:22 GMT", "2022-08-04T09:13:22+08:00"),
    ],
)
def test_read(text: str, iso: str) -> None:
    moment = read_other_date(text)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "text",
    ["", "08-04 09:13", "2022年8月", "August 2022", "2022年第15期", "Vol. 3 2022", "昨天 10:30",
     "2022-08-04 09:13:22 CST", "4 Aug", "2022", "2022 2023 May 4", "4 May 1066"],
)  # fmt: skip
def test_not_read(text: str) -> None:
    assert read_other_date(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-08-04 01:13:22 GMT", "2022-08-04T09:13:22+08:00"),
        ("Aug 04, 2022 01:13 UTC", "2022-08-04T09:13+08:00"),
        ("2022-08-04 09:13 GMT+08:00", "2022-08-04T09:13+08:00"),
        ("2022-08-04 09:13", "2022-08-04T09:13+08:00"),
    ],
)
def test_zones_of_the_own_reader(text: str, iso: str) -> None:
    moment = read_date(text)
    assert moment is not None
    assert moment.iso == iso


def test_a_label_with_such_a_date() -> None:
    text = "<p>河湾里的水车转了一个夏天，把田里的水一勺一勺送到坡上的菜地去。</p>" * 4
    head = "<h1>坡上的水车</h1><div>发布日期:4th of August 2022</div>"
    record = extract(f"<html><body>{head}{text}</body></html>")
    assert (record.published, record.published_precision) == ("2022-08-04", "day")


@given(st.text(max_size=40))
def test_never_an_exception_and_never_another_year(text: str) -> None:
    moment = read_other_date(text)
    assert moment is None or moment.iso[:4] in text
