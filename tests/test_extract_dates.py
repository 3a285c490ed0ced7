"""Dates as printed: every form, and nothing that is not sure."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.clocks import SHANGHAI
from crawler.extract.compact_dates import from_epoch, read_compact
from crawler.extract.dates import find_dates, read_date, read_part
from crawler.extract.numerals import chinese_number

READ = {
    "2023年03月12日 08时05分41秒": "2023-03-12T08:05:41+08:00",
    "2023年03月12日 08:05": "2023-03-12T08:05+08:00",
    "2023年03月12日08:05": "2023-03-12T08:05+08:00",
    "2023年3月12日": "2023-03-12",
    "2023 年 3 月 12 日": "2023-03-12",
    "2023.03.12 16:31": "2023-03-12T16:31+08:00",
    "2023-03-12 20:29:58": "2023-03-12T20:29:58+08:00",
    "2023-03-12 09:28:27.0": "2023-03-12T09:28:27+08:00",
    "2023-03-12 10:25:36:0": "2023-03-12T10:25:36+08:00",
    "9/17/2004 5:5": "2004-09-17T05:05+08:00",
    "17/09/2004": "2004-09-17",
    "2024 01/06 12:34:56": "2024-01-06T12:34:56+08:00",
    "2023-03-12T08:05:41+08:00": "2023-03-12T08:05:41+08:00",
    "2023-03-12T00:05:41Z": "2023-03-12T08:05:41+08:00",
    "2023-03-11T23:05:41-0100": "2023-03-12T08:05:41+08:00",
    "2003-7-4": "2003-07-04",
    "2018/05/12 06:00": "2018-05-12T06:00+08:00",
    "06:002018/05/12": "2018-05-12T06:00+08:00",
    "2018-05-1206:00": "2018-05-12T06:00+08:00",
    "Jan. 01 2019": "2019-01-01",
    "May 20, 2024 2:41 PM": "2024-05-20T14:41+08:00",
    "20 May 2024": "2024-05-20",
    "中華民國107年5月12日": "2018-05-12",
    "民國九十年": None,
    "２０２３年３月１２日　下午３：０５": "2023-03-12T15:05+08:00",
    "二〇二三年三月十二日": "2023-03-12",
    "二○二三年十二月三十一日": "2023-12-31",
    "2023年3月12日上午8时5分": "2023-03-12T08:05+08:00",
    "2023年3月12日凌晨12:05": "2023-03-12T00:05+08:00",
    "2023年3月12日中午1点20分": "2023-03-12T13:20+08:00",
    "2023年3月12日（星期日）08:05": "2023-03-12T08:05+08:00",
    "《云湖日报》（ 2023年03月12日 04 版）": "2023-03-12",
    "發布時間：2023/03/12 08:05": "2023-03-12T08:05+08:00",
}
NOT_READ = (
    "9-27 22:20",
    "今天15:33",
    "15分钟前",
    "昨天",
    "2026年第4期",
    "2022/12",
    "第1290期",
    "5/6/2022",
    "2022-13-01",
    "2022年2月30日",
    "1022年2月3日",
    "192.168.10.2022",
    "电话0999-8000-1234",
    "",
)


@pytest.mark.parametrize(("text", "iso"), READ.items())
def test_forms(text: str, iso: str | None) -> None:
    moment = read_date(text)
    assert (moment.iso if moment else None) == iso
    if moment:
        assert moment.raw == text[moment.start : moment.end]
        assert moment.precision == {10: "day", 22: "minute", 25: "second"}[len(moment.iso)]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_not_sure_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_two_different_days_are_none() -> None:
    assert read_date("2023年3月12日 2023年3月13日") is None
    assert [m.iso for m in find_dates("自2023年3月12日至2023-03-13")] == [
        "2023-03-12",
        "2023-03-13",
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2023年8月", "2023-08"),
        ("2013 年 6 月", "2013-06"),
        ("２０１３年６月份", "2013-06"),
        ("二〇一三年十二月", "2013-12"),
        ("2013-06", "2013-06"),
        ("2013/06", "2013-06"),
        ("2013年", "2013"),
        ("二○一三年", "2013"),
        ("2023年第8期", None),
        ("2023年13月", None),
        ("2013年6月刊", None),
        ("2013", None),
        ("1066年6月", None),
        ("2013年6月至8月", None),
        ("", None),
    ],
)
def test_a_month_or_a_year_and_nothing_else(text: str, iso: str | None) -> None:
    moment = read_part(text)
    assert (moment.iso if moment else None) == iso
    assert read_date(text) is None
    if moment:
        assert moment.precision == ("month" if len(moment.iso) == 7 else "year")


def test_epoch() -> None:
    moment = from_epoch("1678579541000")
    assert moment is not None
    assert moment.iso == "2023-03-12T08:05:41+08:00"
    assert from_epoch("1678579541") == moment.__class__(moment.iso, "second", "1678579541", 0, 10)
    assert from_epoch("12345") is None
    assert from_epoch("１６７８５７９５４１") is None


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("20220804", "2022-08-04"),
        (" 20220804091322 ", "2022-08-04T09:13:22+08:00"),
        ("202208040913", "2022-08-04T09:13+08:00"),
        ("20220804091322123", "2022-08-04T09:13:22+08:00"),
        ("20220804 09:13:22", "2022-08-04T09:13:22+08:00"),
        ("20220213000000", "2022-02-13"),
        ("1659575602", "2022-08-04T09:13:22+08:00"),
        ("1659575602123", "2022-08-04T09:13:22+08:00"),
        ("20220230", None),
        ("20221304", None),
        ("18000804", None),
        ("2022080", None),
        ("202208041", None),
        ("２０２２０８０４", None),
        ("", None),
    ],
)
def test_bare_numbers_of_marked_values(value: str, iso: str | None) -> None:
    moment = read_compact(value)
    assert (moment.iso if moment else None) == iso


def test_chinese_numbers() -> None:
    read = {"二〇二三": 2023, "十": 10, "十二": 12, "二十": 20, "三十一": 31, "廿三": 23, "卅": 30,
            "九": 9, "一百": 100, "一百零七": 107, "一百一十三": 113, "一〇七": 107}  # fmt: skip
    assert {text: chinese_number(text) for text in read} == read
    for text in ("", "百", "十十", "一百二", "一百零", "一千", "二十三四", "八月"):
        assert chinese_number(text) is None


STAMPS = st.datetimes(
    datetime(1912, 1, 1),  # noqa: DTZ001  (hypothesis wants naive bounds)
    datetime(2090, 1, 1),  # noqa: DTZ001
).map(lambda d: d.replace(microsecond=0))
FORMS = (
    "%Y年%m月%d日 %H时%M分%S秒",
    "%Y年%m月%d日 %H點%M分%S秒",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M:%S.0",
    "%Y-%m-%d %H:%M:%S:0",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日%H:%M:%S",
    "%Y 年 %m 月 %d 日　%H:%M:%S",
    "%Y年%m月%d日 %p%I:%M:%S",
    "%Y-%m-%d %I:%M:%S %p",
    "%Y-%m-%dT%H:%M:%S+08:00",
    "%Y%m%dT%H%M%S+0800",
    "%B %d, %Y %H:%M:%S",
    "%d %b %Y %H:%M:%S +0800",
    "%H:%M:%S %Y-%m-%d",
)
ONES = "〇一二三四五六七八九"


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _below_hundred(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return ONES[ones]
    return ("" if tens == 1 else ONES[tens]) + "十" + (ONES[ones] if ones else "")


@given(
    STAMPS,
    st.sampled_from(FORMS),
    st.sampled_from(["", "发布时间：", "云湖日报 ", "| "]),
    st.booleans(),
)
def test_every_moment_in_every_form(stamp: datetime, form: str, before: str, wide: bool) -> None:
    printed = stamp.strftime(form)
    moment = read_date(f"{before}{_wide(printed) if wide else printed} 来源：云湖日报")
    assert moment is not None
    iso = stamp.replace(tzinfo=SHANGHAI).isoformat()
    # Midnight to the second, without a zone, is a system that knows only the day.
    unset = "T00:00:00" in iso and "+08" not in form
    assert moment.iso == (iso[:10] if unset else iso)


@given(STAMPS, st.booleans(), st.sampled_from("〇零○◯0Oo"), st.booleans())
def test_every_day_in_numerals(stamp: datetime, roc: bool, zero: str, short: bool) -> None:
    year = "".join(ONES[int(c)] for c in f"{stamp.year}").replace("〇", zero)
    if roc:
        hundreds, rest = divmod(stamp.year - 1911, 100)
        middle = (
            "一" if 10 <= rest < 20 and hundreds else "零" if 0 < rest < 10 and hundreds else ""
        )
        low = _below_hundred(rest) if rest or not hundreds else ""
        year = "民國" + (f"{ONES[hundreds]}百" if hundreds else "") + middle + low
    day = _below_hundred(stamp.day)
    if short:
        day = day.replace("二十", "廿").replace("三十", "卅")
    moment = read_date(f"{year}年{_below_hundred(stamp.month)}月{day}日")
    assert moment is not None
    assert moment.iso == stamp.date().isoformat()


@given(STAMPS, st.integers(-11, 13))
def test_zones_are_brought_to_shanghai(stamp: datetime, hours: int) -> None:
    sign = "-" if hours < 0 else "+"
    moment = read_date(f"{stamp.isoformat()}{sign}{abs(hours):02}:00")
    assert moment is not None
    there = stamp - timedelta(hours=hours) + timedelta(hours=8)
    assert moment.iso == there.replace(tzinfo=SHANGHAI).isoformat()


@given(st.text(alphabet="0123456789年月日时分:-/. 上下午二十〇", max_size=40))
def test_any_text_is_safe_and_stable(text: str) -> None:
    for moment in find_dates(text):
        assert text[moment.start : moment.end] == moment.raw
        assert datetime.fromisoformat(moment.iso)
