"""baokan run-slot: the crawls of one slot of a schedule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archive import schedules
from archive.errors import ArchiveError
from archive.runs import EXIT_CODES
from archive.slots import Slot
from crawler import slot_end
from crawler.after_run import ways
from crawler.commands.crawl_options import contact_option, finish, start_logging
from crawler.commands.fleet_options import fleet_at
from crawler.commands.log_options import log_to
from crawler.commands.options import archive_option, open_archive
from crawler.overlap import has_days
from crawler.run import Ended, project_settings, run
from crawler.scheduled import jobs, slot_of, title_of
from crawler.spider import spider_class
from crawler.tell import tell


@click.command(name="run-slot")
@click.argument("slot", type=click.IntRange(min=1))
@contact_option
@log_to
@archive_option
def command(slot: int, contact: str, archive_path: Path) -> None:
    """Crawl what SLOT of a schedule stands for (a number in the table slots).

    baokan run-due starts it for each slot that is due; by hand it is for slots that were
    interrupted.  Exit codes are those of crawl.  Where BAOKAN_FRONTIER names the Redis of a fleet,
    the crawl is begun there, for its workers.

    \b
    baokan run-slot 12 --contact you@library.example
    """
    with open_archive(archive_path) as archive:
        row = slot_of(archive, slot)
    start_logging(verbose=False)
    if frontier := str(project_settings()["BAOKAN_FRONTIER"]):
        sys.exit(_hand_over(archive_path, row, frontier))
    ended: list[Ended] = []
    try:
        ended = run(jobs(archive_path, row, contact))
    except Exception as error:
        with open_archive(archive_path) as archive:
            slot_end.finish(archive, row, "error", str(error))
        raise
    codes = [finish(archive_path, one, quiet=True) for one in ended]
    if any(one.outcome == "interrupted" and one.reason != slot_end.STOPPED for one in ended):
        sys.exit(EXIT_CODES["interrupted"])  # the slot goes on when it is started again
    with open_archive(archive_path) as archive:
        slot_end.finish(archive, row)
        for problem in tell(archive, ways(project_settings())):
            print(f"baokan: {problem}", file=sys.stderr)
    sys.exit(next((code for code in codes if code), 0))


def _hand_over(path: Path, slot: Slot, frontier: str) -> int:
    """Begin the crawl of the slot's days in a fleet; the exit code."""
    outcome, reason = "shared", ""
    with open_archive(path) as archive:
        title = title_of(archive, schedules.by_id(archive, slot.schedule_id).plan)
        days = {"since": slot.since, "until": slot.until} if has_days(title) else {}
        spider = spider_class(title)(**days)
        files = project_settings().getbool("BAOKAN_PAGE_FILES")
        try:
            with fleet_at(frontier) as fleet:
                from crawler.fleet import tasks  # needs the extra `fleet`

                first, last = spider.span
                task = tasks.Task(title, first or "", last or "", files)
                crawl = tasks.begin(fleet, task, spider.starts())
            reason = f"crawl {crawl.id} of the fleet"
        except ArchiveError as error:  # Redis is away: it is tried again
            outcome, reason = "unreachable", str(error)
            print(f"baokan: {error}", file=sys.stderr)
        slot_end.finish(archive, slot, outcome, reason)
    return EXIT_CODES.get(outcome, 0)
