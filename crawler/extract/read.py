"""From bytes to one record: the steps in their order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.records import Article

from . import audit, charset, choose, dates, dom, infoline, limits, tables
from .body import Body, read_body
from .boilerplate import Rules, default_rules
from .captions import is_beside_picture, is_caption
from .dateline import read_dateline
from .header import header_lines, read_below
from .headline import Headline, read_headline, sure_line
from .images import read_images
from .infoline import Info
from .jumps import take_jumps
from .language import read_language
from .main_text import Region, find_region
from .marks import Marks, read_marks
from .masthead import read_facts
from .notes import read_column, read_note
from .outlet import site_name
from .page_kind import read_kind
from .pagination import read_pagination
from .second_look import find_text

_DATELINES = 3  # paragraphs that may begin with the dateline: it stands under a deck or a note
_MOST_REMEMBERED = 2_000  # lines, from page to page: footers and menus repeat, texts do not
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d{4}|主|版权")
_PAGE_LABEL = re.compile(r"第?\s?([A-Z]{0,2}\d{1,3})\s?版\s?[:：]\s?(\S{1,20})")


@dataclass(frozen=True, slots=True)
class Reading:
    """A record and what each visible line of the page was taken for, in order."""

    article: Article
    lines: tuple[audit.Seen, ...]


def extract(
    body: bytes | str,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    captured: datetime | None = None,
) -> Article:
    """What the page says.

    `body` is the decompressed answer (or text already decoded), `headers` have lower-case
    names, `captured` (aware) is when the page was fetched: without it 今天15:33 is no date.
    Never raises on any input; what is not sure is None.
    """
    return _read(body, url, headers, rules or default_rules(), captured)[0]


def examine(
    body: bytes | str,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    captured: datetime | None = None,
) -> Reading:
    """The record as `extract` gives it, with the part that every line of the page had in it."""
    rules = rules or default_rules()
    article, document, roles = _read(body, url, headers, rules, captured)
    return Reading(article, audit.see(document, roles, article, rules))


def _read(
    body: bytes | str,
    url: str,
    headers: Mapping[str, str] | None,
    rules: Rules,
    captured: datetime | None,
) -> tuple[Article, dom.Document, dict[int, str]]:
    rules.forget_lines(_MOST_REMEMBERED)
    if isinstance(body, str):
        body, cut = limits.first_characters(body)
        decoded = charset.Decoded(body.encode("utf-8", "replace").decode(), "", "")
    else:
        body, cut = limits.first_bytes(body)
        decoded = charset.decode(body, headers)
    document = dom.parse(decoded.text)
    marks = read_marks(document)
    lead = "".join((marks.all("description") or [""])[-1].split())
    region = find_region(document, sure_line(document, marks), lead, rules)
    if found := find_text(decoded.text, document, region, rules):
        document, marks, region = found
    heavy = _first_prose(document, region)
    headline = read_headline(document, heavy, marks, rules)
    start, header = header_lines(document, region, heavy, headline, rules)
    captions = {n.index: n.text for n in document.lines if is_caption(n, 1.0) and not n.heading}
    beside = (document.lines[i] for i in header if is_beside_picture(document.lines[i], rules))
    captions |= {line.index: line.text for line in beside}
    header = [i for i in header if i not in captions]
    roles = dict.fromkeys(headline.lines, "headline") | dict.fromkeys(header, "information line")
    info = Info(site=site_name(document.head_title))
    printed = "\n".join(document.lines[i].spaced for i in header)
    infoline.read_header(printed, info, rules)
    text = Body()
    if region:
        title = headline.title or ""
        text = read_body(document, region, start, info, rules, roles, title)
        roles = dict.fromkeys(captions, "caption") | roles
        roles |= text.roles | dict.fromkeys(text.kept, "body")
        read_below(document, max(text.kept, default=region.last), info, rules, roles)
    if not text.kept:  # picture news: what is printed under the picture is the text
        title_line = _title_line(document, headline)
        text.kept = [i for i in captions if i > title_line >= 0 and "。" in captions[i]]
        roles |= dict.fromkeys(text.kept, "body")
    rows = region.rows if region else {}
    date = choose.choose_date(info, marks, url, captured)
    fields = _fields(document, marks, headline, info, date, rules)
    fields |= _text_fields(document, text, rows, headline, captions, roles, url, rules)
    kind, why = read_kind(
        document,
        decoded.text,
        _prose(document, region, text),
        fields["body"],
        info.published is not None or bool(info.source),
        0 if headline.lines else _teasers(document, text),
        rules,
    )
    provenance = fields.pop("provenance") | {"kind": why}
    if kind != "article" and date and date[0].computed == "address":
        # A list's address states the day of its issue or of nothing.
        fields |= dict.fromkeys(("published", "published_precision", "published_raw"))
        del provenance["published"]
    if region and text.kept:
        provenance["body"] = _place(document, region.block)
    provenance |= document.notes
    if cut:
        provenance["cut"] = cut
    article = Article(
        url=url,
        kind=kind,
        info_line=_printed_info(document, header, rules) or None,
        pagination=read_pagination(decoded.text, url, document) if kind == "article" else None,
        encoding=decoded.encoding or None,
        private_use=len(charset.PRIVATE_USE.findall(fields["body"])),
        replaced=fields["body"].count("\ufffd"),
        declared_encoding=decoded.declared or None,
        provenance=provenance,
        unread=audit.unread(document, roles, _named(fields), rules),
        **fields,
    )
    return article, document, roles


def _place(document: dom.Document, block: int) -> str:
    """Where the text stands, in words that are the same on all pages of one template: the names
    of its block, or of the nearest one around it that has any."""
    while block and not document.blocks[block].names:
        block = document.blocks[block].parent
    found = document.blocks[block]
    names = " ".join(_DIGITS.sub("#", found.names).split()[:2])
    return f"block {found.tag} {names}".rstrip()


def _fields(
    document: dom.Document,
    marks: Marks,
    headline: Headline,
    info: Info,
    date: tuple[dates.Moment, str] | None,
    rules: Rules,
) -> dict[str, Any]:
    choose.add_marked_people(info, marks, rules)
    source = choose.choose_source(info, marks, rules)
    provenance = dict(info.by)
    for key, by in (("title", headline.by), ("published", date[1] if date else ""),
                     ("source", source[2] if source else "")):  # fmt: skip
        if by:
            provenance[key] = by
    issue = marks.first("issue_date")
    day = dates.read_date(issue[0]) if issue else None
    number, name = _printed_page(document, marks)
    paper = marks.first("publication")
    return {
        "title": headline.title,
        "kicker": headline.kicker or _mark(marks, "kicker"),
        "subtitle": headline.subtitle or _mark(marks, "subtitle"),
        "original_title": info.original_title,
        "authors": tuple(info.authors),
        "editors": tuple(info.editors),
        "byline": "\n".join(dict.fromkeys(info.bylines)) or None,
        "source": source[0] if source else None,
        "source_raw": source[1] if source else None,
        "published": date[0].iso if date else None,
        "published_precision": date[0].precision if date else None,
        "published_raw": date[0].raw if date else None,
        "publication": info.publication or (paper[0] if paper else None),
        "issue_label": info.issue_label or (day.iso[:10] if day else None),
        "page_label": info.page_label or number,
        "page_name": name,
        "keywords": info.keywords or _keywords(marks),
        "provenance": provenance,
    }


def _printed_page(document: dom.Document, marks: Marks) -> tuple[str | None, str | None]:
    """(label, name) of the printed page: marked, or the only ``第A03版：要闻`` that is no link."""
    number, name = marks.first("page_label"), marks.first("page_name")
    if number:
        return number[0], name[0] if name else None
    shown = [_PAGE_LABEL.fullmatch(n.text) for n in document.lines if not n.linked]
    labels = {(match[1], match[2]) for match in shown if match}
    return labels.pop() if len(labels) == 1 else (None, None)


def _text_fields(
    document: dom.Document,
    text: Body,
    rows: Mapping[int, int],
    headline: Headline,
    captions: dict[int, str],
    roles: dict[int, str],
    url: str,
    rules: Rules,
) -> dict[str, Any]:
    paragraphs = tables.paragraphs(document, text.kept, rows)
    paragraphs, continued_to, continued_from = take_jumps(paragraphs)
    note = read_note(paragraphs, rules)
    column = read_column(note[0] if note else None, paragraphs[:2], rules)
    datelines = (read_dateline(p, rules) for p in paragraphs[:_DATELINES])
    body = "\n".join(paragraphs)
    outside = (
        line.text
        for line in document.lines
        if roles.get(line.index) != "body" and (not line.linked or _NUMBER.search(line.text))
    )
    return {
        "body": body,
        "editorial_note": note[0] if note else None,
        "column": column[0] if column else None,
        "dateline": next((d for d in datelines if d), None),
        "continued_to": continued_to,
        "continued_from": continued_from,
        "images": read_images(document, text.kept, captions, url),
        "language": read_language(body or headline.title or "", document.language),
        "masthead": read_facts(outside, rules),
    }


def _named(fields: Mapping[str, Any]) -> list[str]:
    people = [p.name for p in (*fields["authors"], *fields["editors"])]
    return people + [name for name in (fields["source_raw"], fields["publication"]) if name]


def _title_line(document: dom.Document, headline: Headline) -> int:
    """The headline's line; a marked title's is the last one that prints it as no link; or -1."""
    if headline.last >= 0:
        return headline.last
    printed = (n.index for n in reversed(document.lines) if n.text == headline.title)
    return next((i for i in printed if not document.lines[i].linked), -1)


def _first_prose(document: dom.Document, region: Region | None) -> int:
    if region is None:
        return len(document.lines)
    prose = (i for i in range(region.first, region.last + 1) if region.weights[i])
    return next(prose, region.first)


def _prose(document: dom.Document, region: Region | None, text: Body) -> int:
    if region is None:
        return 0
    return sum(document.lines[i].plain for i in text.kept if region.weights[i])


def _teasers(document: dom.Document, text: Body) -> int:
    links = (document.lines[i] for i, role in text.roles.items() if role == "link")
    return sum(8 <= len(line.text) <= 60 for line in links)


def _printed_info(document: dom.Document, header: list[int], rules: Rules) -> str:
    lines = [document.lines[i].text for i in header]
    return " ".join(line for line in lines if rules.line_rule(line) is None)


def _mark(marks: Marks, name: str) -> str | None:
    found = marks.first(name)
    value = found[0].lstrip("—―–- ") if found else ""
    return value if value and not value.isdigit() else None


def _keywords(marks: Marks) -> tuple[str, ...]:
    found = marks.first("keywords")
    if not found:
        return ()
    words = (w.strip() for w in re.split(r"[,，;；、|]+|\s+", found[0]))
    return tuple(dict.fromkeys(w for w in words if w))[:20]
