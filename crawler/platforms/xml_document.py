"""XML of feeds and sitemaps: packed or not, in any charset, well-formed or not, never expanded."""

from __future__ import annotations

import re
import zlib
from html import unescape

from lxml import etree

from crawler.platforms.base import Fetched
from crawler.platforms.document import text_of_page

MOST_BYTES = 52_428_800  # of a sitemap, by its protocol; a feed has less
_GZIP = b"\x1f\x8b"
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})[\s/>]")
_BEGINNING = 5_000  # characters within which the root element stands
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z]\w{0,30});)?")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def xml_of(page: Fetched) -> bytes:
    """The document in UTF-8 without its declaration and DOCTYPE, so that no entity is declared;
    unpacked where the file is gzip.  Empty when it cannot be unpacked or is larger than allowed.
    """
    body = page.body
    if body.startswith(_GZIP):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, MOST_BYTES + 1)
        except zlib.error:
            return b""
    if len(body) > MOST_BYTES:
        return b""
    text = text_of_page(body, page.headers)
    if declared := _DECLARATION.match(text):
        text = text[declared.end() :]
    return _without_doctype(text).lstrip().encode("utf-8", "replace")


def root_of(data: bytes) -> str:
    """The name of the root element without its prefix; empty for none."""
    text = re.sub(r"<!--.*?-->", "", data[:_BEGINNING].decode("utf-8", "replace"), flags=re.S)
    match = _ROOT.search(text)
    return match[1] if match and text.lstrip().startswith("<") else ""


def tree_of(data: bytes) -> etree._Element | None:
    """The element tree; of a document that is not well-formed, what can be read of it."""
    try:
        return etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError:
        pass
    try:
        return etree.fromstring(repaired(data), _parser(recover=True))
    except etree.XMLSyntaxError:
        return None


def repaired(data: bytes) -> bytes:
    """Lone & and the entities of HTML, which are none of XML, written as XML has them."""
    text = data.decode("utf-8", "replace")
    # Behind the last end no section is closed: looking for one from each begin would be quadratic.
    end = text.rfind("]]>") + 3 if "]]>" in text else 0
    pieces = _CDATA.split(text[:end])
    pieces[::2] = [_ENTITY.sub(_as_xml, piece) for piece in pieces[::2]]
    rest = _ENTITY.sub(_as_xml, text[end:])
    return "".join([*pieces, rest]).encode("utf-8", "replace")


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _without_doctype(text: str) -> str:
    start = text[:_BEGINNING].upper().find("<!DOCTYPE")
    if start < 0:
        return text
    end, subset = text.find(">", start), text.find("[", start)
    if 0 <= subset < end:
        end = text.find("]>", subset) + 1  # 0 where it has no end: nothing is left
    return text[:start] + text[end + 1 :] if end > 0 else ""


def _as_xml(match: re.Match[str]) -> str:
    name = match[1]
    if match[0] == "&":
        return "&amp;"
    if name is None or name in _OF_XML:
        return match[0]
    character = unescape(match[0])
    return character if character != match[0] else f"&amp;{name};"
