"""Dates that need the time of capture or the address: computed, and told apart from printed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.clocks import SHANGHAI
from crawler.extract.relative_dates import read_computed

# 2022-08-04 10:30 in Shanghai
CAPTURED = datetime(2022, 8, 4, 2, 30, 12, tzinfo=UTC)
RELATIVE = {
    "今天15:33": None,  # after the capture
    "今天09:13": "2022-08-04T09:13+08:00",
    "今天 上午9:13": "2022-08-04T09:13+08:00",
    "今日 09:13:22": "2022-08-04T09:13:22+08:00",
    "今天": "2022-08-04",
    "昨天": "2022-08-03",
    "昨日 22:20": "2022-08-03T22:20+08:00",
    "昨天晚上8点10分": "2022-08-03T20:10+08:00",
    "前天 07:30": "2022-08-02T07:30+08:00",
    "前天": "2022-08-02",
    "15分钟前": "2022-08-04T10:15+08:00",
    "15 分鐘前": "2022-08-04T10:15+08:00",
    "１５分钟前": "2022-08-04T10:15+08:00",
    "40秒前": "2022-08-04",
    "3小时前": "2022-08-04",
    "3 個小時前": "2022-08-04",
    "半小时前": "2022-08-04",
    "10小时前": None,  # before or after midnight
    "20小时前": "2022-08-03",
    "2天前": "2022-08-02",
    "刚刚": "2022-08-04",
    "剛剛": "2022-08-04",
    "发布于15分钟前": None,
    "1周前": None,
    "3个月前": None,
    "星期三": None,
    "上周三": None,
    "今天我们": None,
    "500天前": None,
    "99999999天前": None,
    "": None,
}
YEARLESS = {
    "9-27 22:20": "2021-09-27T22:20+08:00",
    "05-12 07:30": "2022-05-12T07:30+08:00",
    "8月4日 09:13": "2022-08-04T09:13+08:00",
    "8月4日": "2022-08-04",
    "08月05日": "2021-08-05",
    "8月3日晚上8点10分": "2022-08-03T20:10+08:00",
    "8月4日晚上8点10分": None,  # later today, or long ago
    "八月三日": "2022-08-03",
    "12/31 08:00": "2021-12-31T08:00+08:00",
    "8 月 3 日 9 时 5 分": "2022-08-03T09:05+08:00",
    "2-29 08:00": "2020-02-29T08:00+08:00",
    "2-30 08:00": None,
    "13-01 08:00": None,
    "8-3": None,  # a score, a page, a size
    "0-0 08:00": None,
}
ADDRESSES = {
    "http://press.example/2019-08/04/content_1.htm": "2019-08-04T09:13+08:00",
    "http://press.example/20190804/1.html": "2019-08-04T09:13+08:00",
    "http://press.example/2019/0804/1.html": "2019-08-04T09:13+08:00",
    "http://press.example/t20190804_123.html": "2019-08-04T09:13+08:00",
    "http://press.example/201908/04/c1.html": "2019-08-04T09:13+08:00",
    "http://press.example/201908/1234.html": "2019-08-04T09:13+08:00",
    "http://press.example/content_20190804.html": "2019-08-04T09:13+08:00",
    "http://press.example/2019/1234.html": "2019-08-04T09:13+08:00",
    "http://press.example/2019-08/03/content_1.htm": "2019-08-04T09:13+08:00",
    "http://press.example/2019-03/03/content_1.htm": None,  # another day altogether
    "http://press.example/201903/1234.html": None,
    "http://press.example/a/1234.html": "2022-08-04T09:13+08:00",
}


@pytest.mark.parametrize(("text", "iso"), (RELATIVE | YEARLESS).items())
def test_against_the_time_of_capture(text: str, iso: str | None) -> None:
    moment = read_computed(text, CAPTURED)
    assert (moment.iso if moment else None) == iso
    if moment:
        assert moment.raw == text
        assert "capture" in moment.computed
    assert read_computed(text, None) is None


@pytest.mark.parametrize(("url", "iso"), ADDRESSES.items())
def test_the_year_of_the_address(url: str, iso: str | None) -> None:
    moment = read_computed("8月4日 09:13", CAPTURED, url)
    assert (moment.iso if moment else None) == iso
    if moment:
        assert ("address" in moment.computed) == (iso != "2022-08-04T09:13+08:00")
    alone = read_computed("8月4日 09:13", None, url)
    assert (alone.iso if alone else None) == (None if "/a/1234" in url else iso)


def test_over_the_turn_of_the_year() -> None:
    moment = read_computed("1-1 00:10", None, "http://press.example/2021-12/31/content_1.htm")
    assert moment is not None
    assert moment.iso == "2022-01-01T00:10+08:00"


def test_just_after_midnight() -> None:
    midnight = datetime(2022, 8, 3, 16, 1, tzinfo=UTC)  # 00:01 in Shanghai
    assert read_computed("刚刚", midnight) is None
    minutes = read_computed("15分钟前", midnight)
    assert minutes is not None
    assert minutes.iso == "2022-08-03T23:46+08:00"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
       st.dates(datetime(1990, 1, 1).date(), datetime(2090, 1, 1).date()))  # noqa: DTZ001  # fmt: skip
def test_a_day_without_a_year_is_never_after_the_capture(captured: datetime, day: object) -> None:
    month, number = f"{day}".split("-")[1:]
    moment = read_computed(f"{int(month)}月{int(number)}日", captured)
    assert moment is not None
    assert moment.iso[5:] == f"{month}-{number}"
    here = captured.astimezone(SHANGHAI).date().isoformat()
    assert moment.iso <= here
    assert int(moment.iso[:4]) >= int(here[:4]) - (8 if (month, number) == ("02", "29") else 1)


@given(st.text(alphabet="0123456789今昨前天日小时分钟月年刚:-/ 上下午半", max_size=14))
def test_any_text_is_safe(text: str) -> None:
    moment = read_computed(text, CAPTURED, "http://press.example/2022/0804/1.html")
    assert moment is None or datetime.fromisoformat(moment.iso)
