"""baokan cite: how to cite articles."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from archive.citation import bibtex, csl, dublin_core, gbt7714, ris
from archive.export.entries import entries
from archive.export.entry import Entry
from archive.reading import find_article
from crawler.commands.options import archive_option, open_archive

_STYLES: dict[str, tuple[Callable[[Iterable[Entry]], Iterator[str]], str]] = {
    "gbt7714": (gbt7714.lines, "\n"),
    "bibtex": (bibtex.lines, "\n"),
    "ris": (ris.lines, ""),
    "csl": (csl.lines, ""),
    "dc": (dublin_core.lines, "\n"),
}


@click.command(name="cite")
@click.argument("wanted", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "--style",
    type=click.Choice(list(_STYLES)),
    default="gbt7714",
    help="Default: gbt7714, lines of text by GB/T 7714-2015.",
)
@archive_option
def command(wanted: tuple[str, ...], style: str, archive_path: Path) -> None:
    """Cite each ARTICLE (its id or its address), in the order given.

    \b
    baokan cite 12
    baokan cite 12 15 http://www.example.cn/2022/0804/1187.shtml
    baokan cite 12 --style bibtex >> press.bib
    """
    lines, end = _STYLES[style]
    with open_archive(archive_path) as archive:
        ids = [find_article(archive, one) for one in wanted]
        text = "".join(line + end for line in lines(entries(archive, ids)))
    # As bytes: a format with CR LF, or with all of Unicode, is the same on every terminal.
    sys.stdout.buffer.write(text.encode())
