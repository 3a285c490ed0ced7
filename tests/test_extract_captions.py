"""Captions of pictures and their credits."""

from __future__ import annotations

import pytest

from archive.records import Image
from crawler.extract import extract
from crawler.extract.captions import split_caption


@pytest.mark.parametrize(
    ("printed", "caption", "credit"),
    [
        ("渔民在收网。（蓝青禾摄）", "渔民在收网。", "蓝青禾摄"),
        ("渔民在收网。 通讯员 蓝青禾 摄", "渔民在收网。", "通讯员 蓝青禾 摄"),
        ("漁民在收網。記者藍青禾／攝影", "漁民在收網。", "記者藍青禾／攝影"),
        ("▲漁民在收網。（圖／警方提供）", "▲漁民在收網。", "圖／警方提供"),
        ("漁民在收網。（圖／翻攝自臉書社團）", "漁民在收網。", "圖／翻攝自臉書社團"),
        ("湖边的引航船图片来源：Lake/Photo", "湖边的引航船", "Lake/Photo"),
        ("圖：漁民在收網 雲湖報記者 藍青禾攝", "漁民在收網", "雲湖報記者 藍青禾攝"),
        ("渔民在收网（县文旅局供图）", "渔民在收网", "县文旅局供图"),
        ("颱風示意圖。（中央社檔案照片）", "颱風示意圖。", "中央社檔案照片"),
        ("渔民（左）在收网。", "渔民（左）在收网。", ""),
        ("他把书提供给了学校。", "他把书提供给了学校。", ""),
        ("县里新添了一台提供热水的冰柜", "县里新添了一台提供热水的冰柜", ""),
        ("", "", ""),
    ],
)
def test_a_caption_and_its_credit(printed: str, caption: str, credit: str) -> None:
    assert split_caption(printed) == (caption, credit)


def test_pictures_of_an_article_with_what_is_printed_under_them() -> None:
    text = "湖边的渔民说，今年春天水色清亮，鱼群又回到了浅滩上来，岸边的人也多了起来。"
    page = (
        "<title>湖水清了</title><h1>湖水清了</h1>"
        f"<div><p>{text}</p><figure><img src='/p/1.jpg'>"
        "<figcaption>渔民在收网。（蓝青禾摄）</figcaption></figure>"
        f"<p>{text[:-1]}，船上堆着新网。</p><img src='icon/share.png'></div>"
    )
    article = extract(page, "http://press.example/a/1.html")
    assert article.images == (Image("http://press.example/p/1.jpg", "渔民在收网。", "蓝青禾摄"),)
    assert "收网" not in article.body
