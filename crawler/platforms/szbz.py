"""The szbz e-papers: papers on dbw.cn, 佳木斯日报, 通化日报, 乌鲁木齐晚报 …

    <base>/Html/szbz/20240801/Index.Html        the issue
    <base>/Html/szbz/20240801/szbzA1.Html       page A1
    <base>/Html/szbz/20240801/szbz31623.Html    an article: its number has five digits or more

The case of Html varies within one site.  Source: spiders of 10 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "szbz",
    reader(
        re.compile(
            _DAY + r"szbz(?P<label>[A-Za-z]\d{1,3}[A-Za-z]?|\d{1,3}[A-Za-z]?)\.html?", re.I
        ),
        re.compile(_DAY + r"szbz\d{4,}\.html?", re.I),
    ),
)
