"""What the commands that crawl have in common: their options, settings and last words."""

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
from crawler.commands.log_options import log_options
from crawler.commands.options import F, Seconds, UserError, console
from crawler.polite import LEAST_DELAY, is_loopback
from crawler.report import print_report
from crawler.run import Ended

# Outcomes after which the crawl is still open, or worth another try at once.
_GO_ON = ("limit", "interrupted", "unreachable", "disk full")

contact_option = click.option(
    "--contact",
    default="",
    envvar="BAOKAN_CONTACT",
    metavar="MAIL|URL",
    help="How site owners reach you; part of the user agent.  [env: BAOKAN_CONTACT; default: as"
    " in the archive's last crawl]",
)

_OPTIONS = (
    contact_option,
    click.option(
        "--delay",
        type=Seconds(),
        metavar="SECONDS",
        help=f"Between two requests to a host.  [default: {ours.DOWNLOAD_DELAY}; least: "
        f"{LEAST_DELAY:g}; on this machine: 0]",
    ),
    click.option(
        "--max-pages",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"Stop after N requests; 0: never.  [default: {ours.BAOKAN_MAX_PAGES}]",
    ),
    click.option(
        "--max-time",
        type=Seconds(),
        metavar="SECONDS",
        help=f"Stop after that time; 0: never.  [default: {ours.BAOKAN_MAX_SECONDS}, a day]",
    ),
    *log_options,
    click.option("--quiet", is_flag=True, help="No progress, no table; errors only."),
    click.option("--verbose", is_flag=True, help="Say what happens."),
)


def crawl_options(function: F) -> F:
    """The options of every command that crawls: contact, delay, bounds, how much is said."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


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
    """Errors (with --verbose everything of note) to standard error, beside the bar."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    if any(isinstance(handler, RichHandler) for handler in root.handlers):
        return
    handler = RichHandler(
        console=Console(stderr=True),
        show_time=False,
        show_path=False,
        markup=False,
        rich_tracebacks=False,
    )
    # On the handler: Scrapy gives its loggers a level of their own.
    handler.setLevel(logging.INFO if verbose else logging.ERROR)
    handler.setFormatter(logging.Formatter("%(message)s"))
    root.addHandler(handler)


def finish(archive_path: Path, ended: Ended, quiet: bool) -> int:
    """Print what was kept and what was not; returns the run's exit code."""
    if not quiet and ended.outcome != "disk full":
        with Archive.open(archive_path) as archive:
            print_report(archive, ended.run_id, ended.crawl_id, console())
    if ended.exit_code:
        again = " (the same command goes on)" if ended.outcome in _GO_ON else ""
        reason = f": {ended.reason}" if ended.reason else ""
        print(f"baokan: {ended.name}: {ended.outcome}{reason}{again}", file=sys.stderr)
    return ended.exit_code
