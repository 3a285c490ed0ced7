"""CSL-JSON, what Zotero, pandoc and every citation processor take.

All names are `literal`: see parts.names().  A processor sets them as they are, and the GB/T style
would set a given name of its own behind a blank (王 为薇).  Editors (责任编辑) are left out:
styles take `editor` for the editor of a book, and set him for a missing author.  Of a site the
publisher is left out, which the GB/T style would set instead of the day.
https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address

_TYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}


def item(entry: Entry) -> dict[str, Any]:
    """One item, JSON all through; what is not known has no key."""
    kind = _TYPES.get(entry.kind, "webpage")
    found: dict[str, Any] = {
        "id": parts.key(entry),
        "type": kind,
        "title": parts.headline(entry),
        "author": [{"literal": name} for name in parts.names(entry)],
        "container-title": parts.publication(entry),
        "issued": _date(entry.date),
        "issue": parts.issue_number(entry) if entry.kind == "magazine" else "",
        "page": one_line(entry.page_label),
        "section": one_line(entry.page_name),
        "publisher": one_line(entry.publisher) if kind != "webpage" else "",
        "publisher-place": parts.place(entry) if kind != "webpage" else "",
        "ISSN": one_line(entry.issn),
        "language": one_line(entry.language),
        "URL": web_address(entry.url),
        "accessed": _date(entry.accessed),
    }
    return {name: value for name, value in found.items() if value}


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON array, an item a line."""
    first = True
    for entry in entries:
        yield ("[" if first else ",\n") + json.dumps(item(entry), ensure_ascii=False)
        first = False
    yield "[]\n" if first else "]\n"


def _date(day: str) -> dict[str, Any]:
    known = parts.date_parts(day)
    return {"date-parts": [list(known)]} if known else {}
