"""Four workers on one press of many hosts, with kill -9 of workers, of Redis and of the merger.

    .venv/bin/python -m benchmarks.fleet_kills [--hosts 40] [--articles 149] [--workers 4]
        [--kills 12] [--seed 1]

Everything is real: a redis-server with an append-only file, a press in a process of its own whose
log says who was asked when, `baokan crawl --frontier` and `baokan merge`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from tests.crawling import Process, baokan, rows
from tests.fleet import ManyHostsPress, Redis, crawl, many_hosts, redis_server
from tests.presses.many_hosts import pages

_DELAY = 1.5  # seconds between two requests to a host
_MERGED = "all.db"


class Fleet:
    """The workers, and what is done to them."""

    def __init__(self, folder: Path, server: Redis, press: ManyHostsPress, count: int) -> None:
        self.folder, self.server = folder, server
        self.titles = press.record(folder / "titles")
        self.shards = [folder / f"shard{n}.db" for n in range(count)]
        self.workers = [self._start(n) for n in range(count)]
        self.kills: Counter[str] = Counter()

    def _start(self, number: int) -> Process:
        return crawl(self.server, self.titles, self.shards[number], "--quiet")

    def kill(self, rng: random.Random) -> None:
        """Kill something, and start it again some seconds later."""
        what = rng.choice(("worker", "worker", "redis", "merger"))
        self.kills[what] += 1
        if what == "worker":
            number = rng.randrange(len(self.workers))
            self.workers[number].kill()
            self.workers[number].end()
            time.sleep(rng.uniform(0, 5))
            self.workers[number] = self._start(number)
        elif what == "redis":
            self.server.kill()
            time.sleep(rng.uniform(0, 3))
            self.server.start()
        else:
            shards = [shard for shard in self.shards if shard.exists()]
            merger = Process("merge", *shards, "--archive", self.folder / _MERGED)
            time.sleep(rng.uniform(0.3, 3))
            merger.kill()
            merger.end()

    def ended(self) -> bool:
        """Whether all workers have."""
        return all(worker.poll() is not None for worker in self.workers)


def run(hosts: int, articles: int, workers: int, kills: int, seed: int) -> list[str]:
    """Print what came of it; returns what is wrong."""
    rng = random.Random(seed)
    total = pages(hosts, articles)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with (
            redis_server(folder / "redis") as server,
            many_hosts(folder / "press", hosts, articles) as press,
            Progress(console=Console(stderr=True)) as bar,
        ):
            fleet = Fleet(folder, server, press, workers)
            task = bar.add_task("pages", total=total)
            moments = sorted(rng.uniform(0.03, 0.95) * total for _ in range(kills))
            begun = time.monotonic()
            while not fleet.ended():
                asked = len(press.asked())
                bar.update(task, completed=asked)
                if moments and asked >= moments[0]:
                    del moments[0]
                    fleet.kill(rng)
                time.sleep(0.5)
            seconds = time.monotonic() - begun
            ends = [worker.end() for worker in fleet.workers]
            archive = folder / _MERGED
            merged = baokan("merge", *fleet.shards, "--archive", archive)
            asked = Counter((host, path) for _, host, path in press.asked())
            same, other = press.gaps()
        (counted,) = rows(
            archive,
            "SELECT count(*), count(DISTINCT url), max(revision),"
            " (SELECT count(*) FROM crawls), (SELECT count(*) FROM frontier WHERE state != 'done')"
            " FROM articles",
        )
    wanted = (hosts * articles, hosts * articles, 1, 1, 0)
    print(f"pages, hosts, workers              {total}, {hosts}, {workers}")
    print("kill -9                            " +
          ", ".join(f"{n} of a {what}" for what, n in sorted(fleet.kills.items())))  # fmt: skip
    print(f"pages asked for, of them twice     {len(asked)}, {sum(asked.values()) - len(asked)}")
    print(f"articles archived, addresses       {counted[0]}, {counted[1]}")
    print(f"least time between two requests    {other:.2f} s by two workers, {same:.2f} s by one")
    print(f"time                               {seconds:.0f} s")
    problems = [f"a worker ended with {end.code}: {end.err}" for end in ends if end.code]
    if merged.code:
        problems.append(f"the merge: {merged.err}")
    if len(asked) != total:
        problems.append(f"{total - len(asked)} pages were not asked for")
    if counted != wanted:
        problems.append(f"the archive has {counted} instead of {wanted}")
    # What one worker alone lacks of the delay is how unevenly requests reach the log.
    if other < min(0.95 * _DELAY, same):
        problems.append(f"a host was asked by two workers within {other:.3f} s")
    return problems


@click.command()
@click.option("--hosts", default=40, show_default=True, type=click.IntRange(1, 200))
@click.option("--articles", default=149, show_default=True, type=click.IntRange(1, 1000))
@click.option("--workers", default=4, show_default=True, type=click.IntRange(1, 32))
@click.option("--kills", default=12, show_default=True, type=click.IntRange(0, 1000))
@click.option("--seed", default=1, show_default=True)
def main(hosts: int, articles: int, workers: int, kills: int, seed: int) -> None:
    """Crawl, kill, count; exit code 1 when anything is lacking, doubled or impolite.

    \b
    .venv/bin/python -m benchmarks.fleet_kills
    .venv/bin/python -m benchmarks.fleet_kills --hosts 8 --articles 15 --kills 4
    """
    problems = run(hosts, articles, workers, kills, seed)
    for problem in problems:
        print(f"PROBLEM {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
