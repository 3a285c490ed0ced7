"""Tables of figures inside a text: rows of short cells, kept in order.

A row becomes one paragraph, its cells parted by a tab and empty cells kept, so that columns
can be read again.  Tables that only lay out a page (links, long cells, one column) are no
tables of figures: their cells are lines like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from .dom import Document

_LONGEST_CELL = 80  # characters
_LEAST_ROWS = 2  # of two cells or more
_FAR = 8  # levels between a line and its cell
_CELLS = ("td", "th")


def data_rows(document: Document) -> dict[int, int]:
    """Line → the block of its row, for the lines of tables of figures."""
    blocks = document.blocks
    if not any(block.tag == "tr" for block in blocks):
        return {}
    cells: dict[int, list[int]] = {}  # block of a cell → its lines
    for line in document.lines:
        block = line.block
        for _ in range(_FAR):
            if not block or blocks[block].tag in _CELLS:
                break
            block = blocks[block].parent
        if block and blocks[block].tag in _CELLS:
            cells.setdefault(block, []).append(line.index)
    tables: dict[int, dict[int, list[int]]] = {}  # table → row → its cells
    for cell in cells:
        row = blocks[cell].parent
        table = blocks[row].parent
        if table and blocks[table].tag in ("tbody", "thead", "tfoot"):
            table = blocks[table].parent
        if blocks[row].tag == "tr" and blocks[table].tag == "table":
            tables.setdefault(table, {}).setdefault(row, []).append(cell)
    nested = _tables_around(document)
    found: dict[int, int] = {}
    for table, rows in tables.items():
        if table not in nested and _of_figures(document, rows, cells):
            found |= {i: row for row, inside in rows.items() for c in inside for i in cells[c]}
    return found


def paragraphs(document: Document, kept: Sequence[int], rows: Mapping[int, int]) -> list[str]:
    """The text of the lines `kept`, one a paragraph; a row of a table of figures is one too."""
    found: list[str] = []
    for row, inside in groupby(kept, lambda index: rows.get(index, 0)):
        if row:
            found.append(_row(document, row, list(inside)))
        else:
            found += [document.lines[index].text for index in inside]
    return found


def _of_figures(
    document: Document, rows: dict[int, list[int]], cells: dict[int, list[int]]
) -> bool:
    wide = [row for row, inside in rows.items() if len(inside) > 1]
    if len(wide) < _LEAST_ROWS or len(wide) < 0.5 * len(rows):
        return False
    lines = [document.lines[i] for inside in rows.values() for c in inside for i in cells[c]]
    if sum(line.linked for line in lines) > 0.2 * sum(len(line.text) for line in lines):
        return False
    return all(
        sum(len(document.lines[i].text) for i in cells[c]) <= _LONGEST_CELL
        for inside in rows.values()
        for c in inside
    )


def _row(document: Document, row: int, lines: list[int]) -> str:
    texts: dict[int, list[str]] = {}
    cell, depth = row + 1, document.blocks[row].depth
    while cell < len(document.blocks) and document.blocks[cell].depth > depth:
        if document.blocks[cell].parent == row:
            texts[cell] = []
        cell += 1
    for index in lines:
        cell = document.lines[index].block
        while cell not in texts:
            cell = document.blocks[cell].parent
        texts[cell].append(document.lines[index].text)
    return "\t".join(" ".join(inside) for inside in texts.values()).strip()


def _tables_around(document: Document) -> set[int]:
    """The tables that hold another one: they lay out the page."""
    around: set[int] = set()
    for block in document.blocks:
        if block.tag != "table":
            continue
        parent = block.parent
        while parent and parent not in around:
            if document.blocks[parent].tag == "table":
                around.add(parent)
            parent = document.blocks[parent].parent
    return around
