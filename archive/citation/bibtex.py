"""BibTeX, for LaTeX (also biblatex), JabRef and Zotero.

Names and headlines stand in a second pair of braces: BibTeX shall neither cut a name into parts
nor write a headline in small letters.
https://ctan.org/pkg/bibtex (btxdoc), https://ctan.org/pkg/biblatex
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address

# Braces become commands: BibTeX counts them also where a backslash stands in front.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {c: f"\\{c}" for c in "%&#$_"}
_SPECIAL = re.compile(r"[\\{}~^%&#$_]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def cite(entry: Entry) -> str:
    """One entry, without a line break at its end."""
    periodical = entry.kind in ("newspaper", "magazine")
    fields = [("author", _authors(entry)), ("title", _twice(parts.headline(entry)))]
    if periodical:
        fields.append(("journal", _braced(parts.publication(entry))))
    else:
        fields.append(("howpublished", _braced(parts.publication(entry))))
    fields += [
        *_date(entry),
        ("number", _braced(parts.issue_number(entry)) if entry.kind == "magazine" else ""),
        ("pages", _braced(entry.page_label)),
        ("publisher", _braced(entry.publisher)),
        ("address", _braced(parts.place(entry))),
        ("issn", _braced(entry.issn)),
        ("language", _braced(entry.language)),
        ("url", _url(entry)),
        ("urldate", _braced(entry.accessed)),
    ]
    said = [f"  {name} = {value}" for name, value in fields if value]
    head = f"@{'article' if periodical else 'misc'}{{{parts.key(entry)}"
    return ",\n".join([head, *said]) + "\n}"


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The entries, an empty line between two."""
    for number, entry in enumerate(entries):
        yield ("\n" if number else "") + cite(entry)


def escaped(text: str) -> str:
    """One line in which LaTeX sees text and nothing else."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], one_line(text))


def _braced(text: str) -> str:
    return f"{{{escaped(text)}}}" if one_line(text) else ""


def _twice(text: str) -> str:
    return f"{{{_braced(text)}}}" if text else ""


def _authors(entry: Entry) -> str:
    names = " and ".join(_braced(name) for name in parts.names(entry))
    return f"{{{names}}}" if names else ""


def _date(entry: Entry) -> list[tuple[str, str]]:
    day = parts.date_parts(entry.date)
    found = [("year", f"{{{day[0]:04d}}}")] if day else []
    if len(day) > 1 and 0 < day[1] <= len(_MONTHS):
        found.append(("month", _MONTHS[day[1] - 1]))
    return found + ([("day", f"{{{day[2]}}}")] if len(day) > 2 else [])


def _url(entry: Entry) -> str:
    # \url and biblatex take it as it is, without any escape; only braces have to be away.
    url = web_address(entry.url)
    return f"{{{url}}}" if url else ""
