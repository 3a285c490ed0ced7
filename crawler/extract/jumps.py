"""Jump lines: ``（下转第二版）`` where a story breaks off, ``（上接A01版）`` where it goes on.

E-papers often print the whole text under the first of the two, so a jump is noted and taken
out of the text, and nothing is joined.
"""

from __future__ import annotations

import re

from archive.records import Jump

from .numerals import chinese_number

_EDGE = 3  # paragraphs at either end that may hold a mark
_MARK = re.compile(
    r"[（(【\[]\s?(?:紧|緊)?(?P<way>下转|下轉|上接|上承|转|轉|接)\s?(?:本报|今日)?\s?第?\s?"
    r"(?P<page>[A-Za-z]{0,2}\s?\d{1,3}|[〇零一二三四五六七八九十]{1,4})\s?[版页頁]?"
    r"[^（）()【】\[\]。]{0,12}[）)】\]]"
)
_ALONE = re.compile(
    r"(?:紧|緊)?(?P<way>下转|下轉|上接)\s?第?\s?"
    r"(?P<page>[A-Za-z]{0,2}\s?\d{1,3}|[〇零一二三四五六七八九十]{1,4})\s?[版页頁]"
)
_ONWARD = frozenset({"下转", "下轉", "转", "轉"})


def take_jumps(paragraphs: list[str]) -> tuple[list[str], Jump | None, Jump | None]:
    """(paragraphs without the marks, where the text goes on, where it began).

    Only the first and last three paragraphs are searched: the onward mark at a paragraph's
    end, the backward one at its beginning or end.
    """
    if not any("版" in p or "页" in p or "頁" in p for p in _edges(paragraphs)):
        return paragraphs, None, None
    onward = backward = None
    kept: list[str] = []
    for index, text in enumerate(paragraphs):
        if _EDGE <= index < len(paragraphs) - _EDGE:
            kept.append(text)
            continue
        found = _mark_of(text)
        if found is None or not (page := _page(found["page"])):
            kept.append(text)
            continue
        jump = Jump(page, found[0])
        if found["way"] in _ONWARD:
            onward = onward or jump
        else:
            backward = backward or jump
        if rest := (text[: found.start()] + text[found.end() :]).strip():
            kept.append(rest)
    return kept, onward, backward


def _edges(paragraphs: list[str]) -> list[str]:
    return [p for i, p in enumerate(paragraphs) if i < _EDGE or i >= len(paragraphs) - _EDGE]


def _mark_of(text: str) -> re.Match[str] | None:
    if alone := _ALONE.fullmatch(text):
        return alone
    for match in _MARK.finditer(text):
        short = match["way"] in ("转", "轉", "接")  # （接5版）, but never （转3页）of a sentence
        at_end, at_start = match.end() >= len(text.rstrip()) - 1, match.start() <= 1
        if (at_end or at_start) and ("版" in match[0] or not short):
            return match
    return None


def _page(text: str) -> str:
    text = "".join(text.split()).upper()
    if any(c.isdigit() for c in text):
        return text
    number = chinese_number(text)
    return str(number) if number else ""
