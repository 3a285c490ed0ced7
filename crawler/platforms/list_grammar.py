"""What a list platform says of its addresses, and what was read off one of its lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lxml import html

from crawler.platforms import pager
from crawler.platforms.links import Link, bare_host

_LONGEST = 500  # characters of a path


@dataclass(frozen=True, slots=True)
class Row:
    """An article on a list: its day (YYYY-MM-DD; empty: not known) and what the list calls it."""

    url: str
    day: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Further:
    """Another page of a list, `number` from 1.  `instead`: where it is if `url` has none."""

    url: str
    number: int
    instead: str = ""
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds.  `lists` are other lists that it links, `sources` documents that
    hold its entries (JSON, feeds), `onward` where a stub page sends its reader."""

    rows: tuple[Row, ...] = ()
    pages: tuple[Further, ...] = ()
    lists: tuple[str, ...] = ()
    sources: tuple[Further, ...] = ()
    onward: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The addresses of one platform, as patterns of their paths.

    Each of `article` has the groups `y`, `m` and, where the address states it, `d`; `listing` has
    `stem`, what the pages of one list have in common, and `page`.  `further` finds the other
    pages of a list, `sources` its documents without HTML, which `rows` reads.
    """

    article: tuple[re.Pattern[str], ...]
    listing: re.Pattern[str]
    further: Callable[[Grammar, PageOfList], tuple[Further, ...]]
    sources: Callable[[str, str], tuple[str, ...]] | None = None  # (source, address) → addresses
    rows: Callable[[Any, str], list[Row]] | None = None  # (JSON value, address) → rows
    plain_http: str = ""  # domain whose hosts have no certificates of their own


@dataclass(frozen=True, slots=True)
class PageOfList:
    """One HTML page of a list, for `Grammar.further`."""

    tree: html.HtmlElement
    url: str
    links: Sequence[Link]
    context: Mapping[str, str]


def day_of(grammar: Grammar, url: str) -> str | None:
    """The day that an article's address states, YYYY-MM-DD; empty for one that states less, None
    for an address that is no article's."""
    path = _path(url)
    match = next((m for pattern in grammar.article if (m := pattern.fullmatch(path))), None)
    if match is None:
        return None
    parts = match.groupdict()
    try:
        day = date(int(parts["y"]), int(parts["m"]), int(parts.get("d") or 1))
    except ValueError:
        return None
    if not 1990 <= day.year < 2100:
        return None
    return day.isoformat() if parts.get("d") else ""


def place_of(grammar: Grammar, url: str) -> tuple[str, int] | None:
    """(what all pages of the list have in common, number in the address, 0 for none); None for
    an address that is no list's."""
    match = grammar.listing.fullmatch(_path(url))
    if match is None or day_of(grammar, url) is not None:
        return None
    return bare_host(url) + match["stem"], int(match["page"] or 0)


def static(grammar: Grammar, url: str) -> str:
    """The address as it is asked: no query, which says nothing where pages are files, and http
    on the hosts whose certificates do not match."""
    parts = urlsplit(url)
    domain = grammar.plain_http
    host = parts.hostname or ""
    plain = bool(domain) and (host == domain or host.endswith("." + domain))
    return urlunsplit(("http" if plain else parts.scheme, parts.netloc, parts.path or "/", "", ""))


def linked_pages(grammar: Grammar, page: PageOfList) -> tuple[Further, ...]:
    """The pages behind this one that its pager links, where page 2 has a 2 in its address."""
    here = place_of(grammar, page.url)
    if here is None:
        return ()
    found: dict[int, str] = {}
    for url in pager.further_pages(page.tree, page.url, page.links):
        other = place_of(grammar, url)
        if other and other[0] == here[0] and other[1] > max(here[1], 1):
            found.setdefault(other[1], static(grammar, url))
    return tuple(Further(found[number], number) for number in sorted(found))


def _path(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:  # [ in the host
        return ""
    return (path or "/") if len(path) <= _LONGEST else ""
