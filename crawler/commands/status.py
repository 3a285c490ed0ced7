"""baokan status: the crawls that run at the moment."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.live import Live
from rich.table import Table

from archive.store import Archive
from crawler import control
from crawler.clock import SHANGHAI, now, seconds_until
from crawler.commands.options import Seconds, archive_option, console, open_archive
from crawler.control import Seen

_COLUMNS = ("title", "state", "since", "requests", "articles", "errors", "per second", "queued",
            "under way", "hosts that wait")  # fmt: skip
_RIGHT = ("requests", "articles", "errors", "per second", "queued", "under way")
# A crawl that runs says so every two seconds.
_SILENT_SECONDS = 30.0


@click.command(name="status")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@click.option(
    "--watch",
    type=Seconds(),
    is_flag=False,
    flag_value=2.0,
    metavar="SECONDS",
    help="Show it again after so many seconds, until Ctrl-C.  [without a number: 2]",
)
@archive_option
def command(
    titles: tuple[str, ...], as_json: bool, watch: float | None, archive_path: Path
) -> None:
    """Show the crawls that run: how far they are, how fast, and which hosts they wait for.

    Crawls are seen whoever has started them: a person, a timer, the scheduler.  One that `died`
    was killed, or its machine was: the same command, or its schedule, goes on with it.

    \b
    baokan status
    baokan status --watch
    baokan status hunan_daily --json
    """
    with open_archive(archive_path) as archive:
        if as_json:
            found = [_as_json(one) for one in control.seen(archive, titles)]
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        elif watch is None:
            console().print(_table(archive, titles))
        else:
            _watch(archive, titles, max(watch, 0.2))


def _watch(archive: Archive, titles: tuple[str, ...], seconds: float) -> None:
    with suppress(KeyboardInterrupt), Live(console=console(), auto_refresh=False) as shown:
        while True:
            shown.update(_table(archive, titles), refresh=True)
            time.sleep(seconds)


def _as_json(one: Seen) -> dict[str, Any]:
    run = {name: getattr(one.run, name) for name in one.run.__slots__ if name != "told"}
    return run | {"state": one.state} | {k: v for k, v in one.run.told.items() if k != "state"}


def _table(archive: Archive, titles: tuple[str, ...]) -> Table | str:
    rows = [_row(one) for one in control.seen(archive, titles)]
    if not rows:
        return "nothing runs"
    table = Table(box=None, pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, justify="right" if name in _RIGHT else "left")
    for row in rows:
        table.add_row(*row)
    return table


def _row(one: Seen) -> list[str]:
    run, told = one.run, one.run.told
    name = run.title if run.errand == "crawl" else f"{run.title}, {run.errand}"
    since = datetime.fromisoformat(run.started_at).astimezone(SHANGHAI)
    waits = [
        f"{wait['host']} {max(0, round(seconds_until(wait['until'])))} s"
        for wait in told.get("waits", ())
    ]
    state = one.state
    heard = datetime.fromisoformat(run.alive_at or run.started_at)
    silent = (now() - heard).total_seconds()
    if state != "died" and silent > _SILENT_SECONDS:
        state = f"{state}, silent for {silent:.0f} s"
    figures = [str(told.get(key, 0)) for key in ("requests", "articles", "errors")]
    figures.append(f"{told.get('rate', 0):.1f}")
    figures += [str(told.get(key, 0)) for key in ("queued", "in_flight")]
    return [name, state, f"{since:%m-%d %H:%M}", *figures, ", ".join(waits)]
