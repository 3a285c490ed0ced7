"""Atom 1.0 (RFC 4287): articles as a feed for readers and other programs.

The content is text: paragraphs that were escaped, and no HTML of the archive.
https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from html import escape
from typing import IO
from urllib.parse import quote, urlsplit

from lxml import etree

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import clean, one_line, web_address

_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = {None: _ATOM}
_AUTHORITY = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")  # RFC 4151: a DNS name
_UNKNOWN = "1970-01-01T00:00:00Z"


def feed(
    entries: Iterable[Entry], *, title: str, feed_id: str, self_link: str, updated: str
) -> bytes:
    """The feed as a document.  `updated` is UTC; `self_link` may be "" for a file."""
    file = io.BytesIO()
    write(file, entries, title=title, feed_id=feed_id, self_link=self_link, updated=updated)
    return file.getvalue()


def write(
    file: IO[bytes],
    entries: Iterable[Entry],
    *,
    title: str,
    feed_id: str,
    self_link: str = "",
    updated: str = "",
) -> None:
    """Write the feed, an entry at a time: it may be longer than the memory."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f'<feed xmlns="{_ATOM}">\n'.encode())
    head = [_text("title", title), _text("id", feed_id), _text("updated", updated or _UNKNOWN)]
    head.append(_text("generator", "baokan"))
    # RFC 4287 4.1.1: who wrote an article is said there; this one is for those without.
    head.append(_person("author", title))
    if self_link:
        head.append(_link("self", self_link, "application/atom+xml"))
    for element in head:
        file.write(_line(element))
    for entry in entries:
        file.write(_line(_entry(entry)))
    file.write(b"</feed>\n")


def entry_id(entry: Entry) -> str:
    """A tag: URI (RFC 4151) that the article keeps: two titles may have one address."""
    try:
        address = urlsplit(one_line(entry.url))
        host = (address.hostname or "").lower()
    except ValueError:
        address, host = urlsplit(""), ""
    authority = host if _AUTHORITY.fullmatch(host) else "baokan.invalid"
    day = entry.first_seen[:10] if parts.date_parts(entry.first_seen[:10]) else "2000"
    query = f"?{address.query}" if address.query else ""
    path = quote(f"{address.netloc}{address.path}{query}", safe="/?=&.:,;-_~")
    return f"tag:{authority},{day}:{quote(entry.title_name, safe='')}:{path}"


def _entry(entry: Entry) -> etree._Element:
    found = etree.Element(_name("entry"), nsmap=_NAMES)
    updated = entry.capture.at if entry.capture else entry.first_seen
    children = [
        _text("id", entry_id(entry)),
        _text("title", parts.title(entry)),
        _text("updated", updated or _UNKNOWN),
    ]
    if published := _published(entry.published):
        children.append(_text("published", published))
    if url := web_address(entry.url):
        children.append(_link("alternate", url, "text/html"))
    people = parts.names(entry) or [parts.publication(entry)]
    children += [_person("author", name) for name in people if name]
    children += [_person("contributor", one_line(e.name)) for e in entry.editors if e.name.strip()]
    if term := one_line(entry.page_name):
        children.append(etree.Element(_name("category"), {"term": term}, nsmap=_NAMES))
    content = _text("content", "".join(f"<p>{escape(clean(p))}</p>" for p in entry.paragraphs))
    content.set("type", "html")
    if language := _language(entry.language):
        found.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    for child in (*children, content):
        found.append(child)
    return found


def _published(text: str) -> str:
    """A time with its zone.  Atom has no days: a day is its midnight in China, a minute its first
    second; of a month or a year nothing is said."""
    day = r"\d{4}-\d\d-\d\d"
    if re.fullmatch(day, text, re.ASCII):
        return f"{text}T00:00:00+08:00"
    if match := re.fullmatch(rf"({day}T\d\d:\d\d)([+-]\d\d:\d\d)", text, re.ASCII):
        return f"{match[1]}:00{match[2]}"
    return text if re.fullmatch(rf"{day}T[\d:]{{8}}[+-]\d\d:\d\d", text, re.ASCII) else ""


def _language(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", text) else ""


def _text(name: str, text: str) -> etree._Element:
    found = etree.Element(_name(name), nsmap=_NAMES)
    found.text = one_line(text)
    return found


def _person(name: str, text: str) -> etree._Element:
    found = etree.Element(_name(name), nsmap=_NAMES)
    found.append(_text("name", text))
    return found


def _link(rel: str, href: str, kind: str) -> etree._Element:
    attributes = {"rel": rel, "type": kind, "href": one_line(href)}
    return etree.Element(_name("link"), attributes, nsmap=_NAMES)


def _name(name: str) -> etree.QName:
    return etree.QName(_ATOM, name)


def _line(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, encoding="utf-8", xml_declaration=False)) + b"\n"
