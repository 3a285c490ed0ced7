"""The documents inside of an EPUB: cover, table of contents, articles, package.

Built as trees, never as strings: what the archive holds can be nothing but text in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import clean, one_line, web_address

LANGUAGE = "zh"
_XHTML = "http://www.w3.org/1999/xhtml"
_EPUB = "http://www.idpf.org/2007/ops"
_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_LINE = 11  # characters of the cover's title in one line

STYLE = """\
body { line-height: 1.7; margin: 5%; }
h1 { font-size: 1.4em; line-height: 1.4; }
p { margin: 0; text-indent: 2em; }
p.kicker, p.subtitle, p.byline, p.source, p.picture { text-indent: 0; }
p.kicker, p.subtitle { font-size: 1.1em; }
p.byline, p.source, p.picture { color: #555555; font-size: 0.9em; margin: 0.8em 0; }
img { max-height: 100%; max-width: 100%; }
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A page (版) of the issue and its articles, in order."""

    name: str  # 第01版 要闻; "" where the issue has no pages
    entries: Sequence[Entry]


def file_of(entry: Entry) -> str:
    """The document of an article."""
    return f"article-{entry.id}.xhtml"


def article(entry: Entry) -> bytes:
    """One article: kicker, headline, subtitle, byline, text, captions, where it is from."""
    root, body = _page(parts.title(entry))
    said = " ".join(f"{one.affiliation}{one.role} {one.name}".strip() for one in entry.authors)
    _paragraph(body, entry.kicker, "kicker")
    _put(body, "h1", parts.title(entry))
    _paragraph(
        body, f"——{one_line(entry.subtitle)}" if one_line(entry.subtitle) else "", "subtitle"
    )
    _paragraph(body, said, "byline")
    for text in entry.paragraphs:
        _paragraph(body, text)
    for image in entry.images:
        _paragraph(body, " ".join(t for t in (image.caption, image.credit) if t), "picture")
    editors = "、".join(one.name for one in entry.editors)
    page = f"第{entry.page_label}版" if entry.page_label else ""
    facts = [parts.publication(entry), entry.date, f"{page} {entry.page_name}".strip(),
             f"来源：{entry.source}" if entry.source else "",
             f"编辑：{editors}" if editors else ""]  # fmt: skip
    _paragraph(body, "　".join(one_line(fact) for fact in facts if fact), "source")
    if url := web_address(entry.url):
        line = _put(body, "p", "", {"class": "source"})
        _put(line, "a", url, {"href": url})
    return _document(root)


def contents(title: str, sections: Sequence[Section]) -> bytes:
    """The table of contents, by page."""
    root, body = _page(title)
    nav = _put(body, "nav", "", {f"{{{_EPUB}}}type": "toc", "id": "toc"})
    _put(nav, "h1", "目录")
    outer = _put(nav, "ol")
    for section in sections:
        inner = outer
        if section.name:
            item = _put(outer, "li")
            _put(item, "a", section.name, {"href": file_of(section.entries[0])})
            inner = _put(item, "ol")
        for entry in section.entries:
            _put(_put(inner, "li"), "a", parts.title(entry), {"href": file_of(entry)})
    return _document(root)


def cover_page(title: str) -> bytes:
    """The page that shows the cover."""
    root, body = _page(title)
    body.set(f"{{{_EPUB}}}type", "cover")
    _put(_put(body, "div"), "img", "", {"src": "cover.svg", "alt": one_line(title)})
    return _document(root)


def cover(publication: str, day: str, line: str) -> bytes:
    """The cover, drawn: name of the paper, day or number of the issue, what is in it."""
    root = etree.Element(etree.QName(_SVG, "svg"), nsmap={None: _SVG})
    for name, value in (("viewBox", "0 0 600 800"), ("width", "600"), ("height", "800")):
        root.set(name, value)
    _shape(root, "rect", width="600", height="800", fill="#faf7f0")
    _shape(root, "rect", x="40", y="300", width="520", height="4", fill="#9b1c1c")
    name = one_line(publication)
    rows = [name[start : start + _LINE] for start in range(0, min(len(name), 3 * _LINE), _LINE)]
    for number, row in enumerate(rows):
        y = str(270 - 56 * (len(rows) - 1 - number))
        _drawn(root, row, y=y, size="46", fill="#1c1c1c")
    _drawn(root, day, y="360", size="32", fill="#9b1c1c")
    _drawn(root, line, y="410", size="22", fill="#555555")
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _shape(root: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(root, etree.QName(_SVG, name), attributes)


def _drawn(root: etree._Element, text: str, *, y: str, size: str, fill: str) -> None:
    found = _shape(root, "text", x="300", y=y, fill=fill)
    found.set("font-size", size)
    found.set("font-family", "serif")
    found.set("text-anchor", "middle")
    found.text = one_line(text)


def _page(title: str) -> tuple[etree._Element, etree._Element]:
    root = etree.Element(etree.QName(_XHTML, "html"), nsmap={None: _XHTML, "epub": _EPUB})
    root.set("lang", LANGUAGE)
    root.set(etree.QName(_XML, "lang"), LANGUAGE)
    head = _put(root, "head")
    _put(head, "title", title)
    _put(head, "link", "", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    return root, _put(root, "body")


def _put(
    parent: etree._Element, name: str, text: str = "", attributes: dict[str, str] | None = None
) -> etree._Element:
    found = etree.SubElement(parent, etree.QName(_XHTML, name), attributes or {})
    found.text = one_line(text) or None
    return found


def _paragraph(parent: etree._Element, text: str, kind: str = "") -> None:
    if clean(text).strip():
        _put(parent, "p", text, {"class": kind} if kind else None)


def _document(root: etree._Element) -> bytes:
    etree.indent(root)
    data = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return bytes(data) + b"\n"
