"""Citations inside a web page: the tags that Google Scholar and Zotero read, and COinS.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
https://ocoins.info (COinS: an OpenURL of ANSI/NISO Z39.88-2004 in the title of a <span>)
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlencode

from archive.citation import dublin_core, parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address


def head_tags(entry: Entry) -> str:
    """The `citation_*` and `DC.*` tags for the `<head>` of the article's page, a line each.
    Whatever the archive holds, it is text in them."""
    periodical = entry.kind in ("newspaper", "magazine")
    found = [("title", parts.headline(entry))]
    found += [("author", name) for name in parts.names(entry)]
    found += [
        ("publication_date", _slashed(entry.date)),
        ("journal_title", parts.publication(entry) if periodical else ""),
        ("publisher", one_line(entry.publisher)),
        ("issn", one_line(entry.issn)),
        ("issue", parts.issue_number(entry) if entry.kind == "magazine" else ""),
        ("firstpage", one_line(entry.page_label)),
        ("language", one_line(entry.language)),
        ("public_url", web_address(entry.url)),
    ]
    tags = [
        f'<meta name="citation_{name}" content="{escape(value)}">'
        for name, value in found
        if value
    ]
    return "\n".join([*tags, dublin_core.meta_tags(entry)])


def coins(entry: Entry) -> str:
    """`<span class="Z3988" title="…"></span>`, for the `<body>`."""
    context = _periodical(entry) if entry.kind in ("newspaper", "magazine") else _site(entry)
    pairs = [("ctx_ver", "Z39.88-2004"), *context, ("rft_id", web_address(entry.url))]
    said = urlencode([(name, value) for name, value in pairs if value], quote_via=quote)
    return f'<span class="Z3988" title="{escape(said)}"></span>'


def _periodical(entry: Entry) -> list[tuple[str, str]]:
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", parts.headline(entry)),
        ("rft.jtitle", parts.publication(entry)),
        *(("rft.au", name) for name in parts.names(entry)),
        ("rft.date", _day(entry)),
        ("rft.issue", parts.issue_number(entry) if entry.kind == "magazine" else ""),
        ("rft.spage", one_line(entry.page_label)),
        ("rft.issn", one_line(entry.issn)),
    ]


def _site(entry: Entry) -> list[tuple[str, str]]:
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "webpage"),
        ("rft.title", parts.headline(entry)),
        *(("rft.creator", name) for name in parts.names(entry)),
        ("rft.date", _day(entry)),
        ("rft.publisher", one_line(entry.publisher)),
        ("rft.language", one_line(entry.language)),
    ]


def _day(entry: Entry) -> str:
    return entry.date if parts.date_parts(entry.date) else ""


def _slashed(day: str) -> str:
    return day.replace("-", "/") if parts.date_parts(day) else ""
