"""Bylines in the forms of many houses, and what only looks like one."""

from __future__ import annotations

import pytest

from crawler.extract.boilerplate import default_rules
from crawler.extract.byline import read_brackets, read_line
from crawler.extract.infoline import Info, read_credit, read_header
from crawler.extract.outlet import site_name

RULES = default_rules()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("本报记者 相里明 通讯员 乜建", ["相里明", "乜建"]),  # rare surnames
        ("本报记者 欧阳 菲 实习生 古 越", ["欧阳菲", "古越"]),
        (
            "湖岸新闻记者 费思远 实习生 朵兰",
            ["费思远", "朵兰"],
        ),  # one sure name vouches for the other
        ("（本报通讯员 水长清）", ["水长清"]),
        ("文/司空晨 图/Ling", ["司空晨"]),
        ("文／何静　摄影／李明", ["何静"]),
        ("文/本报记者 李静", ["李静"]),
        ("文：麥文謙", ["麥文謙"]),
        ("文 江以晴", ["江以晴"]),
        ("◎游子清", ["游子清"]),
        ("〔記者吳沛晴／台南報導〕", ["吳沛晴"]),
        ("記者汪恩晴台北5日電", ["汪恩晴"]),
        ("本刊特约评论员", ["本刊特约评论员"]),
    ],
)
def test_lines(line: str, names: list[str]) -> None:
    found = read_line(line, RULES)
    assert found is not None
    assert [p.name for p in found.people] == names


@pytest.mark.parametrize(
    "line", ["文 化", "● 高原", "文化：李白", "记者现场报道", "通讯员供稿制度", "原文：何静"]
)
def test_lines_that_only_look_so(line: str) -> None:
    found = read_line(line, RULES)
    assert found is None or not found.people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "湖岸广播云湖5月1日消息（记者艾力·买买提 通讯员其美次仁）湖水亮了。",
            ["艾力·买买提", "其美次仁"],
        ),
        ("新华网云湖5月1日电（“湖区视点”记者水一方、卜算子）湖水亮了。", ["水一方", "卜算子"]),
        ("本报讯（文/图 记者樊湘 宓晓）湖水亮了。", ["樊湘", "宓晓"]),
        ("【湖岸報訊】記者梁灝晴報道：湖水亮了。", ["梁灝晴"]),
        ("湖水亮了。（庾信达 莘然）", ["庾信达", "莘然"]),
        ("湖水亮了。（王明）", []),  # two characters may be any word
        ("湖水亮了（庾信达）", []),  # an aside
        ("本报讯（记者从省城获悉）湖水亮了。", []),
    ],
)
def test_names_in_the_text(text: str, names: list[str]) -> None:
    found = read_brackets(text, RULES, first=True, last=True, final=True)
    assert [p.name for p in (found.people if found else ())] == names


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("网站编辑 - 周禾", "周禾"),
        ("[责任编辑：PN017 郗 平] 标签：县城 返乡", "郗平"),
        ("【纠错】 【责任编辑:幸子萱】", "幸子萱"),
    ],
)
def test_editors_among_tools(line: str, name: str) -> None:
    info = Info()
    read_credit(line, info, RULES) or read_header(line, info, RULES)
    assert [p.name for p in info.editors] == [name]


def test_a_line_below_the_last_label_is_read_too() -> None:
    info = Info()
    read_header("发布时间：2023-08-09 11:58\n记者 谢云庭 张育明 / 云湖报道", info, RULES)
    assert [p.name for p in info.authors] == ["谢云庭", "张育明"]


def test_the_name_of_the_site() -> None:
    assert site_name("湖水亮了_要闻_湖岸新闻") == "湖岸新闻"
    assert site_name("湖水亮了") == ""
