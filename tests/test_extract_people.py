"""Names, bylines and labels: who did what, right or not at all."""

# ruff: noqa: E501  (one case a line)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.boilerplate import default_rules
from crawler.extract.byline import Byline, read_brackets, read_credit, read_line, read_signature
from crawler.extract.labels import read_labels
from crawler.extract.names import is_organisation, read_names, split_run

RULES = default_rules()

BYLINES = {
    "云湖日报全媒体记者陈若溪": [("陈若溪", "全媒体记者", "云湖日报")],
    "通讯员李思源何静龚文博": [("李思源", "通讯员", ""), ("何静", "通讯员", ""), ("龚文博", "通讯员", "")],
    "通讯员 李思源 何静 龚文博": [("李思源", "通讯员", ""), ("何静", "通讯员", ""), ("龚文博", "通讯员", "")],
    "云湖日报全媒体记者陈若溪通讯员李思源何静": [
        ("陈若溪", "全媒体记者", "云湖日报"), ("李思源", "通讯员", ""), ("何静", "通讯员", "")],
    "本报记者 王 珂 李 明": [("王珂", "本报记者", ""), ("李明", "本报记者", "")],
    "《湖岸》杂志记者 何雯 云湖县融媒体中心记者 韩 燕": [
        ("何雯", "记者", "《湖岸》杂志"), ("韩燕", "记者", "云湖县融媒体中心")],
    "□ 陈若溪": [("陈若溪", "作者", "")],
    "□ 本报记者 李静": [("李静", "本报记者", "")],
    "【记者】柳时雨": [("柳时雨", "记者", "")],
    "湖岸新闻·云湖商报记者马俊/文受访者供图": [("马俊", "记者", "湖岸新闻·云湖商报")],
    "本报记者 李静 青岛报道": [("李静", "本报记者", "")],
    "本报记者罗科苏盈发自云湖": [("罗科", "本报记者", ""), ("苏盈", "本报记者", "")],
    "通讯员刘娟 摄": [("刘娟", "通讯员", "")],
    "文/视频 全媒体记者 王智 实习生 罗妮 通讯员 王钟": [
        ("王智", "全媒体记者", ""), ("罗妮", "实习生", ""), ("王钟", "通讯员", "")],
    "记者 艾力·买买提": [("艾力·买买提", "记者", "")],
    "记者 格桑边觉": [("格桑边觉", "记者", "")],
    "记者欧阳明月": [("欧阳明月", "记者", "")],
    "記者陳嘉寧／桃園報導": [("陳嘉寧", "記者", "")],
    "本报评论员": [("本报评论员", "评论员", "")],
    "本报记者": [],
    "社會中心／綜合報導": [],
    # Surely a byline, but there are two ways to cut its names.
    "通讯员李文王明月": [],
}  # fmt: skip
NO_BYLINES = (
    "记者在现场看到，水面上白鹭成群",
    "记者走进村庄",
    "战地记者罗伯特的故事",
    "通讯员制度的由来",
    "他当过三年记者",
    "“记者同志，你来看看。”",
    "湖区来了新客人",
    "■ 清淤还湿",
    "□湖水亮了",
    "记者手记",
    "",
)


def people(found: Byline | None) -> list[tuple[str, str, str]] | None:
    return None if found is None else [(p.name, p.role, p.affiliation) for p in found.people]


@pytest.mark.parametrize(("line", "expected"), BYLINES.items())
def test_byline_lines(line: str, expected: list[tuple[str, str, str]]) -> None:
    found = read_line(line, RULES)
    assert people(found) == expected
    assert found is not None
    assert all(p.raw == line and p.place == "byline" for p in found.people)


@pytest.mark.parametrize("line", NO_BYLINES)
def test_text_is_no_byline(line: str) -> None:
    assert read_line(line, RULES) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（记者陈若溪、何静）", ["陈若溪", "何静"]),
        ("本报云湖讯（记者 陈若溪 通讯员 何静）湖水亮了。", ["陈若溪", "何静"]),
        ("新华社云湖5月2日电（记者李思源）湖水亮了。", ["李思源"]),
        ("湖水亮了。（作者：李思源，系云湖大学教授）", ["李思源"]),
        ("湖水亮了。(实习编译：何静 审稿：李明 王珂)", ["何静"]),
        ("湖水亮了。(文/图 李思源 何静)", ["李思源", "何静"]),
        ("（记者 陈若溪）湖水亮了。", ["陈若溪"]),
        ("湖水亮了。（整理：何静）", ["何静"]),
        ("湖水亮了（见图）。", []),
        ("湖水亮了（本报有删节）", []),
    ],
)
def test_bylines_in_brackets(text: str, names: list[str]) -> None:
    found = read_brackets(text, RULES, first=True, last=True)
    assert [p.name for p in (found.people if found else ())] == names


def test_a_signature_needs_brackets_and_a_surname() -> None:
    assert people(read_signature("（羅文）", RULES)) == [("羅文", "作者", "")]
    assert read_signature("（完）", RULES) is None
    assert read_signature("（下转第二版）", RULES) is None
    assert read_signature("羅文", RULES) is None


def test_credits() -> None:
    found = read_credit("责编：张华 审核：王丽(实习生)", "raw", RULES)
    assert found is not None
    assert [(p.name, p.role) for p in found.editors] == [("张华", "责编"), ("王丽", "审核")]
    found = read_credit("编辑 刘晓阳 校对 李铭", "raw", RULES)
    assert found is not None
    assert [p.name for p in found.editors] == ["刘晓阳", "李铭"]
    assert read_credit("图为会场", "raw", RULES) is None


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("马婧_NN2479", ("马婧",)),
        ("韩保林 PK155", ("韩保林",)),
        ("赵安妮(实习生)、李栋", ("赵安妮", "李栋")),
        ("Demi Xia", ("Demi Xia",)),
        ("赵 培：北京物资学院，北京", ("赵培",)),
        ("王帅和李明", ("王帅", "李明")),
        ("小婷", ("小婷",)),
        ("未知", None),
        ("网络整理", None),
        ("系统管理员", None),
        ("云湖日报", None),
        ("市林业局", None),
        ("你们的农机大市场场址在哪？", None),
        ("澎湖縣28日電", None),
        ("HN666", ()),
        ("", ()),
    ],
)
def test_values_behind_labels(value: str, names: tuple[str, ...] | None) -> None:
    assert read_names(value, RULES) == names


def test_a_run_with_two_ways_is_left_whole() -> None:
    assert split_run("李思源何静龚文博", RULES) == ("李思源", "何静", "龚文博")
    assert split_run("李文王明月", RULES) is None  # 李文|王明月 and 李文王|明月
    assert split_run("你们大家", RULES) is None
    assert split_run("欧阳明月", RULES) == ("欧阳明月",)


def test_outlets_are_no_people() -> None:
    for name in ("人民日报", "《湖岸》", "新华社", "云湖县融媒体中心", "湖岸新闻·每经"):
        assert is_organisation(name, RULES), name
    for name in ("陈若溪", "何静", "格桑边觉"):
        assert not is_organisation(name, RULES), name


def test_labels_in_any_order_and_empty_ones() -> None:
    text = "作者: 来源:云湖日报 发布日期:2023年03月12日 08时05分41秒 编辑:周禾"
    assert [(f.meaning, f.value) for f in read_labels(text, RULES)] == [
        ("author", ""), ("source", "云湖日报"), ("published", "2023年03月12日 08时05分41秒"), ("editor", "周禾"),
    ]  # fmt: skip
    text = "编辑： 金金 来源： [ 云湖报 ] 作者：宋怡 杨志"
    assert [f.value for f in read_labels(text, RULES)] == ["金金", "云湖报", "宋怡 杨志"]
    assert [f.value for f in read_labels("来源:\n云湖日报\n发表评论", RULES)] == ["云湖日报"]


SURNAMES = sorted(w for w, kind in RULES.words["surnames"].items() if kind == "single")
GIVEN = st.text(alphabet="雨轩涵怡瑶琪晨曦萱妍", min_size=1, max_size=2)
PEOPLE = st.lists(
    st.tuples(st.sampled_from(SURNAMES), GIVEN).map("".join), min_size=1, max_size=5, unique=True
)


@given(PEOPLE, st.sampled_from(["、", " ", "　", "，", "／"]))
def test_separated_names_are_all_read(names: list[str], separator: str) -> None:
    found = read_line("本报记者 " + separator.join(names), RULES)
    assert found is not None
    assert [p.name for p in found.people] in (names, [])


@given(PEOPLE)
def test_glued_names_are_right_or_none(names: list[str]) -> None:
    assert split_run("".join(names), RULES) in (tuple(names), None)


@given(st.text(max_size=80))
def test_any_line_is_safe(text: str) -> None:
    read_line(text, RULES)
    read_credit(text, text, RULES)
    read_brackets(text, RULES, first=True, last=True)
    read_labels(text, RULES, loose=True)
