"""What of a text is searched: a dictionary-free index of Chinese, as blank-separated terms.

A text is folded character by character (NFKC, lower case, traditional to simplified), so that
`Ｇ７` finds `g7`, and `臺灣` finds `台湾`.  A run of Chinese characters `春风化雨` gives every
pair of neighbours, `春风 风化 化雨`, and its last character alone, `雨`, so that words of one, two
or more characters are found exactly and no phrase matches across punctuation.  Latin words and
numbers stay whole.

The last character is left out where a pair of the text begins with it: one-character words are
found by that pair.  It stays in its place where a word follows (`增长12%`), and where the next run
begins with it (`民。民`): without it the two runs would read as one.

Changing anything here, or a line of traditional.tsv, needs a migration that makes the index anew.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from itertools import pairwise

# Han ideographs with their extensions, compatibility forms, kana and bopomofo.
_CJK = "\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_UNITS = re.compile(f"([{_CJK}]+)|([^\\W_{_CJK}]+)")

MARK = "\ue000"  # private use: no text that a person types or a paper prints becomes such a term

# A run of Chinese characters ("春风", "") or another word ("", "gdp").
Unit = tuple[str, str]


class _Folded(dict[int, str]):
    """What each character is folded to, worked out when it comes the first time."""

    def __init__(self) -> None:
        super().__init__()
        text = (resources.files("archive") / "traditional.tsv").read_text("utf-8")
        lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
        self.simplified = {ord(one): simple for simple, many in lines for one in many}

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = plain.translate(self.simplified)
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text as the index sees it: `臺灣 Ａ，1` → `台湾 a,1`."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


def fold_places(text: str) -> tuple[str, list[int]]:
    """The folded form of a text that is in NFC, and for each of its characters the place in the
    text that it comes from (`㎡` is two)."""
    folded = [_FOLDED[ord(one)] for one in text]
    places = [at for at, piece in enumerate(folded) for _ in piece]
    return "".join(folded), places


def units(text: str) -> list[Unit]:
    """The runs and words of a text, folded."""
    return _UNITS.findall(fold(text))


def tokens(text: str) -> str:
    """The terms of a field, as the index stores them."""
    return " ".join(terms(units(text), whole=True))


def terms(found: list[Unit], *, whole: bool) -> list[str]:
    """The terms of units in order.  The last characters that are left out in their place come at
    the end when the units are a `whole` text; a phrase of a query has none."""
    made: list[str] = []
    ends: dict[str, None] = {}
    for at, (run, word) in enumerate(found):
        if word or len(run) == 1:
            made.append(word or run)
            continue
        made += map("".join, pairwise(run))
        following = found[at + 1] if at + 1 < len(found) else None
        if following is not None and (following[1] or following[0][0] == run[-1]):
            made.append(run[-1])
        else:
            ends[run[-1]] = None
    if whole and ends:
        begun = {term[0] for term in made}
        made += [MARK, *(end for end in ends if end not in begun)]
    return made
