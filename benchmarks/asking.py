"""What readers ask of an archive, by the functions that answer them in the reading room and on
the command line; without the templates.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence

from archive import stats
from archive.reading import find_article
from archive.search import Search
from archive.store import Archive
from archive.web.article import article
from archive.web.asking import Asking
from archive.web.home import home
from archive.web.issue import issue
from archive.web.paths import Paths
from archive.web.search_page import search_page
from archive.web.title import title
from archive.web.year import year
from benchmarks import invented

Work = Callable[[], object]
_Page = Callable[[Archive, Asking], object]
_COMMON = range(20, 60)  # ranks of words: of 20,000
_RARE = range(15_000, 20_000)
_LONGEST = 90.0  # seconds for one question, however often it was to be asked
_LEAST = 5  # times at least


def questions(archive: Archive, asks: int, seed: int = 5) -> dict[str, list[Work]]:
    """Name → so many calls, each of something else."""
    chance = random.Random(seed)
    room = invented.Newsroom()
    ids = [chance.randint(1, _last(archive)) for _ in range(asks)]
    rows = [archive.query("SELECT * FROM articles WHERE id = ?", one)[0] for one in ids]
    pairs = [_piece(row["body"], 2, chance) for row in rows]
    phrases = [_piece(row["body"], 6, chance) for row in rows]
    common = [room.word(chance.choice(_COMMON)) for _ in ids]
    rare = [room.word(chance.choice(_RARE)) for _ in ids]
    own = [{"paper": f"paper_{row['title_id']}", "date": row["published"]} for row in rows]
    none: list[dict[str, str]] = [{}] * asks
    alone = [""] * asks

    def pages(words: Sequence[str], filters: Sequence[Mapping[str, str]] = none) -> list[Work]:
        return [
            lambda query={"q": word, **more}: search_page(archive, Asking(Paths(), query=query))
            for word, more in zip(words, filters, strict=True)
        ]

    def hits(words: Sequence[str], *, newest: bool) -> list[Work]:
        return [
            lambda word=word: Search(archive.connection, word).hits(newest=newest)
            for word in words
        ]

    def given(page: _Page, name: str, of: Sequence[object]) -> list[Work]:
        return [
            lambda one=one: page(archive, Asking(Paths(), given={name: str(one)})) for one in of
        ]

    names = [one["paper"] for one in own]
    return {
        "2 characters of a text, best": hits(pairs, newest=False),
        "2 characters of a text, newest": hits(pairs, newest=True),
        "6 characters of a text, best": hits(phrases, newest=False),
        "common word, best": hits(common, newest=False),
        "common word, newest": hits(common, newest=True),
        "rare word, best": hits(rare, newest=False),
        "search page, 2 characters": pages(pairs),
        "search page, common word": pages(common),
        "search page, rare word": pages(rare),
        "search page, title and day": pages(alone, own),
        "search page, word, title, day": pages(pairs, own),
        "article page": given(article, "id", ids),
        "issue page": given(issue, "id", [row["issue_id"] for row in rows]),
        "title page": given(title, "name", names),
        "calendar of a year": given(year, "name", names),
        "home page": given(home, "name", alone),
        "show URL": [lambda url=row["url"]: find_article(archive, url) for row in rows],
        "stats": [lambda: stats.titles(archive)] * asks,
    }


def timed(works: Sequence[Work]) -> list[float]:
    """Milliseconds of each, as many as fit into a minute and a half."""
    taken: list[float] = []
    while len(taken) < len(works) and (len(taken) < _LEAST or sum(taken) < _LONGEST * 1000):
        start = time.perf_counter()
        works[len(taken)]()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def _last(archive: Archive) -> int:
    return int(archive.query("SELECT max(id) AS last FROM articles")[0]["last"])


def _piece(body: str, size: int, chance: random.Random) -> str:
    """So many characters that stand side by side in a text."""
    while True:
        at = chance.randrange(len(body) - size)
        piece = body[at : at + size]
        if all("\u4e00" <= c <= "\u9fff" for c in piece):
            return piece
