"""Stub pages that only send the reader on: meta refresh and `location.href=`."""

from __future__ import annotations

import re

from lxml import html

from crawler.platforms.links import absolute

# Longer than this a refresh reloads a page that is meant to be read.
_LONGEST_DELAY = 30.0  # seconds
_LONGEST_CONTENT = 2500  # characters; an address is shorter
# A page with more links than this is read as it is, whatever its scripts say.
_STUB_LINKS = 3

_REFRESH = re.compile(
    r"""\s*(?P<delay>\d{0,9}(?:\.\d{0,9})?)\s*[;,]?\s*url\s*=\s*["']?(?P<url>[^"']+)""", re.I
)
_LOCATION = re.compile(
    r"""(?:^|[\s;{}(.])location(?:\.href)?\s*(?:=(?!=)\s*|\.(?:replace|assign)\(\s*)"""
    r"""(?:"(?P<double>[^"\n]{1,2000})"|'(?P<single>[^'\n]{1,2000})')(?!\s*+\+)""",
    re.I | re.M,
)


def redirects(tree: html.HtmlElement, url: str) -> list[str]:
    """Where the page at `url` sends its reader, the first one first; empty for a real page.

    Read are `<META HTTP-EQUIV=REFRESH CONTENT="0; URL=…">` in any case, quoted or not, and, on
    a page with next to no links of its own, scripts that set `location` to one plain string.
    """
    found: list[str] = []
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            found.append(absolute(url, _refresh(meta)))
    if sum(1 for a in tree.iter("a", "area", "frame", "iframe")) <= _STUB_LINKS:
        for script in tree.iter("script"):
            for match in _LOCATION.finditer(script.text or ""):
                found.append(absolute(url, match["double"] or match["single"]))
    return [target for target in dict.fromkeys(found) if target and target != url]


def _refresh(meta: html.HtmlElement) -> str:
    content = (meta.get("content") or "")[:_LONGEST_CONTENT].strip()
    match = _REFRESH.match(content)
    if match:
        delay, target = match["delay"], match["url"]
    else:
        # CONTENT=0; URL=x without quotes: HTML reads URL=x as an attribute of its own.
        delay, target = content.rstrip("; "), meta.get("url") or ""
    try:
        seconds = float(delay or 0)
    except ValueError:
        return ""
    return target.strip() if seconds <= _LONGEST_DELAY else ""
