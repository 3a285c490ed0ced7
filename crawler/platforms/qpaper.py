"""Qpaper e-papers: 永州日报, 今日女报, 消费日报, 中国电影报 …

    <base>/Html/2024-08-01/Qpaper.html      the first page
    <base>/Html/2024-08-01/Qpaper_2.html    another page; its number is not its label
    <base>/Html/2024-08-01/30211.html       an article

Source: spiders of 6 newspapers, 2022–2023.
"""

from __future__ import annotations

import re

from crawler.platforms.epaper_grammar import Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/"
GRAMMAR = Grammar(
    "qpaper",
    reader(
        re.compile(_DAY + r"Qpaper(?:_\d+)?\.html?", re.I),
        re.compile(_DAY + r"\d+\.html?", re.I),
    ),
)
