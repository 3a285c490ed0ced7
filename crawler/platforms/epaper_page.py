"""One page (版) of an e-paper: label, name, PDF, picture, hot areas and links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml import html

from archive.records import Entry, Page
from crawler.platforms.epaper_entries import Own, ancestors, listed_articles
from crawler.platforms.epaper_grammar import Address, Reader
from crawler.platforms.links import Link, absolute, links_of, one_line
from crawler.platforms.page_labels import (
    PAGENUM,
    is_navigation,
    label_key,
    printed_labels,
    same_label,
    split_label,
)

_PREVIOUS_ID = "goprevperiod goPrePeriod preperiod".lower().split()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page document holds: the page, its sisters in the issue, articles of other pages."""

    page: Page
    # label and name as the page list prints them, in its order; with the articles listed for them
    sisters: tuple[Page, ...]
    loose: tuple[Entry, ...]  # articles of the issue that the document does not give to a page
    printed_label: bool  # False: page.label is only the file name of the address
    previous: Address | None = None  # 上一期, the issue before


def read_sheet(
    tree: html.HtmlElement,
    here: Address,
    source: str,
    read: Reader,
    on_host: Callable[[str], bool],
) -> Sheet | None:
    """The page at `here`; None when the document has neither label, page list nor articles.

    `source` is the document's text, for the comment in which the CMS notes the page's label;
    `on_host` says of an address whether its host is the title's.
    """
    links = links_of(tree, here.url)
    own: Own = []
    others: Own = []
    for link in links:
        address = read(link.url)
        if address is None or not on_host(link.url):
            continue
        if address.root == here.root:
            own.append((link, _as_spelled(address, here)))
        elif address.paper == here.paper and address.kind == "page":
            others.append((link, address))
    own = _each_once(own, here)
    pages = _listed_pages(own)
    listed = listed_articles(own, here)
    # The label in an address is no sign that the document is a page.
    shown = pages or listed.entries or listed.loose or PAGENUM.search(source)
    if not shown and next(printed_labels(tree), None) is None:
        return None
    label, name = _own_label(tree, here, pages, source)
    sisters = [
        Page(label, url, name, entries=tuple(listed.elsewhere.get(url, ())))
        for url, (label, name) in pages.items()
        if url != here.url
    ]
    return Sheet(
        page=Page(
            label=label or _file_name(here.url),
            url=here.url,
            name=name,
            pdf=_pdf(tree, links, own, here),
            picture=_picture(tree, here.url),
            entries=tuple(listed.entries),
        ),
        sisters=tuple(sisters),
        loose=tuple(listed.loose),
        printed_label=bool(label),
        previous=_previous(others, here),
    )


def _as_spelled(address: Address, here: Address) -> Address:
    """One spelling for what is in the folder of `here`: sites mix Html/html, in folders and in
    endings, and http/https."""
    folder = here.url[: here.url.rfind("/") + 1]
    bare = folder.partition("://")[2].lower()
    rest = address.url.partition("://")[2]
    if not rest.lower().startswith(bare):
        return address
    name, _, ending = rest[len(bare) :].rpartition(".")
    its = here.url.rpartition(".")[2]
    return replace(
        address, url=f"{folder}{name}.{its if ending.lower() == its.lower() else ending}"
    )


def _each_once(own: Own, here: Address) -> Own:
    """One address a page, that at hand or the first one: some papers have their front page as
    index.htm and as page_01.htm."""
    known = {label_key(here.label): here.url}
    found: Own = []
    for link, address in own:
        if address.kind == "page" and address.label:
            address = replace(address, url=known.setdefault(label_key(address.label), address.url))
        found.append((link, address))
    return found


def _listed_pages(own: Own) -> dict[str, tuple[str, str]]:
    """Address → (label, name) of every page of the issue that is linked, however often."""
    pages: dict[str, tuple[str, str]] = {}
    unnamed: dict[str, tuple[str, str]] = {}
    for link, address in own:
        if address.kind != "page":
            continue
        known_label, known_name = pages.get(address.url, (address.label, ""))
        label, name = split_label(link.text)
        # The label as printed wins over the one of the address; both name one page.
        entry = (label or known_label, known_name or name)
        (pages if any((label, name)) or address.url in pages else unnamed)[address.url] = entry
    return pages | {url: entry for url, entry in unnamed.items() if url not in pages}


def _own_label(
    tree: html.HtmlElement, here: Address, listed: dict[str, tuple[str, str]], source: str
) -> tuple[str, str]:
    label, name = listed.get(here.url, (here.label, ""))
    if label and name:
        return label, name
    noted = PAGENUM.search(source)
    label = label or (noted[1] if noted else "")
    for printed_label, printed_name in printed_labels(tree):
        if not label or same_label(label, printed_label):
            return printed_label, name or printed_name
    return label, name


def _previous(others: Own, here: Address) -> Address | None:
    """Where 上一期 leads, when it is an issue before this one."""
    for link, address in others:
        ident = (link.element.get("id") or "").lower() if link.element is not None else ""
        said = one_line(link.text).strip("<>《》«»[] ").startswith(("上一期", "前一期", "上期"))
        if (said or ident in _PREVIOUS_ID) and address.day < here.day:
            return address
    return None


def _pdf(tree: html.HtmlElement, links: list[Link], own: Own, here: Address) -> str:
    """The PDF that stands beside the page's own link, or the only one of the document.

    Or the text of `#pdfUrl`, which some skins turn into a link by script.
    """
    below: dict[html.HtmlElement, set[str]] = {}  # element → the PDFs linked inside it
    files = {link.url for link in links if _is_pdf(link.url)}
    for link in links:
        if link.url in files:
            for parent in ancestors(link):
                below.setdefault(parent, set()).add(link.url)
    for link, address in own:
        if address.url == here.url and not is_navigation(link.text):
            beside = next((below[parent] for parent in ancestors(link) if parent in below), set())
            if len(beside) == 1:
                return next(iter(beside))
    if len(files) == 1:
        return files.pop()
    for element in tree.xpath("//*[@id='pdfUrl']"):
        url = absolute(here.url, one_line(element.text_content()))
        if _is_pdf(url):
            return url
    return ""


def _is_pdf(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(".pdf")


def _picture(tree: html.HtmlElement, url: str) -> str:
    preview = ""
    for image in tree.iter("img"):
        if image.get("usemap") and image.get("src"):
            return absolute(url, image.get("src"))
        if not preview and "preview" in (image.get("class") or "").split():
            preview = absolute(url, image.get("src") or "")
    return preview


def _file_name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
