"""baokan calendar: the issues of a year in one picture."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from archive import calendar
from archive.errors import ArchiveError
from crawler.commands.options import archive_option, console, open_archive, show_rows
from crawler.year_picture import year_text


@click.command(name="calendar")
@click.argument("title")
@click.option(
    "--year", type=click.IntRange(1800, 2200), metavar="YYYY", help="Default: the newest year."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@archive_option
def command(title: str, year: int | None, as_json: bool, archive_path: Path) -> None:
    """Show which issues of TITLE are there, incomplete or missing, day by day of a year.

    A magazine's issues are numbered: they are listed.

    \b
    baokan calendar hunan_daily --year 2022
    """
    with open_archive(archive_path) as archive:
        seen = calendar.year(archive, title, year)
    if seen is None:
        raise ArchiveError(f"{archive_path}: no issue of {title} is known")
    if not as_json and not seen.numbered:
        console().print(year_text(seen.days, seen.year))
        return
    issues = seen.issues if seen.numbered else seen.days.values()
    columns = ("date", "label", "state", "pages", "articles", "missing_pages", "missing_articles")
    rows = [dataclasses.asdict(one) for one in issues]
    show_rows(rows, columns, as_json=as_json, empty=f"no issue of {seen.year} is known")
