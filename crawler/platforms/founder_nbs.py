"""Founder (方正) e-papers, nbs/nw generation: 人民日报 until 2024-11-30, 学习时报, 中国妇女报 …

    <base>/html/2022-08/04/nbs.D110000renmrb_01.htm             page 01
    <base>/html/2022-08/04/nw.D110000renmrb_20220804_2-01.htm   article 2 of page 01

An issue also has a `node_N.htm`, which is no page but the paper's own node.  Source: spiders of 8
newspapers, 2022–2023, and saved pages of 2017.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import LABEL, Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})-(?P<m>\d{1,2})/(?P<d>\d{1,2})/"
GRAMMAR = Grammar(
    "founder_nbs",
    reader(
        re.compile(_DAY + rf"nbs\.[A-Za-z0-9]+_(?P<label>{LABEL})\.s?html?", re.I),
        re.compile(_DAY + rf"nw\.[A-Za-z0-9]+_\d{{8}}_\d+-(?P<label>{LABEL})\.s?html?", re.I),
    ),
    calendar="period.xml",
)
