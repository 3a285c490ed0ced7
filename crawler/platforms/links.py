"""The links of a page, in document order: anchors, hot areas, frames and links in attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

# Attributes that carry an address on press sites (daoxiang= on PaperIndex pages).
_ADDRESS_ATTRIBUTES = ("data-href", "data-url", "data-link", "daoxiang", "url")
_ONCLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*(["'])(?P<url>[^"'<>\s]{1,2000})\1(?!\s*+\+)"""
)
_WRITTEN = re.compile(
    r"""document\.write(?:ln)?\(\s*(?:\w+\(\s*)?(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)')"""
)
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CUT_SHORT = ("..", "…")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: an absolute http(s) address without fragment, and what the page calls it."""

    url: str
    text: str = ""
    via: str = "a"  # a, area, frame, iframe, attribute
    area: str = ""  # polygon of a hot area: x,y pairs in pixels of the page picture
    element: html.HtmlElement | None = None


def links_of(tree: html.HtmlElement, url: str) -> list[Link]:
    """Every link of the page at `url`, repeated ones too; what is commented out is not there."""
    base = _base(tree, url)
    found: list[Link] = []
    for element in tree.iter("*"):
        for via, href in _addresses(element):
            target = absolute(base, href)
            if target:
                text = text_of(element) if via in ("a", "attribute") else ""
                area = polygon(element) if via == "area" else ""
                found.append(Link(target, text, via, area, element))
    return found


def absolute(base: str, href: str) -> str:
    """`href` against `base` without its fragment; empty when it is no http(s) address."""
    href = _BLANKS.sub("", href.strip()) if "\n" in href else href.strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:")):
        return ""
    try:
        target = urldefrag(urljoin(base, href)).url
        parts = urlsplit(target)
        _ = parts.port  # a port that is no number raises
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return target


def text_of(element: html.HtmlElement) -> str:
    """The text of a link on one line; a title that a script writes is read out of the script.

    `<a href=…><script>document.write(view("…"))</script></a>` is how 人民日报 wrote its titles.
    A text that is cut short ("..", "…") gives way to a longer `title` attribute.
    """
    parts: list[str] = []
    written: list[str] = []
    for node in element.iter():
        if node.tag == "script":
            written += [
                m["double"] or m["single"] or "" for m in _WRITTEN.finditer(node.text or "")
            ]
        elif isinstance(node.tag, str) and node.tag != "style":
            parts += [" " if node.tag == "br" else "", node.text or ""]
        if node is not element:
            parts.append(node.tail or "")
    text = one_line("".join(parts)) or one_line(_TAG.sub(" ", " ".join(written)))
    full = one_line(element.get("title") or "")
    if full and (not text or (text.endswith(_CUT_SHORT) and len(full) > len(text))):
        return full
    return text


def bare_host(url: str) -> str:
    """The host of an address with its port, without `www.`, lower case."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def one_line(text: str) -> str:
    """`text` with every run of blanks (also &nbsp; and U+3000) as one space."""
    return _BLANKS.sub(" ", text).strip()


def polygon(area: html.HtmlElement) -> str:
    """The coordinates of an `<area>` as `x1,y1,x2,y2,…`; empty when they are no polygon."""
    numbers = [n.strip() for n in (area.get("coords") or "").strip(" ,").split(",")]
    if not all(_NUMBER.fullmatch(n) for n in numbers):
        return ""
    if len(numbers) == 4:  # shape="rect": two opposite corners
        left, top, right, bottom = numbers
        numbers = [left, top, right, top, right, bottom, left, bottom]
    if len(numbers) < 6 or len(numbers) % 2:
        return ""
    return ",".join(numbers)


def _base(tree: html.HtmlElement, url: str) -> str:
    for element in tree.iter("base"):
        return absolute(url, element.get("href") or "") or url
    return url


def _addresses(element: html.HtmlElement) -> Iterable[tuple[str, str]]:
    tag = element.tag
    if tag in ("a", "area") and element.get("href"):
        yield tag, element.get("href")
    if tag in ("frame", "iframe") and element.get("src"):
        yield tag, element.get("src")
    for name in _ADDRESS_ATTRIBUTES:
        if element.get(name):
            yield "attribute", element.get(name)
    for match in _ONCLICK.finditer(element.get("onclick") or ""):
        yield "attribute", match["url"]
