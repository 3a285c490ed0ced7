"""The model of a fleet against the real frontier: the scripts of Redis on a simulated clock.

    .venv/bin/python -m benchmarks.fleet_scripts [--titles 12] [--pages 60] [--seed 1]

A small fleet, one issue of each title, processes that die all the time.  The scripts are those of
crawler/fleet/lua, but that they read the time from a key, and that leases are ended by the
simulation.  Each process is played page by page; then the model goes through the same.
"""

from __future__ import annotations

import heapq
import itertools
import math
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import redis

from archive.records import Ask
from benchmarks.fleet_failures import FailingFleet
from benchmarks.fleet_rules import JOIN_SECONDS, LEASE, REST_SECONDS, Rates, seconds_to_death
from benchmarks.fleet_titles import Host, Issue, Press, Title
from crawler.fleet import tasks
from crawler.fleet.ownership import MOST_DELIVERIES
from crawler.fleet.redis import PREFIX, script_text
from tests.fleet import redis_server

_ANSWER, _INTERVAL = 0.7, 1.5
_ACQUIRE = 1.0  # seconds between two tries to own a host
_SHARED = 4  # so many of the titles are two and two on one host
_RATES = Rates(0.02, 0, 0, 0, 0)  # a process lives for 72 seconds, on average
_SCRIPTS = ("begin", "acquire", "take", "settle", "renew", "release", "leave")
_CLOCK = "{math.floor(redis.call('GET', KEYS[1] .. 'clock') / 1000), \
redis.call('GET', KEYS[1] .. 'clock') % 1000 * 1000}"


@dataclass(eq=False)
class Process:
    """A process that takes part in the crawl of a title."""

    token: str
    crawl: str
    host: str
    alive: bool = True
    owns: bool = False
    begins: float = 0.0
    back: list[tuple[str, str, str]] = field(default_factory=list)  # priority, number, message


class Played:
    """The fleet of the real scripts; `asked` counts the times of each address, `ended` has the
    moments at which crawls were over."""

    def __init__(self, client: redis.Redis, titles: list[Title], pages: int, seed: int) -> None:
        self.client, self.pages, self.seed, self.now = client, pages, seed, 0.0
        self.scripts = {name: client.register_script(_on_clock(name)) for name in _SCRIPTS}
        self.events: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self.count = itertools.count()
        self.asked: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.least_gap = math.inf
        self.ended: dict[int, float] = {}
        self.leases: dict[str, tuple[str, float]] = {}  # host → token, end
        self.deaths: Counter[int] = Counter()
        for title in titles:
            self.at(title.hour, self.begin, title)

    def run(self) -> None:
        """Until nothing happens any more."""
        while self.events:
            self.now, _, what, told = heapq.heappop(self.events)
            self.client.set(PREFIX + "clock", round(self.now * 1000))
            for host, (token, end) in list(self.leases.items()):
                if end <= self.now:
                    del self.leases[host]
                    if self.client.get(f"{PREFIX}owner:{host}") == token:
                        self.client.delete(f"{PREFIX}owner:{host}")
            what(*told)

    def call(self, script: str, *values: Any) -> Any:
        """One of the scripts."""
        return self.scripts[script](keys=[PREFIX], args=list(values))

    def begin(self, title: Title) -> None:
        """The timer begins the crawl of a title: its entry leads to all pages."""
        start = tasks.message(Ask(f"http://host{title.host}.example/{title.number}/", "issue"))
        told = self.call("begin", title.number, "{}", "2026-01-01", *start)
        self.at(self.now + JOIN_SECONDS, self.join, title, told[0])

    def join(self, title: Title, crawl: str) -> None:
        """A worker begins a process for the crawl."""
        if title.number in self.ended:
            return
        process = Process(f"p{next(self.count)}", crawl, f"host{title.host}.example")
        self.acquire(process, title)

    def acquire(self, process: Process, title: Title) -> None:
        """Try to own the host; who does asks when the host may be asked."""
        if not process.alive:
            return
        told = self.call("acquire", process.crawl, process.token, int(LEASE * 1000), 64,
                         int(_INTERVAL * 1000), MOST_DELIVERIES)  # fmt: skip
        for host, wait, back in told:
            process.owns = True
            process.begins = self.now + wait / 1000
            process.back = [tuple(map(str, back[i : i + 3])) for i in range(0, len(back), 3)]  # type: ignore[misc]
            self.leases[host] = process.token, self.now + LEASE
            key = (self.seed, title.number, title.hour, self.deaths[title.number])
            dies = process.begins + seconds_to_death(_RATES, key)
            self.at(dies, self.die, process, title)
            self.at(self.now + LEASE / 6, self.renew, process)
            self.at(process.begins, self.ask, process, title)
        if not process.owns:
            self.at(self.now + _ACQUIRE, self.acquire, process, title)

    def renew(self, process: Process) -> None:
        """The timer of a process that lives."""
        if process.alive:
            self.call("renew", process.crawl, process.token, int(LEASE * 1000), 64, "{}",
                      process.host, int(_INTERVAL * 1000))  # fmt: skip
            self.leases[process.host] = process.token, self.now + LEASE
            self.at(self.now + LEASE / 6, self.renew, process)

    def ask(self, process: Process, title: Title) -> None:
        """Take a message and ask the host."""
        if not process.alive:
            return
        host = process.host
        if process.back:
            priority, number, text = process.back.pop(0)
        else:
            told = self.call("take", process.crawl, process.token, 0, host)
            if told[0] != "taken":
                self.at(self.now + _ACQUIRE / 2, self.ask, process, title)
                return
            priority, number, text = told[4:7]
        self.asked[text] += 1
        self.least_gap = min(self.least_gap, self.now - self.last.get(host, -math.inf))
        self.last[host] = self.now
        self.at(self.now + _ANSWER, self.settle, process, title, priority, number, text)
        self.at(self.now + _INTERVAL, self.ask, process, title)

    def settle(
        self, process: Process, title: Title, priority: str, number: str, text: str
    ) -> None:
        """The answer is durable: acknowledge it, and queue what the entry led to."""
        if not process.alive:
            return
        new: list[Any] = []
        if '"issue"' in text:
            for page in range(self.pages):
                url = f"http://{process.host}/{title.number}/{page}.htm"
                new += tasks.message(Ask(url, "article"))
        _, still = self.call("settle", process.crawl, process.host, priority, number, "done",
                             "", 0, *new)  # fmt: skip
        if int(still) == 0:
            self.ended[title.number] = self.now
            process.alive = False
            since = int((self.now - self.last[process.host]) * 1000)
            self.call("release", process.crawl, process.token, process.host,
                      int(_INTERVAL * 1000), since)  # fmt: skip
            self.call("leave", process.crawl, process.token)

    def die(self, process: Process, title: Title) -> None:
        """kill -9; the supervisor begins another process, which waits for the leases to end."""
        if process.alive:
            process.alive = False
            self.deaths[title.number] += 1
            self.at(self.now + REST_SECONDS + JOIN_SECONDS, self.join, title, process.crawl)

    def at(self, moment: float, what: Callable[..., None], *told: Any) -> None:
        """Something will happen."""
        heapq.heappush(self.events, (moment, next(self.count), what, told))


def _on_clock(name: str) -> str:
    """The script with the simulation's clock, and leases that Redis does not end."""
    text = script_text(name).replace("redis.call('TIME')", _CLOCK)
    return re.sub(r"'PX', (\d \* )?lease\b", "'PX', 100000 * lease", text)


def same_press(titles: int, pages: int) -> Press:
    """One issue of each title, whose slots are a second apart."""
    made = Press([], [], 86400.0)
    for number in range(titles):
        host = number // 2 if number < _SHARED else number
        issue = Issue(number, 0.0, 0, pages - 1, 0)  # the model asks two beside it, the entry one
        made.titles.append(Title(number, host, 60.0 + number, [issue], {0: 0.0}))
        made.hosts.append(Host(_ANSWER, _INTERVAL, []))
    return made


@click.command()
@click.option("--titles", default=12, show_default=True, type=click.IntRange(4))
@click.option("--pages", default=60, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True)
def main(titles: int, pages: int, seed: int) -> None:
    """Compare; exit code 1 when pages are lost, hosts asked too soon, or the two do not agree.

    \b
    .venv/bin/python -m benchmarks.fleet_scripts
    """
    made = same_press(titles, pages)
    figures = FailingFleet(made, 1, titles, _RATES, seed).run()
    modelled = [issue.archived or math.inf for issue in made.issues]
    with (
        tempfile.TemporaryDirectory() as folder,
        redis_server(Path(folder)) as server,
        server.client() as client,
    ):
        played = Played(client, made.titles, pages, seed)
        played.run()
    total = titles * (pages + 1)
    twice = sum(played.asked.values()) - total
    apart = [played.ended.get(n, math.inf) - modelled[n] for n in range(_SHARED, titles)]
    deaths = sum(played.deaths.values())
    print("                            scripts   model")
    print(f"pages asked                 {len(played.asked):7} {figures.asked - figures.twice:7}")
    print(f"processes that died         {deaths:7} {figures.deaths:7}")
    print(f"pages asked twice           {twice:7} {figures.twice:7}")
    print(f"last crawl over, s          {max(played.ended.values()):7.0f} {max(modelled):7.0f}")
    print(f"least time between requests {played.least_gap:7.2f} s (delay {_INTERVAL} s)")
    print(f"crawls ended apart          {min(apart):.0f} to {max(apart):.0f} s")
    # Of two crawls of a host chance decides which goes on after a death.  The model knows the
    # moment of a try to own a host no better than to a second or two; a process that dies in the
    # meantime, or not, makes a lease's difference, now and then two.
    most = 2 * LEASE + 2 * _ACQUIRE * (1 + max(played.deaths.values(), default=0))
    wrong = len(played.asked) != total or figures.asked - figures.twice != total
    wrong |= played.least_gap < _INTERVAL - 0.01
    sys.exit(wrong or max(map(abs, apart)) > most)


if __name__ == "__main__":
    main()
