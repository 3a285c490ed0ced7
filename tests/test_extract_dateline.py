"""Datelines (电头, 讯头) and jump lines (下转, 上接)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Dateline, Jump
from crawler.extract import default_rules, extract
from crawler.extract.dateline import read_dateline
from crawler.extract.jumps import take_jumps

RULES = default_rules()


@pytest.mark.parametrize(
    ("text", "agency", "place", "day"),
    [
        ("新华社北京4月24日电　题：湖上的灯火", "新华社", "北京", "04-24"),
        ("新华社巴黎12月9日电（记者蓝某某）当地时间", "新华社", "巴黎", "12-09"),
        ("据新华社拉萨电（记者 某某）高原上", "新华社", "拉萨", ""),
        ("本报讯（记者 甲乙）昨日，云湖县", "本报", "", ""),
        ("本报云湖8月3日讯 记者走进", "本报", "云湖", "08-03"),
        ("人民网南宁1月6日电（某某）", "人民网", "南宁", "01-06"),
        ("央广网北京2月13日消息", "央广网", "北京", "02-13"),
        ("浙江在线-杭州频道11月8日讯（浙江在线记者", "浙江在线-杭州频道", "", "11-08"),
        ("证券时报e公司讯，两家公司", "证券时报e公司", "", ""),
        ("【本報訊】港島昨日", "本報", "", ""),
        ("（中央社記者林某某台北5日電）行政部門", "中央社", "", "05"),
    ],
)
def test_datelines(text: str, agency: str, place: str, day: str) -> None:
    found = read_dateline(text, RULES)
    assert found is not None
    assert (found.agency, found.place, found.day) == (agency, place, day)
    assert found.raw in text


@pytest.mark.parametrize(
    "text",
    [
        "本报消息灵通人士说，湖边要修路。",
        "新华社记者昨日来电，询问湖边的路。",
        "据报道，电商走进了山村。",
        "网络通讯设备已经装好。",
        "本报电子版今日上线。",
        "本报13月40日讯",
        "省里的报社把电话打到了村里",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert read_dateline(text, RULES) is None


@pytest.mark.parametrize(
    ("paragraphs", "left", "onward", "backward"),
    [
        (["湖水清了。（下转第二版）"], ["湖水清了。"], Jump("2", "（下转第二版）"), None),
        (["（上接第一版）湖水清了。"], ["湖水清了。"], None, Jump("1", "（上接第一版）")),
        (["(上接A01版)", "湖水清了。"], ["湖水清了。"], None, Jump("A01", "(上接A01版)")),
        (["湖水清了。", "下转第三版"], ["湖水清了。"], Jump("3", "下转第三版"), None),
        (["湖水清了。（下转A4版）"], ["湖水清了。"], Jump("A4", "（下转A4版）"), None),
        (["（紧接第一版）湖水清了。"], ["湖水清了。"], None, Jump("1", "（紧接第一版）")),
        (["湖水清了。（下轉第十二版）"], ["湖水清了。"], Jump("12", "（下轉第十二版）"), None),
    ],
)
def test_jumps(
    paragraphs: list[str], left: list[str], onward: Jump | None, backward: Jump | None
) -> None:
    assert take_jumps(paragraphs) == (left, onward, backward)


@pytest.mark.parametrize(
    "text",
    ["他把书（转3页）翻开。", "这一版（第二版）卖完了。", "（下转）", "剧情在第二版下转折。"],
)
def test_what_is_no_jump(text: str) -> None:
    assert take_jumps([text]) == ([text], None, None)


@given(st.lists(st.text("云湖水清（）()下转上接第一二3版页。", max_size=30), max_size=8))
def test_nothing_but_marks_leaves_the_text(paragraphs: list[str]) -> None:
    left, onward, backward = take_jumps(paragraphs)
    if onward is None and backward is None:
        assert left == paragraphs
    else:
        marks = [jump.raw for jump in (onward, backward) if jump]
        assert all(any(mark in p for p in paragraphs) for mark in marks)
        assert "".join(left).replace(" ", "") in _without_some("".join(paragraphs), left)


def _without_some(text: str, left: list[str]) -> str:
    """`text` if the characters of `left` stand in it in their order, else nothing."""
    rest = iter(text)
    return "".join(left) if all(c in rest for c in "".join(left)) else ""


def test_both_reach_the_record_and_the_dateline_stays_in_the_text() -> None:
    page = (
        "<title>湖水清了</title><h1>湖水清了</h1>"
        "<div><p>新华社云湖4月24日电　湖边的渔民说，今年春天水色清亮，鱼群又回到了浅滩上来。</p>"
        "<p>县里关停了两家小厂，岸边种下了芦苇，傍晚散步的人一天天多了起来。（下转第2版）</p></div>"
    )
    article = extract(page)
    assert article.dateline == Dateline("新华社云湖4月24日电", "新华社", "云湖", "04-24")
    assert article.continued_to == Jump("2", "（下转第2版）")
    assert article.body.startswith("新华社云湖4月24日电")
    assert "下转" not in article.body
