"""What a second worker brings, and what Redis costs, with hosts that answer in 50 ms.

    .venv/bin/python -m benchmarks.fleet_speed [--articles 100] [--rounds 3]

Each worker owns one host at a time and has one request under way there, so that it waits more
than it works.  The same crawl is made by one worker and by two, in turn; the press, Redis and the
workers share the machine.
"""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path
from statistics import median

import click
import redis

from tests.crawling import baokan, rows
from tests.fleet import crawl, many_hosts, redis_server
from tests.presses.many_hosts import pages

_LATENCY = 0.05  # seconds
_HOSTS = 8


def _cpu(client: redis.Redis) -> float:
    told = client.info("cpu")
    return float(told["used_cpu_user"] + told["used_cpu_sys"])  # type: ignore[index]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(folder: Path, workers: int, articles: int) -> tuple[float, float, float]:
    """(seconds, CPU seconds of Redis, CPU seconds of the workers) of a whole crawl.  The clock
    runs from the first article to the last, so that starting Python does not count."""
    with (
        redis_server(folder / "redis") as server,
        many_hosts(folder / "press", _HOSTS, articles, _LATENCY, "--ports") as press,
    ):
        titles = press.record(folder / "titles")
        begun = baokan("fleet", "begin", "many_hosts", "--frontier", server.url,
                       BAOKAN_TITLES=str(titles))  # fmt: skip
        assert begun.code == 0, begun.err
        with server.client() as client:
            before, spent = _cpu(client), _children()
            running = [
                crawl(server, titles, folder / f"shard{n}.db", "--quiet", "--delay", "0.001",
                      BAOKAN_MAX_HOSTS="1", BAOKAN_LEASE_SECONDS="3")
                for n in range(workers)
            ]  # fmt: skip
            for one in running:
                done = one.end()
                assert done.code == 0, done.err
            redis_seconds, spent = _cpu(client) - before, _children() - spent
        asked = [at for at, _, path in press.asked() if path.endswith(".shtml")]
        assert len(asked) == _HOSTS * articles
    had = [rows(folder / f"shard{n}.db", "SELECT count(*) FROM articles")[0][0]
           for n in range(workers)]  # fmt: skip
    assert sum(map(int, map(str, had))) == _HOSTS * articles
    return max(asked) - min(asked), redis_seconds, spent


@click.command()
@click.option("--articles", default=100, show_default=True, type=click.IntRange(5, 10_000),
              help="Of each of the 8 hosts.",
              )  # fmt: skip
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 100))
def main(articles: int, rounds: int) -> None:
    """Print the ratio, and the cost a page.

    \b
    .venv/bin/python -m benchmarks.fleet_speed
    """
    total = pages(_HOSTS, articles)
    ratios, cost, own = [], [], []
    for _ in range(rounds):
        seconds = {}
        for workers in (1, 2):
            with tempfile.TemporaryDirectory() as temporary:
                begun = time.monotonic()
                seconds[workers], of_redis, spent = measure(Path(temporary), workers, articles)
                print(f"{workers} worker(s): {seconds[workers]:.1f} s for {total} pages"
                      f" ({total / seconds[workers]:.1f} a second), Redis {of_redis:.2f} s,"
                      f" workers {spent:.1f} s of CPU; in all {time.monotonic() - begun:.0f} s",
                      flush=True)  # fmt: skip
                cost.append(of_redis / total * 1000)
                own.append(spent / total * 1000)
        ratios.append(seconds[1] / seconds[2])
    print(f"two workers are {median(ratios):.2f} times as fast as one"
          f" ({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip
    print(f"Redis takes {median(cost):.2f} ms of CPU a page; a worker {median(own):.1f} ms")


if __name__ == "__main__":
    main()
