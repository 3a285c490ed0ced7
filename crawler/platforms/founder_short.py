"""Founder (翔宇) e-papers with short names: 成都日报, 湘潭日报, 怀化日报 …

    <base>/202408/01/l01.html     a page; also lA01, col01, colA1
    <base>/202408/01/c1001.html   an article, in the same folder or one of its own

Source: spiders of 34 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader
from crawler.platforms.founder_trees import ARTICLE, DAY, paper_of

GRAMMAR = Grammar(
    "founder_short",
    reader(
        re.compile(DAY + rf"(?:col|l)(?P<label>{LABEL})\.s?html?", re.I),
        ARTICLE,
        paper_of,
    ),
    calendar="period.xml",
)
