"""baokan demo: a small press on this machine, crawled twice through the real spiders."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.table import Table

from archive.store import Archive
from crawler import settings as ours
from crawler.catalogue import spider_of
from crawler.commands.crawl_options import crawl_settings, start_logging
from crawler.commands.options import UserError, console
from crawler.demo.check import check
from crawler.demo.press import DemoPress
from crawler.progress import CrawlProgress
from crawler.report import kept, not_kept, run_row
from crawler.run import Ended, Job, run
from crawler.spider import PressSpider, spider_class

DEFAULT_FOLDER = Path("baokan-demo")


@click.command(name="demo")
@click.option(
    "--archive",
    "archive_path",
    type=click.Path(path_type=Path),
    help=f"A new archive file.  [default: {DEFAULT_FOLDER}/archive.db, made anew each time]",
)
def command(archive_path: Path | None) -> None:
    """Crawl an invented magazine and newspaper, served on this machine, and show what was kept.

    The press has the shapes and the traps of the real ones: a second visit finds one article
    edited and one gone.  Nothing outside this machine is asked.

    \b
    baokan demo
    """
    before = click.get_current_context().find_root().params.get("archive_path")
    path = _new_archive(archive_path or before)
    start_logging(verbose=False)
    with DemoPress() as press:
        with CrawlProgress() as progress:
            ended = run(
                _jobs(press, path),
                opened=progress.opened,
                visited=progress.visited,
                stopping=progress.stopping,
            )
        if len(ended) < 3 or any(one.exit_code == 5 for one in ended):
            print("baokan: demo: interrupted", file=sys.stderr)
            sys.exit(5)
        with Archive.open(path) as archive:
            _print_table(archive, ended)
            wrong = check(archive, press, ended)
    _print_next(path)
    for line in wrong:
        print(f"baokan: demo: {line}", file=sys.stderr)
    sys.exit(1 if wrong else 0)


def _new_archive(given: Path | None) -> Path:
    if given is not None:
        if given.exists():
            raise UserError(f"{given} exists; the demo's invented articles need a new file")
        return given
    try:
        shutil.rmtree(DEFAULT_FOLDER, ignore_errors=True)
        DEFAULT_FOLDER.mkdir()
    except OSError as error:
        raise UserError(f"{DEFAULT_FOLDER}: {error.strerror}") from error
    return DEFAULT_FOLDER / "archive.db"


def _jobs(press: DemoPress, path: Path) -> Iterator[Job]:
    magazine = _moved("xinxiang", "demo_magazine", "新荷评论", press.magazine)
    paper = _moved("hunan_daily", "demo_daily", "澧江日报", press.paper, rhythm="daily")
    # One request at a time: the same articles get the same numbers in every demo.
    alone = {host: {"delay": 0, "concurrency": 1} for host in ours.LOOPBACK_HOSTS}
    settings = crawl_settings(path, press.base)
    settings |= {"BAOKAN_RETRY_WAITS": "0.5,1", "DOWNLOAD_SLOTS": alone, "BAOKAN_LOOPBACK": True}
    yield Job(magazine, settings)
    yield Job(paper, settings, {"since": "2022-08-03", "until": "2022-08-05"})
    yield Job(magazine, settings, before=press.next_visit)


def _moved(
    real: str, name: str, publication: str, entry: str, rhythm: str = ""
) -> type[PressSpider]:
    """The spider of a real title, pointed at the demo press under a name of its own."""
    title = replace(
        spider_of(real).title,
        name=name,
        publication=publication,
        entry=entry,
        publisher="",
        place="",
        rhythm=rhythm,
    )
    return spider_class(title)


def _print_table(archive: Archive, ended: list[Ended]) -> None:
    table = Table(title="What the demo crawl kept, and what not", title_justify="left")
    table.add_column("title")
    table.add_column("what")
    table.add_column("number", justify="right")
    table.add_column("for example", overflow="fold")
    visits = ("first visit", "", "second visit")
    for one, visit in zip(ended, visits, strict=True):
        name = f"{one.name}, {visit}" if visit else one.name
        for text, count in kept(run_row(archive, one.run_id)):
            table.add_row(name, text, str(count), "", style="green")
            name = ""
        for row in not_kept(archive, one.crawl_id):
            what = f"{row['state']}: {row['reason']}"
            where = urlsplit(row["example"])
            example = where.path + (f"?{where.query}" if where.query else "")
            table.add_row(name, what, str(row["count"]), example, style="yellow")
            name = ""
        table.add_section()
    console().print(table)


def _print_next(path: Path) -> None:
    program = "baokan" if shutil.which("baokan") else os.path.relpath(sys.argv[0])
    print("\nThree things to try next:")
    print(f"  {program} search 图书馆 --archive {path}")
    print(f"  {program} show 1 --archive {path}")
    print(f"  {program} serve --archive {path}")
