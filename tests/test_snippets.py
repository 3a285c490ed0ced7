"""Where the words stand that were looked for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search_query import QueryError, parse
from archive.snippets import marked, phrases, snippet


def shown(text: str, query: str) -> str:
    """The snippet with its hits in [ ]."""
    found = snippet(text, phrases(parse(query)))
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in found)


@pytest.mark.parametrize(
    ("text", "query", "seen"),
    [
        ("渡口通航了。", "通航", "渡口[通航]了。"),
        ("臺灣的渡口", "台湾", "[臺灣]的渡口"),
        ("台湾的渡口", "臺灣", "[台湾]的渡口"),
        ("ＧＤＰ增長12%", "gdp增长", "[ＧＤＰ增長]12%"),
        ("面积100㎡左右", "100m2", "面积[100㎡]左右"),
        ("面积㎡左右", "m2", "面积[㎡]左右"),
        ("covid COVID-19", "covid-19", "covid [COVID-19]"),
        ("abcd abc", "abc", "abcd [abc]"),
        ("abcd abc", "abc*", "[abc]d [abc]"),
        ("人民，日报与人民日报", "人民日报", "人民，日报与[人民日报]"),
        ("渡口，通航", '"渡口，通航"', "[渡口，通航]"),
        ("渡口通航", "渡口 -通航", "[渡口]通航"),
        ("渡口\n通航", "通航", "渡口 [通航]"),
        ("没有", "渡口", "没有"),
    ],
)
def test_hits_are_marked_in_the_text_as_it_is_printed(text: str, query: str, seen: str) -> None:
    assert shown(text, query) == seen


def test_the_piece_with_most_of_the_words_is_shown() -> None:
    text = "渡口。" + "甲乙丙丁" * 40 + "渡口通航" + "戊己庚辛" * 40
    assert "[渡口][通航]" in shown(text, "渡口 通航")
    assert shown(text, "没有").startswith("渡口。甲乙")
    assert shown(text, "渡口").startswith("[渡口]。")


def test_no_hit_is_cut_at_the_end_of_the_piece() -> None:
    long = "渡口" + "通航" * 30
    assert shown("甲" * 50 + long + "乙" * 50, long).count("通航") == 30


@given(st.text(), st.text(max_size=6))
def test_pieces_are_the_text(text: str, query: str) -> None:
    try:
        wanted = phrases(parse(query))
    except QueryError:
        return
    whole = unicodedata.normalize("NFC", text)
    assert "".join(piece.text for piece in marked(text, wanted)) == whole
    piece = "".join(p.text for p in snippet(text, wanted))
    assert piece.removeprefix("…").removesuffix("…") in whole.replace("\n", " ") or "…" in text
