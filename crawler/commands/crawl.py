"""baokan crawl: crawl a title into the archive."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.logging import RichHandler

from archive.store import Archive
from crawler import settings as ours
from crawler.catalogue import spider_of
from crawler.commands.options import Seconds, UserError, archive_option, console
from crawler.polite import LEAST_DELAY, is_loopback
from crawler.progress import CrawlProgress
from crawler.report import print_report
from crawler.run import Ended, Job, run
from crawler.spider import spider_class
from crawler.titles import adhoc_title

# Outcomes after which the crawl is still open, or worth another try at once.
_GO_ON = ("limit", "interrupted", "unreachable", "disk full")


@click.command(name="crawl")
@click.argument("title", required=False)
@click.option("--start", metavar="URL", help="Crawl any site from this page, without a title.")
@click.option("--since", default="", metavar="DAY", help="First issue, such as 2022-08-01.")
@click.option("--until", default="", metavar="DAY", help="Last issue.  [default: today]")
@click.option("--entry", default="", metavar="URL", help="Crawl the title at another address.")
@click.option(
    "--contact",
    default="",
    envvar="BAOKAN_CONTACT",
    metavar="MAIL|URL",
    help="How site owners reach you; part of the user agent.  [env: BAOKAN_CONTACT]",
)
@click.option(
    "--delay",
    type=Seconds(),
    metavar="SECONDS",
    help=f"Between two requests to a host.  [default: {ours.DOWNLOAD_DELAY}; least: "
    f"{LEAST_DELAY:g}; on this machine: 0]",
)
@click.option(
    "--max-pages",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"Stop after N requests; 0: never.  [default: {ours.BAOKAN_MAX_PAGES}]",
)
@click.option(
    "--max-time",
    type=Seconds(),
    metavar="SECONDS",
    help=f"Stop after that time; 0: never.  [default: {ours.BAOKAN_MAX_SECONDS}, a day]",
)
@click.option(
    "--no-page-files", is_flag=True, help="Do not fetch the PDF and the picture of each page."
)
@click.option("--quiet", is_flag=True, help="No progress, no table; errors only.")
@click.option("--verbose", is_flag=True, help="Say what happens.")
@archive_option
def command(
    title: str | None,
    start: str | None,
    since: str,
    until: str,
    entry: str,
    contact: str,
    delay: float | None,
    max_pages: int | None,
    max_time: float | None,
    no_page_files: bool,
    quiet: bool,
    verbose: bool,
    archive_path: Path,
) -> None:
    """Crawl TITLE (see: baokan titles), or any site with --start.

    The same command goes on where a stopped or killed crawl ended.  Exit codes: 0 complete,
    3 some pages failed, 4 a limit was reached, 5 interrupted, 6 nothing could be reached,
    7 disk full, 8 no article found, 1 and 2 errors.

    \b
    baokan crawl hunan_daily --since 2022-08-01 --until 2022-08-04 --contact you@library.example
    baokan crawl xinxiang --max-pages 200 --contact you@library.example
    baokan crawl --start http://www.example.cn/ --contact you@library.example
    """
    if bool(title) == bool(start):
        raise UserError("name a title, or give --start URL (see: baokan titles)")
    spider = spider_of(title) if title else spider_class(adhoc_title(start or ""))
    arguments = {"since": since, "until": until, "entry": entry}
    where = entry or spider.title.entry
    settings = crawl_settings(archive_path, where, contact, delay, max_pages, max_time)
    if no_page_files:
        settings["BAOKAN_PAGE_FILES"] = False
    job = Job(spider, settings, {name: value for name, value in arguments.items() if value})
    start_logging(verbose)
    with CrawlProgress(quiet) as progress:
        ended = run(
            [job],
            opened=progress.opened,
            visited=progress.visited,
            stopping=progress.stopping,
        )
    finish(archive_path, ended[-1], quiet)


def crawl_settings(
    archive_path: Path,
    entry: str,
    contact: str = "",
    delay: float | None = None,
    max_pages: int | None = None,
    max_time: float | None = None,
) -> dict[str, Any]:
    """The Scrapy settings that a crawl's options stand for.

    Raises UserError for a delay below the least.
    """
    settings: dict[str, Any] = {
        "BAOKAN_ARCHIVE": str(archive_path),
        "BAOKAN_CONTACT": contact,
    }
    if max_pages is not None:
        settings["BAOKAN_MAX_PAGES"] = max_pages
    if max_time is not None:
        settings["BAOKAN_MAX_SECONDS"] = max_time
    if delay is None:
        return settings
    if is_loopback(entry):
        slot = {"delay": delay, "concurrency": 1 if delay else 4}
        return settings | {"DOWNLOAD_SLOTS": dict.fromkeys(ours.LOOPBACK_HOSTS, slot)}
    if delay < LEAST_DELAY:
        raise UserError(f"--delay {delay:g} is below the least delay of {LEAST_DELAY:g} s")
    return settings | {"DOWNLOAD_DELAY": delay}


def start_logging(verbose: bool) -> None:
    """Warnings (with --verbose everything of note) to standard error, beside the bar."""
    handler = RichHandler(
        console=Console(stderr=True),
        show_time=False,
        show_path=False,
        markup=False,
        rich_tracebacks=False,
    )
    # On the handler: Scrapy gives its loggers a level of their own.
    handler.setLevel(logging.INFO if verbose else logging.ERROR)
    logging.basicConfig(level=logging.INFO, handlers=[handler], format="%(message)s")


def finish(archive_path: Path, ended: Ended, quiet: bool) -> None:
    """Print what was kept and what was not, and leave with the run's exit code."""
    if not quiet and ended.outcome != "disk full":
        with Archive.open(archive_path) as archive:
            print_report(archive, ended.run_id, ended.crawl_id, console())
    if ended.exit_code:
        again = " (the same command goes on)" if ended.outcome in _GO_ON else ""
        reason = f": {ended.reason}" if ended.reason else ""
        print(f"baokan: {ended.name}: {ended.outcome}{reason}{again}", file=sys.stderr)
        sys.exit(ended.exit_code)
