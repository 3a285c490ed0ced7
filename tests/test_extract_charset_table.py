"""Forty pages in the charsets of the Chinese web, declared rightly, wrongly and not at all."""

from __future__ import annotations

import pytest

from crawler.extract import extract
from crawler.extract.charset import decode

# 瑀喆镕 lie outside GB2312, 䶮 outside GBK; 鿍 of the private names is left to GB18030.
PLAIN = "云湖市的护鸟员说，今年飞来的白鹭比去年多，湖边的人也多了起来。" * 6
NAMES = "瑀喆镕与䶮字：云湖市的护鸟员说，今年的白鹭比去年多。" * 6
SHORT = "护鸟员说，湖水清了。"
MIXED = "湖边·café 的招牌写着“Lake №5”，价钱是 12€，Ａ座２０２２年开业。" * 4
OLD = "雲湖市的護鳥員說，今年飛來的白鷺比去年多，湖邊的人也多了起來。" * 6
HONG_KONG = (
    "佢哋喺湖邊嗰度睇緊白鷺，啲細路仔好開心，成日嚟玩。" * 6
)  # 佢哋喺嗰 need HKSCS or Big5-E
SIMPLE_META = (
    '<html><head><meta charset="{}"><title>湖</title></head><body><p>{}</p></body></html>'
)
OLD_META = (
    '<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={}"></HEAD>'
    "<BODY><P>{}</P></BODY></HTML>"
)
BROKEN_META = "<meta http-equiv=Content-Type content='text/html;charset={}><p>{}</p>"
LATE_META = "<script>" + "var a = 1;" * 600 + "</script><meta charset={}><p>{}</p>"
XML = '<?xml version="1.0" encoding="{}"?><html><body><p>{}</p></body></html>'
NONE = "<html><!--{}--><body><p>{}</p></body></html>"

CASES = [  # layout, text, codec written in, declared in the page, in the header, read as
    (SIMPLE_META, PLAIN, "utf-8", "utf-8", "", "utf-8"),
    (SIMPLE_META, PLAIN, "utf-8", "UTF-8", "text/html;charset=UTF-8", "utf-8"),
    (SIMPLE_META, PLAIN, "utf-8", "utf8", "", "utf-8"),
    (SIMPLE_META, PLAIN, "utf-8-sig", "utf-8", "", "utf-8"),
    (SIMPLE_META, PLAIN, "utf-8-sig", "gb2312", "text/html; charset=gb2312", "utf-8"),
    (OLD_META, PLAIN, "gb2312", "gb2312", "", "gb18030"),
    (OLD_META, NAMES, "gb18030", "gb2312", "", "gb18030"),
    (OLD_META, NAMES, "gb18030", "GB2312", "text/html; charset=GB2312", "gb18030"),
    (OLD_META, NAMES, "gb18030", "gbk", "", "gb18030"),
    (OLD_META, NAMES, "gb18030", "gb18030", "", "gb18030"),
    (OLD_META, NAMES, "gb18030", "x-gbk", "", "gb18030"),
    (OLD_META, NAMES, "gb18030", "cp936", "", "gb18030"),
    (OLD_META, PLAIN, "gbk", "gb_2312-80", "", "gb18030"),
    (SIMPLE_META, NAMES, "gb18030", "utf-8", "", "gb18030"),
    (SIMPLE_META, NAMES, "gb18030", "utf-8", "text/html; charset=utf-8", "gb18030"),
    (SIMPLE_META, NAMES, "gb18030", "iso-8859-1", "", "gb18030"),
    (SIMPLE_META, PLAIN, "gbk", "gb2312", "text/html; charset=ISO-8859-1", "gb18030"),
    (SIMPLE_META, PLAIN, "gbk", "windows-1252", "", "gb18030"),
    (SIMPLE_META, PLAIN, "gbk", "big5", "", "gb18030"),
    (SIMPLE_META, NAMES, "utf-8", "gb2312", "", "utf-8"),
    (SIMPLE_META, NAMES, "utf-8", "gbk", "text/html; charset=gbk", "utf-8"),
    (SIMPLE_META, OLD, "utf-8", "big5", "", "utf-8"),
    (SIMPLE_META, PLAIN, "utf-8", "us-ascii", "", "utf-8"),
    (BROKEN_META, PLAIN, "gbk", "gb2312", "", "gb18030"),
    (BROKEN_META, PLAIN, "utf-8", "utf-8", "", "utf-8"),
    (LATE_META, NAMES, "gb18030", "gb2312", "", "gb18030"),
    (LATE_META, OLD, "big5", "big5", "", "big5-hkscs"),
    (XML, PLAIN, "gbk", "gb2312", "", "gb18030"),
    (XML, PLAIN, "utf-8", "utf-8", "", "utf-8"),
    (NONE, PLAIN, "gbk", "", "", "gb18030"),
    (NONE, PLAIN, "utf-8", "", "", "utf-8"),
    (NONE, PLAIN, "gbk", "", "text/html; charset=gb2312", "gb18030"),
    (NONE, OLD, "big5", "", "", "big5-hkscs"),
    (NONE, OLD, "big5", "", "text/html; charset=Big5", "big5-hkscs"),
    (NONE, SHORT, "gbk", "", "", "gb18030"),
    (OLD_META, OLD, "big5", "big5", "", "big5-hkscs"),
    (OLD_META, OLD, "big5", "utf-8", "", "big5-hkscs"),
    (OLD_META, OLD, "big5", "x-x-big5", "", "big5-hkscs"),
    (OLD_META, HONG_KONG, "big5-hkscs", "big5", "", "big5-hkscs"),
    (OLD_META, HONG_KONG, "big5-hkscs", "big5-hkscs", "", "big5-hkscs"),
    (OLD_META, OLD, "gb18030", "gb2312", "", "gb18030"),
    (SIMPLE_META, MIXED, "utf-8", "utf-8", "", "utf-8"),
    (SIMPLE_META, MIXED, "gb18030", "gb2312", "", "gb18030"),
    (SIMPLE_META, PLAIN, "utf-16", "utf-16", "", "utf-16"),
    (SIMPLE_META, PLAIN, "utf-16-le", "utf-16", "", "utf-16"),
    (SIMPLE_META, PLAIN, "utf-16-be", "unicode", "", "utf-16"),
]


@pytest.mark.forty(30)
@pytest.mark.parametrize(("layout", "text", "codec", "declared", "header", "read"), CASES)
def test_the_text_is_what_was_written(
    layout: str, text: str, codec: str, declared: str, header: str, read: str
) -> None:
    body = layout.format(declared, text).encode(codec)
    decoded = decode(body, {"content-type": header} if header else {})
    assert text in decoded.text
    assert decoded.encoding == read


def test_private_use_characters_stay_and_are_counted() -> None:
    text = PLAIN.replace("护鸟员", "护\ue4f1员", 2)
    article = extract(OLD_META.format("gbk", text).encode("gb18030"))
    assert article.body.count("\ue4f1") == article.private_use == 2
    assert article.replaced == 0


def test_bytes_that_nothing_reads_are_counted() -> None:
    body = SIMPLE_META.format("utf-8", PLAIN).encode().replace("白鹭".encode(), b"\xe7\x99", 1)
    article = extract(body)
    assert article.replaced == article.body.count("\ufffd") == 1
    assert article.encoding == "utf-8"
