"""joyhua e-papers: 哈尔滨日报, 新晚报, 南宁日报, 滨州日报, 新安晚报 …

    <base>/<code>/20240801/html/index.htm                     the first page; also page_01.htm
    <base>/<code>/20240801/html/page_02.htm                   page 02
    <base>/<code>/20240801/html/content_20240801002001.htm    article 1 of page 2
    <base>/<code>/20240801/html/index_content_000.htm         an article of the first page
    <base>/<code>/20240801/html/page_02_content_000.htm       an article of page 02

`html` is `mhtml` at some papers.  Source: spiders of 21 newspapers, 2022–2023.
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.platforms.epaper_grammar import LABEL, Address, Grammar, reader

_DAY = r"(?P<base>.*/)(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/m?html/"
_READ = reader(
    re.compile(_DAY + rf"(?:index|page_(?P<label>{LABEL}))\.s?html?", re.I),
    re.compile(
        _DAY + rf"(?:index_|page_(?P<label>{LABEL})_)?content_(?:\d{{8}}(?P<sheet>\d{{3}}))?\d+"
        r"\.s?html?",
        re.I,
    ),
)
_SHEET = re.compile(r"/content_\d{8}(\d{3})\d{3}\.", re.I)


def _read(url: str) -> Address | None:
    """With the label 01 for the first page, and that in the number of an article."""
    address = _READ(url)
    if address is None or address.label:
        return address
    name = address.url.rsplit("/", 1)[-1].lower()
    if name.startswith("index"):
        return replace(address, label="01")
    sheet = _SHEET.search(address.url)
    return replace(address, label=sheet[1][1:]) if sheet else address


GRAMMAR = Grammar("joyhua", _read)
