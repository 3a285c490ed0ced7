"""Which hosts this worker owns: a host is asked by one worker at a time.

Ownership is a lease.  It is kept up while the worker lives and is given up with the crawl; a
worker that dies, hangs or cannot reach Redis stops to own its hosts when the lease ends, and
stops to ask them when five sixths of it are over.  Whoever takes a host over waits for the host's
delay before the first request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import redis

from crawler.fleet.redis import Fleet
from crawler.fleet.workers import about
from crawler.local_queue import HEARTBEAT_SECONDS

if TYPE_CHECKING:
    from crawler.session import Session

_ACQUIRE_SECONDS = 1.0
# A page that was under way in so many workers that died is not handed out again.
MOST_DELIVERIES = 5


@dataclass(slots=True)
class _Lease:
    """Monotonic times: until when the host may be asked, from when, and when it was last."""

    ends: float
    begins: float
    asked: float = 0.0


class Ownership:
    """The leases of one crawl of one worker.  `lost` is told of hosts that are another's by now.

    All methods raise redis.RedisError, but for what the timer calls.
    """

    def __init__(
        self, fleet: Fleet, crawl_id: str, session: Session, lost: Callable[[Sequence[str]], None]
    ) -> None:
        self._fleet, self._crawl, self._session, self._lost = fleet, crawl_id, session, lost
        self._most = session.crawler.settings.getint("BAOKAN_MAX_HOSTS")
        self._leases: dict[str, _Lease] = {}
        self._lease_ms = int(fleet.lease * 1000)
        self._tried = 0.0
        self._from = self._after_start()
        self._timer: asyncio.TimerHandle | None = None

    def _after_start(self) -> float:
        """A Redis that was started anew may have forgotten who owns what: no host changes hands
        before all leases have ended.  Returns the monotonic time from which they may."""
        up = float(self._fleet.info("server").get("uptime_in_seconds", 0))
        return time.monotonic() + max(0.0, self._fleet.lease + 1 - up)

    def unsure(self) -> None:
        """Redis was away, so it may have been started anew."""
        self._from = float("inf")

    def ready(self) -> list[str]:
        """Hosts that may be asked, or may be within Scrapy's heartbeat; who waited longest
        first."""
        now = time.monotonic()
        return [
            host
            for host, lease in self._leases.items()
            if lease.ends > now and lease.begins <= now + HEARTBEAT_SECONDS
        ]

    def seconds_before(self, host: str) -> float:
        """How long the host, which was another's, is not asked yet."""
        return max(0.0, self._leases[host].begins - time.monotonic())

    def asked(self, host: str) -> None:
        """A request of it was handed out, so that it is another's turn next."""
        lease = self._leases.pop(host)
        lease.asked = time.monotonic()
        self._leases[host] = lease

    def acquire(self) -> Iterable[tuple[str, list[Any]]]:
        """Take hosts that are free, up to this worker's share, now and then; each comes with what
        its last owner had in flight: priority, number and message, one after the other."""
        now = time.monotonic()
        if self._timer is None:
            self._renew_later()
        if self._from == float("inf"):
            self._from = self._after_start()
        if now < max(self._from, self._tried + _ACQUIRE_SECONDS):
            return
        self._tried = now
        ends = now + self._fleet.lease * 5 / 6
        told = self._fleet.run(
            "acquire", self._crawl, self._fleet.token, self._lease_ms, self._most,
            self._delay_ms(""), MOST_DELIVERIES, *self._leases,
        )  # fmt: skip
        answered = time.monotonic()  # the wait counts from when Redis has said so
        for host, wait, back in told:
            self._leases[host] = _Lease(ends, answered + wait / 1000)
            yield host, back

    def _delay_ms(self, host: str) -> int:
        """How long the host is left alone between two requests, as it is at the moment."""
        slot = self._slot(host)
        if slot is not None:
            return int(slot.delay * 1000)
        return int(self._session.crawler.settings.getfloat("DOWNLOAD_DELAY") * 1000)

    def _slot(self, host: str) -> Any:
        """What Scrapy's downloader knows of the host, if anything was asked of it here lately."""
        engine = self._session.crawler.engine
        slots: Any = engine.downloader.slots if engine is not None else {}
        return slots.get(host.rsplit(":", 1)[0])

    def _asked(self, host: str) -> float:
        """When it was asked last (monotonic): a request that was handed out is sent only when
        the host's delay is over, and its robots.txt is had."""
        slot, lease = self._slot(host), self._leases[host]
        sent = max(lease.asked, float(slot.lastseen) if slot is not None else 0.0)
        # One that was not asked yet was perhaps by its owner before.
        return max(sent, lease.begins - self._delay_ms(host) / 1000)

    def _renew_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._fleet.lease / 6, self._renew)

    def _renew(self) -> None:
        try:
            self._keep()
        except redis.RedisError:
            self.unsure()
        # Whether Redis answers or not: what has ended is not ours.
        now = time.monotonic()
        self.lose([host for host, lease in self._leases.items() if lease.ends <= now])
        self._renew_later()

    def _keep(self) -> None:
        now = time.monotonic()
        hosts = [host for host, lease in self._leases.items() if lease.ends > now]
        told = [value for host in hosts for value in (host, self._delay_ms(host))]
        share, lost, done = self._fleet.run(
            "renew", self._crawl, self._fleet.token, self._lease_ms, self._most,
            about(self._session, self._crawl, len(hosts)), *told,
        )  # fmt: skip
        self.lose(lost)
        for host in hosts:
            if host in self._leases:
                self._leases[host].ends = now + self._fleet.lease * 5 / 6
        busy = {asked.host for asked in self._session.in_flight.values()}
        self._release([host for host in done if host in self._leases and host not in busy])
        idle = [host for host in self._leases if host not in busy]
        self._release(idle[: max(0, len(self._leases) - int(share))])

    def lose(self, hosts: Sequence[str]) -> None:
        """These are another's by now, or may be."""
        gone = [host for host in hosts if self._leases.pop(host, None) is not None]
        if gone:
            self._lost(gone)

    def _release(self, hosts: Sequence[str]) -> None:
        now, told = time.monotonic(), list[str | int]()
        for host in hosts:
            told += [host, self._delay_ms(host), int((now - self._asked(host)) * 1000)]
        if told:
            self._fleet.run("release", self._crawl, self._fleet.token, *told)
        for host in hosts:
            del self._leases[host]

    def close(self) -> None:
        """Give all hosts up, and leave the crawl."""
        if self._timer is not None:
            self._timer.cancel()
        busy = {asked.host for asked in self._session.in_flight.values()}
        # What is under way may still be sent: such a host is free when its lease ends.
        self._release([host for host in self._leases if host not in busy])
        self._fleet.run("leave", self._crawl, self._fleet.token)
