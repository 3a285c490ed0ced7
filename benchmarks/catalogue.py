"""What the catalogue costs a crawl: finding and parsing the one record that is wanted.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
import timing
from rich.console import Console
from rich.table import Table

from crawler.catalogue import Catalogue

FOLDER = Path(__file__).resolve().parent.parent / "spiders" / "catalogue"


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/catalogue.py
  .venv/bin/python benchmarks/catalogue.py --title people_daily --rounds 50"""
)
@click.option("--title", default="hunan_daily", show_default=True, help="The record to load.")
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(min=1))
@click.option(
    "--bound", default=100.0, show_default=True, type=click.FloatRange(min=0),
    help="Milliseconds that one record may cost.",
)  # fmt: skip
def main(title: str, rounds: int, bound: float) -> None:
    """Load one record of the catalogue, and all of them, side by side.

    The exit code is 1 when the one costs more than the bound.
    """
    works = {
        "one record": lambda: Catalogue([FOLDER]).load(title),
        "all names (scrapy list)": lambda: Catalogue([FOLDER]).list(),
        "all records (baokan titles)": _all,
        "all files with tomllib alone": _parsed,
    }
    try:
        Catalogue([FOLDER]).load(title)
    except KeyError:
        raise click.ClickException(f"there is no title {title}") from None
    best = timing.interleaved(works, rounds)
    one = best["one record"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("what", "ms", "× one record"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, seconds in best.items():
        table.add_row(name, f"{seconds * 1000:.1f}", f"{seconds / one:.1f}")
    Console(width=100).print(table)
    click.echo(f"{len(Catalogue([FOLDER]).list())} titles")
    if one * 1000 > bound:
        raise click.ClickException(f"one record costs more than {bound:g} ms")


def _all() -> object:
    loader = Catalogue([FOLDER])
    return [loader.load(name) for name in loader.list()]


def _parsed() -> object:
    return [tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")]


if __name__ == "__main__":
    main()
