"""Text that was typed with hard line ends: the paragraphs of a ``<pre>``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

_NARROWEST = 30  # columns; a narrower column is verse or a list
_FULL = 0.85  # of the widest line: the paragraph may go on below
_LEAST_INDENTED = 2  # lines; without indents a line end is the author's
_BLANKS = (" ", "\u3000", "\t")


def typed_lines(text: str) -> Iterator[str]:
    """The lines of `text`; those of an indented paragraph that was broken to fit are joined."""
    lines = [line.rstrip() for line in text.split("\n")]
    widths = [_columns(line) for line in lines]
    widest = max(widths)
    indented = sum(line.startswith(_BLANKS) for line in lines)
    if indented < _LEAST_INDENTED or widest < _NARROWEST:
        yield from lines
        return
    paragraph: list[str] = []
    before = 0  # columns of the line above
    for line, width in zip(lines, widths, strict=True):
        if paragraph and (not line or line.startswith(_BLANKS) or before < _FULL * widest):
            yield _joined(paragraph)
            paragraph = []
        if line:
            paragraph.append(line)
        before = width
    if paragraph:
        yield _joined(paragraph)


def _columns(line: str) -> int:
    """The width of a line as it was typed: a Chinese character takes two columns."""
    return len(line) if line.isascii() else len(line) + sum(c > "\u2e7f" for c in line)


def _joined(pieces: list[str]) -> str:
    parts = [pieces[0]]
    for above, below in pairwise(pieces):
        parts.append(" " if above[-1].isascii() and below[0].isascii() else "")
        parts.append(below)
    return "".join(parts)
