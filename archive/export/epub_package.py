"""The package document of an EPUB: what it is called, what it holds, in which order it is read.

https://www.w3.org/TR/epub-33/#sec-package-doc
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from lxml import etree

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.epub_pages import LANGUAGE, file_of
from archive.export.text import one_line

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_NEVER = "1980-01-01T00:00:00Z"
_FIXED = (
    ("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
    ("cover", "cover.xhtml", "application/xhtml+xml", ""),
    ("cover-image", "cover.svg", "image/svg+xml", "cover-image"),
    ("style", "style.css", "text/css", ""),
)


def package(title: str, entries: Sequence[Entry]) -> bytes:
    """The package document of an issue with these articles."""
    root = etree.Element(etree.QName(_OPF, "package"), nsmap={None: _OPF})
    root.set("version", "3.0")
    root.set("unique-identifier", "id")
    root.append(_metadata(title, entries))
    manifest = _put(root, "manifest")
    spine = _put(root, "spine")
    for name, href, kind, properties in _FIXED:
        item = _put(manifest, "item", id=name, href=href)
        item.set("media-type", kind)
        if properties:
            item.set("properties", properties)
    for name in ("cover", "nav"):
        _put(spine, "itemref", idref=name)
    for entry in entries:
        item = _put(manifest, "item", id=f"a{entry.id}", href=file_of(entry))
        item.set("media-type", "application/xhtml+xml")
        _put(spine, "itemref", idref=f"a{entry.id}")
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _metadata(title: str, entries: Sequence[Entry]) -> etree._Element:
    one = entries[0]
    found = etree.Element(etree.QName(_OPF, "metadata"), nsmap={None: _OPF, "dc": _DC})
    # Made of what names the issue, so that the same issue is the same book in every library.
    named = f"baokan:{one.title_name}:{one.issue_date}:{one.issue_label}"
    _dc(found, "identifier", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, named)}").set("id", "id")
    _dc(found, "title", one_line(title))
    _dc(found, "language", LANGUAGE)
    _dc(found, "publisher", one_line(one.publisher) or parts.publication(one))
    if parts.date_parts(one.issue_date):
        _dc(found, "date", one.issue_date)
    if one_line(one.issn):
        _dc(found, "source", f"urn:ISSN:{one_line(one.issn)}")
    _dc(found, "type", "issue" if one.kind == "magazine" else "newspaper")
    series = _put(found, "meta", property="belongs-to-collection", id="series")
    series.text = parts.publication(one) or one.title_name
    kind = _put(found, "meta", property="collection-type", refines="#series")
    kind.text = "series"
    _put(found, "meta", property="dcterms:modified").text = _modified(entries)
    return found


def _modified(entries: Sequence[Entry]) -> str:
    """When the newest text was read: a later export of the same texts is the same book."""
    times = [entry.capture.at if entry.capture else entry.first_seen for entry in entries]
    newest = max(times)
    return f"{newest[:19]}Z" if len(newest) >= 19 else _NEVER


def _put(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, etree.QName(_OPF, name), attributes)


def _dc(parent: etree._Element, name: str, text: str) -> etree._Element:
    found = etree.SubElement(parent, etree.QName(_DC, name))
    found.text = text
    return found
