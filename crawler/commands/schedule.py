"""baokan schedule: which titles are crawled without anybody, and when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archive import schedules, slots
from archive.schedules import Plan, Schedule
from archive.store import Archive
from crawler import cron
from crawler.clock import SHANGHAI, now, utc
from crawler.commands import schedule_install, schedule_run
from crawler.commands.options import (
    Seconds,
    UserError,
    archive_option,
    list_options,
    open_archive,
    show_rows,
)
from crawler.due import upcoming
from crawler.scheduled import title_of

_DEFAULT = Plan("", "")


@click.group(name="schedule")
def command() -> None:
    """Crawl titles at set times, without anybody: add, list, remove, next, run, install.

    Times are those of Shanghai, unless the expression begins with another zone.

    \b
    baokan schedule add hunan_daily --cron '30 6 * * *' --revisit
    baokan schedule add qiushi --cron 'CRON_TZ=Europe/Berlin 0 8 1,16 * *'
    baokan schedule next
    baokan schedule run --contact you@library.example
    baokan schedule install --systemd --contact you@library.example
    """


@command.command()
@click.argument("title")
@click.option("--cron", "expression", required=True, metavar="'M H D M W'",
              help="Minute, hour, day of month, month, day of week; in Shanghai.")  # fmt: skip
@click.option("--entry", default="", metavar="URL", help="Crawl the title at another address.")
@click.option("--revisit", is_flag=True, help="Look again at articles that are due, each time.")
@click.option("--back", "back_days", type=click.IntRange(0, 3650), default=_DEFAULT.back_days,
              show_default=True, metavar="DAYS", help="Look back so far at most.")  # fmt: skip
@click.option("--budget", "budget_seconds", type=Seconds(), default=_DEFAULT.budget_seconds,
              show_default=True, metavar="SECONDS", help="How long a crawl may take.")  # fmt: skip
@click.option("--retry", "retry_seconds", type=Seconds(), default=_DEFAULT.retry_seconds,
              show_default=True, metavar="SECONDS",
              help="Try again after that time, the same day, when the issue is not out.",
              )  # fmt: skip
@click.option("--jitter", "jitter_seconds", type=Seconds(), default=_DEFAULT.jitter_seconds,
              show_default=True, metavar="SECONDS",
              help="Start later by up to so much, so that not all start at once.")  # fmt: skip
@click.option("--no-catch-up", is_flag=True, help="Do not make up for slots that were missed.")
@archive_option
def add(archive_path: Path, expression: str, no_catch_up: bool, **plan: Any) -> None:
    """Crawl TITLE at the times of --cron, in place of its earlier schedule.

    \b
    baokan schedule add hunan_daily --cron '30 6 * * *' --revisit
    """
    cron.check(expression)
    taken = Plan(cron=expression, catch_up="none" if no_catch_up else "once", **plan)
    if not taken.budget_seconds or not taken.retry_seconds:
        raise UserError("--budget and --retry have to be more than 0 seconds")
    with Archive.open(archive_path) as archive:
        title_of(archive, taken)  # known, and its entry an address
        with archive.transaction() as connection:
            replaced = schedules.add(connection, taken, utc())
    first = upcoming(taken, now(), 1)[0]
    changed = ", in place of the schedule before" if replaced else ""
    click.echo(f"{taken.title}: next at {_local(first)}{changed}")


@command.command()
@click.argument("titles", nargs=-1, required=True)
@archive_option
def remove(titles: tuple[str, ...], archive_path: Path) -> None:
    """Do not crawl TITLES by themselves any more.  What was archived stays.

    \b
    baokan schedule remove hunan_daily
    """
    with open_archive(archive_path) as archive:
        for title in titles:
            with archive.transaction() as connection:
                gone = schedules.remove(connection, title, utc())
            if not gone:
                raise UserError(f"{title} has no schedule; see: baokan schedule list")
            click.echo(f"{title}: removed")


@command.command(name="list")
@list_options
@archive_option
def list_(as_json: bool, limit: int | None, archive_path: Path) -> None:
    """Show the schedules, when each is due next, and how its last crawl ended.

    \b
    baokan schedule list
    """
    with open_archive(archive_path) as archive:
        rows = [_row(archive, schedule) for schedule in schedules.all_of(archive)]
    show_rows(
        rows[:limit],
        ("title", "cron", "next", "last", "outcome", "paused"),
        as_json=as_json,
        empty="no title has a schedule; add one with: baokan schedule add TITLE --cron …",
    )


@command.command(name="next")
@list_options
@archive_option
def next_(as_json: bool, limit: int | None, archive_path: Path) -> None:
    """Show what starts when: the next crawls of all schedules, in order.

    \b
    baokan schedule next --limit 5
    """
    count = limit or 10
    with open_archive(archive_path) as archive:
        plans = [s.plan for s in schedules.all_of(archive) if s.paused_at is None]
    found = sorted((at, plan.title) for plan in plans for at in upcoming(plan, now(), count))
    rows: list[dict[str, Any]] = [{"at": _local(at), "title": t} for at, t in found[:count]]
    show_rows(rows, ("at", "title"), as_json=as_json, empty="nothing is scheduled")


command.add_command(schedule_run.run)
command.add_command(schedule_install.install)


def _row(archive: Archive, schedule: Schedule) -> dict[str, Any]:
    plan = schedule.plan
    last = slots.newest(archive, schedule.id)
    paused = schedule.pause_reason or "by hand" if schedule.paused_at else None
    return {
        "title": plan.title,
        "cron": plan.cron,
        "next": None if paused else _local(upcoming(plan, now(), 1)[0]),
        "last": _local(datetime.fromisoformat(last.slot)) if last else None,
        "outcome": (last.outcome or ("running" if last.started_at else "waits")) if last else None,
        "reason": last.reason if last else None,
        "paused": paused,
        "entry": plan.entry,
        "revisit": plan.revisit,
        "back_days": plan.back_days,
        "budget_seconds": plan.budget_seconds,
        "retry_seconds": plan.retry_seconds,
        "jitter_seconds": plan.jitter_seconds,
        "catch_up": plan.catch_up,
    }


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
