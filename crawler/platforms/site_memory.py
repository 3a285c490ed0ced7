"""What a site's shapes of addresses have turned out to be, while it is crawled."""

from __future__ import annotations

from dataclasses import dataclass

from archive.identity import url_key
from crawler.platforms.shapes import shape

# So many pages of a shape are read before it is given up as fruitless.
_TRIAL = 8
# A shape whose pages used to lead to articles is given up after so many that did not.
_PATIENCE = 25
# Verdicts that say nothing about a shape: the next answer may be another.
_PASSING = ("", "error", "refused", "challenge", "redirect", "elsewhere", "part")


@dataclass(slots=True)
class Tally:
    """Counts of one shape."""

    fetched: int = 0
    articles: int = 0
    bore: bool = False  # a page of it has led to articles
    barren: int = 0  # pages since the last one that led to articles


def shape_of(url: str) -> str:
    """The shape of an address without what does not count (tracking, index pages)."""
    try:
        return shape("//" + url_key(url))
    except ValueError:
        return shape(url)


class Memory:
    """Per-shape counts and the addresses already met."""

    def __init__(self) -> None:
        self._tallies: dict[str, Tally] = {}
        self._met: set[str] = set()

    def note(self, url: str, verdict: str) -> None:
        """An address was read with this verdict."""
        self.meet(url)
        if verdict in _PASSING:
            return
        tally = self.tally(shape_of(url))
        tally.fetched += 1
        if verdict == "article":
            tally.articles += 1
        elif verdict == "list" and not tally.bore and tally.fetched > _TRIAL:
            tally.bore = True  # told again after a restart: it was still worth reading then
        tally.barren += 1

    def bears(self, key: str) -> None:
        """A page of this shape has led to articles not met before."""
        tally = self.tally(key)
        tally.bore, tally.barren = True, 0

    def meet(self, url: str) -> bool:
        """Remember the address; True when it was not met before."""
        try:
            key = url_key(url)
        except ValueError:
            return False
        new = key not in self._met
        self._met.add(key)
        return new

    def tally(self, key: str) -> Tally:
        """The counts of a shape, created on first use."""
        return self._tallies.setdefault(key, Tally())

    def holds_articles(self, key: str) -> bool:
        """True for a shape that has turned out to be that of articles, at least in part."""
        tally = self._tallies.get(key)
        return bool(tally and tally.articles * 3 >= tally.fetched and tally.articles)

    def worth_asking(self, key: str) -> bool:
        """False for a shape that was tried often enough and led to no article."""
        tally = self._tallies.get(key)
        if tally is None or tally.fetched < _TRIAL or tally.articles:
            return True
        return tally.bore and tally.barren < _PATIENCE

    def leads_to_articles(self, key: str) -> bool:
        """True for shapes of articles and of the lists that lead to them."""
        tally = self._tallies.get(key)
        return bool(tally and (tally.articles or tally.bore)) and self.worth_asking(key)
