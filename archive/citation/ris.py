"""RIS, for EndNote, Zotero, Mendeley, NoteExpress and most library catalogues.

One line a tag, `TY  - NEWS` to `ER  - `; lines end in CR LF.  No value has a second line.
Editors (责任编辑) are left out: RIS has editors of books alone.
https://en.wikipedia.org/wiki/RIS_(file_format) has the tags of the specification of 2011.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address

_TYPES = {"newspaper": "NEWS", "magazine": "JOUR"}


def cite(entry: Entry) -> str:
    """One record, its last line ended, too."""
    tags = [("TY", _TYPES.get(entry.kind, "ELEC")), ("ID", parts.key(entry))]
    tags += [("AU", name) for name in parts.names(entry)]
    tags += [
        ("TI", parts.headline(entry)),
        ("T2", parts.publication(entry)),
        ("PY", entry.date[:4] if parts.date_parts(entry.date) else ""),
        ("DA", _date(entry.date)),
        ("IS", parts.issue_number(entry) if entry.kind == "magazine" else ""),
        ("SP", one_line(entry.page_label)),
        ("PB", one_line(entry.publisher)),
        ("CY", parts.place(entry)),
        ("SN", one_line(entry.issn)),
        ("LA", one_line(entry.language)),
        ("UR", web_address(entry.url)),
        ("Y2", _date(entry.accessed)),
    ]
    said = "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value)
    return f"{said}ER  - \r\n"


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The records, an empty line between two."""
    for number, entry in enumerate(entries):
        yield ("\r\n" if number else "") + cite(entry)


def _date(day: str) -> str:
    """`2022/08/04/`: year, month, day and other information, where they are known."""
    known = parts.date_parts(day)
    if not known:
        return ""
    return "/".join([f"{known[0]:04d}", *(f"{part:02d}" for part in known[1:])]) + "/" * (
        4 - len(known)
    )
