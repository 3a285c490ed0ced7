"""What befalls a fleet: processes and machines die, Redis and the store are away, pages kill."""

from __future__ import annotations

import random

from benchmarks.fleet_model import End, Fleet
from benchmarks.fleet_rules import KEPT, LEASE, PATIENCE_SECONDS, Crawl, Rates, seconds_to_death
from benchmarks.fleet_titles import DAY, HOUR, Press
from crawler.fleet.ownership import MOST_DELIVERIES


class FailingFleet(Fleet):
    """The fleet with its failures, planned beforehand."""

    def __init__(
        self, press: Press, workers: int, jobs: int, rates: Rates, seed: int, stay: float = 30.0
    ) -> None:
        super().__init__(press, workers, jobs, stay)
        self.rates, self.seed = rates, seed
        self._plan_failures(workers)

    def befalls(self, crawl: Crawl) -> list[End]:
        """Its process dies, by itself or by a page."""
        host = self.press.hosts[crawl.title.host]
        ends: list[End] = [(crawl.begin + crawl.dies_in, self._death)]
        if crawl.done <= crawl.poison < crawl.done + crawl.todo:
            at = crawl.begin + (crawl.poison - crawl.done) * host.interval
            ends.append((at + host.answer, self._killed_by_page))
        return ends

    def extended(self, crawl: Crawl, first: int) -> None:
        """Draw when its process dies, and whether a page kills it."""
        if crawl.known == 0:
            self._draw_death(crawl)
        key = f"page {self.seed} {crawl.title.number} {crawl.slot} {first}"
        pages, new = self.rates.reader_pages, crawl.done + crawl.todo - first
        at = int(random.Random(key).expovariate(1 / pages)) if pages else new
        if crawl.poison < 0 and at < new:
            crawl.poison, crawl.handed = first + at, 0

    def _draw_death(self, crawl: Crawl) -> None:
        key = (self.seed, crawl.title.number, crawl.slot, crawl.deaths)
        crawl.dies_in = seconds_to_death(self.rates, key)

    def _plan_failures(self, workers: int) -> None:
        for number in range(workers):
            chance = random.Random(f"machine {self.seed} {number}")
            for at in self._moments(chance, self.rates.machine_days):
                self._at(at, self._machine_away, number, chance.uniform(0.5, 12) * HOUR)
        chance = random.Random(f"redis {self.seed}")
        for at in self._moments(chance, self.rates.redis_days):
            short = chance.random() < 0.7
            seconds = chance.expovariate(1 / 20) if short else chance.uniform(120, HOUR)
            self._at(at, self._redis_away, seconds)
        chance = random.Random(f"store {self.seed}")
        for at in self._moments(chance, self.rates.store_days):
            self._at(at, self._store, True)
            self._at(at + chance.uniform(1, 24) * HOUR, self._store, False)

    def _moments(self, chance: random.Random, mean_days: float) -> list[float]:
        found: list[float] = []
        at = 0.0
        while mean_days and (at := at + chance.expovariate(1 / mean_days) * DAY) < (
            self.press.seconds
        ):
            found.append(at)
        return found

    def _machine_away(self, now: float, number: int, seconds: float) -> None:
        self.up[number] = False
        for crawl in list(self.on[number]):
            self._interrupt(crawl, now)
        self._at(now + seconds, self._machine_back, number)

    def _machine_back(self, now: float, number: int) -> None:
        self.up[number] = True
        self._dispatch(now)

    def _redis_away(self, now: float, seconds: float) -> None:
        """Nothing is handed out; owners go on at once only while they trust their leases."""
        back = now + seconds
        self.redis_from = max(self.redis_from, back)
        self.hosts_from = max(self.hosts_from, back + LEASE + 1)
        resumed = back if seconds <= KEPT else self.hosts_from
        for crawl in self.owner.values():
            in_flight = self._progress(crawl, now)
            if seconds > PATIENCE_SECONDS:  # the process ends, and what it had to tell is not told
                self.figures.twice += in_flight
                self.figures.asked += in_flight
            crawl.begin = max(crawl.begin, resumed)
            self._plan(crawl)
        self._at(back, self._dispatch)

    def _store(self, now: float, away: bool) -> None:
        self.kept = [0] * len(self.room) if away else None

    def _death(self, now: float, crawl: Crawl, version: int) -> None:
        if version == crawl.version:
            self.figures.deaths += 1
            self._interrupt(crawl, now)
            crawl.deaths += 1
            self._draw_death(crawl)

    def _killed_by_page(self, now: float, crawl: Crawl, version: int) -> None:
        if version != crawl.version:
            return
        self._progress(crawl, now)
        crawl.handed += 1
        self.figures.deaths += 1
        self.figures.asked += 1
        self.figures.twice += crawl.handed > 1
        if crawl.handed == MOST_DELIVERIES:
            self.figures.stuck += 1
            crawl.poison, crawl.todo, crawl.done = -1, crawl.todo - 1, crawl.done + 1
        self._interrupt(crawl, now)
