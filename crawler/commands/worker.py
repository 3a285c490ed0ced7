"""baokan worker: take part in the crawls of a fleet."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError
from archive.storage import Storage, is_storage
from crawler.commands.crawl_options import contact_option, crawl_settings, finish, start_logging
from crawler.commands.fleet_options import fleet_at, frontier_option
from crawler.commands.log_options import log_options
from crawler.commands.options import UserError, archive_option
from crawler.logs import event
from crawler.progress import CrawlProgress
from crawler.run import Job, project_settings, run
from crawler.spider import spider_class

if TYPE_CHECKING:
    from crawler.fleet.redis import Fleet
    from crawler.fleet.shipping import Shipping
    from crawler.fleet.supervisor import Supervisor

_ROUND_SECONDS = 1.0
_AWAY_SECONDS = 5.0  # between two tries while Redis is away


def _options(function: click.decorators.FC) -> click.decorators.FC:
    for option in reversed((frontier_option, contact_option, *log_options)):
        function = option(function)
    return function


@click.command(name="worker")
@_options
@click.option("--jobs", type=click.IntRange(1, 1000), default=4, show_default=True,
              help="Crawls at once, each in a process of its own.",
              )  # fmt: skip
@click.option("--storage", envvar="BAOKAN_STORAGE", default="", metavar="URL",
              help="Put the shard there, too, every BAOKAN_STORAGE_SECONDS and at the end.  "
              "[env: BAOKAN_STORAGE]",
              )  # fmt: skip
@click.option("--until-done", is_flag=True, help="End when no crawl of the fleet is open.")
@click.option("--crawl", "crawl_id", metavar="NUMBER",
              help="Take part in this crawl alone, in this process.",
              )  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress, no table; errors only.")
@click.option("--verbose", is_flag=True, help="Say what happens.")
@archive_option
def command(
    frontier: str,
    contact: str,
    jobs: int,
    storage: str,
    until_done: bool,
    crawl_id: str | None,
    quiet: bool,
    verbose: bool,
    archive_path: Path,
) -> None:
    """Take part in the crawls that others have begun (see: baokan fleet).

    The archive is a shard: what this worker reads, and nobody else writes to.  Fold it into the
    archive of all with `baokan merge`, also while it works: from this disk, or from an object
    storage that it is put into.  A worker may be killed at any time: the others are given what it
    had under way.

    \b
    baokan worker --frontier redis://10.0.0.5:6379/0 --archive shard.db --contact you@library.example
    baokan worker --jobs 16 --until-done --archive shard.db
    baokan worker --archive shard.db --storage s3://press/machine-2
    """  # noqa: E501, the example is one line
    start_logging(verbose)
    with fleet_at(frontier) as fleet:
        if crawl_id is not None:
            sys.exit(_take_part(fleet, crawl_id, archive_path, contact, quiet))
        arguments = ["--quiet"] + (["--contact", contact] if contact else [])
        from crawler.fleet.supervisor import Supervisor

        supervisor = Supervisor(fleet, archive_path, jobs, arguments)
        sys.exit(_supervise(supervisor, _shipping(archive_path, storage), until_done, quiet))


def _shipping(path: Path, storage: str) -> Shipping | None:
    if not storage:
        return None
    if not is_storage(storage):
        raise UserError(f"{storage}: is no address of an object storage, such as s3://bucket/name")
    from crawler.fleet.shipping import Shipping

    Storage(storage).sizes()  # said now, not in ten minutes
    return Shipping(path, storage, project_settings().getfloat("BAOKAN_STORAGE_SECONDS"))


def _take_part(fleet: Fleet, crawl_id: str, path: Path, contact: str, quiet: bool) -> int:
    from crawler.fleet import tasks

    task = tasks.shared(fleet, crawl_id).task
    settings = crawl_settings(path, task.title.entry, contact) | {
        "BAOKAN_FRONTIER": fleet.url,
        "BAOKAN_SHARED_CRAWL": crawl_id,
        "BAOKAN_PAGE_FILES": task.page_files,
    }
    days = {"since": task.since, "until": task.until}
    arguments = {name: day for name, day in days.items() if day}
    with CrawlProgress(quiet) as progress:
        ended = run([Job(spider_class(task.title), settings, arguments)], opened=progress.opened,
                    visited=progress.visited, stopping=progress.stopping)  # fmt: skip
    return finish(path, ended[-1], quiet)


def _supervise(
    supervisor: Supervisor, shipping: Shipping | None, until_done: bool, quiet: bool
) -> int:
    stopped = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    away = ""
    while not stopped:
        if shipping:
            shipping.once()
        try:
            left = supervisor.once()
        except ArchiveError as error:
            if not away:
                event("frontier.away", reason=str(error))
                print(f"baokan: {error}: waiting for it", file=sys.stderr)
            away = str(error)
            time.sleep(_AWAY_SECONDS)
            continue
        away = ""
        if until_done and not left:
            break
        time.sleep(_ROUND_SECONDS)
    supervisor.stop()
    stored = shipping.finish() if shipping else 0
    codes = [code for code in supervisor.exit_codes.values() if code]
    if not quiet:
        done = len(supervisor.exit_codes) - len(codes)
        print(f"{done} crawls ended well, {len(codes)} did not", file=sys.stderr)
    return abs(codes[0]) if codes else abs(stored)
