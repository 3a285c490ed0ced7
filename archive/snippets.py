"""Where the words of a query stand in a text, and the piece of it that shows them best."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.search_query import All, Either, Filter, Node, Phrase
from archive.search_text import Unit, fold_places

AROUND = 30  # characters before and behind the first hit that is shown
_MOST_HITS = 2_000  # in a text
_WORD = r"[^\W_\u3005-\u3007\u3040-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a text; `hit` when they are what was looked for."""

    text: str
    hit: bool = False


def phrases(node: Node | None) -> list[Phrase]:
    """What a text that was found has in it: the phrases of a query that are not excluded."""
    if node is None or isinstance(node, Filter):
        return []
    if isinstance(node, Phrase):
        return [node]
    inside: Sequence[Node] = node.nodes if isinstance(node, All | Either) else ()
    return [phrase for one in inside for phrase in phrases(one)]


def marked(text: str, wanted: Sequence[Phrase]) -> list[Piece]:
    """The whole text, with every hit marked."""
    text = unicodedata.normalize("NFC", text)
    return list(_pieces(text, _places(text, wanted), 0, len(text)))


def snippet(text: str, wanted: Sequence[Phrase], around: int = AROUND) -> list[Piece]:
    """The stretch of the text that has most of the phrases in it, and its start where it has none;
    "…" stands for what is left out, a blank for a line break."""
    text = unicodedata.normalize("NFC", text)
    places = _places(text, wanted)
    start = max(0, _densest(places, 2 * around) - around)
    end = min(len(text), max(start + 2 * around, *(e for _, e, _ in places[:1]), 0))
    while places and any(s < end < e for s, e, _ in places):
        end = max(e for s, e, _ in places if s < end < e)  # no hit is cut
    found = [Piece("…")] * bool(start)
    found += _pieces(text, places, start, end)
    found += [Piece("…")] * (end < len(text))
    return [Piece(piece.text.replace("\n", " "), piece.hit) for piece in found]


def _places(text: str, wanted: Sequence[Phrase]) -> list[tuple[int, int, int]]:
    """(start, end, number of the phrase) of the hits in a text, in order."""
    folded, back = fold_places(text)
    found = []
    for number, phrase in enumerate(wanted):
        for match in re.finditer(_pattern(phrase), folded):
            start, end = back[match.start()], back[match.end() - 1] + 1
            found.append((start, end, number))
            if len(found) > _MOST_HITS:
                break
    return sorted(found)


def _densest(places: Sequence[tuple[int, int, int]], width: int) -> int:
    """The start of the first stretch with the most different phrases in it; 0 without a hit."""
    best, most = 0, 0
    for at, (start, _, _) in enumerate(places[:200]):
        near = {number for s, e, number in places[at : at + 50] if e <= start + width}
        if len(near) > most:
            best, most = start, len(near)
    return best


def _pieces(
    text: str, places: Sequence[tuple[int, int, int]], start: int, end: int
) -> Iterator[Piece]:
    at = start
    for hit_start, hit_end, _ in places:
        if hit_start < at or hit_start >= end:
            continue  # inside another hit, or not shown
        if hit_start > at:
            yield Piece(text[at:hit_start])
        yield Piece(text[hit_start:hit_end], hit=True)
        at = hit_end
    if at < end:
        yield Piece(text[at:end])


def _pattern(phrase: Phrase) -> str:
    """What FTS5 compares term by term, as a regular expression over the folded text."""
    parts = [re.escape(run or word) for run, word in phrase.units]
    made = parts[0]
    for (one, other), part in zip(pairwise(phrase.units), parts[1:], strict=True):
        made += (r"[\W_]+" if _same_kind(one, other) else r"[\W_]*") + part
    before = f"(?<!{_WORD})" if phrase.units[0][1] else ""
    behind = f"(?!{_WORD})" if phrase.units[-1][1] and not phrase.prefix else ""
    return before + made + behind


def _same_kind(one: Unit, other: Unit) -> bool:
    return bool(one[0]) == bool(other[0])
