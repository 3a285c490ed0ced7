"""baokan revisit: look at archived articles again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError, LockedError
from archive.revisits import Due, asks, due
from archive.store import Archive
from crawler.catalogue import spider_of
from crawler.clock import utc
from crawler.commands.crawl_options import crawl_options, crawl_settings, finish, start_logging
from crawler.commands.options import archive_option, open_archive, show_rows
from crawler.errand import Errand
from crawler.lock import lock_title
from crawler.progress import CrawlProgress
from crawler.run import Job, run
from crawler.spider import PressSpider, spider_class, with_errand
from crawler.titles import TitleError, title_of_row


@click.command(name="revisit")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--all", "everything", is_flag=True, help="Look at every article, due or not.")
@click.option("--due", "only_list", is_flag=True, help="List what is due; ask for nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --due: one JSON array.")
@crawl_options
@archive_option
def command(
    titles: tuple[str, ...],
    everything: bool,
    only_list: bool,
    as_json: bool,
    contact: str,
    delay: float | None,
    max_pages: int | None,
    max_time: float | None,
    quiet: bool,
    verbose: bool,
    archive_path: Path,
) -> None:
    """Look again at the archived articles of each TITLE (of all titles, if none is named).

    What is due is asked for: articles of the newest days every 12 hours, then after 3, 7, 30 and
    90 days and every 90 days; twice as often where a title changes much, half as often where it
    never does.  Unchanged pages cost the server no body.  The same command goes on where a
    stopped or killed one ended.  Exit codes are those of crawl.

    \b
    baokan revisit --due
    baokan revisit hunan_daily --contact you@library.example
    baokan revisit --max-time 3600 --contact you@library.example
    """
    with open_archive(archive_path) as archive:
        rows = titles_of(archive, titles)
        looks = {
            row["name"]: due(archive, row["id"], utc(), all_of_them=everything) for row in rows
        }
    if only_list:
        _list(looks, as_json)
        return
    start_logging(verbose)
    busy = _busy(archive_path, rows)
    free = [row for row in rows if row["name"] not in busy]
    jobs = list(_jobs(archive_path, free, looks, contact, delay, max_pages, max_time))
    if not jobs:
        if not quiet and not busy:
            click.echo("nothing is due")
        sys.exit(1 if busy else 0)
    with CrawlProgress(quiet) as progress:
        ended = run(
            jobs, opened=progress.opened, visited=progress.visited, stopping=progress.stopping
        )
    codes = [finish(archive_path, one, quiet) for one in ended]
    sys.exit(next((code for code in codes if code), 1 if busy else 0))


def titles_of(archive: Archive, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of these titles, or of all.  Raises ArchiveError for one that is not archived."""
    rows = archive.query("SELECT * FROM titles ORDER BY name")
    known = {row["name"] for row in rows}
    for name in names:
        if name not in known:
            raise ArchiveError(f"{archive.path}: no title {name!r} is archived; see: baokan stats")
    return [row for row in rows if not names or row["name"] in names]


def spider_for(row: dict[str, Any]) -> type[PressSpider]:
    """The spider of an archived title: as the catalogue has it today, at the entry where it was
    crawled last, or else as the archive knows it."""
    told = {name: str(value) for name, value in row.items()}
    with suppress(TitleError):
        spider = spider_of(told["name"])
        if spider.title.entry == told["entry"]:
            return spider
    return spider_class(title_of_row(told))


def _busy(path: Path, rows: list[dict[str, Any]]) -> set[str]:
    """The titles that another run works on: they are named, and their turn comes next time."""
    busy = set()
    with open_archive(path) as archive:
        for row in rows:
            try:
                lock_title(archive, row["name"]).close()
            except LockedError as error:
                print(f"baokan: {error}", file=sys.stderr)
                busy.add(row["name"])
    return busy


def _jobs(
    path: Path,
    rows: list[dict[str, Any]],
    looks: dict[str, list[Due]],
    contact: str,
    delay: float | None,
    max_pages: int | None,
    max_time: float | None,
) -> Iterator[Job]:
    for row in rows:
        with open_archive(path) as archive:
            wanted = [ask for one in looks[row["name"]] for ask in asks(archive, one.article_id)]
            open_one = archive.query(
                "SELECT 1 FROM crawls WHERE title_id = ? AND errand = 'revisit'"
                " AND state = 'open'", row["id"],
            )  # fmt: skip
        if wanted or open_one:
            spider = with_errand(spider_for(row), Errand("revisit", tuple(wanted)))
            settings = crawl_settings(path, row["entry"], contact, delay, max_pages, max_time)
            yield Job(spider, settings)


def _list(looks: dict[str, list[Due]], as_json: bool) -> None:
    rows = [
        {"title": name, "id": one.article_id, "due_at": one.due_at, "checked_at": one.checked_at,
         "status": one.status, "headline": one.title, "url": one.url}
        for name, found in looks.items() for one in found
    ]  # fmt: skip
    columns = ("title", "id", "due_at", "checked_at", "status", "headline")
    show_rows(rows, columns, as_json=as_json, empty="nothing is due")
