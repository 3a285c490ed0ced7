"""What two printings of one text have in common, whatever the desk changed."""

from __future__ import annotations

import random

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.fingerprint import KEYS, body_hash, fold, keys, shingles
from archive.likeness import Text, compare
from tests.helpers import prose

TEXTS = st.text(alphabet="渡口来了三条船，茶叶ａＢ1２。 \n", max_size=80)
LONG = prose(1, 800)


def kind(one: str, other: str) -> str | None:
    like = compare(Text(one), Text(other))
    return like.kind if like else None


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(" ，".join(text)) == fold(text)


@given(TEXTS, TEXTS)
def test_a_piece_has_no_shingle_that_the_whole_has_not(one: str, other: str) -> None:
    assert shingles(fold(one)) <= shingles(fold(one) + fold(other))


@given(st.frozensets(st.integers(0, 2**32 - 1), max_size=60))
def test_keys_are_the_smallest_in_order(of: frozenset[int]) -> None:
    assert keys(of) == sorted(of)[:KEYS]


def test_scripts_widths_and_cases_are_one() -> None:
    assert fold("臺灣 Ａ，1") == fold("台湾a１。") == "台湾a1"
    traditional = opencc.OpenCC("s2t").convert(LONG)
    assert traditional != LONG
    assert fold(traditional) == fold(LONG)


def test_short_texts_have_no_hash_and_a_note_in_front_does_not_count() -> None:
    assert body_hash("天气晴。", None) == ""
    assert body_hash(f"【编者按】请看。\n{LONG}", "【编者按】请看。\n") == body_hash(LONG, None)


PARAGRAPHS = [prose(n, 200).replace("\n", "") for n in range(20, 26)]
STORY = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("other", "wanted", "back"),
    [
        (STORY, "copy", "copy"),
        ("来源：湖滨晚报\n" + STORY, "copy", "copy"),
        ("\n".join(PARAGRAPHS[:4]), "extended", "part"),
        ("\n".join(PARAGRAPHS[:2]), "extended", "part"),
        (PARAGRAPHS[0], "quotes", "excerpt"),
        ("".join("某" if n % 17 == 0 else c for n, c in enumerate(STORY)), "edited", "edited"),
        (prose(77, 1200), None, None),
    ],
)
def test_what_one_text_is_to_another(other: str, wanted: str | None, back: str | None) -> None:
    assert (kind(STORY, other), kind(other, STORY)) == (wanted, back)


FORM = (
    "八月{day}日，湖滨水文站通报：渡口水位{level}米，比前一日{way}{step}厘米，流量{flow}立方米每秒。"
    * 3
)


def test_two_fillings_of_one_form_are_two_texts() -> None:
    rng = random.Random(3)
    days = [
        FORM.format(day=day, level=rng.randint(10, 99), way=rng.choice("高低"),
                    step=rng.randint(2, 60), flow=rng.randint(100, 900))
        + prose(5, 200)
        for day in (12, 13)
    ]  # fmt: skip
    assert kind(*days) is None
    assert kind(days[0], days[0]) == "copy"


def test_a_short_text_has_to_be_nearly_the_same() -> None:
    short = prose(8, 150)
    assert kind(short, short + "完。") == "copy"
    assert kind(short, short[:60] + prose(9, 90)) is None
