"""The search page: hits with their words marked, what narrows them down, ways to keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive import search_counts
from archive.search import Hit, Search
from archive.search_counts import Count
from archive.search_query import QueryError
from archive.store import Archive
from archive.web.asking import Asking, Leaf
from archive.web.downloads import LABELS, SEARCH_FORMATS
from archive.web.wanted import Wanted, wanted
from archive.web.words_search import WAYS

PAGE_SIZE = 20
_MOST_SHOWN = 12  # titles to narrow by
_MOST_COUNTED = 100_000  # hits: counting those of a hundred titles takes too long then


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the hits can be narrowed by; `chosen` when they are, and `path` undoes it."""

    label: str
    count: int
    path: str
    chosen: bool


def search_page(archive: Archive, asked: Asking) -> dict[str, Any]:
    """What is found; without a query the form alone, with the ways to write one."""
    want = wanted(asked)
    values: dict[str, Any] = {
        "want": want,
        "leaf": None,
        "count": 0,
        "problem": "",
        "choices": {},
        "orders": [],
        "formats": [],
        "feed": "",
        "labels": LABELS,
        "ways": [(way[0], way[1 if asked.language == "zh" else 2]) for way in WAYS],
    }
    if want.empty:
        return values
    try:
        search = want.search(archive)
    except QueryError as error:
        return values | {"problem": str(error), "status": 400}
    base = asked.to.search
    leaf = page_of(search, want, asked)
    return values | {
        "count": search.count,
        "leaf": leaf,
        "choices": _choices(search, want, base),
        "orders": [(order, want.ordered(order).path(base)) for order in ("best", "newest")],
        "formats": [(name, want.path(f"{base}.{name}")) for name in SEARCH_FORMATS],
        "feed": want.ordered("newest").path(f"{base}.atom"),
    }


def page_of(search: Search, want: Wanted, asked: Asking) -> Leaf:
    """The hits of the page that is asked for."""
    number = asked.page
    offset = (number - 1) * PAGE_SIZE
    hits: Sequence[Hit] = search.hits(PAGE_SIZE, offset, newest=want.newest)
    base = asked.to.search
    return Leaf(
        [{"hit": hit} for hit in hits],
        number,
        want.path(base, number - 1) if number > 1 else "",
        want.path(base, number + 1) if search.count > offset + PAGE_SIZE else "",
    )


def _choices(search: Search, want: Wanted, base: str) -> dict[str, list[Choice]]:
    if not 0 < search.count <= _MOST_COUNTED:
        return {}
    found = {
        "paper": search_counts.titles(search)[:_MOST_SHOWN],
        "date": search_counts.years(search),
        "status": search_counts.states(search),
    }
    return {
        name: [_choice(want, base, name, count) for count in counts]
        for name, counts in found.items()
        if len(counts) > 1 or want.filters.get(name)
    }


def _choice(want: Wanted, base: str, name: str, count: Count) -> Choice:
    chosen = want.filters.get(name) == count.value
    path = want.narrowed(name, "" if chosen else count.value).path(base)
    return Choice(count.label, count.count, path, chosen)
