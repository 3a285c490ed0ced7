"""Ways to index Chinese text in SQLite, side by side: what each costs, and what each finds.

Imports its neighbours by their bare names: it is run as a script, and needs `.[bench]`.
"""

from __future__ import annotations

import random
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass

import click
import invented
import jieba
from rich.console import Console
from rich.progress import track
from rich.table import Table
from timing import percentile

from archive.search_match import expression
from archive.search_query import parse
from archive.search_text import fold, tokens, units

_SIZES = (1, 2, 4, 6)  # characters of the queries
_OF_EACH = 40


@dataclass(frozen=True, slots=True)
class Way:
    """`options` of the FTS5 table, what a text becomes in it, what a query becomes."""

    name: str
    options: str
    text: Callable[[str], str]
    query: Callable[[str], str]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _characters(text: str) -> str:
    return " ".join(one for run, word in units(text) for one in (run or [word]))


def _pairs(text: str) -> str:
    """Every pair and the last character of each run, as the first of its two columns."""
    found = []
    for run, word in units(text):
        found += [run[at : at + 2] for at in range(len(run))] if run else [word]
    return " ".join(found)


def _pair_query(text: str) -> str:
    found = _pairs(text).split()
    return _quoted(found[0]) + "*" if len(text) == 1 else _quoted(" ".join(found[:-1]))


def _words(text: str) -> str:
    return " ".join(word for word in jieba.cut(text) if re.search(r"\w", word))


WAYS = (
    Way("no index: LIKE", "", str, str),
    Way("default (unicode61)", "x", str, _quoted),
    Way("trigram", "x, tokenize='trigram'", str, _quoted),
    Way("single characters", "x, content=''", _characters, lambda q: _quoted(_characters(q))),
    Way("pairs, second column", "y, x, content=''", _pairs, _pair_query),
    Way("jieba words", "x, content=''", _words, lambda q: _quoted(_words(q))),
    Way(
        "baokan", "x, content='', tokenize='ascii'", tokens,
        lambda q: expression(parse(q), lambda kind, value: []),
    ),
)  # fmt: skip


def texts(number: int) -> list[str]:
    """Articles; every fifth is in traditional characters."""
    room, traditional = invented.Newsroom(21), invented.traditional()
    made = (room.article(n) for n in track(range(number), "writing"))
    return [traditional(text) if n % 5 == 0 else text for n, text in enumerate(made)]


def queries(bodies: list[str], chance: random.Random) -> dict[int, list[str]]:
    """Runs of characters that stand in the texts; some are typed in the other script."""
    found: dict[int, list[str]] = {}
    for size in _SIZES:
        found[size] = []
        while len(found[size]) < _OF_EACH:
            body = chance.choice(bodies)
            at = chance.randrange(len(body) - size)
            if all("\u4e00" <= one <= "\u9fff" for one in body[at : at + size]):
                found[size].append(body[at : at + size])
    return found


def _index(way: Way, bodies: list[str]) -> tuple[sqlite3.Connection, float]:
    """The index in memory, and the seconds of one core that it took."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT)")
    connection.executemany("INSERT INTO texts VALUES (?, ?)", enumerate(bodies, 1))
    start = time.process_time()
    if way.options:
        connection.execute(f"CREATE VIRTUAL TABLE f USING fts5({way.options})")
        rows = ((at, way.text(body)) for at, body in enumerate(bodies, 1))
        connection.executemany("INSERT INTO f (rowid, x) VALUES (?, ?)", rows)
        connection.execute("INSERT INTO f (f) VALUES ('optimize')")
    return connection, time.process_time() - start


def _size(connection: sqlite3.Connection) -> int:
    """Bytes of the index, without a text of its own."""
    row = connection.execute("SELECT sum(length(block)) FROM f_data").fetchone()
    return int(row[0])


def _found(connection: sqlite3.Connection, way: Way, query: str) -> set[int]:
    sql, value = "SELECT id FROM texts WHERE body LIKE ?", f"%{query}%"
    if way.options:
        sql, value = "SELECT rowid FROM f WHERE f MATCH ?", way.query(query)
    return {row[0] for row in connection.execute(sql, (value,))}


@click.command()
@click.option("--articles", default=20_000, show_default=True)
def main(articles: int) -> None:
    """Index the same texts in every way, ask all of them the same."""
    console = Console(width=120)
    bodies = texts(articles)
    size = sum(len(body.encode()) for body in bodies)
    asked = queries(bodies, random.Random(4))
    folded = [fold(body) for body in bodies]
    truth = {
        query: {at for at, body in enumerate(folded, 1) if fold(query) in body}
        for group in asked.values()
        for query in group
    }
    table = Table("way", "index / text", "articles/s", *(f"found, {n}" for n in _SIZES), "wrong",
                  "p95 ms, 2", "p95 ms, 4")  # fmt: skip
    for way in WAYS:
        jieba.setLogLevel(60)
        connection, seconds = _index(way, bodies)
        row = [way.name]
        row += [f"{_size(connection) / size:.2f}", f"{articles / seconds:,.0f}"] if way.options \
            else ["0", "–"]  # fmt: skip
        wrong, taken = 0, {n: [0.0] for n in _SIZES}
        for n, group in asked.items():
            right = 0
            for query in group:
                start = time.perf_counter()
                found = _found(connection, way, query)
                taken[n].append((time.perf_counter() - start) * 1000)
                right += len(found & truth[query])
                wrong += len(found - truth[query])
            row.append(f"{right / sum(len(truth[query]) for query in group):.3f}")
        row += [f"{wrong:,}", *(f"{percentile(taken[n], 0.95):.1f}" for n in (2, 4))]
        table.add_row(*row)
        connection.close()
    console.print(table)


if __name__ == "__main__":
    main()
