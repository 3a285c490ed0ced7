"""Date-folder e-papers: 农民日报, 检察日报, 福州日报, 济南日报, 新京报 …

    <base>/2024/20240801/20240801_001/20240801_001.html       page 001
    <base>/2024/20240801/20240801_001/20240801_001_5.html     article 5 of page 001
    <base>/2024/20240801/20240801_plist.htm                   the pages of the issue
    <base>/html/2024/20240801/20240801_A01/jnrb_20240801_00000_A01.html    another form
    <base>/html/2024/20240801/data.json                       the whole issue, on some sites

Where there is a `data.json` it is the issue: see `datedir_json`.  Source: spiders of 6
newspapers, 2022–2023, and code checked in 2026.
"""

from __future__ import annotations

import re

from crawler.platforms.base import Platform
from crawler.platforms.datedir_json import DateDir
from crawler.platforms.epaper_grammar import LABEL, Grammar, reader
from crawler.titles import Title

_DAY = r"(?P<base>.*/)\d{4}/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/\d{8}_(?P<label>" + LABEL + ")/"
GRAMMAR = Grammar(
    "datedir",
    reader(
        re.compile(_DAY + rf"(?:\d{{8}}_{LABEL}|[a-z]+_\d{{8}}_0+_{LABEL})\.s?html?", re.I),
        re.compile(_DAY + r"[A-Za-z0-9_-]+\.s?html?", re.I),
    ),
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return DateDir(title, GRAMMAR)
