"""EPUB 3 of an issue (https://www.w3.org/TR/epub-33/): for reading devices and programs.

The same articles give the same bytes: no time of making, dates in the ZIP are the issue's.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import IO

from archive.citation.parts import date_parts
from archive.errors import ArchiveError
from archive.export import epub_package, epub_pages
from archive.export.entry import Entry
from archive.export.epub_pages import Section
from archive.export.text import one_line
from archive.page_labels import keys_of

SUFFIX = ".epub"
_OLDEST_YEAR, _LATEST_YEAR = 1980, 2107  # that a ZIP can tell
_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


def write(file: IO[bytes], entries: Iterable[Entry]) -> None:
    """Write the book of one issue.  Raises ArchiveError for articles of several, or of none."""
    sections = by_page(entries)
    ordered = [entry for section in sections for entry in section.entries]
    if not ordered or ordered[0].issue_id is None or len({e.issue_id for e in ordered}) > 1:
        raise ArchiveError("an EPUB holds one issue; choose it with --issue, or a title and a day")
    one = ordered[0]
    day = one_line(one.issue_label) or one.issue_date
    title = f"{one_line(one.publication) or one.title_name} {day}".strip()
    named = sum(bool(section.name) for section in sections)
    line = f"{named} 版　{len(ordered)} 篇" if named else f"{len(ordered)} 篇"
    documents = [
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", epub_package.package(title, ordered)),
        ("EPUB/nav.xhtml", epub_pages.contents(title, sections)),
        ("EPUB/cover.xhtml", epub_pages.cover_page(title)),
        ("EPUB/cover.svg", epub_pages.cover(one.publication or one.title_name, day, line)),
        ("EPUB/style.css", epub_pages.STYLE.encode()),
        *((f"EPUB/{epub_pages.file_of(entry)}", epub_pages.article(entry)) for entry in ordered),
    ]
    with zipfile.ZipFile(file, "w") as book:
        # By this first member, stored as it is, systems tell a book from other ZIPs.
        _put(book, "mimetype", b"application/epub+zip", one.issue_date, zipfile.ZIP_STORED)
        for name, data in documents:
            _put(book, name, data, one.issue_date, zipfile.ZIP_DEFLATED)


def by_page(entries: Iterable[Entry]) -> list[Section]:
    """The articles under their pages, in the order of the paper: A2 before A10, A before B."""
    ordered = sorted(entries, key=lambda entry: (_order(entry.page_label), entry.id))
    return [
        Section(_name(group), group)
        for group in (list(g) for _, g in groupby(ordered, lambda entry: entry.page_label))
    ]


def _order(label: str) -> tuple[str, int, str]:
    section, number = keys_of(label)[0]
    return section, number, label


def _name(group: Sequence[Entry]) -> str:
    label, name = one_line(group[0].page_label), one_line(group[0].page_name)
    return " ".join(
        part for part in (f"第{label}版" if label else "", name if label else "") if part
    )


def _put(book: zipfile.ZipFile, name: str, data: bytes, day: str, how: int) -> None:
    info = zipfile.ZipInfo(name, (*_zip_day(day), 0, 0, 0))
    info.compress_type = how
    info.create_system = 3  # Unix, on whatever system this runs: the same bytes
    info.external_attr = 0o644 << 16
    book.writestr(info, data)


def _zip_day(day: str) -> tuple[int, int, int]:
    known = date_parts(day)
    if len(known) == 3 and _OLDEST_YEAR <= known[0] <= _LATEST_YEAR:
        return known[0], known[1], known[2]
    return _OLDEST_YEAR, 1, 1
