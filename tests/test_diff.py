"""What changed between two texts, as a reader sees it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.diff import Diff, Part, characters, diff, folded, key, sentences
from archive.web.changes import shown_pieces
from archive.web.render import page as rendered
from tests.helpers import prose

OLD = "清晨，渡口来了三条船。船上装着十二筐茶叶。老周数了两遍。\n孩子们在岸上看。风不大。"
PIECES = st.sampled_from(
    [
        "渡口来了船。",
        "渡口来了三条船。",
        "风不大！",
        "12日",
        "15日，",
        "\n",
        "“好”",
        '"好"',
        "茶",
        "a b",
        "…",
        "，",
        ",",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)


def body(old: str, new: str) -> Diff:
    return diff({"body": old}, {"body": new})


def shown(found: Diff) -> str:
    """The changes with the signs of the command."""
    signs = {
        "removed": "[-{}-]",
        "added": "{{+{}+}}",
        "moved away": "[<{}<]",
        "moved here": "{{>{}>}}",
    }
    text = ""
    for piece in found.body:
        if piece.kind == "changed":
            text += "".join(signs.get(p.op, "{}").format(p.text) for p in piece.parts)
        elif piece.kind != "same":
            text += signs[piece.kind].format(piece.old or piece.new)
    return text


def sides(parts: Iterable[Part]) -> tuple[str, str]:
    """The two strings that parts were made of."""
    old = "".join(p.text if p.was is None else p.was for p in parts if p.op != "added")
    return old, "".join(p.text for p in parts if p.op != "removed")


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts_to_the_character(old: str, new: str) -> None:
    pieces = sentences(old, new)
    assert "".join(piece.old for piece in pieces) == old
    assert "".join(piece.new for piece in pieces) == new
    for piece in pieces:
        if piece.kind == "changed":
            assert sides(piece.parts) == (piece.old, piece.new)
        if piece.kind == "same":
            assert key(piece.old) == key(piece.new)


@given(TEXTS)
def test_nothing_differs_from_itself(text: str) -> None:
    found = diff({"title": text, "body": text}, {"title": text, "body": text})
    assert not found.changed
    assert found.trivial == {}


@given(TEXTS, TEXTS)
def test_what_differs_is_seen_and_what_is_trivial_is_not(old: str, new: str) -> None:
    assert body(old, new).changed == (key(old) != key(new)) or "moved" in str(body(old, new))


@given(st.text(max_size=40), st.text(max_size=40))
def test_parts_are_both_strings(old: str, new: str) -> None:
    parts = characters(old, new)
    assert sides(parts) == (old, new)
    assert all(p.text or p.was for p in parts)


@pytest.mark.parametrize(
    ("new", "seen"),
    [
        (OLD.replace("三条", "五条"), "清晨，渡口来了[-三-]{+五+}条船。"),
        (OLD.replace("老周数了两遍。", ""), "[-老周数了两遍。\n-]"),
        (OLD.replace("风不大。", "风不大。雨也停了。"), "{+雨也停了。+}"),
        (OLD.replace("十二筐茶叶", "十二筐新茶"), "船上装着十二筐[-茶叶-]{+新茶+}。"),
    ],
)
def test_changes_read_as_a_person_would_mark_them(new: str, seen: str) -> None:
    assert shown(body(OLD, new)) == seen


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        ("8月12日", "8月15日", "8月[-12-]{+15+}日"),
        ("同比增长3.5%", "同比增长3.8%", "同比增长[-3.5-]{+3.8+}%"),
        ("COVID病例", "COPD病例", "[-COVID-]{+COPD+}病例"),
        ("甲的乙", "丙的丁", "[-甲的乙-]{+丙的丁+}"),
    ],
)
def test_numbers_and_words_are_whole_and_there_is_no_confetti(
    old: str, new: str, seen: str
) -> None:
    signs = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}"}
    assert "".join(signs[p.op].format(p.text) for p in characters(old, new)) == seen


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("渡口 来了船。", "渡口来了船。", "white space"),
        ("渡口来了船。\n风不大。", "渡口来了船。风不大。", "white space"),
        ("增长12%,很快。", "增长１２％，很快。", "width"),
        ("他说“好”。", "他说「好」。", "quotation marks"),
        ("阅读：123次", "阅读：4567次", "view counts"),
        ("浏览次数：3,000", "浏览次数：12,001", "view counts"),
        ("渡口来了船。\n点击123次", "渡口来了船。\n点击4567次", "view counts"),
        ("渡口\n来了船，风不大。", "渡口来了船，风不大。", "white space"),
        ("渡口\n来了船，\n风不大。", "渡口来了\n船，风不大。", "white space"),
    ],
)
def test_what_is_trivial_is_folded_away_and_counted(old: str, new: str, why: str) -> None:
    found = body(old, new)
    assert not found.changed
    assert found.trivial == {why: 1}
    assert not diff({"title": old, "body": ""}, {"title": new, "body": ""}).changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("孩子们每天阅读3小时。", "孩子们每天阅读5小时。"),
        ("浏览3个展厅。", "浏览5个展厅。"),
        ("面积10²", "面积102"),
        ("①渡口", "1渡口"),
    ],
)
def test_what_means_something_else_is_no_trifle(old: str, new: str) -> None:
    assert body(old, new).changed
    assert body(old, new).trivial == {}


def test_a_trifle_inside_a_changed_sentence_is_counted_and_not_marked() -> None:
    found = body("清晨，渡口来了三条船。", "清晨,渡口 来了五条船。")
    assert shown(found) == "清晨,渡口 来了[-三-]{+五+}条船。"
    assert found.trivial == {"width": 1, "white space": 1}


@given(TEXTS, TEXTS)
def test_the_other_way_round_is_the_mirror(old: str, new: str) -> None:
    mirror = {"removed": "added", "added": "removed", "moved away": "moved here"}
    mirror["moved here"] = "moved away"
    forth = sorted((mirror.get(p.kind, p.kind), p.new, p.old) for p in sentences(old, new))
    assert forth == sorted((p.kind, p.old, p.new) for p in sentences(new, old))


def test_the_other_script_is_no_trifle() -> None:
    assert body("渡口来了三条船。", "渡口來了三條船。").changed


def test_a_paragraph_that_moved_is_neither_lost_nor_new() -> None:
    lines = [prose(n, 60).replace("\n", "") for n in range(4)]
    found = body("\n".join(lines), "\n".join([lines[3], *lines[:3]]))
    kinds = {piece.kind for piece in found.body}
    assert kinds == {"same", "moved away", "moved here"}


def test_sentences_with_little_in_common_stand_whole() -> None:
    found = body("渡口来了三条船。", "孩子们放学以后在晒场上踢球！")
    assert [piece.kind for piece in found.body] == ["removed", "added"]


def test_fields_show_people_and_pictures() -> None:
    people = [{"role": "记者", "name": "白露"}], [{"role": "记者", "name": "白鹭"}]
    picture = {"url": "http://a.example/1.jpg", "caption": "渡口", "credit": ""}
    found = diff(
        {"authors": people[0], "images": [], "title": "船", "body": ""},
        {"authors": people[1], "images": [picture], "title": "船", "body": ""},
    )
    assert [(c.name, c.old, c.new) for c in found.fields] == [
        ("authors", "记者 白露", "记者 白鹭"),
        ("images", "", "http://a.example/1.jpg 渡口"),
    ]


def test_long_stretches_without_a_change_are_folded() -> None:
    text = "".join(f"第{n}句话。" for n in range(30))
    shown_now = list(folded(body(text, text.replace("第9句", "第九句")).body))
    assert [p if isinstance(p, int) else p.kind for p in shown_now] == [
        8, "same", "changed", "same", 19,
    ]  # fmt: skip


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_hostile_repetition_ends(seed: int) -> None:
    rng = random.Random(seed)
    word = rng.choice(["啊。", "啊", "。", "\n", "一二。三"])
    text = word * (20_000 // len(word))
    at = rng.randrange(len(text))
    found = sentences(text, text[:at] + "渡口" + text[at + 40 :] + word)
    assert "".join(p.old for p in found) == text


HOSTILE = "<script>alert(1)</script>&amp;\"' onload=x"


def diff_html(found: Diff) -> str:
    """The diff as the reading room shows it."""
    values = {"found": found, "pieces": shown_pieces(found.body)}
    return rendered("diff.html", "zh", values)


def test_html_has_no_tag_of_the_text() -> None:
    record = {"title": HOSTILE, "authors": [{"role": HOSTILE, "name": "白露"}], "body": HOSTILE}
    other = {"title": "船", "authors": [], "body": "渡口。" + HOSTILE + "改了。"}
    for page in (diff_html(diff(record, other)), diff_html(diff(other, record))):
        tags = set(re.findall(r"</?(\w+)", page))
        assert tags <= {"table", "tr", "th", "td", "div", "span", "del", "ins", "p", "br"}
        assert "onload=x>" not in page
        assert not re.search(r"<[^>]*(?:style|on\w+)=", page)
    assert "<del>" in diff_html(body(OLD, OLD.replace("三条", "五条")))
