"""The frontier on Redis, as one crawl of one worker sees it.

A message is acknowledged only after its record is durable in the worker's shard, by the same
script that queues what it led to: a worker may die at any moment, and somebody else is given what
it had.  At worst a page is asked for a second time.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import redis

from archive import runs, shard
from archive.queue import Asked
from archive.records import Ask
from crawler.clock import now, seconds_until, utc
from crawler.fleet import tasks
from crawler.fleet.errors import FrontierError, explain, passes
from crawler.fleet.ownership import Ownership
from crawler.fleet.redis import Fleet
from crawler.local_queue import HEARTBEAT_SECONDS
from crawler.logs import event
from crawler.reader import reader

if TYPE_CHECKING:
    from crawler.session import Session


_LOOK_SECONDS = 0.5  # until a worker that had nothing to ask looks again


@dataclass(frozen=True, slots=True)
class Message:
    """A request of the shared frontier, and where it stands there."""

    host: str
    priority: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What Redis has still to be told: the arguments of a script, and the rows that it covers."""

    script: str
    values: tuple[tasks.Value, ...]
    rows: tuple[int, ...]


class FleetQueue:
    """Takes part in a shared crawl, which it begins when no one has.  Raises FrontierError."""

    def __init__(self, session: Session, starts: list[Ask], agent: str) -> None:
        self._session, self._archive = session, session.archive
        settings, spider = session.crawler.settings, session.spider
        self._patience = settings.getfloat("BAOKAN_FRONTIER_SECONDS")
        lease = settings.getfloat("BAOKAN_LEASE_SECONDS")
        self._fleet = Fleet(settings["BAOKAN_FRONTIER"], lease)
        since, until = spider.span
        files = settings.getbool("BAOKAN_PAGE_FILES")
        if settings["BAOKAN_SHARED_CRAWL"]:
            self.crawl = tasks.shared(self._fleet, settings["BAOKAN_SHARED_CRAWL"])
        else:
            task = tasks.Task(spider.title, since or "", until or "", files)
            self.crawl = tasks.begin(self._fleet, task, starts)
        with self._archive.transaction() as connection:
            self.opened = shard.join(
                connection,
                runs.put_title(connection, spider.title.as_row()),
                spider.title.entry,
                spider.span,
                self.crawl.opened_at,
                at=utc(),
                pid=os.getpid(),
                user_agent=agent,
                reader=reader(),
            )
        self._open = 1  # requests of the whole crawl, as Redis said last
        self._messages: dict[int, Message] = {}
        self._back: dict[str, deque[Message]] = {}  # what dead workers had in flight
        self._owed: deque[Owed] = deque()
        self._away_since: datetime | None = None  # since when Redis is away or full
        self._told_waits: dict[str, str] = {}
        self._dry: set[str] = set()  # hosts of which there was nothing a moment ago
        self._dry_until = 0.0  # monotonic
        self._wake: asyncio.TimerHandle | None = None
        self.owned = Ownership(self._fleet, self.crawl.id, session, self._give_back)

    def pending(self) -> bool:
        """Whether anything of the crawl is open, here or elsewhere."""
        return self._open > 0

    def waiting(self) -> int:
        """How many requests of the whole crawl are open, as far as is known."""
        return self._open

    def hosts(self) -> list[str]:
        """The hosts of which the crawl has something to ask."""
        return [str(host) for host in self._fleet.get("HKEYS", f"hosts:{self.crawl.id}")]

    def add(self, ask: Ask) -> bool:
        """Queue one request; False when the crawl knows its address."""
        values = ("", "", "", "", "", 0, *tasks.message(ask))
        new, self._open = self._fleet.sure("settle", self.crawl.id, *values)
        return bool(new)

    def take(self, busy: Sequence[str]) -> Asked | None:
        """The next request of a host that this worker owns; while Redis is away, none.

        Raises FrontierError when it has been away for too long, and ArchiveError.
        """
        try:
            self._pay()
            self._tell_waits()
            message = self._next(busy)
        except redis.RedisError as error:
            self._bear(error)
            return None
        self._away_since = None
        if message is None:
            self._ask_again_soon()
            return None
        return self._adopt(message)

    def _ask_again_soon(self) -> None:
        """What others find is there sooner than Scrapy looks again by itself."""
        if self._wake is None and self._open > 0:
            self._wake = asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._woken)

    def _woken(self) -> None:
        self._wake = None
        engine = self._session.crawler.engine
        # Scrapy has no public way to be woken.
        if engine is not None and engine._slot is not None and not self._session.stopped:
            engine._slot.nextcall.schedule()

    def _next(self, busy: Sequence[str]) -> Message | None:
        for host, back in self.owned.acquire():
            self._back.setdefault(host, deque()).extend(
                Message(host, *map(str, back[i : i + 3])) for i in range(0, len(back), 3)
            )
        waits = self._session.hosts.waiting()
        free = [host for host in self.owned.ready() if host not in busy and host not in waits]
        for host in free:
            if self._back.get(host):
                return self._back[host].popleft()
        # Scrapy asks some times a page; Redis need not be asked as often that there is nothing.
        wanted = set(free)
        if wanted <= self._dry and time.monotonic() < self._dry_until:
            return None
        ahead = int(HEARTBEAT_SECONDS * 1000)
        told = self._fleet.run("take", self.crawl.id, self._fleet.token, ahead, *free)
        self._open = int(told[1])
        self.owned.lose(told[2])
        if told[0] != "taken":
            self._dry, self._dry_until = wanted, time.monotonic() + _LOOK_SECONDS / 2
            return None
        return Message(*map(str, told[3:7]))

    def _adopt(self, message: Message) -> Asked | None:
        wait = self.owned.seconds_before(message.host)
        try:
            told = json.loads(message.text)
            with self._archive.transaction() as connection:
                asked = shard.adopt(connection, self.opened, told)
        except (ValueError, KeyError, TypeError) as error:
            raise FrontierError(f"a request of the fleet cannot be read: {error!r}") from error
        self._messages[asked.id] = message
        self.owned.asked(message.host)
        return replace(asked, not_before=max(asked.not_before, utc(after=wait)))

    def settled(self, asked: Asked) -> None:
        """Acknowledge, and queue what the answer led to; kept for later while Redis is away."""
        message = self._messages.pop(asked.id)
        with self._archive.reading() as connection:
            state = shard.state_of(connection, asked.id)
            found = shard.led_to(connection, self.opened.crawl_id)
        known = {row for owed in self._owed for row in owed.rows}
        again: tuple[tasks.Value, ...] = ("", 0)
        new: list[tasks.Value] = []
        for row in found:
            if row["id"] == asked.id:
                wait = int(seconds_until(row["not_before"]) * 1000)
                again = (_message(row, asked_again=True)[3], wait)
            elif row["id"] not in known:
                new += _message(row)
        values = (
            self.crawl.id, message.host, message.priority, message.number, state, *again, *new,
        )  # fmt: skip
        rows = tuple(row["id"] for row in found if row["id"] not in known)
        makes_room = not new and not again[0]
        self._dry_until = 0.0
        self._owed.append(Owed("drain" if makes_room else "settle", values, rows))
        try:
            self._pay()
        except redis.RedisError as error:
            self._bear(error)

    def _pay(self) -> None:
        """Tell Redis what it has not heard of; what makes room goes first when it is full."""
        for owed in sorted(self._owed, key=lambda owed: owed.script != "drain"):
            _, self._open = map(int, self._fleet.run(owed.script, *owed.values))
            self._owed.remove(owed)
            if owed.rows:
                with self._archive.transaction() as connection:
                    shard.forget(connection, owed.rows)

    def _bear(self, error: redis.RedisError) -> None:
        """Redis is away: wait for it, but not for ever.  Raises FrontierError."""
        told = explain(error, self._fleet.url)
        if not passes(error):
            raise told
        if self._away_since is None:
            self._away_since = now()
            event("frontier.away", reason=str(told))
        self.owned.unsure()
        if (now() - self._away_since).total_seconds() > self._patience:
            raise told

    def _tell_waits(self) -> None:
        """Hosts that want to be left alone are left alone by all workers."""
        for host, (until, why) in self._session.hosts.waiting().items():
            if self._told_waits.get(host) != until:
                self._fleet.run("hold", host, int(seconds_until(until) * 1000), why)
                self._told_waits[host] = until

    def _give_back(self, hosts: Sequence[str]) -> None:
        """These are another's by now: what of them is not sent yet is not asked here."""
        for host in hosts:
            self._back.pop(host, None)
            if self._session.hosts.held is not None:
                self._session.hosts.held(host)

    def close(self, stopped: str, reason: str) -> int:
        """Give everything back, and write the run's end; returns its exit code."""
        try:
            self._pay()
            self.owned.close()
        except redis.RedisError as error:  # the leases end by themselves
            event("frontier.away", reason=str(explain(error, self._fleet.url)))
        requests = self._ended() if self._open <= 0 and not self._owed else None
        self._fleet.close()
        with self._archive.transaction() as connection:
            return shard.close(connection, self.opened, stopped, reason, utc(), requests)

    def _ended(self) -> int:
        """How many requests of the crawl have ended, in all shards; 0 where Redis is away."""
        try:
            return tasks.ended(self._fleet, self.crawl.id)
        except FrontierError as error:
            event("frontier.away", reason=str(error))
            return 0


def _message(row: dict[str, Any], *, asked_again: bool = False) -> list[tasks.Value]:
    more = {name: row[name] for name in ("hops",) if row[name]}
    if asked_again:
        more |= {name: row[name] for name in ("attempts", "not_before") if row[name]}
    ask = Ask(row["url"], row["kind"], row["context"], row["depth"], row["priority"])
    return tasks.message(ask, **more)
