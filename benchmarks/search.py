"""Searching a large archive: what the index costs, and how long a page of answers takes.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import click
import invented
from rich.console import Console
from rich.progress import track
from rich.table import Table
from timing import percentile

from archive import search_rows
from archive.search import Search
from archive.search_text import fold
from archive.store import Archive

TITLES = 40
FIRST_DAY = date(2015, 1, 1)
A_DAY = 1_000  # articles of a day
_INSERT = (
    "INSERT INTO articles (title_id, url, title, source, published, published_precision,"
    " page_label, body, language, first_seen, last_seen, text_hash, body_hash)"
    " VALUES (?, ?, ?, ?, ?, 'day', ?, ?, 'zh-Hans', ?, ?, '', '')"
)


def fill(archive: Archive, number: int) -> None:
    """Articles of about 750 characters, title by title and in no order of days: an archive that
    was crawled backwards, which is the worst for newest first."""
    room = invented.Newsroom(11)
    connection = archive.connection
    days = max(30, number // A_DAY)
    with archive.transaction():
        for title in range(1, TITLES + 1):
            connection.execute(
                "INSERT INTO titles (id, name, publication, kind, platform, entry, place)"
                " VALUES (?, ?, ?, 'newspaper', 'epaper', '', ?)",
                (title, f"paper_{title}", f"第{title}报", "湖南" if title % 4 else "湖北"),
            )
        for one in track(range(1, number + 1), "writing"):
            chance = random.Random(one)
            body = room.article(one)
            day = FIRST_DAY + timedelta(chance.randrange(days))
            stamp = f"{day}T00:00:00Z"
            connection.execute(
                _INSERT,
                (1 + one * TITLES // (number + 1), f"http://p.example/{one}", body[:14],
                 body[20:24] + "报", str(day), f"{chance.randint(1, 8):02d}", body, stamp, stamp),
            )  # fmt: skip


def queries(archive: Archive, chance: random.Random) -> dict[str, list[str]]:
    """Words and phrases that stand in the texts, as often as they do there; rarer ones, too."""
    (last,) = archive.connection.execute("SELECT max(id) FROM articles").fetchone()
    found: dict[str, list[str]] = {"1 character": [], "2 characters": [], "4": [], "6": []}
    sizes = {"1 character": 1, "2 characters": 2, "4": 4, "6": 6}
    while any(len(words) < 100 for words in found.values()):
        row = archive.connection.execute(
            "SELECT body FROM articles WHERE id = ?", (chance.randint(1, last),)
        ).fetchone()
        for name, size in sizes.items():
            at = chance.randrange(len(row[0]) - size)
            word = row[0][at : at + size]
            if len(found[name]) < 100 and all("\u4e00" <= c <= "\u9fff" for c in word):
                found[name].append(word)
    return found


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def latencies(path: Path, words: dict[str, list[str]]) -> Table:
    """Milliseconds for a count and a page of 20, on a connection of its own."""
    table = Table("query", "hits, median", "hits, most", "newest p50", "p95", "best p50", "p95")
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    for name, some in words.items():
        hits = [Search(connection, word).count for word in some]
        row = [name, f"{percentile(hits, 0.5):,.0f}", f"{max(hits):,}"]
        for newest in (True, False):
            taken = [
                _timed(
                    lambda word=word, newest=newest: Search(connection, word).hits(newest=newest)
                )
                for word in some
            ]
            row += [f"{percentile(taken, share):.1f}" for share in (0.5, 0.95)]
        table.add_row(*row)
    return table


def exact(archive: Archive, words: list[str]) -> tuple[int, int, int]:
    """(hits that are right, that are wrong, that are lacking), by a look at every text."""
    traditional = invented.traditional()
    asked = [traditional(word) if at % 3 == 0 else word for at, word in enumerate(words)]
    truth: list[set[int]] = [set() for _ in asked]
    folded = [fold(word) for word in asked]
    for row in archive.connection.execute("SELECT id, title, source, body FROM articles"):
        text = fold("\n".join((row["title"], row["source"], row["body"])))
        for at, word in enumerate(folded):
            if word in text:
                truth[at].add(row["id"])
    right = wrong = lacking = 0
    for at, word in enumerate(asked):
        found = set(Search(archive.connection, word).ids(1_000_000, newest=True))
        right += len(found & truth[at])
        wrong += len(found - truth[at])
        lacking += len(truth[at] - found)
    return right, wrong, lacking


@click.command()
@click.option("--articles", default=100_000, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where the archive is kept.")
@click.option("--scan", is_flag=True, help="Compare 200 queries with a scan of all texts.")
def main(articles: int, folder: Path | None, scan: bool) -> None:
    """Fill an archive, index it, ask it.

    \b
    python benchmarks/search.py --articles 100000 --scan
    """
    console = Console()
    with tempfile.TemporaryDirectory() as temporary:
        path = (folder or Path(temporary)) / "archive.db"
        made = not path.exists()
        with Archive.open(path) as archive:
            if made:
                fill(archive, articles)
                start = time.process_time()
                with archive.transaction() as connection:
                    search_rows.rebuild(connection)
                taken = time.process_time() - start
                console.print(f"indexed: {articles / taken:,.0f} articles a second of one core")
            index, text = (
                archive.connection.execute(sql).fetchone()[0]
                for sql in (
                    "SELECT (SELECT sum(length(block)) FROM article_search_data)"
                    " + (SELECT sum(length(sz) + 4) FROM article_search_docsize)",
                    "SELECT sum(length(CAST(body AS BLOB)) + length(CAST(title AS BLOB))"
                    " + length(CAST(source AS BLOB))) FROM articles",
                )
            )
            console.print(
                f"index {index / 1e6:,.0f} MB, text {text / 1e6:,.0f} MB: {index / text:.3f}"
            )
            words = queries(archive, random.Random(5))
            if scan:
                some = [word for group in words.values() for word in group[:50]]
                right, wrong, lacking = exact(archive, some)
                console.print(
                    f"{len(some)} queries, one in three in the other script: {right:,} hits,"
                    f" {wrong} wrong, {lacking} lacking"
                )
        console.print(latencies(path, words))


if __name__ == "__main__":
    main()
