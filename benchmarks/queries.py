"""What the views and the ready-made queries cost on many articles.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

import click
import plenty

from archive.store import Archive
from archive.web.canned import queries

# What Datasette asks of a list that somebody opens.
_VIEW = ("SELECT count(*) FROM (SELECT * FROM {0})", "SELECT * FROM {0} LIMIT 101")
_GIVEN: tuple[dict[str, str], ...] = ({}, {"title": "第3报"})


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/queries.py
  .venv/bin/python benchmarks/queries.py --articles 1000000 --bound 10"""
)
@click.option("--articles", default=100_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--bound", default=1.0, show_default=True, help="Seconds that each may take.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="For the archive."
)
def main(articles: int, bound: float, folder: Path | None) -> None:
    """Fill an archive with invented articles, then run every view and query on it.

    Prints them with the seconds they took, the slowest first; the exit code is 1 when one took
    more than the bound.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "archive.db"
        with Archive.open(path) as archive:
            plenty.fill(archive, articles)
        click.echo(f"{articles} articles, {path.stat().st_size / 1e6:.0f} MB")
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        found = sorted(measured(connection), reverse=True)
        connection.close()
    for seconds, name, rows in found:
        click.echo(f"{seconds:7.3f} s  {rows:6} rows  {name}")
    if found[0][0] > bound:
        raise click.ClickException(f"{found[0][1]} takes more than {bound:g} s")


def measured(connection: sqlite3.Connection) -> list[tuple[float, str, int]]:
    """(seconds, name, rows) of every view and query."""
    views = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    asked = [(sql.format(name), {}, name) for (name,) in views for sql in _VIEW]
    for given in _GIVEN:
        told = " ".join(given.values())
        asked += [(q.sql, q.values(**given), f"{n} {told}") for n, q in queries().items()]
    found = []
    for sql, values, name in asked:
        start = time.perf_counter()
        rows = len(connection.execute(sql, values).fetchall())
        found.append((time.perf_counter() - start, name.strip(), rows))
    return found


if __name__ == "__main__":
    main()
