"""What it takes to fetch a backlog of many pages: arithmetic on measured figures.

    .venv/bin/python -m benchmarks.fleet_backlog [--pages 1000000000] [--titles 1000]

The titles are those of benchmarks/fleet_titles.py; the backlog is as many of their years as make
so many pages, without PDFs and pictures.  Hosts are asked at once, each at its own interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from benchmarks.fleet_rules import DONE_BYTES, QUEUED_BYTES
from benchmarks.fleet_titles import DAY, Press, press
from benchmarks.fleet_year import ARTICLE_BYTES, PAGE_BYTES

# Measured: benchmarks/fleet_speed.py, benchmarks/merge_speed.py, benchmarks/at_once.py.
WORKER_SECONDS = 0.0153  # of CPU a page
REDIS_SECONDS = 0.0004
MERGED_A_SECOND = 580
PROCESS_BYTES = 110 * 2**20


def host_days(made: Press, pages: int) -> list[tuple[float, float]]:
    """(days that its backlog takes, its share of all pages) of each host, the quickest first."""
    of: Counter[int] = Counter()
    for title in made.titles:
        of[title.host] += sum(issue.requests for issue in title.issues)
    total = sum(of.values())
    return sorted(
        (count / total * pages * made.hosts[host].interval / DAY, count / total)
        for host, count in of.items()
        if count
    )


def days_until(hosts: list[tuple[float, float]], share: float) -> float:
    """After how many days such a share of all pages is there."""
    low, high = 0.0, hosts[-1][0]
    for _ in range(60):
        days = (low + high) / 2
        had = sum(part * min(1.0, days / needed) for needed, part in hosts)
        low, high = (days, high) if had < share else (low, days)
    return high


def lines(made: Press, pages: int) -> Iterable[tuple[str, str]]:
    """What is printed: name and value."""
    a_year = sum(issue.requests for issue in made.issues)
    articles = pages * sum(issue.articles for issue in made.issues) / a_year
    hosts = host_days(made, pages)
    rate = sum(1 / host.interval for host in made.hosts)
    yield (
        "titles, hosts, years of them",
        (f"{len(made.titles)}, {len(made.hosts)}, {pages / a_year:.0f}"),
    )
    yield "pages a second, all hosts at once", f"{rate:.0f}"
    for share in (0.5, 0.9, 1.0):
        yield f"days until {share:.0%} are there", f"{days_until(hosts, share):.0f}"
    yield "cores for the readers, at first", f"{rate * WORKER_SECONDS:.1f}"
    yield "memory of a process a title", f"{len(made.titles) * PROCESS_BYTES / 1e9:.0f} GB"
    yield "of Redis' one core", f"{rate * REDIS_SECONDS:.0%}"
    yield (
        "Redis, all in one crawl a title",
        (f"{pages * DONE_BYTES / 1e9:.0f} to {pages * QUEUED_BYTES / 1e9:.0f} GB"),
    )
    yield (
        "Redis, a crawl a title and month",
        (f"{a_year / 12 * DONE_BYTES / 1e9:.2f} to {a_year / 12 * QUEUED_BYTES / 1e9:.2f} GB"),
    )
    yield "WARC", f"{pages * PAGE_BYTES / 1e12:.0f} TB"
    yield "articles", f"{articles / 1e6:,.0f} million"
    yield "archive, all together", f"{articles * ARTICLE_BYTES / 1e12:.1f} TB"
    yield "archive of a title", f"{articles * ARTICLE_BYTES / len(made.titles) / 1e9:.0f} GB"
    yield "merging, one writer", f"{articles / MERGED_A_SECOND / DAY:.0f} days"


@click.command()
@click.option("--pages", default=10**9, show_default=True, type=click.IntRange(1))
@click.option("--titles", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True)
def main(pages: int, titles: int, seed: int) -> None:
    """Work it out, and print it.

    \b
    .venv/bin/python -m benchmarks.fleet_backlog
    """
    for name, value in lines(press(titles, 365, seed, files=False, outages=False), pages):
        click.echo(f"{name:36}{value}")


if __name__ == "__main__":
    main()
