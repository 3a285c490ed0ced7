"""baokan crawl: crawl a title into the archive."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.catalogue import spider_of
from crawler.commands.crawl_options import crawl_options, crawl_settings, finish, start_logging
from crawler.commands.fleet_options import check_frontier, frontier_option
from crawler.commands.options import UserError, archive_option
from crawler.progress import CrawlProgress
from crawler.run import Job, run
from crawler.spider import spider_class
from crawler.titles import adhoc_title


@click.command(name="crawl")
@click.argument("title", required=False)
@click.option("--start", metavar="URL", help="Crawl any site from this page, without a title.")
@click.option("--since", default="", metavar="DAY", help="First issue, such as 2022-08-01.")
@click.option("--until", default="", metavar="DAY", help="Last issue.  [default: today]")
@click.option("--entry", default="", metavar="URL", help="Crawl the title at another address.")
@click.option(
    "--no-page-files", is_flag=True, help="Do not fetch the PDF and the picture of each page."
)
@frontier_option
@crawl_options
@archive_option
def command(
    title: str | None,
    start: str | None,
    since: str,
    until: str,
    entry: str,
    frontier: str,
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

    With --frontier several machines share the crawl, each with an archive of its own (a shard)
    that `baokan merge` folds into that of all; see: baokan worker.

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
    if frontier:
        settings["BAOKAN_FRONTIER"] = check_frontier(frontier)
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
    sys.exit(finish(archive_path, ended[-1], quiet))
