"""baokan gaps: what the archive lacks of a title."""

from __future__ import annotations

import dataclasses
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from archive.calendar import gaps
from archive.gap import KINDS, Gap
from crawler.clock import press_day
from crawler.commands.options import archive_option, list_options, open_archive, show_rows
from crawler.span import SpanError, parse_day

EXIT_CODE = 9


@click.command(name="gaps")
@click.argument("title")
@click.option("--since", default="", metavar="DAY", help="First day, as 2022-08-01.")
@click.option("--until", default="", metavar="DAY", help="Last day, inclusive.")
@list_options
@archive_option
def command(
    title: str, since: str, until: str, as_json: bool, limit: int | None, archive_path: Path
) -> None:
    """List what the archive lacks of TITLE: issues, pages, articles, pages of articles.

    Issues are missed from the first to the last known one, or in the given span of days, by the
    title's rhythm and by the numbers on its issues.  Exit code 9: there are gaps.

    \b
    baokan gaps hunan_daily
    baokan gaps hunan_daily --since 2022-08-01 --until 2022-08-31 --json
    """
    first, last = _span(since, until)
    with open_archive(archive_path) as archive:
        found = gaps(archive, title, first, last)
    if as_json:
        rows = [dataclasses.asdict(gap) for gap in found[:limit]]
        show_rows(rows, (), as_json=True, empty="")
    else:
        if found:
            show_rows(_rows(found[:limit]), _columns(found), as_json=False, empty="")
        click.echo(_counted(found))
    if found:
        sys.exit(EXIT_CODE)


def _span(since: str, until: str) -> tuple[date | None, date | None]:
    """Both ends; no day after today can lack an issue.  Raises SpanError."""
    first, last = parse_day(since, "since"), parse_day(until, "until")
    today = press_day()
    if first and first > min(last or today, today):
        raise SpanError(f"since: {first} is later than {min(last or today, today)}")
    return first, min(last, today) if last else None


def _columns(found: Sequence[Gap]) -> tuple[str, ...]:
    issue = ("issue",) if any(gap.label for gap in found) else ()
    return ("date", *issue, "what", "page", "detail")


def _rows(found: Sequence[Gap]) -> list[dict[str, str]]:
    return [
        {
            "date": gap.date,
            "issue": gap.label,
            "what": gap.kind,
            "page": gap.page,
            "detail": f"{gap.detail} {gap.url}".strip(),
        }
        for gap in found
    ]


def _counted(found: Sequence[Gap]) -> str:
    """`3 gaps: 1 issue, 2 articles`."""
    if not found:
        return "no gaps"
    counts = Counter(gap.kind for gap in found)
    parts = [_number(counts[kind], kind) for kind in KINDS if counts[kind]]
    return f"{_number(len(found), 'gap')}: {', '.join(parts)}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")
