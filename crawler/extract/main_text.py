"""Where the article's text stands, with no rule for any site.

Every line gets a weight: its characters outside links, if it reads like prose.  Weights are
summed into the blocks that hold them in one pass, the parent in full and ancestors less, so
the block of the text wins over the page.  Neighbouring blocks that go on with the text are
taken in.  What lies inside is a range of lines; the reader then cuts furniture off its ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from . import hints
from .boilerplate import Rules
from .dom import Document, Line
from .prose import SHORTEST, weigh
from .tables import data_rows

_SHARE_OF_HINT = {
    hints.HIDDEN: 0.05,
    hints.COMMENTS: 0.1,
    hints.NAVIGATION: 0.3,
    hints.RELATED: 0.3,
    hints.FOOTER: 0.1,
    hints.TOOLS: 0.5,
    hints.CAPTION: 0.3,
}
_FORGIVABLE = hints.NAVIGATION | hints.RELATED | hints.FOOTER | hints.TOOLS | hints.CAPTION
_NEAR_TITLE = 25  # lines under the headline within which the text is expected to begin
_SHARE_OF_ANCESTORS = (1.0, 0.6, 0.3, 0.1)
_MARKED = 1.5  # a line that the publishing system marks as text weighs this much more
_TAKE_IN = 0.2  # an ancestor is better when it adds this share of the text found so far


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `first` to `last` (both included); `weights` one a line of the page."""

    block: int
    first: int
    last: int
    weights: tuple[float, ...]
    prose: int  # characters outside links in lines that read like prose
    rows: dict[int, int] = field(default_factory=dict)  # tables.data_rows

    def weight(self, start: int, stop: int) -> float:
        return sum(self.weights[start:stop])


def find_region(document: Document, title: int | None, lead: str, rules: Rules) -> Region | None:
    """The part of the page that holds its text, or None where nothing reads like prose.

    `title` is the line that is surely the headline, `lead` how the text begins according to
    the page's own description; both may be unknown (None, "").
    """
    raw = weigh(document, rules)
    if not any(raw):
        return None
    _forgive(document, raw)
    weights = [
        weight and weight * _trust(line.hint)
        for weight, line in zip(raw, document.lines, strict=True)
    ]
    clean = [
        w if _trust(n.hint) >= 0.5 else 0.0 for w, n in zip(weights, document.lines, strict=True)
    ]
    _favour(document, weights, title, lead)
    best = _best_block(document, weights)
    best = _take_in(document, clean, best)
    inside = _inside(document, best)
    members = [line.index for line in document.lines if inside[line.block]]
    heavy = [i for i in members if weights[i]]
    prose = sum(document.lines[i].plain for i in heavy)
    first, last = _stretch(document, members, heavy[0], heavy[-1])
    rows = data_rows(document)
    last = _with_table(document, rows, last)
    other = _next_article(document, title) if title is not None else last + 1
    if first < other <= last:
        last = other - 1
    return Region(best, first, last, tuple(raw), prose, rows)


@lru_cache(maxsize=1024)  # of some dozen hints on a page
def _trust(hint: int) -> float:
    trust = _MARKED if hint & hints.BODY_MARK else 1.0
    for bit, share in _SHARE_OF_HINT.items():
        if hint & bit:
            trust *= share
    return trust


def _forgive(document: Document, raw: list[float]) -> None:
    """A furniture name on a block that holds most of the page's prose means nothing."""
    if not any(w and n.hint & _FORGIVABLE for w, n in zip(raw, document.lines, strict=True)):
        return
    sums = _sums(document, raw)
    most = 0.5 * sums[0]
    if not any(sums[i] > most and b.own & _FORGIVABLE for i, b in enumerate(document.blocks)):
        return
    before = [b.hint for b in document.blocks]
    for index, block in enumerate(document.blocks):
        own = block.own & ~_FORGIVABLE if sums[index] > most else block.own
        block.hint = own | (document.blocks[block.parent].hint if index else 0)
    for line in document.lines:
        line.hint = (line.hint & ~before[line.block]) | document.blocks[line.block].hint


def _favour(document: Document, weights: list[float], title: int | None, lead: str) -> None:
    """Text right under the headline, or that begins like the description, weighs more."""
    if title is not None:
        for index in range(min(title, len(weights))):
            weights[index] *= 0.5
        stop = min(title + 1 + _NEAR_TITLE, len(weights))
        near = next((i for i in range(title + 1, stop) if weights[i] >= SHORTEST), None)
        if near is not None:
            weights[near] *= 2.0
        for index in range(_next_article(document, title), len(weights)):
            weights[index] *= 0.2
    if len(lead) >= 12:
        key = lead[:16]
        for line in document.lines:
            if weights[line.index] and key in "".join(line.text.split()):
                weights[line.index] *= 2.5
                break


def _next_article(document: Document, title: int) -> int:
    """The line where a second article is set, with a headline made just like the first."""
    own = document.lines[title]
    if own.heading != 1:
        return len(document.lines)
    for line in document.lines[title + 1 :]:
        if line.heading == 1 and line.text != own.text and _set_alike(document, own, line):
            return line.index
    return len(document.lines)


def _set_alike(document: Document, one: Line, other: Line) -> bool:
    if one.names or other.names:
        return one.names == other.names
    outer, around = (document.blocks[document.blocks[n.block].parent] for n in (one, other))
    return outer.names == around.names != "" and outer is not around


def _best_block(document: Document, weights: list[float]) -> int:
    scores = [0.0] * len(document.blocks)
    containers = document.containers()
    for line, weight in zip(document.lines, weights, strict=True):
        if not weight:
            continue
        block = containers[line.block]
        for share in _SHARE_OF_ANCESTORS:
            scores[block] += share * weight
            if not block:
                break
            block = document.blocks[block].parent
    return max(range(len(scores)), key=lambda b: (scores[b], document.blocks[b].depth))


def _take_in(document: Document, weights: list[float], best: int) -> int:
    """Climb while the parent adds enough text of the same kind close by."""
    sums = _sums(document, weights)
    block = best
    for _ in range(4):
        if not block:
            break
        block = document.blocks[block].parent
        if sums[block] > sums[best] * (1 + _TAKE_IN) and _close(document, weights, best, block):
            best = block
    return best


def _close(document: Document, weights: list[float], inner: int, outer: int) -> bool:
    """Whether the text that `outer` adds stands right beside that of `inner`."""
    inside, around = _inside(document, inner), _inside(document, outer)
    heavy = [line for line in document.lines if weights[line.index] and around[line.block]]
    apart = 0
    previous: Line | None = None
    for line in heavy:
        changed = previous is not None and inside[previous.block] != inside[line.block]
        if changed and previous is not None and line.index - previous.index > 6:
            apart += 1
        previous = line
    return apart == 0


def _sums(document: Document, weights: list[float]) -> list[float]:
    sums = [0.0] * len(document.blocks)
    for line, weight in zip(document.lines, weights, strict=True):
        sums[line.block] += weight
    for block in range(len(sums) - 1, 0, -1):  # children come after their parents
        sums[document.blocks[block].parent] += sums[block]
    return sums


def _inside(document: Document, block: int) -> list[bool]:
    inside = [False] * len(document.blocks)
    inside[block] = True
    for child in range(block + 1, len(inside)):
        inside[child] = inside[document.blocks[child].parent]
    return inside


def _stretch(document: Document, members: list[int], first: int, last: int) -> tuple[int, int]:
    """Take in short lines of the region before and after the prose, up to the first links."""
    before = [i for i in members if i < first]
    for index in reversed(before):
        if not _may_belong(document.lines[index]):
            break
        first = index
    for index in (i for i in members if i > last):
        if not _may_belong(document.lines[index]):
            break
        last = index
    return first, last


def _with_table(document: Document, rows: dict[int, int], last: int) -> int:
    """The last line of the table of figures that follows line `last`, else `last`."""
    following = last + 1
    while following in rows and _may_belong(document.lines[following]):
        following += 1
    return following - 1


def _may_belong(line: Line) -> bool:
    return not line.is_link and not line.hint & (hints.FURNITURE | hints.HIDDEN)
