"""Rows of `run_fields`: how many articles of a run had a field, by the rule that gave it."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable

from archive.records import Article, Found

# The fields that are counted; what is not here says too little about a site.
FIELDS = (
    "title", "body", "published", "authors", "editors", "source", "column", "kicker", "subtitle",
    "dateline", "images", "page_label", "issue_label",
)  # fmt: skip
LENGTH = "body_length"  # its sources are classes of length: a summary is no text
UNTOLD = "page"  # the source of a field of which the record does not say what gave it

_NUMBERS = re.compile(r"\d+")
_NAMES = re.compile(
    r"\s\S*[\u4e00-\u9fff]\S{4,}"
)  # `byline 湖滨晚报记者方晴`: who, not which rule
_CLASSES = (100, 400)  # characters
SHORT = f"0-{_CLASSES[0] - 1}"  # the class of what is rather a summary


def put(connection: sqlite3.Connection, run_id: int, found: Found) -> int:
    """Count the fields of the articles in an answer; returns how many articles were read.

    Call it in the transaction that keeps them.
    """
    read = tuple(one for one in (found.article, *found.articles) if one is not None)
    if found.verdict not in ("article", "articles", "issue"):
        return 0
    counted = tally(read)
    connection.executemany(
        "INSERT INTO run_fields (run_id, field, source, articles) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        [(run_id, *key, count) for key, count in counted.items()],
    )
    return len(read)


def tally(articles: Iterable[Article]) -> Counter[tuple[str, str]]:
    """(field, source) → how many of the articles; source "" for those that have no such field."""
    counted: Counter[tuple[str, str]] = Counter()
    for article in articles:
        for field in FIELDS:
            there = bool(getattr(article, field))
            counted[field, source(article, field) if there else ""] += 1
        counted[LENGTH, length_class(len(article.body))] += 1
    return counted


def source(article: Article, field: str) -> str:
    """The rule that gave the field, without what differs from article to article."""
    words = _NUMBERS.sub("#", article.provenance.get(field, UNTOLD)).split()
    if words[:1] != ["label"]:  # `byline 湖滨晚报记者方晴` says who it was
        words = [word for word in words if word.isascii()]
    return " ".join(words) or UNTOLD


def length_class(length: int) -> str:
    """`0-99`, `100-399` or `400-` characters."""
    if length >= _CLASSES[1]:
        return f"{_CLASSES[1]}-"
    return SHORT if length < _CLASSES[0] else f"{_CLASSES[0]}-{_CLASSES[1] - 1}"
