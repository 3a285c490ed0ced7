"""The calendar of a month: small XML that lists the days with an issue and their front pages.

`period.xml`, `paper_existed.xml`, `navi.xml` name things differently; what they share is one
element a day that holds a date and, mostly, a file name.  Source: crawlers of six newspapers,
2024–2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import urljoin

from lxml import etree

_DATE = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_FILE = re.compile(r"[\w./:-]{1,200}\.s?html?", re.I | re.A)
_MOST_BYTES = 1024 * 1024


def read_calendar(body: bytes, url: str) -> dict[date, str]:
    """Day → address of its front page ("" where the calendar names none); empty when `body` is
    no calendar."""
    if len(body) > _MOST_BYTES or b"<html" in body[:2000].lower():
        return {}
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(body.lstrip(b"\xef\xbb\xbf\r\n\t "), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[date, str] = {}
    for element in root.iter("*") if root is not None else ():
        texts = list(_own_texts(element))
        day = next((d for text in texts if (d := _day(text))), None)
        if day is not None and (day not in found or not found[day]):
            file = next((m[0] for text in texts if (m := _FILE.fullmatch(text))), "")
            found[day] = _address(file, day, url)
    return found


def _own_texts(element: etree._Element) -> Iterator[str]:
    """Attributes and text of an element and of its children without children."""
    for one in (element, *(child for child in element if not len(child))):
        for value in (*one.values(), one.text or ""):
            yield str(value).strip()


def _day(text: str) -> date | None:
    match = _DATE.search(text[:100])
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _address(file: str, day: date, url: str) -> str:
    """Relative to the calendar, or to the folder of its day where it is a bare name."""
    if not file:
        return ""
    return urljoin(url, file if "/" in file else f"{day:%d}/{file}")
