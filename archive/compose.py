"""One article from the pages that it goes over: pure functions, no database.

What comes out depends on the readings alone, never on the order in which they arrived.

A page that holds the text of every other one is the whole text (全文阅读), and wins.  Else the
pages follow each other, without what they repeat: the headline, a paragraph at a border, a long
paragraph anywhere, and a line that all of them end with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from archive.identity import normal_text, text_hash
from archive.records import Article

_SUFFIX = re.compile(
    r"\s?(?:[（(【\[]\s?第?(\d{1,2})(?:/\d{1,2})?页?\s?[)）】\]]|[_\-—|]?\s?第(\d{1,2})页)$"
)
# Letters and digits from which on a paragraph is not printed twice by chance.
_LONG = 24
_LEAST_BORDER = 8  # the same of lines that two neighbouring pages share
_MOST_SHARED = 40  # paragraphs
_LEAST_HEADLINE = 6
_TOGETHER = {
    "source_raw": "source",
    "published_raw": "published",
    "published_precision": "published",
}
# What only the page has on which the text begins, or that is not of the article but of a page.
_OF_ONE_PAGE = frozenset(
    ("url", "kind", "title", "body", "images", "authors", "editors", "byline", "editorial_note",
     "dateline", "continued_to", "continued_from", "masthead", "info_line", "encoding",
     "declared_encoding", "pagination", "private_use", "replaced", "provenance", "unread")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One page as it was read last; `number` from 1, 0 for the page with the whole text."""

    number: int
    article: Article
    seen_at: str = ""  # UTC
    capture_id: int | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The article, where its text is from, and how much of it there is."""

    article: Article
    capture_id: int | None  # of the page that it begins with, or that holds the whole text
    whole: int | None  # number of the page that holds the text of all
    kept: int  # pages whose text is in the article
    expected: int


def compose(readings: Sequence[Reading], addresses: int = 0) -> Composed:
    """One article of at least one reading; `addresses`: the highest number of a page whose address
    is known, read or not."""
    ordered = sorted(readings, key=lambda reading: (reading.number == 0, reading.number))
    base = ordered[0]
    pages = [reading for reading in ordered if reading.number] or ordered
    whole = _whole(ordered)
    begins = whole or base
    sources = [begins, *(r for r in ordered if r is not begins)]
    counted = sources[:1] if whole else pages
    article = base.article
    title = _headline(base, ordered)
    changes: dict[str, Any] = {
        "title": title,
        "body": begins.article.body if whole else join(pages, title),
        "authors": _once([p for r in sources for p in r.article.authors], "name"),
        "editors": _once([p for r in sources for p in r.article.editors], "name"),
        "images": _once([i for r in sources for i in r.article.images], "url"),
        "byline": _lines([r.article.byline or "" for r in sources]) or None,
        "continued_to": sources[-1].article.continued_to or article.continued_to,
        "unread": tuple(dict.fromkeys(line for r in counted for line in r.article.unread)),
        "private_use": sum(r.article.private_use for r in counted),
        "replaced": sum(r.article.replaced for r in counted),
    }
    changes |= _filled(base, ordered)
    kept = len({text_hash(r.article.body) for r in pages if r.number})
    expected = max(kept, addresses, _total(ordered), 1)
    if whole and (not whole.number or whole.number == expected or len(ordered) > 2):
        kept = expected
    number = whole.number if whole else None
    return Composed(replace(article, **changes), begins.capture_id, number, kept, expected)


def extent(article: Article) -> int:
    """The highest number of a page that the page tells of; 1 where it knows of no other."""
    known = article.pagination
    if known is None:
        return 1
    return max([1, known.total or 0, known.number or 0, *(p.number for p in known.pages)])


def _total(readings: Sequence[Reading]) -> int:
    """The number of pages as printed, by the page that was seen last; 0 where none prints it."""
    told = [(r.seen_at, known.total) for r in readings if (known := r.article.pagination)]
    return max(((at, total) for at, total in told if total), default=("", 0))[1]


def plain_headline(title: str | None) -> tuple[str, int]:
    """(headline without the number of the page behind it, that number or 0): `渡口（2）`."""
    match = _SUFFIX.search(title or "")
    if not title or not match or not match.start():
        return title or "", 0
    return title[: match.start()], int(match[1] or match[2])


def same_headline(one: str | None, other: str | None) -> bool:
    """Whether two pages may be of one article: a headline that is not known speaks against
    nothing, a shorter one may be the longer one's beginning or end."""
    a, b = (normal_text(plain_headline(title)[0]) for title in (one, other))
    if not a or not b or a == b:
        return True
    return min(len(a), len(b)) >= _LEAST_HEADLINE and (a in b or b in a)


def join(pages: Sequence[Reading], title: str | None = None) -> str:
    """The texts of pages in their order: each paragraph that they repeat stands once."""
    texts = [_paragraphs(r, title if r is not pages[0] else None) for r in pages]
    begins = list(texts[0])
    for text, following in pairwise(texts):
        _drop_ending(text, following)
    body: list[_Paragraph] = []
    for text in texts:
        if body:
            text = text[max(_shared(body, text), _common(begins, text)) :]
        earlier = {p.key for p in body}
        body += [p for p in text if len(p.key) < _LONG or p.key not in earlier]
    return "\n".join(p.text for p in body)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    key: str  # letters and digits


def _paragraphs(page: Reading, title: str | None) -> list[_Paragraph]:
    lines = [_Paragraph(line, normal_text(line)) for line in page.article.body.split("\n") if line]
    if title is None:
        return lines
    article = page.article
    heads = (title, article.title, article.kicker, article.subtitle, article.info_line)
    repeated = {normal_text(plain_headline(head)[0]) for head in heads if head}
    while lines and normal_text(plain_headline(lines[0].text)[0]) in repeated:
        lines.pop(0)
    return lines


def _drop_ending(text: list[_Paragraph], following: list[_Paragraph]) -> None:
    """What two pages end with alike (a note of the desk) stands at the end of the second only."""
    shared = 0
    while shared < min(len(text), len(following)) and (
        text[-1 - shared].key == following[-1 - shared].key
    ):
        shared += 1
    if shared and sum(len(p.key) for p in text[-shared:]) >= _LEAST_BORDER:
        del text[-shared:]


def _shared(body: list[_Paragraph], text: list[_Paragraph]) -> int:
    """How many paragraphs at the beginning of `text` are those at the end of `body`."""
    keys, ends = [p.key for p in text], [p.key for p in body]
    for count in range(min(len(keys), len(ends), _MOST_SHARED), 0, -1):
        if keys[:count] == ends[-count:] and sum(map(len, keys[:count])) >= _LEAST_BORDER:
            return count
    return 0


def _common(begins: list[_Paragraph], text: list[_Paragraph]) -> int:
    """How many paragraphs two pages begin with alike: a lead that each of them repeats."""
    count = 0
    while count < min(len(begins), len(text)) and begins[count].key == text[count].key:
        count += 1
    return count if sum(len(p.key) for p in text[:count]) >= _LEAST_BORDER else 0


def _whole(ordered: Sequence[Reading]) -> Reading | None:
    """The page that has every line of all others, if there is one."""
    if len(ordered) == 1:
        return ordered[0] if ordered[0].number == 0 else None
    texts = {r.number: normal_text(r.article.body) for r in ordered}
    for candidate in reversed(ordered):
        text = texts[candidate.number]
        others = [r for r in ordered if texts[r.number] not in ("", text)]
        # A few words may stand in another page by chance.
        if candidate.number and sum(len(texts[r.number]) for r in others) < _LONG:
            continue
        shorter = all(len(texts[r.number]) < len(text) for r in others)
        lines = (line for r in others for line in r.article.body.split("\n"))
        if others and shorter and all(normal_text(line) in text for line in lines):
            return candidate
    return None


def _headline(base: Reading, ordered: Sequence[Reading]) -> str | None:
    title = base.article.title or next((r.article.title for r in ordered if r.article.title), None)
    plain, number = plain_headline(title)
    if not number or number != base.number:
        return title
    # （1） may be that of a series: the other pages must count on.
    others = [(r.number, *plain_headline(r.article.title)) for r in ordered if r.number > 1]
    counted = any(plain == other and own in (0, page) for page, other, own in others)
    return plain if counted or base.number > 1 else title


def _once(things: Sequence[Any], name: str) -> tuple[Any, ...]:
    known: dict[str, Any] = {}
    for thing in things:
        known.setdefault(getattr(thing, name), thing)
    return tuple(known.values())


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(dict.fromkeys(line for text in texts for line in text.split("\n") if line))


def _filled(base: Reading, ordered: Sequence[Reading]) -> dict[str, Any]:
    """What page 1 does not say and a later one does, with where it comes from."""
    changes: dict[str, Any] = {}
    provenance = dict(base.article.provenance)
    for name in (f.name for f in fields(Article) if f.name not in _OF_ONE_PAGE):
        leads = _TOGETHER.get(name, name)
        if getattr(base.article, leads):
            continue
        donor = next((r for r in ordered if getattr(r.article, leads)), None)
        if donor:
            changes[name] = getattr(donor.article, name)
            rule = donor.article.provenance.get(name, "")
            provenance[name] = f"page {donor.number}: {rule}" if rule else f"page {donor.number}"
    return changes | {"provenance": provenance}
