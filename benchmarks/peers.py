"""The extractors that baokan is measured against: one small adapter each.

An adapter takes the page as text, decoded with the right charset, and its address, and gives a
dict with the keys of ``scoring`` that the tool knows.  Every tool is used as its own
documentation says for Chinese, without a network.  None is needed by anything but this
benchmark; ``pip install -e '.[bench]'`` installs them.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import lxml.html

from crawler.extract import extract

Record = dict[str, Any]


def baokan(data: bytes, url: str) -> Record:
    """Our own: from the bytes as served, so that its decoding is measured with it."""
    article = extract(data, url)
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "author": [person.name for person in article.authors],
        "editor": [person.name for person in article.editors],
        "source": article.source,
        "published": article.published,
        "body": article.body,
    }


def trafilatura(text: str, url: str) -> Record:
    """Title, author, date (a day), site name, text."""
    from trafilatura import bare_extraction

    found = bare_extraction(text, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    return {
        "title": found.title,
        "author": (found.author or "").split("; "),
        "source": found.sitename,
        "published": found.date,
        "body": found.text,
    }


def newspaper4k(text: str, url: str) -> Record:
    """Title, authors, date, site name, text."""
    page = _article()(url, language="zh", fetch_images=False, memorize_articles=False)
    page.download(input_html=text)
    page.parse()
    return {
        "title": page.title,
        "author": page.authors,
        "source": page.meta_site_name,
        "published": page.publish_date.isoformat() if page.publish_date else None,
        "body": page.text,
    }


@cache
def _article() -> Any:
    import tldextract
    from newspaper import Article

    # The list of public suffixes that the package brings, not today's from the network.
    bundled = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())
    tldextract.tldextract.TLD_EXTRACTOR = bundled
    return Article


def gne(text: str, url: str) -> Record:
    """Title, author, time, text."""
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(text, host=url)
    return {
        "title": found["title"],
        "author": found["author"],
        "published": found["publish_time"],
        "body": found["content"],
    }


def readability(text: str, url: str) -> Record:
    """Title, text."""
    from readability import Document

    document = Document(text, url=url)
    return {"title": document.short_title(), "body": _lines(document.summary(html_partial=True))}


def resiliparse(text: str, url: str) -> Record:
    """The title element, text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(text)
    return {
        "title": tree.title,
        "body": extract_plain_text(tree, main_content=True, alt_texts=False),
    }


def goose3(text: str, url: str) -> Record:
    """Title, authors, date, text."""
    found = _goose().extract(url=url, raw_html=text)
    return {
        "title": found.title,
        "author": found.authors,
        "published": found.publish_date,
        "body": found.cleaned_text,
    }


@cache
def _goose() -> Any:
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    return Goose({"stopwords_class": StopWordsChinese, "enable_image_fetching": False})


def justext(text: str, url: str) -> Record:
    """Text, by its way without a stop list: there is none for Chinese."""
    from justext import justext as classify

    # Its lengths are characters of English: 70 and 200 would drop most Chinese paragraphs.
    paragraphs = classify(
        text, frozenset(), length_low=20, length_high=60, stopwords_low=0, stopwords_high=0
    )
    return {"body": "\n".join(p.text for p in paragraphs if not p.is_boilerplate)}


def magic_html(text: str, url: str) -> Record:
    """Title, text."""
    found = _magic().extract(text, base_url=url)
    return {"title": found.get("title"), "body": _lines(found.get("html") or "")}


@cache
def _magic() -> Any:
    from magic_html import GeneralExtractor

    return GeneralExtractor()


def _lines(markup: str) -> str:
    """The text of a piece of HTML, each text node on a line."""
    if not markup.strip():
        return ""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    return "\n".join(text.strip() for text in root.itertext() if text.strip())


@dataclass(frozen=True, slots=True)
class Peer:
    """One tool: what to install, what to import, what reads a page."""

    distribution: str
    modules: tuple[str, ...]
    read: Callable[[str, str], Record]
    python: tuple[int, int] = (3, 11)  # the oldest that it can be installed on

    def version(self) -> str:
        """The installed version."""
        return version(self.distribution)

    def missing(self) -> str:
        """Why the tool cannot be measured here and what helps; "" if it can."""
        absent = [name for name in self.modules if importlib.util.find_spec(name) is None]
        if not absent:
            return ""
        if sys.version_info < self.python:
            needs, here = ".".join(map(str, self.python)), ".".join(map(str, sys.version_info[:2]))
            return f"needs Python {needs} or newer, this is {here}"
        return "not installed, pip install -e '.[bench]' does it"


PEERS = {
    "trafilatura": Peer("trafilatura", ("trafilatura",), trafilatura),
    "newspaper4k": Peer("newspaper4k", ("newspaper", "jieba"), newspaper4k),
    "gne": Peer("gne", ("gne",), gne),
    "readability": Peer("readability-lxml", ("readability",), readability),
    "resiliparse": Peer("resiliparse", ("resiliparse",), resiliparse),
    "goose3": Peer("goose3", ("goose3", "jieba"), goose3),
    "justext": Peer("justext", ("justext",), justext),
    "magic-html": Peer("magic-html", ("magic_html", "numpy"), magic_html, (3, 12)),
}


@contextmanager
def quiet() -> Iterator[None]:
    """The tools' own log lines and warnings stay out of the table."""
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)


def stay_offline() -> None:
    """From now on this process opens no connection and asks no name server (for good)."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise ConnectionRefusedError(f"a benchmark uses no network ({event})")
