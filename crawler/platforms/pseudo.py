"""Entries of a page that are no articles: 广告, 本版责编：…, 导读, 图片新闻.

They are kept as what they are: the page lists them, their raw page is captured, and no article
is made of them.
"""

from __future__ import annotations

import re
from typing import Literal

from archive.records import Article, Pseudo, PseudoKind

_KINDS: tuple[tuple[PseudoKind, re.Pattern[str]], ...] = (
    ("credit", re.compile(
        r"\s*(?:本[版期](?:责编|责任编辑|编辑|主编|美编|校对|策划|制图)"
        r"|(?:责任编辑|责编|版式|美编|校对)\s*[:：])")),
    ("advertisement", re.compile(
        r"[\s【\[（(]*(?:公益|整版|商业|分类)?广告(?:\d{1,2}|[一二三四])?[\s】\])）]*")),
    ("guide", re.compile(r"[\s【\[]*(?:今日|本期|本报)?(?:导读|导航|要目)[\s】\]]*")),
    ("picture", re.compile(r"[\s【\[]*(?:图片新闻|新闻图片|图片报道|图片)[\s】\]]*")),
)  # fmt: skip
_LONGEST = 100  # characters of text; what has more under such a heading is an article


def kind_of(title: str) -> PseudoKind | Literal[""]:
    """What an entry is by its title; empty for a headline."""
    for kind, pattern in _KINDS:
        match = pattern.match(title)
        if match and (kind == "credit" or match.end() == len(title)):
            return kind
    return ""


def pseudo(article: Article, listed_as: str = "") -> Pseudo | None:
    """What a document is that is no article; None for one that is.

    `listed_as`: what the newspaper page calls it.
    """
    kind = kind_of(article.title or "") or kind_of(listed_as)
    if not kind or len(article.body) >= _LONGEST:
        return None
    captions = [f"{image.caption} {image.credit}".strip() for image in article.images]
    lines = dict.fromkeys(line for line in (*article.body.split("\n"), *captions) if line)
    return Pseudo(kind, "\n".join(lines))


REASONS = {
    "credit": "a page credit",
    "advertisement": "an advertisement",
    "guide": "a guide to other pages",
    "picture": "a picture without a headline of its own",
}
