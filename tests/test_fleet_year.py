"""The simulation of a fleet: nothing is lost, nobody is asked too soon, and it can tell if not."""

from __future__ import annotations

import re
from subprocess import run as run_command
from sys import executable

import pytest

from benchmarks import fleet_model
from benchmarks.fleet_backlog import days_until, host_days
from benchmarks.fleet_backlog import lines as backlog
from benchmarks.fleet_failures import FailingFleet
from benchmarks.fleet_rules import LEASE, NOTHING, Rates
from benchmarks.fleet_titles import DAY, HOUR, Host, Issue, Press, Title, press
from benchmarks.fleet_year import Year, lines, simulate
from tests.fleet import needs_redis
from tests.test_benchmarks import ROOT

# Often enough that sixty titles meet everything within three weeks.
OFTEN = Rates(process_hours=2, machine_days=4, redis_days=3, reader_pages=5000, store_days=7)
DAYS = 21


def small(rates: Rates, seed: int = 1, workers: int = 2, jobs: int = 4, **other: bool) -> Year:
    return simulate(60, DAYS, workers, jobs, rates, seed, **other)


def still_open(year: Year) -> int:
    """Issues that are not archived yet, of those that a day was time for."""
    return sum(
        issue.archived is None and issue.appears < (DAYS - 1) * DAY for issue in year.press.issues
    )


@pytest.mark.parametrize("seed", range(1, 6))
def test_nothing_is_lost_whatever_fails(seed: int) -> None:
    year = small(OFTEN, seed, outages=False)
    figures = year.figures
    assert (still_open(year), len(year.lost)) == (0, 0)
    assert figures.deaths > 10
    assert figures.twice > 0
    assert figures.stuck > 0
    assert figures.least_gap >= 0  # beyond the interval of the host
    assert all(issue.archived is None or issue.archived > issue.appears
               for issue in year.press.issues)  # fmt: skip


def test_without_failures_each_page_is_asked_once() -> None:
    year = small(NOTHING, outages=False)
    figures = year.figures
    assert (figures.twice, figures.stuck, figures.deaths) == (0, 0, 0)
    archived = sum(i.requests for i in year.press.issues if i.archived is not None)
    entries = 2 * figures.crawls
    assert archived <= figures.asked <= archived + entries
    hosts, titles = year.press.hosts, year.press.titles
    least = sum(i.requests * hosts[titles[i.title].host].interval for i in year.press.issues)
    assert figures.busy >= 0.9 * least


def test_the_same_seed_gives_the_same_year() -> None:
    assert list(lines(small(OFTEN))) == list(lines(small(OFTEN)))
    assert list(lines(small(OFTEN))) != list(lines(small(OFTEN, seed=2)))


def test_with_more_workers_nothing_is_archived_later() -> None:
    rates = Rates(2, 0, 0, 0, 0)
    before: list[float] = []
    for jobs in (1, 2, 4, 16):
        year = small(rates, workers=1, jobs=jobs, outages=False)
        moments = [issue.archived or DAYS * DAY for issue in year.press.issues]
        late = [a - b for a, b in zip(moments, before, strict=bool(before))]
        # Of two crawls of a host one is first, and a death may come earlier in a longer crawl.
        assert sum(late) <= 0
        assert sum(seconds > HOUR for seconds in late) <= len(moments) // 50
        before = moments


def test_what_was_gone_before_its_host_was_back_is_lost() -> None:
    made = _one_title([(0.0, 5 * DAY)])
    figures = FailingFleet(made, 1, 1, NOTHING, 1, stay=3.0).run()
    year = Year(made, figures, 1, 3.0)
    assert [issue.day for issue in year.lost] == [0, 1, 2]  # the last by an hour
    assert {year.why(issue) for issue in year.lost} == {
        "its host was down as long as it was there"
    }
    longer = _one_title([(0.0, 5 * DAY)])
    FailingFleet(longer, 1, 1, NOTHING, 1, stay=30.0).run()
    assert all(issue.archived for issue in longer.issues[:6])  # one slot makes up for all


def test_a_loss_without_a_cause_would_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet_model.Fleet, "_again", lambda *told: None)
    monkeypatch.setattr(FailingFleet, "_interrupt", lambda self, crawl, now: None)
    year = simulate(60, DAYS, 2, 4, OFTEN, 1, stay=3.0, outages=False)
    assert {year.why(issue) for issue in year.lost} == {"not crawled in time"}


def test_a_dead_process_is_followed_when_its_lease_is_over() -> None:
    quiet, hard = _one_title([]), _one_title([])
    FailingFleet(quiet, 1, 1, NOTHING, 1).run()
    fleet = FailingFleet(hard, 1, 1, Rates(process_hours=0.01, machine_days=0, redis_days=0,
                                           reader_pages=0, store_days=0), 1)  # fmt: skip
    figures = fleet.run()
    assert figures.deaths > 0
    later = sum((h.archived or 0) - (q.archived or 0)
                for h, q in zip(hard.issues, quiet.issues, strict=True) if h.archived)  # fmt: skip
    assert later >= LEASE * 5 / 6 * 0.5


def test_titles_are_those_of_the_catalogue_by_kind_and_host() -> None:
    made = press(300, 30, 1)
    assert len(made.titles) == 300
    assert 150 < len(made.hosts) < 300
    assert min(host.interval for host in made.hosts) >= 1.5
    assert {len(title.issues) for title in made.titles} >= {2, 30}


def test_the_command_prints_its_table() -> None:
    done = run_command(
        [executable, "-m", "benchmarks.fleet_year", "--titles", "20", "--days", "10"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^titles, hosts, days +20, \d+, 10$", done.stdout, re.M)
    assert re.search(r"^issues lost +0$", done.stdout, re.M)


def test_a_backlog_takes_as_long_as_its_slowest_host() -> None:
    made = _one_title([])
    made.hosts.append(Host(0.4, 3.0, []))
    other = Title(1, 1, 6 * HOUR, [Issue(1, HOUR, 0, 600, 0, 500)])
    made.titles.append(other)
    hosts = host_days(made, 120_000)  # half of them each
    assert hosts == [(60_000 * 1.5 / DAY, 0.5), (60_000 * 3 / DAY, 0.5)]
    assert days_until(hosts, 1.0) == pytest.approx(60_000 * 3 / DAY)
    assert days_until(hosts, 0.75) == pytest.approx(60_000 * 1.5 / DAY)
    told = dict(backlog(made, 120_000))
    assert told["pages a second, all hosts at once"] == "1"
    assert told["WARC"] == "0 TB"


@needs_redis
def test_the_model_and_the_scripts_of_redis_agree() -> None:
    done = run_command(
        [executable, "-m", "benchmarks.fleet_scripts", "--titles", "8", "--pages", "40"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^pages asked +328 +328$", done.stdout, re.M)


def _one_title(outages: list[tuple[float, float]]) -> Press:
    """A daily of 60 requests an issue, on a host of its own."""
    issues = [Issue(0, day * DAY + HOUR, day, 60, 0) for day in range(10)]
    title = Title(0, 0, 6 * HOUR, issues, {issue.day: issue.appears for issue in issues})
    return Press([Host(0.4, 1.5, outages)], [title], 10 * DAY)
