"""The shtml e-papers: 山西日报, 济南日报, 菏泽日报, 日照日报, papers of 四川在线 …

    <base>/shtml/<code>/20240801/vA1.shtml       page A1; also v01.shtml, index.shtml
    <base>/shtml/<code>/20240801/100201.shtml    an article
    <base>/shtml/index_<code>.shtml              the newest issue

Some are GBK.  Source: spiders of 21 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "shtml",
    reader(
        re.compile(_DAY + rf"(?:v(?P<label>{LABEL})|index)\.shtml", re.I),
        re.compile(_DAY + r"\d+\.shtml", re.I),
    ),
)
