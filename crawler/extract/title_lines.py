"""A headline that markup breaks into several lines of one block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .dom import Document, Line

_SHORTEST = 8  # characters of two lines that together are part of <title>
_JOINS = tuple("：，、！？:,“”》")  # no blank behind these


def title_lines(
    document: Document,
    line: Line,
    stop: int,
    page: str,
    wanted: Sequence[str],
    even: Callable[[str], str],
) -> range:
    """The lines round `line`, of its block and above line `stop`, that the page names as one.

    `page` is the ``<title>`` and `wanted` the marked titles, both made even by `even`.
    """
    first = last = line.index
    whole = even(line.text)

    def named(both: str, index: int) -> bool:
        known = both in wanted or (len(both) >= _SHORTEST and both in page)
        return known and document.lines[index].block == line.block

    while first and named(both := even(document.lines[first - 1].text) + whole, first - 1):
        whole, first = both, first - 1
    stop = min(stop, len(document.lines))
    while last + 1 < stop and named(both := whole + even(document.lines[last + 1].text), last + 1):
        whole, last = both, last + 1
    return range(first, last + 1)


def join(document: Document, lines: range) -> str:
    """Their text as one headline."""
    title = document.lines[lines[0]].text
    for index in lines[1:]:
        blank = "" if title.endswith(_JOINS) else " "
        title += blank + document.lines[index].text
    return title
