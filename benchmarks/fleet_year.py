"""A year of a fleet with failures, simulated: captures, bytes, Redis, delays, losses, workers.

    .venv/bin/python -m benchmarks.fleet_year [--titles 1000] [--workers 4] [--jobs 16]
        [--days 365] [--stay 30] [--no-failures] [--seed 1]

Nothing is asked of anybody: the model of benchmarks/fleet_model.py goes through the year event by
event, with the rules of the project and failures drawn by the seed.  benchmarks/fleet_scripts.py
checks the model against the real scripts of Redis.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import click

from benchmarks.fleet_failures import FailingFleet
from benchmarks.fleet_rules import NOTHING, Figures, Rates
from benchmarks.fleet_titles import DAY, HOUR, Issue, Press, press
from benchmarks.timing import percentile

# Bytes in WARC.  Pages: the mean of 57 saved pages of press sites (benchmarks/capture_bytes.py);
# a PDF of 1.3 MB and a picture of 0.3 MB for each printed page: assumed.
PAGE_BYTES = 36_400
FILE_BYTES = 800_000
# Of the database, an article of some 870 characters (benchmarks/sizes.py --full).
ARTICLE_BYTES = 17_200


@dataclass(frozen=True, slots=True)
class Year:
    """What was simulated, and what came of it."""

    press: Press
    figures: Figures
    jobs: int  # of all workers
    stay: float  # days that an issue is on its site

    @property
    def lost(self) -> list[Issue]:
        """Issues that are not archived, and gone from their sites."""
        end = self.press.seconds
        return [
            issue
            for issue in self.press.issues
            if issue.archived is None and issue.appears + self.stay * DAY < end
        ]

    def why(self, issue: Issue) -> str:
        """Why an issue was lost."""
        gone = issue.appears + self.stay * DAY
        outages = self.press.hosts[self.press.titles[issue.title].host].outages
        down = sum(max(0.0, min(gone, b) - max(issue.appears, a)) for a, b in outages)
        if gone - issue.appears - down < DAY:
            return "its host was down as long as it was there"
        return "not crawled in time"

    def delays(self, *, late: bool) -> list[float]:
        """Hours from appearing to being archived, of issues that appeared by six or later."""
        return [
            (issue.archived - issue.appears) / HOUR
            for issue in self.press.issues
            if issue.archived is not None and (issue.appears % DAY > 6 * HOUR) == late
        ]


def simulate(
    titles: int, days: int, workers: int, jobs: int, rates: Rates, seed: int,
    stay: float = 30.0, *, files: bool = True, outages: bool = True,
) -> Year:  # fmt: skip
    """One year, or as many days."""
    made = press(titles, days, seed, files=files, outages=outages)
    figures = FailingFleet(made, workers, jobs, rates, seed, stay).run()
    return Year(made, figures, workers * jobs, stay)


def lines(year: Year) -> Iterable[tuple[str, str]]:
    """What is printed: name and value."""
    figures, made = year.figures, year.press
    days = made.seconds / DAY
    files = sum(issue.files for issue in made.issues if issue.archived is not None)
    pages = figures.asked - files
    archived = sum(issue.archived is not None for issue in made.issues)
    articles = sum(issue.articles for issue in made.issues if issue.archived is not None)
    total = pages * PAGE_BYTES + files * FILE_BYTES
    yield "titles, hosts, days", f"{len(made.titles)}, {len(made.hosts)}, {days:.0f}"
    yield "crawls", f"{figures.crawls:,}"
    yield "issues that appeared, archived", f"{len(made.issues):,}, {archived:,}"
    yield "captures a day", f"{figures.asked / days:,.0f}, of them files {files / days:,.0f}"
    yield (
        "bytes a day, TB a year",
        (
            f"{total / days / 1e9:,.2f} GB, {total / days * 365 / 1e12:.2f};"
            f" without files {pages * PAGE_BYTES / days * 365 / 1e12:.2f}"
        ),
    )
    yield (
        "articles a day, GB of archive a year",
        (f"{articles / days:,.0f}, {articles / days * 365 * ARTICLE_BYTES / 1e9:,.0f}"),
    )
    yield "Redis, at most", f"{figures.most_bytes / 1e6:.1f} MB of requests"
    for late, name in ((False, "appeared by 6:00"), (True, "appeared later")):
        of = year.delays(late=late)
        shares = ", ".join(f"{percentile(of, share):.1f}" for share in (0.5, 0.95, 1.0))
        yield f"{name}, archived after hours", f"p50, p95, most {shares}"
    yield (
        "waited for a place: seconds",
        ", ".join(
            f"{name} {percentile(figures.waits, share):.0f}"
            for name, share in (("p50", 0.5), ("p95", 0.95), ("most", 1.0))
        ),
    )
    busy = figures.busy / made.seconds
    yield (
        "jobs, busy on average, at most",
        (f"{year.jobs}, {busy:.1f} ({busy / year.jobs:.0%}), {figures.most_running}"),
    )
    yield "processes that died", f"{figures.deaths}"
    yield "pages asked twice, stuck", f"{figures.twice}, {figures.stuck}"
    yield "a machine keeps, store away", f"{figures.spool:,} captures"
    yield "issues lost", f"{len(year.lost)}"
    for why, count in Counter(map(year.why, year.lost)).items():
        yield f"  {why}", f"{count}"


@click.command()
@click.option("--titles", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--days", default=365, show_default=True, type=click.IntRange(1))
@click.option("--workers", default=4, show_default=True, type=click.IntRange(1))
@click.option("--jobs", default=16, show_default=True, type=click.IntRange(1))
@click.option("--stay", default=30.0, show_default=True, help="Days that an issue is on its site.")
@click.option("--failures/--no-failures", default=True, help="Hosts are down with both.")
@click.option("--page-files/--no-page-files", "files", default=True, help="PDFs and pictures.")
@click.option("--seed", default=1, show_default=True)
def main(
    titles: int, days: int, workers: int, jobs: int, stay: float, failures: bool, files: bool,
    seed: int,
) -> None:  # fmt: skip
    """Simulate, print; exit code 1 when an issue was lost that could have been had.

    \b
    .venv/bin/python -m benchmarks.fleet_year
    .venv/bin/python -m benchmarks.fleet_year --titles 10000 --workers 16 --no-page-files
    """
    rates = Rates() if failures else NOTHING
    year = simulate(titles, days, workers, jobs, rates, seed, stay, files=files)
    for name, value in lines(year):
        click.echo(f"{name:41} {value}")
    sys.exit(any(year.why(issue).startswith("not") for issue in year.lost))


if __name__ == "__main__":
    main()
