"""The formats that articles can be taken along in, by the name of their option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from archive.citation import bibtex, csl, dublin_core, gbt7714, ris
from archive.export import atom, csv_file, epub, jsonl, markdown, parquet
from archive.export.entry import Entry


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; the same for the same choice of the same archive."""

    title: str  # of a feed
    name: str  # identifies the choice: `hunan_daily/2022-08-01/2022-08-04`
    updated: str  # UTC, when the newest text was read


Write = Callable[[IO[bytes], Iterable[Entry], About], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written.  `text`: it can go to a terminal or a pipe."""

    write: Write
    text: bool = True
    check: Callable[[], None] = lambda: None  # raises ArchiveError where something is missing


def _of_bytes(lines: Callable[[Iterable[Entry]], Iterator[bytes]]) -> Write:
    def write(file: IO[bytes], entries: Iterable[Entry], about: About) -> None:
        file.writelines(lines(entries))

    return write


def _of_text(lines: Callable[[Iterable[Entry]], Iterator[str]], end: str = "\n") -> Write:
    def write(file: IO[bytes], entries: Iterable[Entry], about: About) -> None:
        file.writelines((line + end).encode() for line in lines(entries))

    return write


def _atom(file: IO[bytes], entries: Iterable[Entry], about: About) -> None:
    feed_id = f"tag:baokan.invalid,2026:{about.name}"
    atom.write(file, entries, title=about.title, feed_id=feed_id, updated=about.updated)


FORMATS: Mapping[str, Format] = {
    "csv": Format(_of_bytes(csv_file.lines)),
    "jsonl": Format(_of_bytes(jsonl.lines)),
    "parquet": Format(lambda f, e, _: parquet.write(f, e), text=False, check=parquet.check),
    "markdown": Format(_of_text(markdown.lines, end="")),
    "epub": Format(lambda f, e, _: epub.write(f, e), text=False),
    "bibtex": Format(_of_text(bibtex.lines)),
    "ris": Format(_of_text(ris.lines, end="")),
    "csl": Format(_of_text(csl.lines, end="")),
    "gbt7714": Format(_of_text(gbt7714.lines)),
    "dublin_core": Format(_of_text(dublin_core.lines)),
    "atom": Format(_atom),
}
