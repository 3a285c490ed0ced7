"""What `baokan merge` takes for the shards of a fleet, and whether it gives what one archive would
have had.

    .venv/bin/python benchmarks/merge_speed.py [--shards 10] [--articles 1000] [--folder DIR]

Each shard overlaps the one before it by a tenth of its articles, and one article in ten is a
reprint of another title's.  Beside the merge everything is archived once more in one archive, by
the same code that crawls use: the ratio is what merging costs of what archiving costs.

Imports its neighbours by their bare names: it is run as a script.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import invented

from archive import merge, queue, runs
from archive.records import Article, Ask, Capture, Found, Visit
from archive.store import Archive

TITLES = 20
AT = "2026-01-05T06:30:00.000Z"
_LENGTH = 40_000  # bytes of a record that nobody reads
_MEASURES = {
    "articles": "SELECT count(*) FROM articles",
    "revisions": "SELECT count(*) FROM revisions",
    "captures": "SELECT count(*) FROM captures",
    "requests": "SELECT count(*) FROM frontier WHERE state = 'done'",
    "found by search": "SELECT count(*) FROM article_search",
    "families": "SELECT count(*) FROM families",
    "in families": "SELECT count(*) FROM articles WHERE family_id IS NOT NULL",
    "pairs": "SELECT count(*) FROM reprint_pairs",
}


class Stories:
    """Article number n of the press: of one of 20 titles, one in ten a reprint."""

    def __init__(self, seed: int) -> None:
        self.newsroom = invented.Newsroom(seed)

    def article(self, number: int) -> Article:
        """Its record."""
        root = number - 7 if number % 10 == 9 else number
        body = self.newsroom.article(root)
        if root != number:
            body = f"本报转载\n{body}"
        return Article(
            title=body.splitlines()[-1][:18] + str(number),
            body=body,
            published="2026-01-04T09:13:00+08:00",
            source="湖滨日报",
        )


def fill(path: Path, numbers: Iterable[int], stories: Stories) -> float:
    """Archive these articles as a crawl does; the seconds that it took."""
    begun = time.monotonic()
    with Archive.open(path) as archive:
        archive.warc_folder.mkdir(exist_ok=True)
        warc = f"{path.stem}.warc.gz"
        opened = []
        for title in range(TITLES):
            with archive.transaction() as connection:
                row = {"name": f"paper_{title}", "publication": f"第{title}报", "platform": "site",
                       "entry": f"http://p{title}.example/", "kind": "newspaper", "publisher": "",
                       "place": ""}  # fmt: skip
                title_id = runs.put_title(connection, row)
                opened.append(runs.open_run(
                    connection, title_id, row["entry"], (None, None), [], at=AT, pid=1,
                    user_agent=path.stem))  # fmt: skip
        for place, number in enumerate(numbers):
            crawl = opened[number % TITLES]
            url = f"http://p{number % TITLES}.example/{number}.html"
            with archive.transaction() as connection:
                queue.add(connection, crawl.crawl_id, [Ask(url, "article")])
            asked = archive.take(crawl.crawl_id, crawl.run_id, (), AT)
            assert asked is not None
            digest = f"sha256:{number:064x}"
            capture = Capture(url, AT, 200, "text/html", digest, _LENGTH, warc, 100 * place, 100)
            found = Found("article", article=stories.article(number))
            visit = Visit(asked.id, "done", AT, captures=(capture,), found=found)
            archive.ingest(crawl.run_id, visit)
        with archive.transaction() as connection:
            for crawl in opened:
                runs.close_run(connection, crawl, "", "", AT)
        (archive.warc_folder / warc).write_bytes(b"")
        with (archive.warc_folder / warc).open("r+b") as file:
            file.truncate(100 * (place + 1))
        archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return time.monotonic() - begun


def measures(path: Path) -> dict[str, Any]:
    """What is counted in an archive."""
    with Archive.open(path) as archive:
        return {
            name: next(iter(archive.query(sql)[0].values())) for name, sql in _MEASURES.items()
        }


@click.command()
@click.option("--shards", default=10, show_default=True, type=click.IntRange(2, 100))
@click.option("--articles", default=1000, show_default=True, type=click.IntRange(20),
              help="Of a shard.",
              )  # fmt: skip
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="For the archives."
)
def main(shards: int, articles: int, seed: int, folder: Path | None) -> None:
    """Make shards, merge them, count; exit code 1 when the merged archive has other counts.

    \b
    .venv/bin/python benchmarks/merge_speed.py
    """
    stories = Stories(seed)
    own = articles * 9 // 10
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = Path(temporary)
        paths = [place / f"shard{n}.db" for n in range(shards)]
        for n, path in enumerate(paths):
            fill(path, range(n * own, n * own + articles), stories)
        total = (shards - 1) * own + articles
        crawled = fill(place / "one.db", range(total), stories)
        spent = []
        for again in (False, True):
            begun = time.monotonic()
            with Archive.open(place / "all.db") as archive:
                for path in paths:
                    with merge.opened(str(path)) as other:
                        merge.merge(archive, other, AT)
            spent.append(time.monotonic() - begun)
            label = "merged again" if again else "merged"
            print(f"{label:24}{shards * articles} articles in {spent[-1]:.1f} s:"
                  f" {shards * articles / spent[-1]:.0f} a second")  # fmt: skip
        part = spent[0] / crawled
        print(f"{'archived at once':24}{total} articles in {crawled:.1f} s:"
              f" {total / crawled:.0f} a second; merging takes {part:.2f} of it")  # fmt: skip
        one, merged = measures(place / "one.db"), measures(place / "all.db")
    same = True
    for name, count in one.items():
        other = "" if merged[name] == count else f", merged: {merged[name]}"
        same &= not other or name == "captures"
        print(f"{name:24}{count}{other}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
