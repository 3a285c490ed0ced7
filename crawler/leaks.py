"""Articles whose text still seems to hold a footer: a measure for the watch, not a cleaner.

The reader strips what its rules know.  This looks for the few marks that hardly any sentence of an
article has and nearly every footer has (the grammar is that of docs: ICP and police licences,
licence of internet news, hotline for illegal content, all rights reserved), in short lines.
"""

from __future__ import annotations

import re

from archive.records import Article, Found

_LONGEST = 80  # characters: a sentence about a licence is longer than the line that is one
_MARKS = re.compile(
    r"ICP备|公网安备|ICP证|新闻信息服务许可证|(?:违法|不良)[^。]{0,8}举报|版权所有|未经授权|"
    r"All Rights Reserved|网络传播视听节目|(?:国内统一刊号|邮发代号)[:：]",
    re.I,
)


def leaky(article: Article) -> bool:
    """Whether a line of the text looks like one of a footer."""
    return any(
        len(line) <= _LONGEST and "。" not in line and _MARKS.search(line)
        for line in article.body.split("\n")
    )


def leaks(found: Found) -> int:
    """How many of the articles in an answer."""
    read = (one for one in (found.article, *found.articles) if one is not None)
    return sum(leaky(article) for article in read)
