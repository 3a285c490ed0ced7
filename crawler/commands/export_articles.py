"""Articles written into a file, a folder or standard output, with a bar while it lasts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from archive.errors import ArchiveError
from archive.export import markdown
from archive.export.chosen import Chosen
from archive.export.entry import Entry
from archive.export.epub import SUFFIX as EPUB_SUFFIX
from archive.export.formats import FORMATS, About, Format
from archive.export.whole import new_file, new_folder
from archive.store import Archive
from crawler.commands.export_options import Selection
from crawler.commands.options import UserError

_STANDARD_OUTPUT = Path("-")


def export_articles(archive: Archive, name: str, path: Path, selection: Selection) -> None:
    """Write the chosen articles in a format to `path`, and say how many they were.

    Raises ArchiveError: nothing was chosen, `path` exists, the disk is full.
    """
    form = FORMATS[name]
    _check(name, form, path, selection)
    form.check()
    chosen = selection.chosen(archive)
    total = chosen.count()
    if not total:
        raise ArchiveError(f"{archive.path}: no article is chosen by {_said(selection)}")
    with _bar(path.name, total) as step:
        entries = _counted(chosen.entries(), step)
        if name == "markdown" and path.suffix != markdown.SUFFIX and path != _STANDARD_OUTPUT:
            with new_folder(path) as folder:
                _drain(markdown.fill(folder, entries))
        elif path == _STANDARD_OUTPUT:
            form.write(sys.stdout.buffer, entries, _about(archive, chosen, selection))
            sys.stdout.buffer.flush()
        else:
            with new_file(path) as file:
                form.write(file, entries, _about(archive, chosen, selection))
    where = "standard output" if path == _STANDARD_OUTPUT else path
    articles = "1 article" if total == 1 else f"{total} articles"
    click.echo(f"{where}: {articles}", err=path == _STANDARD_OUTPUT)


def _check(name: str, form: Format, path: Path, selection: Selection) -> None:
    if path == _STANDARD_OUTPUT and not form.text:
        raise UserError(f"--{name}: this format is no text; name a file")
    if name != "epub":
        return
    if path.suffix != EPUB_SUFFIX:
        raise UserError(f"{path}: the name of an EPUB has to end in {EPUB_SUFFIX}")
    if not selection.issue and not (selection.title and selection.one_day()):
        raise UserError("--epub holds one issue: give --issue, or --title with one day as"
                        " --since and --until")  # fmt: skip


def _about(archive: Archive, chosen: Chosen, selection: Selection) -> About:
    rows = archive.query("SELECT publication FROM titles WHERE name = ?", selection.title)
    title = rows[0]["publication"] if rows else ""
    return About(title or selection.title or "baokan", selection.name(), chosen.newest())


def _said(selection: Selection) -> str:
    return ", ".join(selection.given()) or "this: it is empty"


def _counted(entries: Iterable[Entry], step: Callable[[], None]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        step()


def _drain(entries: Iterable[Entry]) -> None:
    for _ in entries:
        pass


@contextmanager
def _bar(name: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task(name, total=total)
        yield lambda: bar.advance(task)
