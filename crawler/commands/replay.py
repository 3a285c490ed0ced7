"""baokan replay: read the captures again with today's reader."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from archive.errors import ArchiveError
from archive.export import parquet
from archive.records import Found
from archive.rereading import Source, sources
from archive.store import Archive
from crawler import record_parts
from crawler.after_replay import close_alarms
from crawler.clock import utc
from crawler.commands.kept import print_differences
from crawler.commands.options import UserError, archive_option, console, open_archive
from crawler.commands.revisit import spider_for, titles_of
from crawler.engines import NAMES, Engine, EngineError, Name, cores, engine
from crawler.extract import use_rules
from crawler.extract.boilerplate import RuleError
from crawler.reader import reader
from crawler.record_parts import FORMS, Form
from crawler.replay import Replay, Reread
from crawler.reread import readings
from crawler.span import parse_day

DIFFERS = 1  # exit code
_FEW = 1000  # captures


@click.command(name="replay")
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--since", default="", metavar="DAY", help="Only what was fetched from that day on.")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Read with these rules: a copy of crawler/rules with your changes.",
)
@click.option("--engine", "engine_name", type=click.Choice(NAMES), default="pool",
              show_default=True, help="Processes on this machine, or a Dask cluster.",
              )  # fmt: skip
@click.option("--scheduler", default="", metavar="tcp://…",
              help="The scheduler of the Dask cluster.  [default: one on this machine]",
              )  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 1000), metavar="N",
              help="Processes on this machine.  [default: one a core; 1: this process alone]",
              )  # fmt: skip
@click.option("--apply", "apply_it", is_flag=True, help="Write the new readings down.")
@click.option("--records", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write what is read into files in FOLDER, and compare nothing.",
              )  # fmt: skip
@click.option("--form", type=click.Choice(FORMS), default="jsonl", show_default=True,
              help="Of these files.",
              )  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@archive_option
def command(
    titles: tuple[str, ...],
    since: str,
    rules: Path | None,
    engine_name: Name,
    scheduler: str,
    jobs: int | None,
    apply_it: bool,
    records: Path | None,
    form: Form,
    as_json: bool,
    archive_path: Path,
) -> None:
    """Read the stored captures of each TITLE again (of all titles, if none is named).

    No network is used.  Shows, field by field, what today's reader makes otherwise of a page, and
    articles where none was seen before.  With --apply the new readings are kept: as re-readings,
    not as revisions, since the paper did not change.  Exit code 1 when something differs and was
    not applied.

    \b
    baokan replay
    baokan replay hunan_daily --since 2026-11-01 --apply
    baokan replay --rules my-rules
    baokan replay --records all-records --form parquet
    baokan replay --engine dask --scheduler tcp://10.0.0.5:8786
    """
    if rules:
        try:
            use_rules(rules)
        except RuleError as error:
            raise UserError(str(error)) from None
    parse_day(since, "since")
    counts: Counter[str] = Counter()
    shown = []
    if scheduler and engine_name != "dask":
        raise UserError("--scheduler needs --engine dask")
    if records and (apply_it or as_json):
        raise UserError("--records compares nothing: leave --apply and --json out")
    if records and form == "parquet":
        parquet.check()
    rules = rules.absolute() if rules else None
    try:
        with (
            open_archive(archive_path) as archive,
            engine(engine_name, jobs or _jobs(archive), scheduler) as where,
        ):
            if records:
                _write(archive, titles, since, rules, where, records, form)
                return
            for name, one in _all(archive, titles, since, rules, apply_it, counts, where):
                counts[one.kind] += 1
                if as_json:
                    shown.append(_as_dict(name, one))
                else:
                    _print(name, one, console())
    except EngineError as error:
        raise ArchiveError(str(error)) from error
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        _summary(counts, apply_it)
    left = counts["lost"] + counts["unreadable"]
    if not apply_it:
        left += counts["different"] + counts["new"]
    sys.exit(DIFFERS if left else 0)


def _write(
    archive: Archive, titles: tuple[str, ...], since: str, rules: Path | None, where: Engine,
    folder: Path, form: Form,
) -> None:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    counts: Counter[bool] = Counter()
    stderr = Console(stderr=True)
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        for row in titles_of(archive, titles):
            known = sources(archive, row["id"], since)
            task = progress.add_task(row["name"], total=len(known))
            given = (archive, spider_for(row).title, rules, known, where, folder, form)
            for captures, was_there in record_parts.write(*given):
                counts[was_there] += captures
                progress.advance(task, captures)
    again = f"; {counts[True]} were there" if counts[True] else ""
    click.echo(f"{folder}: {counts[False]} captures read{again}")


def _jobs(archive: Archive) -> int:
    """A process a core, where there is enough to read for a second or two of starting them."""
    (row,) = archive.query("SELECT count(*) AS n FROM (SELECT 1 FROM captures LIMIT ?)", _FEW)
    return 1 if row["n"] < _FEW else cores()


def _all(
    archive: Archive, titles: tuple[str, ...], since: str, rules: Path | None, apply_it: bool,
    counts: Counter[str], where: Engine,
) -> Iterator[tuple[str, Reread]]:  # fmt: skip
    stderr = Console(stderr=True)
    with Progress(console=stderr, disable=not stderr.is_terminal, transient=True) as progress:
        for row in titles_of(archive, titles):
            known = sources(archive, row["id"], since)
            task = progress.add_task(row["name"], total=len(known))
            replay = Replay(archive, reader(rules))
            title = spider_for(row).title
            for source, reading in readings(archive, title, rules, known, where):
                if isinstance(reading, str):
                    counts["unreadable"] += 1
                    print(f"baokan: {reading}", file=sys.stderr)
                else:
                    for one in _again(replay, source, reading, apply_it):
                        yield row["name"], one
                counts["read"] += 1
                progress.advance(task)
            for message in close_alarms(archive, row["id"]) if apply_it else ():
                stderr.print(f"{row['name']}: alarm is over: {message}", markup=False)


def _again(replay: Replay, source: Source, found: Found, apply_it: bool) -> list[Reread]:
    return replay.apply(source, found, utc()) if apply_it else replay.look(source, found)


def _print(name: str, one: Reread, out: Console) -> None:
    place = f"article {one.article_id}, revision {one.number}" if one.article_id else "no article"
    line = f"{name}: {place}: {one.kind}: {one.reason}".rstrip(": ")
    out.print(Text(f"{line} (capture {one.source.capture_id} {one.source.url})", "bold"),
              soft_wrap=True)  # fmt: skip
    print_differences(list(one.found), out)


def _as_dict(name: str, one: Reread) -> dict[str, Any]:
    return {
        "title": name,
        "kind": one.kind,
        "article_id": one.article_id,
        "number": one.number,
        "capture_id": one.source.capture_id,
        "url": one.source.url,
        "reason": one.reason,
        "differences": [asdict(found) for found in one.found],
    }


def _summary(counts: Counter[str], apply_it: bool) -> None:
    said = (
        f"{counts['read']} captures read again: {counts['different']} differ,"
        f" {counts['new']} are articles now, {counts['lost']} are none any more"
    )
    if counts["unreadable"]:
        said += f", {counts['unreadable']} cannot be had"
    changed = counts["different"] + counts["new"]
    if changed:
        said += "; written down" if apply_it else "; write it down with: baokan replay --apply"
    click.echo(said)
