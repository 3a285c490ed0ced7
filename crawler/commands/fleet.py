"""baokan fleet: crawls that several machines share, and who works on them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from crawler.catalogue import spider_of
from crawler.clock import SHANGHAI
from crawler.commands.fleet_options import fleet_at, frontier_option
from crawler.commands.options import console

if TYPE_CHECKING:
    from crawler.fleet.seen import FleetSeen

_CRAWLS = ("crawl", "title", "since", "open", "hosts", "workers", "done", "gone", "refused",
           "failed", "stuck")  # fmt: skip
_WORKERS = ("machine", "process", "title", "hosts", "under way", "settled", "per second", "shard",
            "version")  # fmt: skip
_TEXT = ("title", "since", "machine", "shard", "version", "host that waits", "why")


@click.group(name="fleet")
def command() -> None:
    """Crawls that several machines share by one Redis: begin, show, pause, resume, stuck, drop.

    \b
    export BAOKAN_FRONTIER=redis://10.0.0.5:6379/0
    baokan fleet begin hunan_daily --since 2022-08-01 --until 2022-08-31
    baokan fleet show
    baokan fleet pause
    """


@command.command(name="show")
@frontier_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(frontier: str, as_json: bool) -> None:
    """Show the crawls, the processes that work on them, and the hosts that are left alone.

    \b
    baokan fleet show --frontier redis://10.0.0.5:6379/0
    """
    from crawler.fleet.seen import seen

    with fleet_at(frontier, looking=True) as fleet:
        found = seen(fleet)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show(found)


def _show(found: FleetSeen) -> None:
    out = console()
    of = f" of {found.most_memory / 2**20:.0f}" if found.most_memory else ""
    paused = ", paused" if found.paused else ""
    out.print(
        f"{len(found.crawls)} crawls, {len(found.workers)} processes,"
        f" Redis has {found.memory / 2**20:.1f}{of} MiB{paused}"
    )
    crawls = [[one.id, one.title, _local(one.opened_at), one.open, one.hosts, one.workers,
               *one.ended.values(), one.stuck] for one in found.crawls]  # fmt: skip
    workers = [[one.machine, one.pid, one.title, one.hosts, one.in_flight, one.settled,
                f"{one.per_second:.1f}", one.shard, one.version]
               for one in found.workers]  # fmt: skip
    waits = [[one["host"], one["seconds"], one["why"]] for one in found.waits]
    tables = (
        (_CRAWLS, crawls),
        (_WORKERS, workers),
        (("host that waits", "seconds", "why"), waits),
    )
    for names, rows in tables:
        if rows:
            out.print()
            out.print(_table(names, rows))


def _table(names: tuple[str, ...], rows: list[list[Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in names:
        table.add_column(name, justify="left" if name in _TEXT else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(str, row))
    return table


def _local(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(SHANGHAI):%m-%d %H:%M}"


@command.command(name="begin")
@click.argument("title")
@click.option("--since", default="", metavar="DAY", help="First issue, such as 2022-08-01.")
@click.option("--until", default="", metavar="DAY", help="Last issue.  [default: today]")
@click.option("--entry", default="", metavar="URL", help="Crawl the title at another address.")
@click.option(
    "--no-page-files", is_flag=True, help="Do not fetch the PDF and the picture of each page."
)
@frontier_option
def begin(
    frontier: str, title: str, since: str, until: str, entry: str, no_page_files: bool
) -> None:
    """Put a crawl of TITLE up for the workers.  One that is open already is left as it is.

    \b
    baokan fleet begin hunan_daily --since 2022-08-01 --until 2022-08-31
    """
    spider = spider_of(title)(since=since, until=until, entry=entry)
    from crawler.fleet import tasks

    first, last = spider.span
    task = tasks.Task(spider.title, first or "", last or "", not no_page_files)
    with fleet_at(frontier) as fleet:
        crawl = tasks.begin(fleet, task, spider.starts())
    click.echo(f"{title}: crawl {crawl.id} " + ("begun" if crawl.new else "is open already"))


@command.command(name="drop")
@click.argument("crawl_id", metavar="CRAWL")
@frontier_option
def drop(frontier: str, crawl_id: str) -> None:
    """End a crawl of which requests are open, for all workers.  What was read stays in the shards.

    \b
    baokan fleet drop 12
    """
    with fleet_at(frontier) as fleet:
        left = int(fleet.sure("drop", crawl_id))
    if left < 0:
        click.echo(f"baokan: the fleet has no open crawl {crawl_id}", err=True)
        sys.exit(1)
    click.echo(f"crawl {crawl_id} ended; {left} requests were open")


@command.command(name="stuck")
@click.argument("crawl_id", metavar="CRAWL")
@click.option("--forget", is_flag=True, help="They have been looked at: they are no problem more.")
@frontier_option
def stuck(frontier: str, crawl_id: str, forget: bool) -> None:
    """List the requests that were under way in five workers that died: none is given them again.

    \b
    baokan fleet stuck 12
    baokan fleet stuck 12 --forget
    """
    from crawler.fleet.seen import forget_stuck, stuck_urls

    with fleet_at(frontier, looking=not forget) as fleet:
        if forget:
            click.echo(f"crawl {crawl_id}: {forget_stuck(fleet, crawl_id)} requests forgotten")
            return
        for url in stuck_urls(fleet, crawl_id):
            click.echo(url)


@command.command(name="pause")
@frontier_option
def pause(frontier: str) -> None:
    """Nobody asks for anything more, until baokan fleet resume.

    \b
    baokan fleet pause
    """
    with fleet_at(frontier) as fleet:
        fleet.get("SET", "paused", "1")
    click.echo("the fleet is paused")


@command.command(name="resume")
@frontier_option
def resume(frontier: str) -> None:
    """Go on after baokan fleet pause.

    \b
    baokan fleet resume
    """
    with fleet_at(frontier) as fleet:
        fleet.get("DEL", "paused")
    click.echo("the fleet goes on")
