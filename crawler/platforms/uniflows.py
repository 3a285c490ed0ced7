"""uniflows e-papers: 中华工商时报, 中国经济导报, 孝感日报, 定州日报 …

    <base>/html/2024/08/01/01/default.htm    page 01
    <base>/html/2024/08/01/01/01_64.htm      an article of page 01

Source: spiders of 4 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "uniflows",
    reader(
        re.compile(_DAY + rf"(?P<label>{LABEL})/default\.s?html?", re.I),
        re.compile(_DAY + rf"(?P<label>{LABEL})/[A-Za-z0-9]+_\d+\.s?html?", re.I),
    ),
)
