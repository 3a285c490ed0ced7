"""Dublin Core: simple DC as XML (oai_dc, as OAI-PMH carries it) and as `<meta>` tags of a page.

https://www.openarchives.org/OAI/openarchivesprotocol.html#dublincore
https://www.dublincore.org/specifications/dublin-core/dcq-html/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from lxml import etree

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_OAI_DC} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def elements(entry: Entry) -> list[tuple[str, str]]:
    """(element of simple Dublin Core, value) of all that is known; elements may come twice."""
    day = entry.date if parts.date_parts(entry.date) else ""
    page = one_line(entry.page_label)
    issue = one_line(entry.issue_label) if entry.kind == "magazine" else ""
    where = [parts.publication(entry), issue or day, f"{page}版" if page else ""]
    found = [("title", parts.headline(entry))]
    found += [("creator", name) for name in parts.names(entry)]
    found += [("contributor", one_line(editor.name)) for editor in entry.editors]
    found += [
        ("publisher", one_line(entry.publisher) or parts.publication(entry)),
        ("date", day),
        ("type", "Text"),
        ("identifier", web_address(entry.url)),
        ("source", one_line(entry.source)),
        ("relation", ", ".join(part for part in where if part)),
        ("relation", f"urn:ISSN:{one_line(entry.issn)}" if one_line(entry.issn) else ""),
        ("language", one_line(entry.language)),
    ]
    return [(name, value) for name, value in found if value]


def cite(entry: Entry) -> str:
    """One `<oai_dc:dc>` element."""
    names = {"oai_dc": _OAI_DC, "dc": _DC, "xsi": _XSI}
    root = etree.Element(etree.QName(_OAI_DC, "dc"), nsmap=names)
    root.set(etree.QName(_XSI, "schemaLocation"), _SCHEMA)
    for name, value in elements(entry):
        etree.SubElement(root, etree.QName(_DC, name)).text = value
    return str(etree.tostring(root, encoding="unicode", pretty_print=True)).rstrip("\n")


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A document `<records>` with a record for each entry."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<records>'
    for entry in entries:
        yield cite(entry)
    yield "</records>"


def meta_tags(entry: Entry) -> str:
    """`<meta name="DC.title" content="…">` and so on, a line each."""
    link = f'<link rel="schema.DC" href="{_DC}">'
    tags = [
        f'<meta name="DC.{name}" content="{escape(value)}">' for name, value in elements(entry)
    ]
    return "\n".join([link, *tags])
