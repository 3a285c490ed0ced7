"""Founder (方正) e-papers, classic generation: four of ten Chinese newspapers.

    <base>/html/2022-02/12/node_219.htm             a page (版); node numbers have gaps
    <base>/html/2022-02/12/content_547409.htm       an article
    <base>/html/2022-02/12/content_219_547409.htm   an article, with its node
    <base>/2022-02/12/001/node.htm                  page 001
    <base>/2022-02/12/001/content_rb_1.htm          an article of it

`html` may be `content`, `page`, `html2` or missing.  Days with an issue stand in `period.xml` of
the month's folder.  Source: spiders of 214 newspapers, 2022–2023; saved pages of 2017 and 2022.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})-(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?:(?P<label>\d{3})/|[^/]+/)?"
GRAMMAR = Grammar(
    "founder_classic",
    reader(
        re.compile(_DAY + r"node(?:_\w+)?\.s?html?", re.I),
        re.compile(_DAY + r"content_\w+\.s?html?", re.I),
    ),
    calendar="period.xml",
)
