"""Pages of one article: which one an answer is, and which others to ask for.

For every platform that returns articles: `found()` says what the answer is, and what follows
from it.  The archive joins the pages (`archive/parts.py`); each stays a request and a capture of
its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.compose import same_headline
from archive.identity import url_key
from archive.records import Article, Ask, Found, PageLink, Pagination

PRIORITY = 60  # like a known article: half an article is worth less than none
# What belongs to the one request alone, not to the article.
_OF_REQUEST = ("asked_as", "hops", "dry", "part_of", "part", "part_title")


def placed(ask: Ask, article: Article) -> Found | None:
    """What the answer is as a page of an article that goes over several: verdict `part` for page
    2 and on and for the page with the whole text, `elsewhere` for one that leads back to page 1.
    None: it is an article, on one page or the first of its pages.

    An answer that was asked for as a page, but has another headline, is an article of its own,
    unless it says itself that it is a page of that article: 下一页 may lead to the next article.
    """
    own = article.pagination
    first = ask.context.get("part_of", "")
    if ask.kind == "part" and first and "part" in ask.context:
        number = int(ask.context["part"])
        if number != 1 and url_key(article.url) == url_key(first):
            return Found("elsewhere", reason=f"page {number} leads back to {first}")
        agrees = own is not None and own.number is not None and own.first == first
        if agrees or same_headline(article.title, ask.context.get("part_title")):
            return Found("part", article=_as_page(article, first, number))
    if own is None or own.number in (None, 1):
        return None
    return Found("part", article=article)


def found(ask: Ask, article: Article, wanted: Callable[[str], bool]) -> Found:
    """The article or the page of one, with the requests for its other pages; `wanted` says of an
    address whether the title may ask for it."""
    answer = placed(ask, article) or Found("article", article=article)
    if answer.article is None:
        return answer
    return replace(answer, asks=asks(ask, answer.article, wanted))


def asks(ask: Ask, article: Article, wanted: Callable[[str], bool]) -> tuple[Ask, ...]:
    """Requests for the other pages of the article, as far as this one tells of them; for page 1
    as an article, since nothing is known of it yet."""
    known = article.pagination
    if known is None or known.number is None:
        return ()
    context = {key: value for key, value in ask.context.items() if key not in _OF_REQUEST}
    asked = ask.context.get("part_of") == known.first
    title = (ask.context.get("part_title") if asked else "") or article.title or ""
    pages = {page.number: page.url for page in known.pages} | {1: known.first, 0: known.full}
    requests = []
    for number, url in sorted(pages.items()):
        if number == known.number or not url or not wanted(url):
            continue
        if number == 1 and asked:
            continue  # that is where the request came from
        told = {"part_of": known.first, "part": str(number), "part_title": title}
        one = Ask(url, "part", context | told, ask.depth, PRIORITY)
        requests.append(one if number != 1 else replace(one, kind="article", context=context))
    return tuple(requests)


def _as_page(article: Article, first: str, number: int) -> Article:
    """The article as page `number`; what the page says of its neighbours stays where it agrees."""
    own = article.pagination or Pagination(None)
    pages = own.pages if own.number == number else ()
    if own.number is None and own.next and number:
        pages = (PageLink(number + 1, own.next, "link to the next page"),)
    known = replace(
        own, number=number, first=first, pages=pages, rule=own.rule or "asked as a page"
    )
    return replace(article, pagination=known, kind="article")
