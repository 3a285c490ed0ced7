"""How `baokan scout` recognises an e-paper: by addresses in the grammar of its platform."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urljoin, urlsplit

from crawler.platforms.base import Fetched, Sign
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.epaper_grammar import Address, Grammar, front_template, newest_of
from crawler.platforms.links import links_of
from crawler.platforms.redirects import redirects

# Marks of the Founder publishing system, in comments, tags and ids.
FOUNDER_MARKS = (
    "enpproperty", "mpproperty", "enpcontent", "founder-content", "PagePicMap", "ozoom",
)  # fmt: skip


def sign_of(page: Fetched, grammar: Grammar) -> Sign | None:
    """The sign of an e-paper whose addresses `grammar` reads; None without an address of a page.

    Addresses of other hosts count where they are articles of the same day: some papers keep
    pages and articles on two hosts, which the record's `hosts` has to say.
    """
    source = text_of_page(page.body, page.headers)
    tree = parse(source)
    if tree is None:
        return None
    urls = [page.url, *redirects(tree, page.url), *(link.url for link in links_of(tree, page.url))]
    found = list(dict.fromkeys(a for url in urls if (a := grammar.read(url)) is not None))
    host = urlsplit(page.url).netloc
    pages = [a for a in found if a.kind == "page" and urlsplit(a.url).netloc == host]
    if not pages:
        return None
    newest = newest_of([a for a in found if urlsplit(a.url).netloc == host])
    assert newest is not None  # there are pages
    articles = [a for a in found if a.kind == "article" and a.day == newest.day]
    marks = [f"{len(pages)} addresses of pages such as {urlsplit(newest.url).path}"]
    if articles:
        marks.append(f"{len(articles)} of articles such as {urlsplit(articles[0].url).path}")
    shown = [mark for mark in FOUNDER_MARKS if mark in source]
    if shown and grammar.name.startswith("founder"):
        marks.append(f"marks of the publishing system: {', '.join(shown)}")
    strength = len(pages) + len(articles) + len(shown)
    return Sign(strength, tuple(marks), _options(host, newest, articles))


def _options(host: str, newest: Address, articles: list[Address]) -> dict[str, object]:
    elsewhere = Counter(urlsplit(a.url).netloc for a in articles)
    options: dict[str, object] = {}
    if elsewhere and host not in elsewhere:
        options["hosts"] = [elsewhere.most_common(1)[0][0]]
    return options


def edition_for(entry: str, front: Address, index: str = "") -> dict[str, str] | None:
    """The record's edition, from the front page of one issue; None where the date does not stand
    in its address.  `index`: see Grammar."""
    template = front_template(front, index)
    if not template:
        return None
    folder = urljoin(entry, ".")
    return {"issue": template.removeprefix(folder) if template.startswith(folder) else template}
