"""Addresses of the pages of one article: where in them the number of the page stands.

`12345.html` and `12345_2.html` (or `12345-2.html`), `view.php?id=7` and `view.php?id=7&page=2`,
`/a/12345` and `/a/12345/2`.  Addresses alone prove nothing: `20220804_2.html` is another article
than `20220804_1.html`.  What the links say is weighed in ``pagination.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_NUMBERED = re.compile(r"(?P<stem>.+?)[_-](?:p|page_?)?(?P<number>\d{1,3})", re.I)
_LIST_NAME = re.compile(r"(?:(?:index|list|default|node|more|page)[_-]?\d{0,8})?", re.I)
_DAY = re.compile(r"(?:19|20)\d\d[_-]?(?:0[1-9]|1[0-2])[_-]?(?:0[1-9]|[12]\d|3[01])$")
_PAGE_PARAMETERS = frozenset(
    ("page", "p", "pg", "pn", "pageno", "page_no", "pagenum", "pageindex", "currentpage",
     "curpage", "paged", "page_id_no")
)  # fmt: skip
_IDENTIFIER = re.compile(r"\d{3}|[0-9a-f]{8}", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
# What follows a mark in a link to another page: its number, or the word for the whole text.
_PAGE_FOLLOWS = re.compile(
    r"(?:(?:p|page_?)?\d{1,3}|all|full|s|single|show)(?![\w-])", re.IGNORECASE
)
_PARAMETER_FOLLOWS = re.compile(
    rf"[^\s\"'<>]{{0,200}}?(?<![a-z_])(?:{'|'.join(sorted(_PAGE_PARAMETERS))}|all|full|show)=",
    re.IGNORECASE,
)
_MOST_MARKS = 100  # places in a source that are looked at
_FEWEST_DIGITS = 5  # of a name in which a number behind _ is surely no article's own


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of an address.  `key` is equal for all pages of an article."""

    kind: Literal["name", "query", "folder"]
    key: tuple[str, ...]
    number: int | None  # as written; None: the address without a number
    plain: str  # the address without a number
    needle: str  # stands in every link to another page
    mark: tuple[str, ...]  # source of a page that links to its other pages holds one of these
    sure: bool = True  # False: numbers behind this name may be those of articles


def forms(url: str) -> list[Form]:
    """Every way in which the address may hold the number of a page; never raises."""
    try:
        parts = urlsplit(url)
        place = parts.netloc.lower()
    except ValueError:
        return []
    if not place:
        return []
    found: list[Form] = []
    folder, _, file = parts.path.rpartition("/")
    name, dot, ext = file.rpartition(".")
    name, ext = (name, dot + ext) if dot else (file, "")

    def named(stem: str, number: int | None, sure: bool) -> None:
        key = (place, folder, stem, ext, parts.query)
        plain = urlunsplit(parts._replace(path=f"{folder}/{stem}{ext}", fragment=""))
        found.append(Form("name", key, number, plain, stem, (f"{stem}_", f"{stem}-"), sure))

    if name and not _LIST_NAME.fullmatch(name):
        named(name, None, True)
        match = _NUMBERED.fullmatch(name)
        if match and not _LIST_NAME.fullmatch(match["stem"]):
            stem = match["stem"]
            digits = sum(c.isdigit() for c in stem)
            named(stem, int(match["number"]), digits >= _FEWEST_DIGITS and not _DAY.search(stem))
    found += _in_query(url, place, file, name)
    found += _in_folder(url, place)
    return found


def is_marked(source: str, form: Form) -> bool:
    """Whether the source may link to other pages of the article: tells without any pattern over
    the whole of it that most pages do not."""
    follows = _PARAMETER_FOLLOWS if form.kind == "query" else _PAGE_FOLLOWS
    for mark in form.mark:
        at = source.find(mark)
        for _ in range(_MOST_MARKS):
            if at < 0:
                break
            if follows.match(source, at + len(mark)):
                return True
            at = source.find(mark, at + 1)
    return False


def _in_query(url: str, place: str, file: str, name: str) -> list[Form]:
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    others = [(k, v) for k, v in pairs if not (k.lower() in _PAGE_PARAMETERS and _small(v))]
    numbers = [v for k, v in pairs if k.lower() in _PAGE_PARAMETERS and _small(v)]
    known_by = " ".join([name, *(v for _, v in others)])
    if len(numbers) > 1 or _LIST_NAME.fullmatch(name) or not _IDENTIFIER.search(known_by):
        return []
    query = urlencode(others)
    plain = urlunsplit(parts._replace(query=query, fragment=""))
    key = (place, parts.path, *sorted(f"{k}={v}" for k, v in others))
    marks = (f"{file}?", '="?', "='?", "=?") if pairs else (f"{file}?",)
    return [Form("query", key, int(numbers[0]) if numbers else None, plain, "?", marks)]


def _in_folder(url: str, place: str) -> list[Form]:
    parts = urlsplit(url)
    segments = parts.path.rstrip("/").split("/")
    found = []
    for rest, number in ((segments, None), (segments[:-1], segments[-1])):
        if number is not None and not _small(number):
            continue
        if number is not None and rest[-1:] == ["page"]:
            rest = rest[:-1]
        last = rest[-1] if rest else ""
        slug = "-" in last or "%" in last
        if len(last) < 4 or _YEAR.fullmatch(last) or not (slug or _IDENTIFIER.search(last)):
            continue
        path = "/".join(rest)
        plain = urlunsplit(parts._replace(path=path, fragment=""))
        key = (place, path, parts.query)
        digits = int(number) if number is not None else None
        found.append(Form("folder", key, digits, plain, last, (f"{last}/",), number is None))
    return found


def _small(text: str) -> bool:
    return 0 < len(text) <= 3 and text.isascii() and text.isdigit()
