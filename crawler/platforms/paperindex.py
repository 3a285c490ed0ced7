"""PaperIndex e-papers: 法治日报, 新华每日电讯, 大众日报, 农村大众, 桂林日报 …

    <base>/content/PaperIndex.htm                  the entry, sends on to the newest
    <base>/content/20240801/IssueIndex.htm         sends on to the first page
    <base>/content/20240801/Page01TB.htm           page 01
    <base>/content/20240801/Articel01002JQ.htm     article 2 of page 01 (sic: Articel)

The letters at the end are codes of templates; they differ between pages and articles and change
over the years.  Source: spiders of 17 newspapers, 2022–2023, and code checked in 2026.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "paperindex",
    reader(
        re.compile(_DAY + r"Page(?P<label>[A-Za-z]?\d{2,3})[A-Za-z]{1,2}\.s?html?", re.I),
        re.compile(
            _DAY + r"Arti(?:cel|cle)(?P<label>[A-Za-z]?\d{2})\d{3}[A-Za-z]{1,2}\.s?html?", re.I
        ),
    ),
    index="IssueIndex.htm",
)
