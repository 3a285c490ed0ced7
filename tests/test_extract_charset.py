"""Bytes to text, whatever the page declares."""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract
from crawler.extract.charset import decode

# 瑀 and 喆 lie outside GB2312, 䶮 outside GBK.
TEXT = "瑀喆镕与䶮字：云湖市的护鸟员说，今年的白鹭比去年多。" * 8
TRADITIONAL = "雲湖市的護鳥員說，今年的白鷺比去年多，蘆葦蕩裏也熱鬧起來。" * 8


def page(text: str, declared: str) -> str:
    return f'<html><head><meta charset="{declared}"><title>湖</title></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("written", "declared", "header", "read"),
    [
        ("utf-8", "utf-8", "", "utf-8"),
        ("utf-8", "gb2312", "", "utf-8"),
        ("utf-8", "gb2312", "text/html; charset=GBK", "utf-8"),
        ("utf-8-sig", "gb2312", "", "utf-8"),
        ("gb18030", "gb2312", "", "gb18030"),
        ("gb18030", "gbk", "", "gb18030"),
        ("gb18030", "utf-8", "", "gb18030"),
        ("gb18030", "utf-8", "text/html; charset=utf-8", "gb18030"),
        ("gb18030", "iso-8859-1", "text/html; charset=ISO-8859-1", "gb18030"),
        ("gb18030", "", "", "gb18030"),
        ("gb18030", "nonsense", "", "gb18030"),
        ("utf-16", "utf-16", "", "utf-16"),
    ],
)
def test_the_bytes_decide(written: str, declared: str, header: str, read: str) -> None:
    body = page(TEXT, declared).encode(written)
    decoded = decode(body, {"content-type": header} if header else {})
    assert TEXT in decoded.text
    assert decoded.encoding == read
    article = extract(body, headers={"content-type": header})
    assert "瑀喆镕与䶮字" in article.body
    assert article.encoding == read


@pytest.mark.parametrize("declared", ["big5", "utf-8", ""])
def test_big5(declared: str) -> None:
    decoded = decode(page(TRADITIONAL, declared).encode("big5-hkscs"))
    assert TRADITIONAL in decoded.text
    assert decoded.encoding == "big5-hkscs"


def test_declared_names_are_kept() -> None:
    decoded = decode(page(TEXT, "gb2312").encode("gb18030"), {"content-type": "text/html"})
    assert decoded.declared == "gb2312"
    decoded = decode(page(TEXT, "gb2312").encode(), {"content-type": 'text/html; charset="UTF-8"'})
    assert decoded.declared == "utf-8"


def test_a_meta_behind_a_long_script() -> None:
    body = f"<script>{'x' * 9000}</script>{page(TEXT, 'gb2312')}".encode("gb18030")
    assert decode(body).declared == "gb2312"


@pytest.mark.parametrize("broken", [b"\xff", b"\x81", b"\xe4\xb8"])
def test_one_broken_byte_changes_nothing_else(broken: bytes) -> None:
    half = len(TEXT) // 2
    for codec in ("utf-8", "gb18030"):
        body = TEXT[:half].encode(codec) + b"\n" + broken + b"\n" + TEXT[half:].encode(codec)
        text = decode(body).text
        assert TEXT[: half - 1] in text
        assert TEXT[half + 1 :] in text


def test_a_body_cut_in_the_middle_of_a_character() -> None:
    decoded = decode(TEXT.encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(TEXT[:-1])


def test_line_separators_inside_text_are_no_lines() -> None:
    article = extract(
        "<p>白鹭飞过湖面，\u2028落在芦苇荡边；\u0085护鸟员撑船出了港，一天的巡护开始了。</p>"
    )
    assert article.body.count("\n") == 0
    assert "巡护开始了" in article.body


@given(st.binary(max_size=400))
def test_any_bytes_decode(body: bytes) -> None:
    decoded = decode(body, {"content-type": "text/html; charset=big5"})
    assert isinstance(decoded.text, str)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=12))
def test_what_was_written_in_gb18030_or_utf8_is_read_back(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text
    declared = decode(f'<meta charset="gbk">{text}'.encode("gb18030"))
    assert declared.text.endswith(text) or declared.encoding == "utf-8"
