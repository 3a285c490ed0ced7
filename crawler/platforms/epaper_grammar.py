"""The address grammar of an e-paper (数字报): what its addresses say of issue, page and article.

A platform file gives two patterns over the path of an address, with the groups

    base   what stands before the date: it tells the papers of one host apart
    y m d  the day of the issue
    label  of the page (版), where the address has it; optional

and gets back a function from an address to its `Address`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urljoin, urlsplit, urlunsplit

# A page label as addresses write it: 01, A01, B2, GA01, 0607, 01B, WBA01.
LABEL = r"[A-Za-z]{0,5}\d{1,5}[A-Za-z]?"
_TOKENS = {"{YYYY}": "%Y", "{MM}": "%m", "{DD}": "%d"}


@dataclass(frozen=True, slots=True)
class Address:
    """One address of an issue, taken apart."""

    url: str  # without query: on these static addresses it means nothing (?div=-1, ?v=1)
    paper: str  # path before the date, lower case: the same for everything of one paper
    day: date
    kind: str  # page or article
    label: str = ""  # of the page, where the address has it

    @property
    def root(self) -> tuple[str, date]:
        """What all pages and articles of one issue share.

        Not the host: some papers keep pages and articles on two.  Lower case, because some
        servers serve one tree under /XXCBA/ and /xxcba/.
        """
        return self.paper, self.day


Reader = Callable[[str], Address | None]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One generation of one vendor's addresses."""

    name: str
    read: Reader
    # Where the days of a month are listed, from the address of a page's day folder; "" for none.
    calendar: str = ""
    # File in the folder of an issue that leads to its first page, where that has no fixed name.
    index: str = ""


def reader(
    page: re.Pattern[str],
    article: re.Pattern[str],
    paper_of: Callable[[str], str] = lambda base: base,
) -> Reader:
    """The function that reads addresses of these two patterns (matched against the whole path);
    `paper_of` says which part of `base` names the paper."""

    def read(url: str) -> Address | None:
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        for kind, pattern in (("page", page), ("article", article)):
            match = pattern.fullmatch(parts.path)
            if match is None:
                continue
            groups = match.groupdict()
            try:
                day = date(int(groups["y"]), int(groups["m"]), int(groups["d"]))
            except ValueError:
                return None
            plain = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
            paper = paper_of(groups["base"]).lower()
            return Address(plain, paper, day, kind, groups.get("label") or "")
        return None

    return read


def template_of(address: Address) -> str:
    """The address with {YYYY}, {MM} and {DD} for its date, which gives that of other days; empty
    where the date does not stand in it in full."""
    parts = urlsplit(address.url)
    y, m, d = (address.day.strftime(code) for code in ("%Y", "%m", "%d"))
    for date_form, tokens in (
        (f"{y}{m}/{d}", "{YYYY}{MM}/{DD}"),
        (f"{y}-{m}/{d}", "{YYYY}-{MM}/{DD}"),
        (f"{y}-{m}-{d}", "{YYYY}-{MM}-{DD}"),
        (f"{y}/{m}/{d}", "{YYYY}/{MM}/{DD}"),
        (f"{y}{m}{d}", "{YYYY}{MM}{DD}"),
    ):
        if date_form in parts.path:
            path = parts.path.replace(date_form, tokens).replace(f"/{y}/", "/{YYYY}/")
            return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return ""


def front_template(front: Address, index: str) -> str:
    """The template of an issue's front page, or, where that has no fixed name, of `index` in its
    folder (see Grammar)."""
    return template_of(replace(front, url=urljoin(front.url, index)) if index else front)


def newest_of(addresses: Sequence[Address]) -> Address | None:
    """The front page of the newest issue among the addresses of one document; None without a
    page.

    Of several papers the one with the most addresses is meant: a menu links each sister once.
    """
    counts = Counter(address.paper for address in dict.fromkeys(addresses))
    pages = [address for address in addresses if address.kind == "page"]
    most = max((counts[page.paper] for page in pages), default=0)
    own = [page for page in pages if counts[page.paper] == most]
    return max(own, key=lambda address: address.day, default=None)  # the first of that day


def filled(template: str, day: date) -> str:
    """The template's address of a day."""
    for token, code in _TOKENS.items():
        template = template.replace(token, day.strftime(code))
    return template


def calendar_of(template: str, name: str) -> str:
    """The address of a month's calendar: file `name` in the folder of the template's month; empty
    where the template has no such folder."""
    month, found, _ = template.partition("{MM}/")
    return f"{month}{{MM}}/{name}" if found and name and "{DD}" not in month else ""
