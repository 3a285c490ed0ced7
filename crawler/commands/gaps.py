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
from archive.runs import EXIT_CODES
from crawler import gap_crawl
from crawler.clock import press_day
from crawler.commands.crawl_options import crawl_options, crawl_settings, finish, start_logging
from crawler.commands.options import archive_option, list_options, open_archive, show_rows
from crawler.commands.revisit import spider_for, titles_of
from crawler.errand import Errand
from crawler.progress import CrawlProgress
from crawler.run import Job, run
from crawler.span import SpanError, parse_day
from crawler.spider import with_errand

EXIT_CODE = 9


@click.command(name="gaps")
@click.argument("title")
@click.option("--since", default="", metavar="DAY", help="First day, as 2022-08-01.")
@click.option("--until", default="", metavar="DAY", help="Last day, inclusive.")
@click.option("--crawl", "crawl_them", is_flag=True, help="Ask for just these, then list again.")
@crawl_options
@list_options
@archive_option
def command(
    title: str,
    since: str,
    until: str,
    crawl_them: bool,
    contact: str,
    delay: float | None,
    max_pages: int | None,
    max_time: float | None,
    quiet: bool,
    verbose: bool,
    as_json: bool,
    limit: int | None,
    archive_path: Path,
) -> None:
    """List what the archive lacks of TITLE: issues, pages, articles, pages of articles.

    Issues are missed from the first to the last known one, or in the given span of days, by the
    title's rhythm and by the numbers on its issues.  Exit code 9: there are gaps.  With --crawl
    they are asked for first: missing issues whole, of others only what they lack.

    \b
    baokan gaps hunan_daily
    baokan gaps hunan_daily --since 2022-08-01 --until 2022-08-31 --json
    baokan gaps hunan_daily --crawl --contact you@library.example
    """
    first, last = _span(since, until)
    if crawl_them:
        settings = (contact, delay, max_pages, max_time)
        _crawl(archive_path, title, first, last, settings, quiet, verbose)
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


def _crawl(
    path: Path,
    title: str,
    since: date | None,
    until: date | None,
    given: tuple[str, float | None, int | None, float | None],
    quiet: bool,
    verbose: bool,
) -> None:
    """Ask for what is lacking; a crawl that is interrupted ends the command."""
    with open_archive(path) as archive:
        found = gaps(archive, title, since, until)
        (row,) = titles_of(archive, (title,))
        asks = gap_crawl.asks(archive, row["id"], found)
    spider = spider_for(row)
    settings = crawl_settings(path, row["entry"], *given)
    jobs = [Job(with_errand(spider, Errand("gaps", tuple(asks))), settings)] if asks else []
    for first, last in gap_crawl.spans(found):
        jobs.append(Job(spider, settings, {"since": str(first), "until": str(last)}))
    if not jobs:
        return
    start_logging(verbose)
    with CrawlProgress(quiet) as progress:
        ended = run(
            jobs, opened=progress.opened, visited=progress.visited, stopping=progress.stopping
        )
    codes = [finish(path, one, quiet) for one in ended]
    if len(ended) < len(jobs) or EXIT_CODES["interrupted"] in codes:
        sys.exit(EXIT_CODES["interrupted"])


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
