"""The edition e-papers: 内蒙古商报, 黄南报.

    <base>/content/2024-08/01/edition6145_1.html    page 1
    <base>/content/2024-08/01/55020.html            an article

Source: spiders of 2 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "edition",
    reader(
        re.compile(_DAY + rf"edition\d+_(?P<label>{LABEL})\.html?", re.I),
        re.compile(_DAY + r"\d+\.html?", re.I),
    ),
)
