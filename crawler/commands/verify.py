"""baokan verify: is everything still as it was written?"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive.findings import Report
from archive.fixity import knows, verify
from archive.store import Archive
from crawler.commands.options import archive_option, console, open_archive, show_rows

DAMAGED = 10  # exit code


@click.command(name="verify")
@click.option("--head", default="", metavar="HASH", help="A hash of the ledger, kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@archive_option
def command(head: str, as_json: bool, archive_path: Path) -> None:
    """Compare the ledger, the rows, the articles, the WARC files and the page files.

    Names exactly what was changed, cut off, taken out or moved.  The last line is the head of the
    ledger: keep it elsewhere, and --head proves later that everything up to it is still the same.
    Exit code 0 when all is as it was written, 10 when not.

    \b
    baokan verify
    baokan verify --head 5f1d…
    """
    with open_archive(archive_path) as archive:
        report = _verified(archive)
        unknown = bool(head) and not knows(archive, head)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1))
    else:
        _print(report)
    if unknown:
        print(f"baokan: {archive_path}: the ledger has no line with hash {head}", file=sys.stderr)
    sys.exit(DAMAGED if report.findings or unknown else 0)


def _verified(archive: Archive) -> Report:
    stderr = Console(stderr=True)
    total = archive.query("SELECT count(*) AS count FROM captures")[0]["count"]
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        task = progress.add_task("captures", total=total)
        return verify(archive, lambda count: progress.advance(task, count))


def _print(report: Report) -> None:
    if report.findings:
        rows = [dataclasses.asdict(finding) for finding in report.findings]
        show_rows(rows, ("what", "where", "detail"), as_json=False, empty="")
    for note in report.notes:
        console().print(f"note: {note}", soft_wrap=True)
    count = len(report.findings)
    said = "all as it was written" if not count else f"{count} finding{'s' * (count != 1)}"
    click.echo(
        f"{report.lines} lines of the ledger, {report.rows} rows, {report.articles} articles,"
        f" {report.captures} captures, {report.files} files, {report.bytes / 1e6:.1f} MB: {said}"
    )
    click.echo(f"head {report.head or 'none'}")
