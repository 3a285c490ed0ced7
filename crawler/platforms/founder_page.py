"""One page (版) of a Founder e-paper: label, name, PDF, picture, hot areas and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from archive.records import Entry, Page
from crawler.platforms.founder_address import Address, read_address
from crawler.platforms.links import Link, absolute, links_of, one_line

# 第A01版：头版 · 01版:要闻 · A01： 头版 · 第04版 · 第0607版：专题
_LABEL = re.compile(
    r"(?:第\s*(?P<a>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*版|(?P<b>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*版"
    r"|(?P<c>[A-Za-z]{0,3}\d{1,5}[A-Za-z]?)(?=\s*[:：]))"
    r"(?![面次式本权块])\s*[:：]?\s*(?P<name>.*)"
)
_LONE_LABEL = re.compile(r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?")
# Texts of links that lead to pages and articles without naming them.
_NAVIGATION = re.compile(
    r"[\W\d]*(?:[上下前后][一1]?[版篇期页]|版面导航|标题导航|本版导航|返回\w*|首页|pdf\w*|更多)\W*",
    re.I,
)
_PAGENUM = re.compile(r"<founder-pagenum>\s*([A-Za-z]{0,3}\d{1,5}[A-Za-z]?)\s*</founder-pagenum>")
_LABEL_TAGS = ("td", "div", "li", "p", "span", "h1", "h2", "h3", "strong", "b", "font")
_LONGEST_LABEL = 60  # characters: a longer text that begins with a page label is something else
# 标题导航, which on some papers lists the articles of the whole issue on each of its pages.
_TITLE_MENU = "btdh"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page document holds: the page, its sisters in the issue, articles of no page."""

    page: Page
    sisters: tuple[Page, ...]  # label and name as the page list prints them, in its order
    loose: tuple[Entry, ...]  # articles of the issue that the document does not give to a page
    printed_label: bool  # False: page.label is only the file name of the address


def read_sheet(tree: html.HtmlElement, here: Address, source: str) -> Sheet | None:
    """The page at `here`; None when the document has neither label, page list nor articles.

    `source` is the document's text, for the comment in which the CMS notes the page's label.
    """
    links = [(link, read_address(link.url)) for link in links_of(tree, here.url)]
    own = [(link, address) for link, address in links if address and address.root == here.root]
    listed = _listed_pages(own, here.generation)
    entries, loose = _entries(own, here)
    label, name = _own_label(tree, here, listed, source)
    if not (label or listed or entries or loose):
        return None
    return Sheet(
        page=Page(
            label=label or _file_name(here.url),
            url=here.url,
            name=name,
            pdf=_pdf(links, here),
            picture=_picture(tree, here.url),
            entries=tuple(entries),
        ),
        sisters=tuple(
            Page(label, url, name) for url, (label, name) in listed.items() if url != here.url
        ),
        loose=tuple(loose),
        printed_label=bool(label),
    )


def split_label(text: str) -> tuple[str, str]:
    """`第A01版：头版` → `("A01", "头版")`; a text without a page label is a name: `("", text)`."""
    text = one_line(text)
    if match := _LABEL.fullmatch(text):
        return match["a"] or match["b"] or match["c"], match["name"].strip()
    if _LONE_LABEL.fullmatch(text):
        return text, ""
    return "", "" if _NAVIGATION.fullmatch(text) else text


def _listed_pages(own: list[tuple[Link, Address]], generation: str) -> dict[str, tuple[str, str]]:
    """Address → (label, name) of every page of the issue that is linked, however often.

    An nbs issue also has a `node_N.htm`, which is no page but the paper's own node.
    """
    pages: dict[str, tuple[str, str]] = {}
    unnamed: dict[str, tuple[str, str]] = {}
    for link, address in own:
        if address.kind != "page" or address.generation != generation:
            continue
        known_label, known_name = pages.get(address.url, (address.label, ""))
        label, name = split_label(link.text)
        # The label as printed wins over the one of the address; both name one page.
        entry = (label or known_label, known_name or name)
        (pages if any((label, name)) or address.url in pages else unnamed)[address.url] = entry
    return pages | {url: entry for url, entry in unnamed.items() if url not in pages}


def _entries(own: list[tuple[Link, Address]], here: Address) -> tuple[list[Entry], list[Entry]]:
    titles: dict[str, str] = {}
    areas: dict[str, list[str]] = {}
    menu: dict[str, str] = {}
    for link, address in own:
        if address.kind != "article":
            continue
        text = "" if _NAVIGATION.fullmatch(link.text) else link.text
        if link.via == "area":
            areas.setdefault(address.url, []).append(link.area)
        elif _in_title_menu(link):
            menu[address.url] = menu.get(address.url) or text
        elif text or address.url in titles:
            titles[address.url] = titles.get(address.url) or text
    found = [url for url in dict.fromkeys([*titles, *areas]) if _on_this_page(url, here)]
    entries = [
        Entry(
            url,
            titles.get(url) or menu.get(url, ""),
            ";".join(dict.fromkeys(a for a in areas.get(url, ()) if a)),
        )
        for url in found
    ]
    loose = [Entry(url, titles.get(url) or menu.get(url, "")) for url in [*titles, *menu]]
    if here.label:
        # nw addresses name their page, so that the menu can be told apart.
        entries += [
            Entry(url, title)
            for url, title in menu.items()
            if url not in found and _on_this_page(url, here)
        ]
        return entries, []
    return entries, [] if entries else loose


def _on_this_page(url: str, here: Address) -> bool:
    address = read_address(url)
    return not (here.label and address and address.label) or address.label == here.label


def _in_title_menu(link: Link) -> bool:
    return any(parent.get("id") == _TITLE_MENU for parent in _ancestors(link))


def _ancestors(link: Link) -> Iterator[html.HtmlElement]:
    if link.element is not None:
        yield from link.element.iterancestors()


def _own_label(
    tree: html.HtmlElement, here: Address, listed: dict[str, tuple[str, str]], source: str
) -> tuple[str, str]:
    label, name = listed.get(here.url, (here.label, ""))
    if label and name:
        return label, name
    noted = _PAGENUM.search(source)
    label = label or (noted[1] if noted else "")
    for printed_label, printed_name in _printed_labels(tree):
        if not label or _same_label(label, printed_label):
            return printed_label, name or printed_name
    return label, name


def _printed_labels(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter(*_LABEL_TAGS):
        if any(True for _ in element.iter("a", "script")):
            continue  # a label in a link is that of the page it leads to
        text = one_line(element.text_content())
        if len(text) <= _LONGEST_LABEL and "版" in text:
            label, name = split_label(text)
            if label:
                yield label, name


def _same_label(one: str, other: str) -> bool:
    return one.lstrip("0").upper() == other.lstrip("0").upper()


def _pdf(links: list[tuple[Link, Address | None]], here: Address) -> str:
    """The PDF that stands beside the page's own link, or the only one of the document."""
    below: dict[html.HtmlElement, set[str]] = {}  # element → the PDFs linked inside it
    files = {link.url for link, _ in links if _is_pdf(link.url)}
    for link, _ in links:
        if link.url in files:
            for parent in _ancestors(link):
                below.setdefault(parent, set()).add(link.url)
    for link, address in links:
        if address and address.url == here.url and not _NAVIGATION.fullmatch(link.text):
            beside = next((below[parent] for parent in _ancestors(link) if parent in below), set())
            if len(beside) == 1:
                return next(iter(beside))
    return files.pop() if len(files) == 1 else ""


def _is_pdf(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(".pdf")


def _picture(tree: html.HtmlElement, url: str) -> str:
    for image in tree.iter("img"):
        if image.get("usemap") and image.get("src"):
            return absolute(url, image.get("src"))
    return ""


def _file_name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
