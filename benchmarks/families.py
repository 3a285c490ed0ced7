"""Families of reprints: how many are found, what is taken for one and is none, what it costs.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import invented
from rich.console import Console
from rich.table import Table

from archive import families, queue, runs, shingle_rows
from archive.fingerprint import body_hash, keys
from archive.likeness import JOINING, Text
from archive.records import Article, Ask, Capture, Found, Visit
from archive.runs import Opened
from archive.store import Archive

TITLES = 20
AT = "2026-01-05T06:30:00.000Z"


@dataclass(frozen=True, slots=True)
class Story:
    """A text to be archived; `root` is the article that it is a printing of."""

    root: int
    kind: str  # one of invented.KINDS; "" for the first printing
    body: str


@dataclass
class Clock:
    """What the archive's functions took, by wrapping them where they are called."""

    families: list[float] = field(default_factory=list)  # seconds
    whole: list[float] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)

    def watch(self) -> None:
        """From now on."""
        enter, look = families.enter, shingle_rows.candidates

        def timed(connection: sqlite3.Connection, article_id: int) -> bool:
            start = time.perf_counter()
            shared = enter(connection, article_id)
            self.families.append(time.perf_counter() - start)
            return shared

        def counted(*arguments: Any) -> list[int]:
            found = look(*arguments)
            self.candidates.append(len(found))
            return found

        families.enter = timed
        shingle_rows.candidates = counted


@click.command(
    epilog="""\b
Examples:
  .venv/bin/python benchmarks/families.py
  .venv/bin/python benchmarks/families.py --articles 1000000 --fresh 2000"""
)
@click.option("--articles", default=10_000, show_default=True, type=click.IntRange(min=10))
@click.option("--reprints", default=1_000, show_default=True, type=click.IntRange(min=6))
@click.option(
    "--fresh", type=click.IntRange(min=1), metavar="N",
    help="Fill the tables without the archive's code; only N articles more come through it.",
)  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Of the generator.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="For the archive."
)
@click.option("--recall", "least_recall", default=0.97, show_default=True)
@click.option("--precision", "least_precision", default=0.99, show_default=True)
@click.option("--bound", default=2.0, show_default=True, help="Milliseconds an article.")
def main(
    articles: int,
    reprints: int,
    fresh: int | None,
    seed: int,
    folder: Path | None,
    least_recall: float,
    least_precision: float,
    bound: float,
) -> None:
    """Archive invented articles and reprints of them, in any order, and count what was found.

    The exit code is 1 when recall, precision or time is not within the bounds.
    """
    newsroom = invented.Newsroom(seed)
    chance = random.Random(seed)
    clock = Clock()
    with (
        tempfile.TemporaryDirectory(dir=folder) as place,
        Archive.open(Path(place) / "archive.db") as archive,
    ):
        crawls = [_open(archive, n) for n in range(TITLES)]
        known: dict[int, int] = {}  # article → root
        if fresh:
            fill(archive, newsroom, articles)
            known = {n + 1: n for n in range(articles)}
        stories = list(_stories(newsroom, articles, reprints, fresh, chance))
        clock.watch()
        made = {}
        for number, story in enumerate(stories):
            start = time.perf_counter()
            article_id = ingest(archive, crawls[chance.randrange(TITLES)], number, story)
            clock.whole.append(time.perf_counter() - start)
            known[article_id] = story.root
            made[article_id] = story
        recall, precision = report(archive, known, made, clock)
        share = _bytes(archive)
    families_ms = statistics.fmean(clock.families) * 1000
    click.echo(f"{share:.0f} bytes an article for families")
    wrong = [
        f"{name} {value:.3f}"
        for name, value, is_wrong in (
            ("recall", recall, recall < least_recall),
            ("precision", precision, precision < least_precision),
            ("milliseconds", families_ms, families_ms > bound),
        )
        if is_wrong
    ]
    if wrong:
        raise click.ClickException("out of bounds: " + ", ".join(wrong))


def _stories(
    newsroom: invented.Newsroom,
    articles: int,
    reprints: int,
    fresh: int | None,
    chance: random.Random,
) -> Iterator[Story]:
    """First printings and reprints, mixed."""
    numbers = range(articles, articles + fresh) if fresh else range(articles)
    originals = [n for n in range(articles) if not newsroom.is_bulletin(n)]
    plan = [(n, "") for n in numbers]
    plan += [
        (chance.choice(originals), invented.KINDS[n % len(invented.KINDS)])
        for n in range(reprints)
    ]
    chance.shuffle(plan)
    for number, kind in plan:
        body = newsroom.article(number)
        yield Story(number, kind, newsroom.reprint(body, kind, chance) if kind else body)


def _open(archive: Archive, number: int) -> Opened:
    title = {
        "name": f"paper_{number}", "publication": f"第{number}日报", "kind": "newspaper",
        "platform": "site", "entry": f"http://paper{number}.example/", "publisher": "",
        "place": "",
    }  # fmt: skip
    with archive.transaction() as connection:
        title_id = runs.put_title(connection, title)
        return runs.open_run(
            connection, title_id, title["entry"], (None, None), [], at=AT, pid=1,
            user_agent="baokan/benchmark",
        )  # fmt: skip


def ingest(archive: Archive, crawl: Opened, number: int, story: Story) -> int:
    """Archive a story as a crawl does; its article's id."""
    url = f"http://paper{crawl.title_id}.example/{number}.htm"
    with archive.transaction() as connection:
        queue.add(connection, crawl.crawl_id, [Ask(url, "article")])
        ask = connection.execute("SELECT max(id) FROM frontier").fetchone()[0]
        queue.hand_out(connection, ask, crawl.run_id)
    capture = Capture(
        url=url, fetched_at=AT, status=200, content_type="text/html", digest=f"sha256:{number}",
        length=1, warc_file="none.warc.gz", warc_offset=0, warc_length=1,
    )  # fmt: skip
    day = f"20{10 + number % 15}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    article = Article(title=f"第{number}号新闻", body=story.body, published=day)
    visit = Visit(
        ask_id=ask, state="done", at=AT, captures=(capture,), found=Found("article", article)
    )
    outcome = archive.ingest(crawl.run_id, visit)
    assert outcome.article_id is not None
    return outcome.article_id


def fill(archive: Archive, newsroom: invented.Newsroom, count: int) -> None:
    """Rows of `articles` and `shingles` for so many first printings, and no other rows."""
    with archive.transaction() as connection:
        connection.execute("DROP INDEX shingles_article")
        connection.execute("CREATE TEMP TABLE found (hash INTEGER, article_id INTEGER)")
        for number in range(count):
            body = newsroom.article(number)
            connection.execute(
                "INSERT INTO articles (id, title_id, url, body, published, first_seen, last_seen,"
                " text_hash, body_hash) VALUES (?, ?, ?, ?, '2015-05-05', ?, ?, ?, ?)",
                (number + 1, number % TITLES + 1, f"http://old.example/{number}", body, AT, AT,
                 f"{number:064}", body_hash(body, None)),
            )  # fmt: skip
            connection.executemany(
                "INSERT INTO found VALUES (?, ?)",
                [(key, number + 1) for key in keys(Text(body).shingles)],
            )
        connection.execute("INSERT INTO shingles SELECT * FROM found ORDER BY hash, article_id")
        connection.execute("CREATE INDEX shingles_article ON shingles(article_id)")
        connection.execute("DROP TABLE found")


def report(
    archive: Archive, known: dict[int, int], made: dict[int, Story], clock: Clock
) -> tuple[float, float]:
    """Print recall and precision of each kind, and times; both over all kinds."""
    family = dict(archive.connection.execute("SELECT id, family_id FROM articles"))
    printings: dict[int, list[int]] = defaultdict(list)
    for article_id, root in known.items():
        printings[root].append(article_id)
    found, asked, right, drawn = Counter(), Counter(), Counter(), Counter()  # type: ignore[var-annotated]
    for article_id, story in made.items():
        if story.kind:
            asked[story.kind] += 1
            others = set(printings[story.root]) - {article_id}
            mine = family[article_id]
            found[story.kind] += mine is not None and mine in {family[one] for one in others}
    joins = ", ".join(f"'{kind}'" for kind in JOINING)
    for one, other in archive.connection.execute(
        f"SELECT article_id, other_id FROM reprint_pairs WHERE kind IN ({joins})"
    ):
        same = known[one] == known[other]
        for kind in {made[i].kind if i in made else "" for i in (one, other)} - {""} or {""}:
            drawn[kind] += 1
            right[kind] += same
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("kind", "reprints", "recall", "pairs", "precision"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind in (*invented.KINDS, ""):
        table.add_row(
            kind or "no reprint", str(asked[kind]), _share(found[kind], asked[kind]),
            str(drawn[kind]), _share(right[kind], drawn[kind]),
        )  # fmt: skip
    recall = found.total() / asked.total()
    precision = right.total() / max(1, drawn.total())
    table.add_row("all", str(asked.total()), f"{recall:.3f}", str(drawn.total()),
                  f"{precision:.3f}")  # fmt: skip
    Console(width=100).print(table)
    _times(clock, made)
    return recall, precision


def _times(clock: Clock, made: dict[int, Story]) -> None:
    fresh = [not story.kind for story in made.values()]
    click.echo(
        f"{len(fresh)} articles; candidates a query {statistics.fmean(clock.candidates):.2f}"
    )
    for name, wanted in (("first printings", True), ("reprints", False)):
        times = sorted(t * 1000 for t, f in zip(clock.families, fresh, strict=True) if f == wanted)
        whole = [t * 1000 for t, f in zip(clock.whole, fresh, strict=True) if f == wanted]
        mean = statistics.fmean(times)
        click.echo(
            f"{name}: families {mean:.2f} ms an article (median {statistics.median(times):.2f},"
            f" p95 {times[int(len(times) * 0.95)]:.2f}), {mean / statistics.fmean(whole):.0%}"
            f" of the {statistics.fmean(whole):.2f} ms of the whole insert"
        )
    if len(fresh) >= 20:
        tenth = len(fresh) // 10
        first, last = (statistics.fmean(part) for part in
                       (clock.families[:tenth], clock.families[-tenth:]))  # fmt: skip
        click.echo(f"first tenth {first * 1000:.2f} ms, last tenth {last * 1000:.2f} ms")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _bytes(archive: Archive) -> float:
    """Of the tables and indexes that families need, by article."""
    names = ("shingles", "shingles_article", "common_shingles", "reprint_pairs",
             "reprint_pairs_other", "families", "articles_family")  # fmt: skip
    marks = ", ".join("?" * len(names))
    size = archive.query(f"SELECT sum(pgsize) AS n FROM dbstat WHERE name IN ({marks})", *names)
    count = archive.query("SELECT count(*) AS n FROM articles")
    return float(size[0]["n"]) / float(count[0]["n"])


if __name__ == "__main__":
    main()
