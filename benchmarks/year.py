"""A year on a fast clock: papers on schedules, with everything that befalls them.

    .venv/bin/python -m benchmarks.year [--titles 200] [--days 365] [--kills 3] [--seed 7]

Scheduler, slots, frontier, reader, archive and watch are those of every crawl; the clock, the
network and the WARC files are not.  The scheduler is a process of its own that is killed (kill -9)
in the middle of its work, and started again hours or days later.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from archive import schedules
from archive.schedules import Plan
from archive.store import Archive
from benchmarks.year_check import Verdict, check
from benchmarks.year_press import Paper, paper
from crawler.clock import as_utc

FIRST = date(2026, 1, 1)


def papers_of(first: int, titles: int, days: int, seed: int) -> list[Paper]:
    """The papers of a simulation, from number `first` on."""
    return [paper(number, seed, FIRST, days) for number in range(first, first + titles)]


def prepare(path: Path, papers: list[Paper]) -> None:
    """An archive in which each paper has a schedule."""
    with Archive.open(path) as archive:
        midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
        added = as_utc(midnight - timedelta(hours=9))
        for one in papers:
            days = "*" if len(one.weekdays) == 7 else ",".join(str(d % 7) for d in one.weekdays)
            plan = Plan(one.name, f"30 6 * * {days}", jitter_seconds=0)
            with archive.transaction() as connection:
                schedules.add(connection, plan, added)


def simulate(
    path: Path, first: int, titles: int, days: int, kills: int, seed: int, bar: Progress
) -> int:
    """Run the scheduler to the end of the year, killing it `kills` times; how often it was."""
    rng = random.Random(f"{seed} {first}")
    state = path.with_suffix(".json")
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - timedelta(hours=8)
    end = start + timedelta(days)
    state.write_text(json.dumps({"at": start.isoformat()}))
    moments = sorted(start + (end - start) * rng.uniform(0.1, 0.95) for _ in range(kills))
    task = bar.add_task(path.stem, total=days)
    killed = 0
    while True:
        command = [sys.executable, "-m", "benchmarks.year_scheduler", str(path), str(state)]
        command += [str(first), str(titles), str(days), str(seed)]
        with subprocess.Popen(command) as process:
            while process.poll() is None:
                time.sleep(0.05)
                at = datetime.fromisoformat(json.loads(state.read_text())["at"])
                bar.update(task, completed=(at - start) / timedelta(1))
                if killed < len(moments) and at >= moments[killed]:
                    time.sleep(rng.uniform(0, 0.5))  # so that it is somewhere in a crawl
                    process.kill()
        if process.returncode == 0:
            return killed
        if killed >= len(moments) or at < moments[killed]:
            raise click.ClickException(f"the scheduler failed: exit code {process.returncode}")
        killed += 1
        at = datetime.fromisoformat(json.loads(state.read_text())["at"])
        later = at + timedelta(hours=rng.choice((0.2, 3, 20, 44)))
        state.write_text(json.dumps({"at": later.isoformat()}))


@click.command()
@click.option("--titles", default=200, show_default=True, type=click.IntRange(1, 1000))
@click.option("--first", default=0, show_default=True, type=click.IntRange(0),
              help="The number of the first, to look at some papers again.")  # fmt: skip
@click.option("--days", default=365, show_default=True, type=click.IntRange(30, 3650))
@click.option("--kills", default=3, show_default=True, type=click.IntRange(0, 100))
@click.option("--seed", default=7, show_default=True)
@click.option("--archives", default=2, show_default=True, type=click.IntRange(1, 16),
              help="Share the titles among so many archives and schedulers, one a core.",
              )  # fmt: skip
@click.option("--keep", type=click.Path(path_type=Path), help="Leave the archives in this folder.")
def main(
    titles: int, first: int, days: int, kills: int, seed: int, archives: int, keep: Path | None
) -> None:
    """Simulate, check, and print what was found; exit code 1 when a bar is missed.

    \b
    .venv/bin/python -m benchmarks.year
    .venv/bin/python -m benchmarks.year --titles 20 --days 90 --kills 1
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        if any(folder.iterdir()):
            raise click.ClickException(f"{folder} is not empty: --keep needs an empty folder")
        share = -(-titles // archives)
        parts = [(first + n, min(share, titles - n)) for n in range(0, titles, share)]
        for part in parts:
            prepare(folder / f"papers-{part[0]}.db", papers_of(*part, days, seed))
        with Progress(console=Console(stderr=True)) as bar, ThreadPoolExecutor() as pool:

            def run(part: tuple[int, int]) -> tuple[int, Verdict]:
                path = folder / f"papers-{part[0]}.db"
                papers = papers_of(*part, days, seed)
                killed = simulate(path, *part, days, kills, seed, bar)
                return killed, check(path, papers)

            ended = list(pool.map(run, parts))
    verdict = sum((one for _, one in ended), Verdict())
    for line in verdict.lines(days):
        click.echo(line)
    click.echo(f"kills of the schedulers                      {sum(k for k, _ in ended)}")
    click.echo(f"time                                         {time.monotonic() - begun:.0f} s")
    sys.exit(0 if verdict.holds(days) else 1)


if __name__ == "__main__":
    main()
