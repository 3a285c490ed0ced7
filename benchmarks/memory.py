"""Reading does not grow: resident memory over many pages, none of them like another.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import click
import pages
from rich.console import Console
from rich.progress import Progress

from crawler.extract import extract

OWN_PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
STEPS = 10  # lines that are printed
WARM = 2  # of them: what grows until then is the interpreter settling


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/memory.py
  .venv/bin/python benchmarks/memory.py tests/corpus --pages 100000 --bound 8"""
)
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=OWN_PAGES
)
@click.option(
    "--pages", "count", default=10_000, show_default=True, type=click.IntRange(min=STEPS),
    help="How many pages to read.",
)  # fmt: skip
@click.option(
    "--bound", default=8.0, show_default=True, type=click.FloatRange(min=0),
    help="MiB that may come on after the first fifth.",
)  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Of the generator that changes pages.")
def main(folder: Path, count: int, bound: float, seed: int) -> None:
    """Read the pages of FOLDER (default tests/pages) round and round.

    Each reading is of a page that was changed a little, so that caches meet new strings.
    Prints the resident memory ten times; the exit code is 1 if it grew by more than the bound
    between the second line and the last.
    """
    try:
        found = pages.load(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not found:
        raise click.ClickException(f"{folder}: no manifest.jsonl and no .html file")
    sizes = read(found, count, random.Random(seed))
    growth = sizes[-1] - sizes[WARM - 1]
    click.echo(f"growth {growth:+.1f} MiB after the first {count * WARM // STEPS} pages")
    if growth > bound:
        raise click.ClickException(f"that is more than {bound:g} MiB")


def read(found: list[pages.Page], count: int, chance: random.Random) -> list[float]:
    """Read `count` changed pages; the resident MiB after each tenth, printed as it goes."""
    sizes = []
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("pages", total=count)
        for number in range(count):
            page = found[number % len(found)]
            extract(pages.mutated(page.text, chance), f"{page.url}?{number}")
            progress.advance(task)
            if (number + 1) * STEPS // count > len(sizes):
                sizes.append(resident())
                click.echo(f"{number + 1:7} pages  {sizes[-1]:7.1f} MiB")
    return sizes


def resident() -> float:
    """Resident MiB of this process now (not its peak)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
    command = ["ps", "-o", "rss=", "-p", str(os.getpid())]  # macOS: KiB
    return int(subprocess.run(command, capture_output=True, check=True).stdout) / 1024


if __name__ == "__main__":
    main()
