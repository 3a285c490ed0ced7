"""Options and output that several commands share."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import click
from click.core import ParameterSource
from rich.console import Console
from rich.table import Table

from archive.store import DEFAULT_PATH, Archive

F = TypeVar("F", bound=Callable[..., Any])


class UserError(click.ClickException):
    """What the user asked for cannot be done; shown as one line, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Like every other error of the house."""
        click.echo(f"baokan: {self.message}", err=True)


class Seconds(click.FloatRange):
    """Seconds from 0 to 100 years: click lets `nan` and `inf` through, which never come."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0, max=3_155_760_000)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; a usage error for what is none."""
        seconds = super().convert(value, param, ctx)
        if seconds != seconds:
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return seconds


def archive_option(function: F) -> F:
    """--archive PATH, here or before the command's name."""
    return click.option(
        "--archive",
        "archive_path",
        type=click.Path(path_type=Path),
        envvar="BAOKAN_ARCHIVE",
        callback=_archive_path,
        help=f"The archive file; WARC files lie beside it.  [default: ./{DEFAULT_PATH}]",
    )(function)


def _archive_path(context: click.Context, option: click.Parameter, value: Path | None) -> Path:
    """The command's own option, else the one before its name, else the environment's."""
    before: Path | None = context.find_root().params.get("archive_path")
    if context.get_parameter_source(option.name or "") is ParameterSource.ENVIRONMENT:
        return before or value or DEFAULT_PATH
    return value or before or DEFAULT_PATH


def list_options(function: F) -> F:
    """--json and --limit, which every listing takes."""
    function = click.option("--json", "as_json", is_flag=True, help="One JSON array.")(function)
    return click.option(
        "--limit", type=click.IntRange(1, 1_000_000_000), help="At most so many rows.", metavar="N"
    )(function)


def open_archive(path: Path) -> Archive:
    """An archive that is there already."""
    return Archive.open(path, create=False)


def show_rows(
    rows: Sequence[dict[str, Any]], columns: Sequence[str], *, as_json: bool, empty: str
) -> None:
    """Print rows: as one JSON array with every key, or the columns as a table."""
    if as_json:
        click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return
    if not rows:
        click.echo(empty)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        number = all(isinstance(row.get(column), int) for row in rows)
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(c) is None else str(row[c]) for c in columns))
    console().print(table)


def console() -> Console:
    """Standard output, 120 columns wide where it goes into a file or a pipe.

    What is printed comes from other people's pages: `[/b]` and `:cn:` are text, not markup.
    """
    width = None if sys.stdout.isatty() else 120
    return Console(highlight=False, markup=False, emoji=False, width=width)
