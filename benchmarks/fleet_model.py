"""A model of a fleet: crawls, hosts and workers, event by event; failures are in
fleet_failures.py.

What is modelled is a crawl: its pages are asked one after the other at the host's interval, and
only where something befalls it does it matter which page that is.  The timer that begins crawls
keeps to the rules of a schedule (one crawl of a title at a time, catch-up once, retries).
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from archive.schedules import Plan
from benchmarks.fleet_rules import (
    ENTRY,
    JOIN_SECONDS,
    LEASE,
    QUEUED_BYTES,
    REST_SECONDS,
    TRIES,
    Crawl,
    Figures,
)
from benchmarks.fleet_titles import DAY, Press, Title
from crawler.clock import SHANGHAI
from crawler.due import again

_PLAN = Plan("", "* * * * *")
_FIRST = datetime(2026, 1, 1, tzinfo=SHANGHAI)

# A moment, and what is called then with that moment, the crawl and its version.
End = tuple[float, Callable[..., None]]


class Fleet:
    """`stay`: for how many days an issue is on its site."""

    def __init__(self, press: Press, workers: int, jobs: int, stay: float = 30.0) -> None:
        self.press, self.stay = press, stay
        self.figures = Figures()
        self.room = [jobs] * workers
        self.up = [True] * workers
        self.on: list[dict[Crawl, None]] = [{} for _ in range(workers)]
        self.open: dict[int, Crawl] = {}  # by title
        self.behind: dict[int, float] = {}  # titles whose slot came while their crawl was open
        self.owner: dict[int, Crawl] = {}  # by host
        self.free_at: dict[int, float] = {}
        self.queued: dict[int, deque[Crawl]] = {}  # by host: joined, and not its owner
        self.ready: list[tuple[int, Crawl]] = []
        self.events: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self.count = 0
        self.redis_from = 0.0  # when Redis is there again
        self.hosts_from = 0.0  # and when hosts may change hands
        self.bytes = 0
        self.kept: list[int] | None = None  # requests a machine, while the store is away
        self.left = [deque(sorted(t.issues, key=lambda i: i.appears)) for t in press.titles]
        for title in press.titles:
            self._at(title.hour, self._slot, title, 1, title.hour)

    def run(self) -> Figures:
        """To the end of the press's time."""
        while self.events and self.events[0][0] <= self.press.seconds:
            now, _, what, told = heapq.heappop(self.events)
            what(now, *told)
        return self.figures

    def _interrupt(self, crawl: Crawl, now: float) -> None:
        """Its process is dead: what it had is another's when the leases end."""
        owner = self.owner.get(crawl.title.host) is crawl
        if owner:
            twice = self._progress(crawl, now)
            self.figures.twice += twice
            self.figures.asked += twice
        # It was renewed up to a sixth of it before.
        lease = LEASE - (now - crawl.owned) % (LEASE / 6) if owner else 0.0
        self._leave(crawl, now, lease)
        # The next process has begun by the time that the leases end.
        self._at(now + max(REST_SECONDS, lease - JOIN_SECONDS), self._wait, crawl)

    # ---------------------------------------------------------------- slots and crawls

    def _slot(self, now: float, title: Title, attempt: int, slot: float) -> None:
        if attempt == 1:
            self._at(slot + DAY, self._slot, title, 1, slot + DAY)
        if now < self.redis_from:
            self._at(self.redis_from, self._begin, title, attempt, slot)
        else:
            self._begin(now, title, attempt, slot)

    def _begin(self, now: float, title: Title, attempt: int, slot: float) -> None:
        """Begin a crawl of all that has come, or go on with the one that found nobody."""
        crawl = self.open.get(title.number)
        if crawl is not None and crawl.state != "unreachable":
            self.behind[title.number] = slot
            return
        if crawl is None:
            self.figures.crawls += 1
            crawl = Crawl(self.figures.crawls, title, attempt, slot, ENTRY, now)
            self.open[title.number] = crawl
        crawl.attempt, crawl.slot, crawl.begun = attempt, slot, now
        # What is gone by now is asked for all the same, and found to be gone.
        crawl.issues = deque(one for one in crawl.issues if now < one[0].appears + self.stay * DAY)
        first = crawl.done + crawl.todo
        left = self.left[title.number]
        while left and left[0].appears <= now:
            issue = left.popleft()
            too_old = now - issue.day * DAY > _PLAN.back_days * DAY
            if now < issue.appears + self.stay * DAY and not too_old:
                crawl.todo += issue.requests
                crawl.issues.append((issue, crawl.done + crawl.todo))
        self.extended(crawl, first)
        known, crawl.known = crawl.known, crawl.done + crawl.todo
        self.bytes += QUEUED_BYTES * (crawl.known - known)
        self.figures.most_bytes = max(self.figures.most_bytes, self.bytes)
        self._wait(now, crawl)

    def extended(self, crawl: Crawl, first: int) -> None:
        """A crawl has more to ask, from its request `first` on: for those who plan failures."""

    def befalls(self, crawl: Crawl) -> list[End]:
        """What may end a crawl before it is through, and when: of those who plan failures."""
        return []

    def _wait(self, now: float, crawl: Crawl) -> None:
        crawl.state, crawl.waits_from = "waiting", now
        heapq.heappush(self.ready, (crawl.number, crawl))
        self._dispatch(now)

    def _dispatch(self, now: float) -> None:
        """Crawls that nobody works on go to the workers with most room, the oldest first."""
        while self.ready and now >= self.redis_from:
            worker = max(range(len(self.room)), key=lambda n: (self.up[n], self.room[n], -n))
            if not self.up[worker] or not self.room[worker]:
                return
            _, crawl = heapq.heappop(self.ready)
            self.figures.waits.append(now - crawl.waits_from)
            crawl.worker, crawl.joined, crawl.state = worker, now, "joined"
            self.room[worker] -= 1
            self.on[worker][crawl] = None
            running = sum(map(len, self.on))
            self.figures.most_running = max(self.figures.most_running, running)
            host = crawl.title.host
            if host in self.owner:
                self.queued.setdefault(host, deque()).append(crawl)
            else:
                self._own(crawl, now + JOIN_SECONDS)

    def _own(self, crawl: Crawl, at: float) -> None:
        host = crawl.title.host
        self.owner[host], crawl.owned = crawl, at
        free = self.free_at.get(host, -math.inf)
        crawl.begin = max(at, free, self.hosts_from)
        self.figures.least_gap = min(self.figures.least_gap, crawl.begin - free)
        self._plan(crawl)

    def _plan(self, crawl: Crawl) -> None:
        """What comes next of a crawl whose host is its own."""
        host = self.press.hosts[crawl.title.host]
        ends: list[End] = [(crawl.begin + crawl.todo * host.interval, self._finish)]
        for start, end in host.outages:
            if end > crawl.begin:
                ends.append((max(crawl.begin, start), self._trouble))
                break
        ends += self.befalls(crawl)
        crawl.version += 1
        at, what = min(ends, key=lambda one: one[0])
        self._at(at, what, crawl, crawl.version)

    def _progress(self, crawl: Crawl, now: float) -> bool:
        """Count what was asked until now; whether a page is under way."""
        host = self.press.hosts[crawl.title.host]
        if now < crawl.begin:
            return False
        asked = min(crawl.todo, math.floor((now - crawl.begin) / host.interval + 1e-6))
        while crawl.issues and crawl.issues[0][1] <= crawl.done + asked:
            issue, needs = crawl.issues.popleft()
            issue.archived = crawl.begin + (needs - crawl.done) * host.interval
        crawl.dies_in -= now - crawl.begin
        phase = now - crawl.begin - asked * host.interval
        crawl.done, crawl.todo = crawl.done + asked, crawl.todo - asked
        crawl.begin = now if phase < 1e-6 else now + host.interval - phase
        self.figures.asked += asked
        if self.kept is not None:
            self.kept[crawl.worker] += asked
            self.figures.spool = max(self.figures.spool, *self.kept)
        return crawl.todo > 0 and 1e-6 <= phase < host.answer

    def _leave(self, crawl: Crawl, now: float, lease: float) -> None:
        """The process is gone; its host is the next one's when the lease is over."""
        host = crawl.title.host
        interval = self.press.hosts[host].interval
        crawl.version += 1
        self.figures.busy += now - crawl.joined
        del self.on[crawl.worker][crawl]
        self.room[crawl.worker] += 1
        if self.owner.get(host) is not crawl:
            self.queued[host].remove(crawl)
            return
        del self.owner[host]
        self.free_at[host] = now + lease + interval
        if self.queued.get(host):
            self._own(self.queued[host].popleft(), now + 1)

    def _finish(self, now: float, crawl: Crawl, version: int) -> None:
        if version != crawl.version:
            return
        self._progress(crawl, now)
        title = crawl.title
        self.bytes -= QUEUED_BYTES * crawl.known
        del self.open[title.number]
        self._leave(crawl, now, 0.0)
        late = title.appears.get(int(crawl.slot // DAY), 0.0) > crawl.begun
        self._again(now, crawl, "not out" if late else "complete")
        if (slot := self.behind.pop(title.number, None)) is not None:
            self._at(now, self._begin, title, 1, slot)
        self._dispatch(now)

    def _trouble(self, now: float, crawl: Crawl, version: int) -> None:
        """The host is down: it is left alone for a minute, two, four and eight."""
        if version != crawl.version:
            return
        self._progress(crawl, now)
        outages = self.press.hosts[crawl.title.host].outages
        end = next(end for _, end in outages if end > now)
        better = next((now + wait for wait in TRIES if now + wait >= end), None)
        crawl.version += 1
        if better is None:
            crawl.begin = now + TRIES[-1]
            self._at(crawl.begin, self._unreachable, crawl, crawl.version)
        else:
            crawl.begin = better
            self._plan(crawl)

    def _unreachable(self, now: float, crawl: Crawl, version: int) -> None:
        if version == crawl.version:
            crawl.state = "unreachable"
            self._leave(crawl, now, 0.0)
            self.behind.pop(crawl.title.number, None)
            self._again(now, crawl, "unreachable")
            self._dispatch(now)

    def _again(self, now: float, crawl: Crawl, outcome: str) -> None:
        moments = (_FIRST + timedelta(seconds=at) for at in (crawl.slot, now))
        at = again(_PLAN, outcome, crawl.attempt, *moments)
        if at is not None:
            seconds = (at - _FIRST).total_seconds()
            self._at(seconds, self._slot, crawl.title, crawl.attempt + 1, crawl.slot)

    def _at(self, moment: float, what: Callable[..., None], *told: object) -> None:
        self.count += 1
        heapq.heappush(self.events, (moment, self.count, what, told))
