"""How an article goes over several pages: which of them this is, and where the others are.

Two things must agree: the address of the other page differs from that of this one only by a
page number (``page_address.py``), and its link has the words of a pager (``page_links.py``) or a
script of the publishing system counts the pages.  下一页 alone may be the next article.

Sites count behind the name from 1 (`a.html`, `a_2.html`) or from 0 (`a.html`, `a_1.html`, as TRS
does); which of the two is read off the words of the links, never assumed.

TRS WCM pages call `createPageHTML(count, this page from 0, "name", "html")`, or set `countPage`
and `currentPage`; a variant with the id of an element first counts from 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from archive.records import PageLink, Pagination

from .dom import Document
from .page_address import Form, forms, is_marked
from .page_links import PageTurn, page_turns, without_comments

MOST_PAGES = 60  # of one article; what has more is a list

# Groups: id of an element (variant that counts from 1), count, this page, name, extension.
CREATE_PAGE = re.compile(
    r"""create\w{0,20}PageHTML\w{0,20}\(\s*(?P<id>["'][\w-]{1,40}["']\s*,\s*)?"""
    r"""["']?(?P<count>\d{1,6})["']?\s*,\s*["']?(?P<now>\d{1,6})["']?\s*,"""
    r"""\s*["'](?P<base>[\w.-]{1,100})["']\s*,\s*["'](?P<ext>\w{1,8})["']""",
    re.I,
)
_COUNT_PAGE = re.compile(r"\bcountPage\s*=\s*(\d{1,3})\b")
_CURRENT_PAGE = re.compile(r"\bcurrentPage\s*=\s*(\d{1,3})\b")
_TAG = re.compile(r"<[^<>]*>")
_TOTAL = re.compile(r"(?<![\u4e00-\u9fff\d])[共总總]\s?(\d{1,2})\s?[页頁]")
_OF = re.compile(
    r"(?<![\d/.\u4e00-\u9fff])第?\s?(\d{1,2})\s?[页頁]?\s?[/／]\s?[共总總]?\s?(\d{1,2})\s?"
    r"(?:[页頁]|(?![\d/.\u4e00-\u9fff]))"
)
_WHOLE = ("all", "full", "s", "single", "show")  # behind the name of a page with the whole text
_MOST_TURNS = 300  # links with the words of a pager that are looked at
_AROUND = 400  # characters of source around a link in which a printed number of pages counts


@dataclass(frozen=True, slots=True)
class _Turn:
    """A link to another page of this article."""

    turn: PageTurn
    number: int | None  # as it stands in the address

    @property
    def rule(self) -> str:
        return f"link {self.turn.words}"


def read_pagination(source: str, url: str, document: Document | None = None) -> Pagination | None:
    """What the page at `url` says of the article's other pages; None when it is the only one,
    or when that is not sure.  `document`: the page as it was walked, if it was: most pages are
    then known to be the only one from their links alone."""
    here = forms(url)
    alone = document is not None and not document.turns
    places = "\n".join(document.links) if document and alone else source
    script = not alone and ("PageHTML" in source or "countPage" in source)
    if not script and not any(is_marked(places, form) for form in here):
        return None
    shown = without_comments(source)
    if script:
        for form in here:
            if found := _scripted(shown, url, form):
                return found
    needles = tuple({form.needle for form in here})
    turns = list(islice(page_turns(shown, url, needles), _MOST_TURNS))
    readings = [(form, _related(turns, form)) for form in here]
    readings.sort(key=lambda reading: len(reading[1]), reverse=True)
    for form, related in readings:
        if related and (found := _read(shown, url, form, related)):
            return found
    return None


def _related(turns: Sequence[PageTurn], form: Form) -> list[_Turn]:
    related = []
    for turn in turns:
        for other in forms(turn.url):
            if other.kind == form.kind and other.key == form.key:
                related.append(_Turn(turn, other.number))
                break
        else:
            if turn.role in ("full", "rest") and _is_whole(turn.url, form):
                related.append(_Turn(turn, None))
    return related


def _is_whole(url: str, form: Form) -> bool:
    """`12345_all.html`, `12345_s.html`, `view.php?id=7&all=1`: this article, and no number."""
    if form.kind == "query":
        others = [other for other in forms(url) if other.kind == "query"]
        return any(set(form.key) < set(other.key) for other in others)
    stem, dot, ext = form.plain.rpartition(".")
    if form.kind == "folder" or not dot:
        stem, ext = form.plain, ""
    return any(url == f"{stem}{sign}{word}{dot}{ext}" for sign in "_-/" for word in _WHOLE)


def _read(source: str, url: str, form: Form, related: list[_Turn]) -> Pagination | None:
    full = next((t for t in related if t.turn.role == "full" and t.turn.url != url), None)
    onward = [t for t in related if t.turn.role in ("next", "rest") and _follows(t, form)]
    rest = [t for t in related if t.turn.role == "rest" and t not in onward]
    full = full or (rest[0] if rest else None)
    other = [t for t in related if t.turn.role in ("number", "previous", "first", "last")]
    pages = [t for t in onward + other if not full or t.turn.url != full.turn.url]
    evidence = [t for t in pages if t.turn.role not in ("first", "last")]
    counted = [t for t in evidence if t.turn.number is not None]
    if not evidence and not full:
        return None
    if not form.sure and (not counted or len(evidence) < 2):
        return None
    offsets = _offsets(form, evidence)
    if not offsets:
        return None
    printed = _printed(source, related)
    number = _number(form, pages, offsets, printed)
    if number is None:
        return Pagination(None, next=onward[0].turn.url) if onward else None
    if form.number is not None:
        offsets = {number - form.number}
    return _numbered(url, form, pages, full, number, max(offsets), printed)


def _follows(turn: _Turn, form: Form) -> bool:
    if form.number is None:
        return turn.number in (1, 2)
    return turn.number == form.number + 1


def _offsets(form: Form, evidence: Sequence[_Turn]) -> set[int]:
    """What may be added to the number in an address to give that of the page; empty where the
    links contradict each other."""
    offsets = {0, 1}
    if form.number == 0 or any(t.number == 0 for t in evidence):
        offsets = {1}
    for t in evidence:
        if t.turn.number is not None and t.number is None and t.turn.number != 1:
            return set()
        if t.turn.number is not None and t.number is not None:
            offsets &= {t.turn.number - t.number}
        if t.turn.role in ("next", "rest") and form.number is None and t.number is not None:
            offsets &= {2 - t.number}
        if t.turn.role == "previous" and t.number is None and form.number in (1, 2):
            offsets &= {2 - form.number}
    return offsets


def _number(
    form: Form, pages: Sequence[_Turn], offsets: set[int], printed: tuple[int, int] | None
) -> int | None:
    """The number of this page, from 1; None where both ways of counting are possible."""
    if form.number is None:
        return 1
    if len(offsets) == 1:
        return form.number + min(offsets)
    if printed and printed[0] - form.number in offsets:
        return printed[0]
    before = any(t.turn.role in ("previous", "first") or t.number is None for t in pages)
    return 1 if form.number == 1 and not before else None


def _numbered(
    url: str,
    form: Form,
    pages: Sequence[_Turn],
    full: _Turn | None,
    number: int,
    offset: int,
    printed: tuple[int, int] | None,
) -> Pagination | None:
    known: dict[int, PageLink] = {}
    for t in sorted(pages, key=lambda t: t.number is not None):
        page = 1 if t.number is None else t.number + offset
        if page != number:
            known.setdefault(page, PageLink(page, t.turn.url, t.rule))
    if known and (min(known) < 1 or max(known) > MOST_PAGES):
        return None
    if not known and not full:
        return None
    total = printed[1] if printed and printed[0] in (0, number) else 0
    last = [t.number + offset for t in pages if t.turn.role == "last" and t.number is not None]
    total = max([total, *last])
    # Where a parameter counts, the address without it is page 1, too.
    first = known[1].url if 1 in known and form.kind != "query" else form.plain
    if number == 1:
        first = url
    return Pagination(
        number,
        first=first,
        total=total if total >= max([number, *known]) and total <= MOST_PAGES else None,
        pages=tuple(known[page] for page in sorted(known)),
        next=known[number + 1].url if number + 1 in known else "",
        full=full.turn.url if full else "",
        rule=full.rule if full and not known else "links of the pager",
    )


def _printed(source: str, related: Sequence[_Turn]) -> tuple[int, int] | None:
    """(this page, or 0; all pages) as printed beside the links: 1/3, 第2页/共3页, 共3页."""
    start = max(0, min(t.turn.at for t in related) - _AROUND)
    near = _TAG.sub(" ", source[start : max(t.turn.at for t in related) + _AROUND])
    for match in _OF.finditer(near):
        if 1 <= int(match[1]) <= int(match[2]) and int(match[2]) > 1:
            return int(match[1]), int(match[2])
    total = _TOTAL.search(near)
    return (0, int(total[1])) if total else None


def _scripted(source: str, url: str, form: Form) -> Pagination | None:
    if form.kind != "name":
        return None
    for call in CREATE_PAGE.finditer(source):
        plain = urljoin(url, f"{call['base']}.{call['ext']}")
        if _same(plain, form):
            now = int(call["now"])
            from_one = bool(call["id"]) or (form.number is None and now == 1)
            return _from_script(url, form, int(call["count"]), now, not from_one, "createPageHTML")
    pages, page = _COUNT_PAGE.search(source), _CURRENT_PAGE.search(source)
    stem = form.key[2]
    if pages and page and (f'"{stem}' in source or f"'{stem}" in source):
        return _from_script(url, form, int(pages[1]), int(page[1]), True, "countPage")
    return None


def _same(plain: str, form: Form) -> bool:
    return any(o.kind == "name" and o.key == form.key and o.number is None for o in forms(plain))


def _from_script(
    url: str, form: Form, count: int, now: int, from_zero: bool, rule: str
) -> Pagination | None:
    """Page k of a count from 0 is `name_{k-1}`, of one from 1 `name_k`; page 1 is `name`."""
    number = now + 1 if from_zero else now
    written = None if number == 1 else now
    if not 2 <= count <= MOST_PAGES or not 1 <= number <= count:
        return None
    if form.number != written and not (number == 1 and form.number == now):
        return None
    stem, dot, ext = form.plain.rpartition(".")

    def address(page: int) -> str:
        return form.plain if page == 1 else f"{stem}_{page - from_zero}{dot}{ext}"

    pages = [PageLink(k, address(k), rule) for k in range(1, count + 1) if k != number]
    onward = address(number + 1) if number < count else ""
    return Pagination(number, form.plain, count, tuple(pages), onward, rule=rule)
