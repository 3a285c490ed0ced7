"""Articles of a magazine: told from contents pages, and completed by what those print of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from archive.records import Article, Ask, Found, Person
from crawler.platforms import answers, parts
from crawler.platforms.pseudo import REASONS, pseudo

_SHORT_TEXT = 60  # characters: what has fewer and is full of links is a contents page
_AUTHOR = re.compile(r"^(?:作\s?者|文)\s?[:：/]\s?")
_BETWEEN = re.compile(r"\s*[、，,;；/]\s*|\s+")


def own_text(article: Article, linked: Sequence[str]) -> int:
    """How many characters a page prints in sentences that are no links."""
    links = set(linked)
    lines = [line for line in article.body.split("\n") if line not in links]
    return sum(
        len(line) for line in lines if line.rstrip("”’）)").endswith(("。", "！", "？", "…"))
    )


def article_of(
    ask: Ask, article: Article, many_links: bool, wanted: Callable[[str], bool]
) -> Found:
    """The article that a page is, with what its issue says of it; `many_links`: it has as many
    links to articles as a contents page."""
    if many_links and own_text(article, ()) < _SHORT_TEXT:
        return Found("list", reason="a contents page in the place of an article")
    if stands := pseudo(article):
        return Found("pseudo", pseudo=stands, reason=f"{REASONS[stands.kind]}, not an article")
    if article.kind in ("list", "empty") and article.title and (article.body or article.images):
        # A contents page names it as an article: short texts look like lists between their menus.
        article = replace(article, kind="article")
    if article.kind != "article":
        return answers.not_an_article(article)
    return parts.found(ask, _with_context(article, ask), wanted)


def _with_context(article: Article, ask: Ask) -> Article:
    known, fills = ask.context, {}
    provenance = dict(article.provenance)
    label, day = known.get("issue_label", ""), known.get("date", "")
    if label:  # as printed it may be 《求是》2022/12
        fills["issue_label"] = label
        provenance["issue_label"] = "contents: its issue"
    if day and article.published is None:
        fills |= {"published": day, "published_precision": "day"}
        provenance["published"] = "contents: day of the issue"
    if known.get("column") and article.column is None:
        fills["column"] = known["column"]
        provenance["column"] = "contents"
    if known.get("author") and not article.authors:
        fills["authors"] = _people(known["author"])  # type: ignore[assignment]
        provenance["authors"] = "contents"
    values: dict[str, Any] = fills
    return replace(article, provenance=provenance, **values)


def _people(printed: str) -> tuple[Person, ...]:
    names = [name for name in _BETWEEN.split(_AUTHOR.sub("", printed.strip())) if name]
    if len(names) == 2 and all(len(name) == 1 for name in names):  # 王　珂, set wide
        names = ["".join(names)]
    return tuple(Person(name, "作者", printed, place="markup") for name in names)
