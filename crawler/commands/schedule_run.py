"""baokan schedule run: a loop around what `baokan run-due` does once."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from archive.runs import EXIT_CODES
from archive.store import Archive
from crawler.commands.crawl_options import contact_option
from crawler.commands.log_options import log_to
from crawler.commands.options import archive_option
from crawler.commands.run_due import Stopping, jobs_option, scheduler_of

_BUSY_SECONDS = 0.2
_IDLE_SECONDS = 5.0


@click.command(name="run")
@jobs_option
@contact_option
@log_to
@archive_option
def run(jobs: int, contact: str, archive_path: Path) -> None:
    """Crawl what is due, when it is due, until Ctrl-C or SIGTERM (exit code 5).

    Who prefers the system's own timers: baokan schedule install.

    \b
    baokan schedule run --contact you@library.example
    """
    with Archive.open(archive_path) as archive:
        scheduler = scheduler_of(archive, jobs, contact)
        with Stopping(scheduler) as stopping:
            while not stopping.asked:
                waiting = scheduler.once()
                end = time.monotonic() + _IDLE_SECONDS
                busy = bool(scheduler.running or waiting)
                while not stopping.asked and time.monotonic() < end:
                    time.sleep(_BUSY_SECONDS)
                    if busy:
                        break
            stopping.wait()
    sys.exit(EXIT_CODES["interrupted"])
