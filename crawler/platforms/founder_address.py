"""The address grammar of Founder (方正) e-papers: classic and nbs/nw generation.

    classic  <prefix>/html/2022-02/12/node_219.htm               a page (版)
             <prefix>/html/2022-02/12/content_547409.htm         an article
             <prefix>/html/2022-02/12/content_219_547409.htm     an article, with its node
    nbs/nw   <prefix>/html/2022-08/04/nbs.D110000renmrb_01.htm   a page
             <prefix>/html/2022-08/04/nw.D110000renmrb_20220804_2-01.htm   article 2 of page 01

Source: spiders of 214 (classic) and 8 (nbs) newspapers, 2022–2023, and saved pages of 2017 and
2022.  A query (`?div=-1`, `?v=1`) on these static addresses means nothing and is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit, urlunsplit

_DAY = re.compile(r"(?P<root>.*/(?P<year>\d{4})-(?P<month>\d{1,2})/(?P<day>\d{1,2})/)(?P<rest>.*)")
_PAGE = re.compile(
    r"(?:[^/]+/)?(?:node(?:_\w+)?|nbs\.[A-Za-z0-9]+_(?P<label>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?))"
    r"\.s?html?",
    re.I,
)
_ARTICLE = re.compile(
    r"(?:[^/]+/)?(?:content_\w+"
    r"|nw\.[A-Za-z0-9]+_(?P<date>\d{8})_(?P<order>\d+)-(?P<label>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?))"
    r"\.s?html?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of an issue, taken apart."""

    url: str  # without query
    root: str  # host and path of the issue, lower case: the same for all its pages and articles
    day: date
    kind: str  # page or article
    generation: str  # classic or nbs
    label: str = ""  # of the page, where the address has it (nbs/nw)


def read_address(url: str) -> Address | None:
    """The parts of a page's or article's address; None when it is neither."""
    parts = urlsplit(url)
    match = _DAY.fullmatch(parts.path)
    if not match:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    # Some servers serve one tree under /XXCBA/ and /xxcba/, with http and https.
    root = (parts.netloc + match["root"]).lower()
    plain = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    for kind, grammar in (("page", _PAGE), ("article", _ARTICLE)):
        if found := grammar.fullmatch(match["rest"]):
            label = found.groupdict().get("label") or ""
            return Address(plain, root, day, kind, "nbs" if label else "classic", label)
    return None
