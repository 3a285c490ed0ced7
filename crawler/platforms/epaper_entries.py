"""The articles that a newspaper page (版) lists, and those that it lists for other pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from archive.records import Entry
from crawler.platforms.epaper_grammar import Address
from crawler.platforms.links import Link
from crawler.platforms.page_labels import is_navigation, label_key
from crawler.platforms.pseudo import kind_of

# 标题导航, which on some papers lists the articles of the whole issue on each of its pages.
_TITLE_MENU = "btdh"

Own = list[tuple[Link, Address]]  # links to pages and articles of the issue at hand


@dataclass(frozen=True, slots=True)
class Listed:
    """What one page document says of articles."""

    entries: list[Entry]  # of this page
    elsewhere: dict[str, list[Entry]]  # address of another page → its articles
    loose: list[Entry]  # of the issue; of which page is not said


def listed_articles(own: Own, here: Address) -> Listed:
    """Sort the article links of a page document.

    Three things tell whose an article is, the surest first: the label in its address, and on
    which page pictures it stands; a list of the whole issue in which each page is followed by its
    articles; that it stands in the document's list, but not in a menu of the whole issue.
    """
    titles: dict[str, str] = {}
    areas: dict[str, list[str]] = {}
    menu: dict[str, str] = {}
    for link, address in own:
        if address.kind != "article":
            continue
        text = "" if is_navigation(link.text) else link.text
        if link.via == "area":
            areas.setdefault(address.url, []).append(link.area)
        elif _in_title_menu(link):
            menu[address.url] = menu.get(address.url) or text
        elif text or address.url in titles:
            titles[address.url] = titles.get(address.url) or text
    labels = {address.url: address.label for _, address in own if address.kind == "article"}

    def entry(url: str) -> Entry:
        polygons = ";".join(dict.fromkeys(a for a in areas.get(url, ()) if a))
        title = titles.get(url) or menu.get(url, "")
        return Entry(url, title, polygons, kind_of(title))

    if here.label and any(labels.values()):
        listed = dict.fromkeys([*titles, *areas, *menu])
        by_label = _by_label(own, {url: labels[url] for url in listed}, here)
        unlabelled = [url for url in titles if not labels[url]]
        own_ones = dict.fromkeys([*by_label.pop(here.url, ()), *areas, *unlabelled])
        loose = [entry(u) for u in by_label.pop("", ()) if u not in own_ones]
        others = {page: [entry(u) for u in urls] for page, urls in by_label.items()}
        return Listed([entry(u) for u in own_ones], others, loose)
    groups = _groups(own, set(areas), here)
    if groups:
        mine = list(dict.fromkeys([*groups.pop(here.url, []), *areas]))
        others = {page: [entry(u) for u in urls] for page, urls in groups.items()}
        return Listed([entry(u) for u in mine], others, [])
    found = list(dict.fromkeys([*titles, *areas]))
    loose = [] if found else [Entry(u, text) for u, text in menu.items()]
    return Listed([entry(u) for u in found], {}, loose)


def _by_label(own: Own, labels: dict[str, str], here: Address) -> dict[str, list[str]]:
    """Page → the articles whose addresses have its label; under "" those of pages that are not
    linked."""
    page_of = {label_key(here.label): here.url}
    for _, address in own:
        if address.kind == "page" and address.label:
            page_of.setdefault(label_key(address.label), address.url)
    found: dict[str, list[str]] = {}
    for url, label in labels.items():
        if label:
            found.setdefault(page_of.get(label_key(label), ""), []).append(url)
    return found


def _groups(own: Own, areas: set[str], here: Address) -> dict[str, list[str]]:
    """Page → articles, where the document lists the whole issue page by page; else empty.

    Trusted only when most pages are followed by articles, no article stands under two pages, and
    those of the page picture stand under the page itself.
    """
    groups: dict[str, list[str]] = {}
    page = ""
    for link, address in own:
        if link.via == "area" or _in_title_menu(link):
            continue
        if address.kind == "page":
            if not is_navigation(link.text):
                page = address.url
                groups.setdefault(page, [])
        elif page and address.url not in groups[page]:
            groups[page].append(address.url)
    full = [urls for urls in groups.values() if urls]
    everything = [url for urls in full for url in urls]
    if len(full) < 2 or len(full) * 2 < len(groups) or len(set(everything)) < len(everything):
        return {}
    if here.url not in groups or any(url in everything for url in areas - set(groups[here.url])):
        return {}
    return {page: urls for page, urls in groups.items() if urls}


def _in_title_menu(link: Link) -> bool:
    return any(parent.get("id") == _TITLE_MENU for parent in ancestors(link))


def ancestors(link: Link) -> Iterator[html.HtmlElement]:
    """The elements that a link stands in, the nearest first."""
    if link.element is not None:
        yield from link.element.iterancestors()
