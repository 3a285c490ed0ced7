"""The day that an address states, and the numbers that only look like one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.url_dates import from_url

STATED = {
    "http://press.example/hbwb/html/2022-08/04/content_547409.htm": "2022-08-04",
    "http://press.example/html/2022-08/04/content_219_547409.htm": "2022-08-04",
    "http://press.example/html/2022-08/04/nw.D110000hubinrb_20220804_2-01.htm": "2022-08-04",
    "http://press.example/pc/content/202208/04/content_123.html": "2022-08-04",
    "http://press.example/n1/2022/0804/c1024-32494123.html": "2022-08-04",
    "http://press.example/2022/08/04/1234.shtml": "2022-08-04",
    "http://press.example/gn/2022/08-04/9819999.shtml": "2022-08-04",
    "http://press.example/2022-08-04/101922.html": "2022-08-04",
    "http://press.example/c/2022-08-04/doc-imizmscv4812345.shtml": "2022-08-04",
    "http://press.example/2022-8-4/1.html": "2022-08-04",
    "http://press.example/20220804/5010608.shtml": "2022-08-04",
    "http://press.example/shtml/hbrb/20220804/123456.shtml": "2022-08-04",
    "http://press.example/a/20220804/1000200033136171577956287380194268_1.html": "2022-08-04",
    "http://press.example/jr/202208/t20220804_123456.html": "2022-08-04",
    "http://press.example/t20220804_123456.htm": "2022-08-04",
    "http://press.example/20220804_123456.html": "2022-08-04",
    "http://press.example/article/202208/202208040913225577.html": "2022-08-04",
    "http://press.example/20220804091322.html": "2022-08-04",
    "http://press.example/news/aopl/202208040012.aspx": "2022-08-04",
    "http://press.example/202208/content_20220804.html": "2022-08-04",
    "http://press.example/html/2022/20220804/20220804_A01/hb_20220804_123_A01.html": "2022-08-04",
    "http://press.example/2022/08/04/bailu-feihui-yunhu/": "2022-08-04",
    "http://press.example/article/20220804/34046328.html": "2022-08-04",
    "http://press.example/%E6%96%B0%E9%97%BB/2022/0804/1.shtml?from=wap#c": "2022-08-04",
    "http://press.example/rmrb/1949/10/01/1.html": "1949-10-01",
}  # fmt: skip
NOT_STATED = (
    "",
    "http://press.example/",
    "http://press.example/2022/08/04/",
    "http://press.example/html/2022-08/04/",
    "http://press.example/html/2022-08/04/node_2.htm",
    "http://press.example/html/2022-08/04/nbs.D110000hubinrb_01.htm",
    "http://press.example/hbrb/20220804/index.html",
    "http://press.example/2022/0804/list_3.shtml",
    "http://press.example/list/20220804",
    "http://press.example/a/20220804.html",
    "http://press.example/content_20220804.htm",
    "http://press.example/content_20190403_2.htm",
    "http://press.example/thread-20220804-1-1.html",
    "http://press.example/201903/content_20220804.htm",
    "http://press.example/2022/20211104.html",
    "http://press.example/202208/1234.html",
    "http://press.example/zt/20220804/1234.html",
    "http://press.example/zhuanti/2022/0804/c1-2.html",
    "http://press.example/a/20221304/1.html",
    "http://press.example/2022/0230/1.html",
    "http://press.example/1022/0804/1.html",
    "http://press.example/a/18640804/1.html",
    "http://press.example/a/1520220804/1.html",
    "http://press.example/a/202208041/1.html",
    "http://press.example/2022/08/1234.html",
    "http://press.example/2022/8/4/1.html",
    "http://press.example/article?id=20220804",
    "http://press.example/a.php?t=2022-08-04&id=7",
    "http://press.example/2021-03/02/2022-08/04/1.html",
    "http://press.example/1659575602.html",
    "http://press.example/1659575602123.html",
    "http://press.example/news/item-2022080400.html",
    "http://20220804.example/a/1.html",
    "http://[",
)


@pytest.mark.parametrize(("url", "iso"), STATED.items())
def test_stated(url: str, iso: str) -> None:
    moment = from_url(url)
    assert moment is not None
    assert (moment.iso, moment.precision) == (iso, "day")
    assert moment.computed == "address"
    assert moment.raw in url


@pytest.mark.parametrize("url", NOT_STATED)
def test_not_stated(url: str) -> None:
    assert from_url(url) is None


def test_a_day_after_the_capture_is_an_identifier() -> None:
    url = "http://press.example/20870804/1.html"
    assert from_url(url) is not None
    assert from_url(url, datetime(2022, 8, 4, tzinfo=UTC)) is None
    assert from_url("http://press.example/20220805/1.html", datetime(2022, 8, 4, tzinfo=UTC))


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.integers(1, 99_999),
       st.sampled_from(["%Y-%m/%d/content_{}.htm", "%Y/%m%d/{}.shtml", "%Y%m/%d/c{}.html",
                        "%Y%m%d/{}.html", "a/t%Y%m%d_{}.html", "%Y/%m/%d/{}.html"]))  # fmt: skip
def test_every_day_in_every_form(day: date, number: int, form: str) -> None:
    moment = from_url("http://press.example/" + day.strftime(form).format(number))
    assert moment is not None
    assert moment.iso == day.isoformat()


@given(st.text(alphabet="/0123456789-_.thml?", max_size=60))
def test_any_address_is_safe(text: str) -> None:
    moment = from_url("http://press.example/" + text)
    assert moment is None or date.fromisoformat(moment.iso)


def test_a_long_address_ends() -> None:
    for unit in ("2022-08/04/", "20220804", "/2", "2022/", "-", "_20220804"):
        from_url("http://press.example/" + unit * 50_000)
