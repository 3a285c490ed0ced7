"""baokan health: what is wrong, for people and for machines."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import click

from archive import alarms
from archive.shared import unmerged
from archive.silence import silent
from archive.store import DEFAULT_PATH, Archive
from crawler.clock import utc
from crawler.commands.fleet_options import frontier_option
from crawler.commands.fleet_told import fleet_told, summary
from crawler.commands.options import UserError, archive_option, open_archive, show_rows

UNWELL = 11  # exit code
_LONG = 86_400  # seconds in which the shards of a crawl ought to have been merged


@click.command(name="health")
@click.argument("titles", nargs=-1)
@click.option("--all", "also_closed", is_flag=True, help="Also alarms that are over.")
@click.option("--close", "closed", multiple=True, type=click.IntRange(min=1), metavar="ID",
              help="Close an alarm: the site is as it should be now; compare with that.",
              )  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@frontier_option
@archive_option
def command(
    titles: tuple[str, ...],
    also_closed: bool,
    closed: tuple[int, ...],
    as_json: bool,
    frontier: str,
    archive_path: Path,
) -> None:
    """Show open alarms, paused titles and scheduled titles of which nothing comes.

    With --frontier also what is wrong with a fleet.  Exit code 11 when there is any of them, 0
    when all is well.

    \b
    baokan health
    baokan health hunan_daily --all
    baokan health --close 7
    baokan health --json | jq '.alarms[].message'
    baokan health --frontier redis://10.0.0.5:6379/0
    """
    fleet = fleet_told(frontier) if frontier else None
    found = _Judged()
    # A machine that has a fleet and no archive, such as that of Redis, names neither.
    named = archive_path != DEFAULT_PATH or titles or closed
    if fleet is None or named or archive_path.exists():
        found = _judged(archive_path, titles, also_closed, closed)
    else:
        click.echo(f"baokan: no archive {archive_path} here: only the fleet is judged", err=True)
    if fleet is not None and titles:
        fleet["problems"] = [one for one in fleet["problems"] if one["title"] in (*titles, None)]
    unwell = found.is_unwell() or bool(fleet and fleet["problems"])
    if as_json:
        told: dict[str, Any] = {"healthy": not unwell} | asdict(found)
        told |= {} if fleet is None else {"fleet": fleet}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        if not unwell and not found.alarms:
            click.echo("all is well")
        _show(found)
        _show_fleet(fleet or {"problems": []})
    sys.exit(UNWELL if unwell else 0)


@dataclass(slots=True)
class _Judged:
    """Of the archive: alarms, titles of which nothing comes, crawls of a fleet of which some
    shards were not merged."""

    alarms: list[dict[str, Any]] = field(default_factory=list)
    silent: list[dict[str, Any]] = field(default_factory=list)
    unmerged: list[dict[str, Any]] = field(default_factory=list)

    def is_unwell(self) -> bool:
        return bool(self.silent or self.unmerged) or any(
            not row["closed_at"] for row in self.alarms
        )


def _judged(
    path: Path, titles: tuple[str, ...], also_closed: bool, closed: tuple[int, ...]
) -> _Judged:
    """What is so of `titles`, or of all where none is named."""
    with open_archive(path) as archive:
        _close(archive, closed)
        known = {row["name"] for row in archive.query("SELECT name FROM titles")}
        if unknown := set(titles) - known:
            raise UserError(f"{sorted(unknown)[0]}: not in this archive; see: baokan stats")
        found = [_row(row) for row in alarms.listed(archive, also_closed=also_closed)]
        quiet = silent(archive)
        waiting = unmerged(archive, utc(after=-_LONG))
    if titles:
        found = [row for row in found if row["title"] in (*titles, None)]
        quiet = [row for row in quiet if row["title"] in titles]
        waiting = [row for row in waiting if row["title"] in titles]
    return _Judged(found, quiet, waiting)


def _close(archive: Archive, closed: tuple[int, ...]) -> None:
    for alarm_id in closed:
        with archive.transaction() as connection:
            if not alarms.close(connection, alarm_id, "person", utc()):
                raise UserError(f"there is no open alarm {alarm_id}; see: baokan health")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "title", "kind", "field", "source", "message", "measured", "expected",
             "raised_at", "runs", "first_run", "last_run", "told_at", "closed_at",
             "closed_by")  # fmt: skip
    return {name: row[name] for name in names}


def _show(found: _Judged) -> None:
    rows = [row | {"title": row["title"] or "(archive)", "since": row["raised_at"][:16],
                   "over": (row["closed_at"] or "")[:16]} for row in found.alarms]  # fmt: skip
    if rows:
        columns = ["id", "title", "kind", "since", "runs", "message"]
        columns[4:4] = ["over"] if any(row["over"] for row in rows) else []
        show_rows(rows, columns, as_json=False, empty="")
    for row in found.silent:
        why = f"paused: {row['paused']}" if row["paused"] else f"last: {row['outcome']}"
        click.echo(f"{row['title']}: no complete crawl since {row['since'][:16]} ({why})")

    for row in found.unmerged:
        click.echo(
            f"{row['title']}: {row['requests'] - row['here']} of {row['requests']} answers of the"
            f" fleet's crawl of {row['opened_at'][:16]} are in shards that were not merged"
        )


def _show_fleet(told: dict[str, Any]) -> None:
    if line := summary(told):
        click.echo(f"fleet: {line}")
    for one in told["problems"]:
        click.echo(
            f"fleet: {one['title']}: {one['message']}"
            if one["title"]
            else f"fleet: {one['message']}"
        )
