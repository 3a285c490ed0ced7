"""Founder (翔宇) e-papers of the new generation: one newspaper in three, 人民日报 from 2024-12-01.

    <base>/layout/202408/01/node_01.html         a page; also node01, node_A01, n_01
    <base>/content/202408/01/content_1001.html   an article; also c_1001, c1001

See `founder_trees` for the folders; `founder_short` are the papers with pages l01, col01.
Source: spiders of 165 newspapers, 2022–2023, saved pages of 2022, and code checked in 2026.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader
from crawler.platforms.founder_trees import ARTICLE, DAY, paper_of

GRAMMAR = Grammar(
    "founder_new",
    reader(
        re.compile(DAY + rf"(?:node_?|n_|col_)(?P<label>{LABEL})\.s?html?", re.I),
        ARTICLE,
        paper_of,
    ),
    calendar="period.xml",
)
