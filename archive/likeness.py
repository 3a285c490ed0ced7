"""Whether two texts are printings of one, and what the one is to the other: pure functions.

Looked-up candidates are compared on all their shingles.  What is measured: Jaccard, the shared
shingles over those of both; containment, the shared ones over those of the shorter text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from archive.fingerprint import fold, shingles

Kind = Literal["copy", "edited", "part", "extended", "excerpt", "quotes"]

# These make texts members of one family.  A round-up that quotes ten articles would weld ten
# families together: an excerpt is related, and no member.
JOINING = ("copy", "edited", "part", "extended")
_FROM_OTHER_SIDE: dict[Kind, Kind] = {
    "copy": "copy", "edited": "edited", "part": "extended", "extended": "part",
    "excerpt": "quotes", "quotes": "excerpt",
}  # fmt: skip

_LEAST_JACCARD = 0.4
# Without a least number of shared shingles short items that share a leaked footer are alike.
_LEAST_CONTAINMENT, _LEAST_SHARED = 0.6, 150
_COPY = 0.9  # Jaccard: a source line more, another headline in the text, another script
_HELD = 0.85  # containment
_AS_LONG = 0.95  # a text with so large a part of the other's shingles is not a piece of it
_SMALL_PIECE = 0.25
# Shorter texts (letters and digits) have to be nearly the same, with the same numbers.
_SHORT, _SHORT_JACCARD = 200, 0.8
_EXPLAINED = 0.6

_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_NUMBER = re.compile(rf"\d+|[{_NUMERALS}]{{2,}}|[{_NUMERALS}](?=[年月日号时点分度级元期届])")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one text is to another: `part`, `extended`, `excerpt` and `quotes` say it of the one.
    Both measures are from 0 to 1."""

    kind: Kind
    jaccard: float
    containment: float

    def from_other_side(self) -> Likeness:
        """What the other text is to the one."""
        return replace(self, kind=_FROM_OTHER_SIDE[self.kind])


class Text:
    """A folded text with its shingles."""

    def __init__(self, text: str) -> None:
        self.letters = fold(text)
        self.shingles = shingles(self.letters)

    @cached_property
    def blanked(self) -> str:
        """The letters with every number as one 0."""
        return _NUMBER.sub("0", self.letters)

    @cached_property
    def numbers(self) -> dict[str, Counter[str]]:
        """What stands before and behind a number (three characters, one) → the numbers there."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        values = _NUMBER.findall(self.letters)
        places = [m.start() for m in re.finditer("0", self.blanked)]
        for value, at in zip(values, places, strict=True):
            found[self.blanked[max(0, at - 3) : at + 2]][value] += 1
        return found


def compare(one: Text, other: Text) -> Likeness | None:
    """What `one` is to `other`; None when they are two texts."""
    short, long = sorted((one, other), key=lambda text: len(text.shingles))
    if not short.shingles:
        return None
    shared = len(short.shingles & long.shingles)
    jaccard = shared / (len(short.shingles) + len(long.shingles) - shared)
    containment = shared / len(short.shingles)
    if min(len(one.letters), len(other.letters)) < _SHORT:
        alike = jaccard >= _SHORT_JACCARD and _same_numbers(short, long)
    else:
        held = containment >= _LEAST_CONTAINMENT and shared >= _LEAST_SHARED
        alike = (held or jaccard >= _LEAST_JACCARD) and not _template(short, long, containment)
    if not alike:
        return None
    kind = _kind(jaccard, containment, len(short.shingles) / len(long.shingles))
    like = Likeness(kind, round(jaccard, 3), round(containment, 3))
    return like if one is short else like.from_other_side()


def _kind(jaccard: float, containment: float, size: float) -> Kind:
    """What the shorter text is to the longer one, of which it has the `size`."""
    if jaccard >= _COPY:
        return "copy"
    if size < _SMALL_PIECE:
        return "excerpt"
    return "part" if containment >= _HELD and size < _AS_LONG else "edited"


def _same_numbers(short: Text, long: Text) -> bool:
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for values in short.numbers.values():
        ours += values
    for values in long.numbers.values():
        theirs += values
    return ours <= theirs


def _template(short: Text, long: Text, containment: float) -> bool:
    """Whether the texts are two fillings of one form: weather, prices, notices.

    They are when at the places that both have most numbers differ; or two and more do, and without
    the numbers hardly anything would.
    """
    kept = changed = 0
    for place, values in short.numbers.items():
        there = long.numbers.get(place)
        if there:
            same = (values & there).total()
            kept += same
            changed += min(values.total(), there.total()) - same
    if changed < 2:
        return False
    if changed > kept:
        return True
    words = shingles(short.blanked)
    rest = 1 - len(words & shingles(long.blanked)) / max(1, len(words))
    return rest <= _EXPLAINED * (1 - containment)
