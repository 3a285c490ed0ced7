"""Shapes of addresses: numbers, dates and identifiers do not count, words do."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.shapes import has_date, has_number, shape


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://www.a.cn/", "a.cn/"),
        ("http://a.cn", "a.cn/"),
        ("https://A.cn:8081/News/?b=2&a=x#top", "a.cn:8081/News/?a=x&b={n}"),
        ("http://a.cn/202208/t20220804_123456.html", "a.cn/{month}/t{date}_{n}.html"),
        ("http://a.cn/2022/0804/39439.shtml", "a.cn/{year}/{n}/{n}.shtml"),
        ("http://a.cn/20250101/0123456789abcdef0123456789abcdef/c.html",
         "a.cn/{date}/{id}/c.html"),
        ("http://a.cn/19/0908/00/EOHQ3KSN0001875P.html", "a.cn/{n}/{n}/{n}/{id}.html"),
        ("http://a.cn/Info.aspx?ModelId=1&Id=55", "a.cn/Info.aspx?Id={n}&ModelId={n}"),
        ("http://a.cn/rmrb/html/2022-08/04/nw.D110000x_20220804_2-01.htm",
         "a.cn/rmrb/html/{year}-{n}/{n}/nw.D{n}x_{date}_{n}-{n}.htm"),
        ("http://a.cn/detail2022.html", "a.cn/detail{year}.html"),
        ("http://[a.cn/", "{invalid}"),
    ],
)  # fmt: skip
def test_known_shapes(url: str, key: str) -> None:
    assert shape(url) == key


@given(st.text())
def test_any_string_has_a_shape(text: str) -> None:
    assert isinstance(shape(text), str)
    assert isinstance(shape("http://a.cn/" + text), str)


ids = st.integers(min_value=100_000_000, max_value=10**12)
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=7)


@given(words, ids, ids)
def test_addresses_that_differ_in_their_number_share_a_shape(word: str, a: int, b: int) -> None:
    assert shape(f"http://a.cn/{word}/{a}.html") == shape(f"http://a.cn/{word}/{b}.html")
    assert shape(f"http://a.cn/{word}?id={a}") == shape(f"http://a.cn/{word}?id={b}")


@given(words, words, ids)
def test_addresses_that_differ_in_a_word_do_not(one: str, other: str, number: int) -> None:
    same = shape(f"http://a.cn/{one}/{number}.html") == shape(f"http://a.cn/{other}/{number}.html")
    assert same == (one == other)


@given(st.dates(), st.dates(), ids)
def test_addresses_that_differ_in_their_day_share_a_shape(a: object, b: object, n: int) -> None:
    early, late = (f"http://a.cn/{d}/c_{n}.htm" for d in (a, b))
    if min(str(a), str(b)) >= "1980" and max(str(a), str(b)) < "2100":
        assert shape(early) == shape(late)
        assert has_date(shape(early))


@given(st.text("abc0123456789/_-.", max_size=40))
def test_no_digit_is_left_in_the_path(path: str) -> None:
    key = shape("http://a.cn/" + path)
    assert not any(c.isdigit() for c in urlsplit("http://" + key).path)
    assert shape("https://www.A.CN/" + path + "#x") == key


@pytest.mark.parametrize(
    ("url", "numbered"),
    [
        ("http://a.cn/news/12.html", True),
        ("http://a.cn/show?id=12", True),
        ("http://a.cn/2022/list.html", False),
        ("http://a.cn/about/", False),
        ("http://a.cn/?mod=newspaper", False),
    ],
)
def test_fixed_pages_have_no_number(url: str, numbered: bool) -> None:
    assert has_number(shape(url)) is numbered
