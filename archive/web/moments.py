"""Days and times for people, in Chinese and English; what is no time is shown as it is."""

from __future__ import annotations

import re

from markupsafe import Markup

_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(?:\+08:00)?)?)?)?")
_UTC = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def published(text: str | None, language: str) -> str:
    """`2022-08-04T09:26+08:00` as `2022年8月4日 09:26` or `4 August 2022, 09:26`, as far as it is
    known; Chinese time."""
    found = _PARTS.fullmatch(text or "")
    if not found or (found[2] and not 1 <= int(found[2]) <= 12):
        return text or ""
    year, month, number, clock = found.groups()
    if language == "en":
        name = f"{_MONTHS[int(month) - 1]} {year}" if month else year
        name = f"{int(number)} {name}" if number else name
        return f"{name}, {clock}" if clock else name
    name = (
        f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(number)}日" if number else "")
    )
    return f"{name} {clock}" if clock else name


def day(text: str | None, language: str) -> str:
    """The day alone: `2022年8月4日` or `4 August 2022`."""
    return published((text or "")[:10], language)


def moment(text: str | None) -> str:
    """A time that the crawler measured: `2026-01-05 06:30 UTC`, with all of it for machines."""
    found = _UTC.fullmatch(text or "")
    if not found:
        return text or ""
    return Markup('<time datetime="{}">{} {} UTC</time>').format(text, found[1], found[2])
