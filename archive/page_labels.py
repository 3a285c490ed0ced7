"""Labels of printed pages (版) in order: 01, A01, T3, and sheets of two pages (0607, A06-A07)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_ONE = re.compile(r"([A-Za-z]{0,3})0*(\d{1,4})([A-Za-z]?)")
_TWO = re.compile(r"([A-Za-z]{0,3})0*(\d{1,3})\s?[-－—–~、,，/]\s?([A-Za-z]{0,3})0*(\d{1,3})")
_FOUR_DIGITS = re.compile(r"([A-Za-z]{0,3})(\d\d)(\d\d)")
_LONGEST_SHEET = 4  # pages of one sheet

# (section, number): ("A", 3).  What has no number is a section of its own, with number 0.
Key = tuple[str, int]


def keys_of(label: str) -> list[Key]:
    """The pages that a label names; two ways of writing one (1 and 01) have the same."""
    label = label.strip()
    if match := _FOUR_DIGITS.fullmatch(label):
        if int(match[3]) == int(match[2]) + 1:
            return [(match[1].upper(), int(match[2])), (match[1].upper(), int(match[3]))]
        return [(match[1].upper(), int(match[2] + match[3]))]
    if match := _TWO.fullmatch(label):
        first, last, section = int(match[2]), int(match[4]), match[1].upper()
        if first < last < first + _LONGEST_SHEET and match[3].upper() in (section, ""):
            return [(section, n) for n in range(first, last + 1)]
    if (match := _ONE.fullmatch(label)) and not match[3]:
        return [(match[1].upper(), int(match[2]))]
    return [(label.upper(), 0)]


def all_keys(labels: Iterable[str]) -> set[Key]:
    """The pages that these labels name."""
    return {key for label in labels for key in keys_of(label)}


def holes(keys: Collection[Key]) -> list[Key]:
    """The numbers that are left out between the first and the last page of each section."""
    found: list[Key] = []
    for section in sorted({section for section, _ in keys}):
        numbers = {n for own, n in keys if own == section and n}
        if numbers and max(numbers) < 1000:  # higher ones are names of files, not of pages
            found += [(section, n) for n in range(min(numbers), max(numbers)) if n not in numbers]
    return found


def written(key: Key, like: Iterable[str]) -> str:
    """A page as the issue writes its labels: 03 beside 01, 3 beside 1."""
    section, number = key
    if not number:
        return section
    widths = [len(m[0]) for label in like if (m := re.search(r"\d+$", label)) and len(m[0]) < 4]
    padded = not widths or max(widths) > 1
    return f"{section}{number:02d}" if padded else f"{section}{number}"


def label_by_address(url: str, pages: Iterable[tuple[str, str]]) -> str:
    """The label of a page by its address, beside the (address, label) of its sisters: where
    node_201 is 01 and node_203 is 03, node_202 is 02.  "" where they do not agree."""
    stem, number = _numbered(url)
    offsets = set()
    sisters = [(address, label) for address, label in pages if label]
    for address, label in sisters:
        own_stem, own_number = _numbered(address)
        keys = keys_of(label)
        if own_stem != stem or number is None:
            continue
        if own_number is None or len(keys) != 1 or not keys[0][1]:
            return ""
        offsets.add((keys[0][0], own_number - keys[0][1]))
    if len(offsets) != 1 or number is None:
        return ""
    section, offset = offsets.pop()
    if number - offset < 1:
        return ""
    return written((section, number - offset), [label for _, label in sisters])


def _numbered(url: str) -> tuple[str, int | None]:
    """An address without its last number, and that number."""
    match = re.search(r"(\d{1,9})(\D*)$", url)
    if match is None:
        return url, None
    return f"{url[: match.start(1)]}#{match[2]}", int(match[1])
