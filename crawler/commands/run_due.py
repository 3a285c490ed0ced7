"""baokan run-due: crawl what is due by now, once."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click

from archive import schedules
from archive.identity import host_of
from archive.runs import EXIT_CODES
from archive.schedules import Schedule
from archive.store import Archive
from crawler.children import Child, Launcher
from crawler.clock import SHANGHAI, now
from crawler.commands.crawl_options import contact_option
from crawler.commands.log_options import log_to
from crawler.commands.options import F, archive_option, open_archive
from crawler.contact import remembered
from crawler.overlap import overlap
from crawler.polite import user_agent
from crawler.scheduled import title_of
from crawler.scheduler import Scheduler
from crawler.titles import TitleError

_POLL_SECONDS = 0.2


def jobs_option(function: F) -> F:
    """--jobs N."""
    return click.option(
        "--jobs",
        default=4,
        show_default=True,
        type=click.IntRange(1, 64),
        metavar="N",
        help="Crawls at once, never two at one host.",
    )(function)


@click.command(name="run-due")
@jobs_option
@contact_option
@log_to
@archive_option
def command(jobs: int, contact: str, archive_path: Path) -> None:
    """Crawl the titles whose schedules are due by now, and wait for them.

    Call it as often as you like (a timer does, each five minutes): a slot is crawled once,
    whoever calls, and one that was killed goes on.  The exit code is that of the crawl that ended
    worst, as of baokan crawl; an issue that is not out yet is no error.

    \b
    baokan run-due --contact you@library.example
    baokan run-due --jobs 8 --contact you@library.example
    """
    with open_archive(archive_path) as archive:
        scheduler = scheduler_of(archive, jobs, contact)
        with Stopping(scheduler) as stopping:
            while not stopping.asked:
                waiting = scheduler.once()
                if not scheduler.running and not waiting:
                    break
                time.sleep(_POLL_SECONDS)
            stopping.wait()
    codes = [_code(outcome) for outcome in scheduler.outcomes]
    sys.exit(EXIT_CODES["interrupted"] if stopping.asked else max(codes, default=0))


def _code(outcome: str) -> int:
    """`not out` and `skipped` are no error; a crawl that took too long has reached a limit."""
    return EXIT_CODES["limit"] if outcome == "out of time" else EXIT_CODES.get(outcome, 0)


def scheduler_of(archive: Archive, jobs: int, contact: str) -> Scheduler:
    """A scheduler that starts processes, and prints a line for each.

    Raises PolitenessError where a title needs a contact and there is none.
    """
    contact = contact or remembered(archive)
    known: dict[int, tuple[str, int]] = {}

    def about(schedule: Schedule) -> tuple[str, int]:
        """Host and overlap of a title."""
        if schedule.id not in known:
            try:
                title = title_of(archive, schedule.plan)
                known[schedule.id] = (host_of(title.entry), overlap(title))
            except TitleError:  # not known any more: its crawl fails, and says so in its slot
                known[schedule.id] = (f"no host of {schedule.plan.title}", 0)
        return known[schedule.id]

    for schedule in schedules.all_of(archive):
        with suppress(TitleError):
            user_agent(contact, title_of(archive, schedule.plan).entry)
    launch = Launcher(archive.path, contact)
    return Scheduler(archive, launch, lambda s: about(s)[0], lambda s: about(s)[1], jobs, _say)


def _say(line: str) -> None:
    click.echo(f"{now().astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} {line}")


class Stopping:
    """SIGTERM and Ctrl-C while the `with` block is open: the children are told, and waited for."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self.asked = False

    def __enter__(self) -> Stopping:
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGTERM, signal.SIGINT)
        }
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, signum: int, frame: FrameType | None) -> None:
        self.asked = True

    def wait(self) -> None:
        """When it was asked: tell the children to end, and wait until they have."""
        children = [w for _, w in self._scheduler.running.values() if isinstance(w, Child)]
        for child in children if self.asked else ():
            child.stop()
        while self.asked and not all(child.ended() for child in children):
            time.sleep(_POLL_SECONDS)
