"""From the printed lines of a PDF to paragraphs: columns one after the other, lines joined.

Pure geometry, in the way newspapers are set: a paragraph begins with an indent of two letters or
after a line that does not reach the edge of its column; a headline runs over several columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from crawler.pdf_lines import Line

_GUTTER = 0.8  # letters of empty space between two columns
_INDENT = 1.2  # letters
_SHORT = 1.6  # letters that a full line may lack, where 避头尾 has moved a mark
_RAGGED = 4.0  # letters that it may lack where no sentence ends: an unbreakable word follows
_ENDS = ("。", "！", "？", "”", "’", "）", "…", "：", "；", ".", "!", "?")
_OTHER_SIZE = 0.15
_MOST_CUTS = 40
_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee“”‘’—…·"
_INNER_BLANK = re.compile(rf"(?<=[{_CJK}])[ \t\u00a0]+|[ \t\u00a0]+(?=[{_CJK}])")
_WORDS = re.compile(r"[A-Za-z,.;:)%][A-Za-z0-9(]|[0-9][A-Za-z(]")  # a number may be broken


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The text, one paragraph an item, in reading order."""
    found: list[str] = []
    last: Line | None = None
    full = False  # whether `last` reaches the edge of its column
    for column in _columns(lines):
        left = min(line.left for line in column)
        right = max(line.right for line in column)
        for line in column:
            text = line.text.strip("\r\n\t \u00a0\u3000")
            if not text:
                continue
            indented = line.left > left + _INDENT * line.size
            indented = indented or line.text.lstrip("\r\n").startswith(("\u3000", "  "))
            if last is None or indented or not full or not _same_size(last, line):
                found.append(text)
            else:
                found[-1] = _join(found[-1], text)
            lacking = (right - line.right) / (line.size or 1)
            full = lacking < (_SHORT if text.endswith(_ENDS) else _RAGGED)
            last = line
    return [_INNER_BLANK.sub("", text) for text in found]


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _OTHER_SIZE * max(one.size, other.size)


def _join(text: str, more: str) -> str:
    if _WORDS.match(text[-1] + more[0]):
        return f"{text} {more}"
    return text + more


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each column from top to bottom, the columns in reading order."""
    columns = []
    for page in sorted({line.page for line in lines}):
        printed = [line for line in lines if line.page == page and line.text.strip()]
        waiting = [_rows(printed)] if printed else []
        while waiting:  # not recursive: as many cuts as lines are possible
            block = waiting.pop()
            parts = _beside(block) or _below(block)
            if parts:
                waiting.extend(reversed(parts))
            else:
                columns.append(block)
    return columns


def _rows(lines: list[Line]) -> list[Line]:
    """From top to bottom, and from left to right on one base line."""
    ordered = sorted(lines, key=lambda line: -line.bottom)
    rows: list[list[Line]] = []
    for line in ordered:
        if rows and rows[-1][0].bottom - line.bottom < 0.3 * max(line.size, 1):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _beside(block: list[Line]) -> list[list[Line]]:
    """The block cut into columns, or nothing."""
    gutter = _GUTTER * median(line.size for line in block)
    parts: list[list[Line]] = []
    edge = 0.0
    for line in sorted(block, key=lambda line: line.left):
        if not parts or line.left - edge > gutter:
            parts.append([])
            edge = line.right
        parts[-1].append(line)
        edge = max(edge, line.right)
    columns: list[list[Line]] = []
    for part in parts:
        if columns and not _level(columns[-1], part):  # one letter alone, below an indented line
            columns[-1] += part
        else:
            columns.append(part)
    return [_rows(part) for part in columns] if len(columns) > 1 else []


def _level(one: list[Line], other: list[Line]) -> bool:
    """Whether some line of one stands beside a line of the other."""
    tops = [float("-inf"), float("-inf")]
    both = [(line.bottom, line.top, 0) for line in one]
    both += [(line.bottom, line.top, 1) for line in other]
    for bottom, top, part in sorted(both):
        if tops[1 - part] > bottom:
            return True
        tops[part] = max(tops[part], top)
    return False


def _below(block: list[Line]) -> list[list[Line]]:
    """The block cut in two where one of them falls into columns: a headline over them, a line
    under them.  The widest gap that does so is taken."""
    gaps = []
    bottom = block[0].bottom
    for index, line in enumerate(block[1:], 1):
        gaps.append((bottom - line.top, index))
        bottom = min(bottom, line.bottom)
    for gap, index in sorted(gaps, reverse=True)[:_MOST_CUTS]:
        if gap < -1:
            break  # the lines overlap
        parts = [block[:index], block[index:]]
        if any(_beside(part) for part in parts):
            return parts
    return []
