"""One archive at several sizes: bytes a row, how quickly it grows, and how long people wait.

    .venv/bin/python -m benchmarks.sizes 100000 1000000 10000000 --folder /somewhere/roomy
    .venv/bin/python -m benchmarks.sizes 100000 300000 --full --folder /somewhere/else

What was reached is kept in the folder, sizes.json beside the archive: a run that was killed goes
on with the same command.
"""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from archive.store import Archive
from benchmarks import asking, growth
from benchmarks.timing import percentile

_CACHE_KIB = 1_000_000
_CHECKPOINT_PAGES = 50_000  # 200 MB: fewer pages are written twice
_A_STEP = 100_000  # articles after which the rate is written down
_INDEX = ("article_search_data", "article_search_idx", "article_search_docsize")
# Page by page: an aggregate of dbstat ends at 2**31.
_BYTES = "SELECT sum(pgsize) FROM dbstat WHERE name = ?"


class Kept:
    """What is known of an archive's sizes: `sizes` has what was measured at each, `filled` of each
    step of filling [articles after it, articles that were new, seconds of CPU]."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, Any] = {"filled": [], "sizes": {}}
        if path.exists():
            self.known = json.loads(path.read_text("utf-8"))

    def write(self) -> None:
        """To the disk, whole or not at all."""
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(self.known, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self.path)

    def rate(self, size: int) -> float:
        """Articles a second of CPU, in the last tenth before a size."""
        steps = [step for step in self.known["filled"] if step[0] <= size]
        last = [step for step in steps if step[0] > size * 9 // 10] or steps[-1:]
        return sum(step[1] for step in last) / max(1e-9, sum(step[2] for step in last))


def fill(path: Path, size: int, kept: Kept, bar: Progress, *, full: bool) -> None:
    """Let the archive grow to a size."""
    with Archive.open(path) as archive:
        connection = archive.connection
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        growing = growth.Growth(archive, full=full)
        task = bar.add_task(f"filling to {size:,}", total=size, completed=growing.size)
        before, begun = growing.size, time.process_time()

        def step(done: int) -> None:
            nonlocal before, begun
            bar.update(task, completed=done)
            if done % _A_STEP == 0 or done == size:
                kept.known["filled"].append([done, done - before, time.process_time() - begun])
                kept.write()
                before, begun = done, time.process_time()

        growing.grow(size, step)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def measured(path: Path, asks: int, bar: Progress) -> dict[str, Any]:
    """Bytes of the file and of the search index, and what people wait for."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    index = sum(connection.execute(_BYTES, (name,)).fetchone()[0] for name in _INDEX)
    archive = Archive(connection, path)
    questions = asking.questions(archive, asks)
    task = bar.add_task("asking", total=len(questions))
    found = {}
    for name, works in questions.items():
        bar.update(task, advance=1, description=name)
        found[name] = asking.timed(works)
    connection.close()
    return {"bytes": path.stat().st_size, "index": index, "asked": found}


def table(kept: Kept) -> Table:
    """A line a measure, a column a size."""
    sizes = {int(size): one for size, one in kept.known["sizes"].items()}
    made = Table("", *(f"{size:,} articles" for size in sorted(sizes)))
    columns = [(size, sizes[size]) for size in sorted(sizes)]
    made.add_row("file, MB", *(f"{one['bytes'] / 1e6:,.0f}" for _, one in columns))
    made.add_row("bytes an article", *(f"{one['bytes'] / size:,.0f}" for size, one in columns))
    made.add_row("… of the search index",
                 *(f"{one['index'] / size:,.0f}" for size, one in columns))  # fmt: skip
    made.add_row("filled a second of CPU", *(f"{kept.rate(size):,.0f}" for size, _ in columns))
    for name in columns[0][1]["asked"]:
        made.add_row(name, *(_milliseconds(one["asked"].get(name, [])) for _, one in columns))
    return made


def _milliseconds(taken: list[float]) -> str:
    if not taken:
        return "–"
    shares = (percentile(taken, share) for share in (0.5, 0.95))
    return " / ".join(f"{one:,.1f}" if one < 100 else f"{one:,.0f}" for one in shares)


@click.command()
@click.argument("sizes", nargs=-1, required=True, type=click.IntRange(1_000))
@click.option("--folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="For the archive, which is kept: 3.6 kB an article; 17 kB with --full.",
              )  # fmt: skip
@click.option("--full", is_flag=True, help="Articles of 700 to 900 characters, with reprints.")
@click.option("--asks", default=40, show_default=True, type=click.IntRange(1),
              help="How often each question is asked.",
              )  # fmt: skip
def main(sizes: tuple[int, ...], folder: Path, full: bool, asks: int) -> None:
    """Let an archive grow to these sizes, and ask it at each.

    Prints milliseconds (median / 95th percentile) for what people ask for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, kept = folder / "archive.db", Kept(folder / "sizes.json")
    with Progress(console=Console(stderr=True)) as bar:
        for size in sorted(sizes):
            if str(size) not in kept.known["sizes"]:
                fill(path, size, kept, bar, full=full)
                kept.known["sizes"][str(size)] = measured(path, asks, bar)
                kept.write()
    Console(width=120).print(table(kept))


if __name__ == "__main__":
    main()
