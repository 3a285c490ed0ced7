"""A probed page in the terminal: readable without colours, Chinese at its double width."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.extract import Reading
from crawler.extract.audit import Seen
from crawler.probe import SIGNS, FieldRow, about, count, field_rows, visible

_SIGN_STYLES = {"body": "green", "field": "cyan", "boilerplate": "dim", "unread": "bold red"}
_STYLES = _SIGN_STYLES | {"body": ""}
_LONGEST_NOTE = 24  # columns of the rule or field beside a line
_LONGEST_VALUE = 80  # characters of a field, unless all is wanted


def print_probe(reading: Reading, out: Console, *, full: bool) -> None:
    """Print the lines, then the fields, then the figures."""
    for name, value in about(reading.article):
        out.print(Text.assemble((f"{name}: ", "dim"), value), soft_wrap=True)
    out.print()
    _print_lines(reading.lines, out, full=full)
    out.print()
    _print_fields(field_rows(reading.article), out, full=full)
    out.print()
    out.print(Text(count(reading).sentence()), soft_wrap=True)
    signs = (Text(f"{sign} {kind}", style=_SIGN_STYLES[kind]) for kind, sign in SIGNS.items())
    out.print(Text("   ").join(signs))


def _print_lines(lines: Sequence[Seen], out: Console, *, full: bool) -> None:
    notes = [visible(line.what) for line in lines]
    most = min(_LONGEST_NOTE, max(out.width // 4, 8))
    wide = min(most, max(map(cell_len, notes), default=0))
    room = max(out.width - wide - 4, 8)
    for line, note in zip(lines, notes, strict=True):
        style = _STYLES[line.kind]
        text, beside = Text(visible(line.text), style=style), Text(note, style="dim")
        begin = Text.assemble((SIGNS[line.kind], _SIGN_STYLES[line.kind]), " ")
        if not full:
            text.truncate(room, overflow="ellipsis")
            beside.truncate(wide, overflow="ellipsis", pad=True)
            out.print(begin + beside + "  " + text, no_wrap=True, overflow="ignore")
            continue
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=wide + 2, overflow="fold")
        row.add_column(width=room, overflow="fold")
        row.add_row(begin + beside, text)
        out.print(row)


def _print_fields(rows: Sequence[FieldRow], out: Console, *, full: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("field", style="cyan", no_wrap=True)
    for name in ("value", "printed", "given by"):
        table.add_column(name, overflow="fold")
    name = ""
    for row in rows:
        cells = [visible(text or "") for text in (row.shown, row.printed, row.by)]
        if not full:
            cells = [_cut(cell) for cell in cells]
        style = "dim" if row.value is None else ""
        table.add_row(Text(row.field if row.field != name else ""), *map(Text, cells), style=style)
        name = row.field
    out.print(table)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
