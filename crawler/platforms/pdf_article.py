"""Articles that are there only as a PDF: found on a page, and read from the text layer.

For any platform.  `pdf_of()` says which PDF an article page without a text stands for; the
platform asks for it (kind `article`, with `title` and `kicker` in the context, as far as the page
prints them) and gives the answer, or any PDF that an article's address answers with, to
`article_of_pdf()`.  Words in a picture are not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import parse_qs, urlsplit

from lxml import html

from archive.file_kinds import file_kind
from archive.identity import normal_text, url_key
from archive.records import Article, Ask, Found
from crawler.extract.jumps import take_jumps
from crawler.extract.language import read_language
from crawler.pdf_layout import paragraphs
from crawler.pdf_lines import PdfError, lines_of
from crawler.platforms.base import Fetched
from crawler.platforms.links import absolute

RULE = "pdf: text layer"
_EMBEDS = {"embed": "src", "object": "data", "iframe": "src", "frame": "src"}
_HEADLINE_LINES = 8  # paragraphs at the top that may be the headline, set in several lines
_MOST_UNREADABLE = 0.1  # share of letters that no table of the PDF names
_LETTER = re.compile(r"[\w\ufffd]")


def is_pdf(page: Fetched) -> bool:
    """Whether an answer is a PDF, whatever the server calls it."""
    kind = file_kind(page.body) if page.status == 200 else None
    return kind is not None and kind.suffix == ".pdf"


def pdf_of(tree: html.HtmlElement, url: str, others: Collection[str] = ()) -> str:
    """The address of the only PDF that the page at `url` embeds, or else links; "" for none or
    several.  `others` are PDFs that are known to be something else, such as those of the printed
    pages."""
    known = {url_key(other) for other in others if other}
    for addresses in (_embedded(tree, url), _linked(tree, url)):
        found = {url_key(address): address for address in addresses if _names_pdf(address)}
        wanted = [address for key, address in found.items() if key not in known]
        if wanted:
            return wanted[0] if len(wanted) == 1 else ""
    return ""


def article_of_pdf(ask: Ask, page: Fetched) -> Found:
    """The article whose text is the PDF's.  Headline and place come from the request's context:
    `title`, `kicker`, `date`, `page_label`, `page_name`.

    Verdicts: `article`; `empty` where there is no text to be had, for good; `error` for an answer
    that is no PDF or a broken one.
    """
    if not is_pdf(page):
        return Found("error", reason="not a PDF")
    try:
        printed = paragraphs(lines_of(page.body))
    except PdfError as error:
        return Found("error" if error.broken else "empty", reason=str(error))
    letters = _LETTER.findall("".join(printed))
    if not letters:
        return Found("empty", reason="the PDF has no text layer")
    if letters.count("\ufffd") > _MOST_UNREADABLE * len(letters):
        return Found("empty", reason="the PDF's text layer does not say which letters it shows")
    known = ask.context
    printed = _without_headline(printed, (known.get("kicker", ""), known.get("title", "")))
    printed, continued_to, continued_from = take_jumps(printed)
    body = "\n".join(printed)
    if not body:
        return Found("empty", reason="the PDF has nothing but the headline")
    told = {
        "title": known.get("title"),
        "kicker": known.get("kicker"),
        "published": known.get("date"),
        "issue_label": known.get("date"),
        "page_label": known.get("page_label"),
        "page_name": known.get("page_name"),
    }
    given = {name: value for name, value in told.items() if value}
    article = Article(
        url=page.url,
        body=body,
        published_precision="day" if known.get("date") else None,
        language=read_language(body, ""),
        replaced=body.count("\ufffd"),
        continued_to=continued_to,
        continued_from=continued_from,
        provenance={"body": RULE} | dict.fromkeys(given, "pdf: what its page says"),
        **given,  # type: ignore[arg-type]  # strings, each for a field of text
    )
    return Found("article", article=article)


def _without_headline(printed: list[str], headlines: tuple[str, str]) -> list[str]:
    """The paragraphs without kicker and headline at their top, which may be set in pieces."""
    known = [normal_text(headline) for headline in headlines if headline]
    start = 0
    while start < min(_HEADLINE_LINES, len(printed)):
        words = normal_text(printed[start])
        if not any(words in headline for headline in known):
            break
        start += 1
    return printed[start:]


def _embedded(tree: html.HtmlElement, url: str) -> Iterator[str]:
    for element in tree.iter(*_EMBEDS):
        address = absolute(url, element.get(_EMBEDS[element.tag]) or "")
        yield _shown_by_viewer(address)


def _linked(tree: html.HtmlElement, url: str) -> Iterator[str]:
    for element in tree.iter("a"):
        yield _shown_by_viewer(absolute(url, element.get("href") or ""))


def _shown_by_viewer(address: str) -> str:
    """What a viewer page is given to show: `/pdfjs/web/viewer.html?file=/2022/1.pdf`."""
    if not address or _names_pdf(address):
        return address
    shown = parse_qs(urlsplit(address).query).get("file", [""])[0]
    return absolute(address, shown) or address


def _names_pdf(address: str) -> bool:
    return urlsplit(address).path.lower().endswith(".pdf")
