"""Who reprints whom: titles that printed a text first on the left, those that took it over on the
right, bands between them as broad as there are texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.store import Archive
from archive.web import charts_svg as svg

_MOST_TITLES = 12  # on each side
_LABEL, _NODE, _BAND, _TOP = 190, 12, 420, 84  # pixels
_RIGHT = _LABEL + _NODE + _BAND
_FULL, _GAP, _LEAST = 420.0, 12.0, 2.0  # height of all texts; between titles; of a band
_MOST_OF_ONE = 24  # of one text, where there are few
_OTHERS = "\0"  # the titles that share a place; no publication is called so


@dataclass(frozen=True, slots=True)
class Flow:
    """How many texts that `first` printed first `reprinted` has printed, too."""

    first: str
    reprinted: str
    texts: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says; {} are filled in."""

    title: str
    first: str
    reprinted: str
    texts: str  # {count}
    others: str  # {count}: titles that share a place
    empty: str
    head: tuple[str, str, str]  # of the table


ZH = Words(
    "谁转载谁", "首发", "转载", "{count:,} 篇", "其余 {count} 种", "没有转载",
    ("首发", "转载", "篇数"),
)  # fmt: skip
EN = Words(
    "Who reprints whom", "Printed first by", "Reprinted by", "texts: {count:,}",
    "{count} other titles", "No reprints", ("First printed by", "Reprinted by", "Texts"),
)  # fmt: skip

_FLOWS = """
SELECT u.publication AS first, t.publication AS reprinted, count(*) AS texts
FROM articles a JOIN articles o ON o.id = a.reprint_of
JOIN titles t ON t.id = a.title_id JOIN titles u ON u.id = o.title_id
WHERE a.family_id IS NOT NULL AND a.title_id != o.title_id
GROUP BY o.title_id, a.title_id ORDER BY texts DESC, first, reprinted
"""


def flows(archive: Archive) -> list[Flow]:
    """All pairs of titles, the busiest first."""
    return [Flow(**row) for row in archive.query(_FLOWS)]


def flow_svg(rows: Sequence[Flow], words: Words) -> str:
    """The picture.  More than 12 titles on a side: the smallest share the last place."""
    texts, rest = _folded(rows)
    if not texts:
        return svg.empty_picture("chart-flow", words.title, words.empty)
    scale = min(_FULL / texts.total(), _MOST_OF_ONE)
    heights = {pair: max(_LEAST, count * scale) for pair, count in texts.items()}
    sides = [_Side(texts, heights, at, words.others.format(count=rest[at])) for at in (0, 1)]
    left, right = sides
    colours = {name: svg.PALETTE[n % len(svg.PALETTE)] for n, name in enumerate(left.begins)}
    colours[_OTHERS] = svg.QUIET
    # In the order of the other side, so that few bands cross.
    by_right = sorted(heights, key=lambda one: right.begins[one[1]])
    by_left = sorted(heights, key=lambda one: left.begins[one[0]])
    starts = {pair: left.take(pair[0], heights[pair]) for pair in by_right}
    ends = {pair: right.take(pair[1], heights[pair]) for pair in by_left}
    bands = []
    for pair in sorted(heights, key=lambda one: (-texts[one], one)):  # the thin ones on top
        told = f"{left.name(pair[0])} → {right.name(pair[1])} · "
        told += words.texts.format(count=texts[pair])
        bands.append(_band(starts[pair], ends[pair], heights[pair], colours[pair[0]], told))
    parts = (*_heads(words), *bands, *left.drawn(words, colours), *right.drawn(words, {}))
    width = 2 * (_LABEL + _NODE) + _BAND
    return svg.picture("chart-flow", words.title, width, max(left.foot, right.foot) + 20, parts)


def flow_table(rows: Sequence[Flow], words: Words) -> svg.Table:
    """The same numbers for a table; every pair of titles has its own row."""
    found = sorted(_pairs(rows).items(), key=lambda one: (-one[1], one[0]))
    return svg.Table(
        words.head, tuple((svg.plain(a), svg.plain(b), count) for (a, b), count in found)
    )


def _pairs(rows: Sequence[Flow]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.texts > 0 and row.first != row.reprinted:
            found[row.first, row.reprinted] += row.texts
    return found


def _folded(rows: Sequence[Flow]) -> tuple[Counter[tuple[str, str]], tuple[int, int]]:
    """The texts by pair, with the smallest titles of each side put together, and how many titles
    these are."""
    found = _pairs(rows)
    shown, rest = [], []
    for side in (0, 1):
        counted: Counter[str] = Counter()
        for pair, count in found.items():
            counted[pair[side]] += count
        order = [name for name, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
        own, others = svg.first_and_rest(order, _MOST_TITLES)
        shown.append(set(own))
        rest.append(len(others))
    folded: Counter[tuple[str, str]] = Counter()
    for (first, reprinted), count in found.items():
        left = first if first in shown[0] else _OTHERS
        folded[left, reprinted if reprinted in shown[1] else _OTHERS] += count
    return folded, (rest[0], rest[1])


class _Side:
    """The titles of one side from above, the largest first, and where their bands begin."""

    def __init__(
        self,
        texts: Counter[tuple[str, str]],
        heights: dict[tuple[str, str], float],
        at: int,
        others: str,
    ) -> None:
        self._others, self._at_left = others, at == 0
        self.texts: Counter[str] = Counter()
        for pair, count in texts.items():
            self.texts[pair[at]] += count
        order = sorted(self.texts, key=lambda one: (one == _OTHERS, -self.texts[one], one))
        self._heights = dict.fromkeys(order, 0.0)
        for pair, height in heights.items():
            self._heights[pair[at]] += height
        self.begins: dict[str, float] = {}
        y = float(_TOP)
        for name, height in self._heights.items():
            self.begins[name] = y
            y += max(height, 8.0) + _GAP  # room for the name
        self.foot = y - _GAP
        self._free = dict(self.begins)

    def name(self, title: str) -> str:
        """What is printed for it."""
        return self._others if title == _OTHERS else title

    def take(self, title: str, height: float) -> float:
        """Where the next band of the title begins."""
        self._free[title] += height
        return self._free[title] - height

    def drawn(self, words: Words, colours: dict[str, str]) -> Iterator[str]:
        """A bar for each title, with its name and number beside it, away from the bands."""
        x, place, more = _RIGHT, _RIGHT + _NODE + 8, ""
        if self._at_left:
            x, place, more = _LABEL, _LABEL - 8, ' text-anchor="end"'
        for title, y in self.begins.items():
            height = self._heights[title]
            told = f"{self.name(title)} · {words.texts.format(count=self.texts[title])}"
            yield svg.rect(x, y, _NODE, height, colours.get(title, svg.QUIET), told)
            count = f"{self.texts[title]:,}"
            label = svg.fitted(self.name(title), _LABEL - 40 - svg.width_of(count, 12), 12)
            yield svg.text(place, y + max(height, 8.0) / 2 + 4, f"{label} {count}", more=more)


def _heads(words: Words) -> Iterator[str]:
    quiet = f' fill="{svg.QUIET}"'
    yield svg.text(_LABEL - 8, _TOP - 18, words.first, more=f' text-anchor="end"{quiet}')
    yield svg.text(_RIGHT + _NODE + 8, _TOP - 18, words.reprinted, more=quiet)


def _band(start: float, end: float, height: float, colour: str, told: str) -> str:
    n, x, middle = svg.number, _LABEL + _NODE, _LABEL + _NODE + _BAND / 2
    path = (
        f"M{x} {n(start)}C{n(middle)} {n(start)} {n(middle)} {n(end)} {_RIGHT} {n(end)}"
        f"V{n(end + height)}C{n(middle)} {n(end + height)} {n(middle)} {n(start + height)}"
        f" {x} {n(start + height)}Z"
    )
    return (
        f'<path d="{path}" fill="{colour}" fill-opacity="0.42"><title>{svg.safe(told)}</title>'
        "</path>"
    )
