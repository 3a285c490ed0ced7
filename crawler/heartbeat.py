"""A run says every two seconds what it does, and hears what people want of it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from archive import live
from archive.errors import ArchiveError
from archive.live import Wanted
from archive.records import Outcome, Visit
from crawler.clock import utc
from crawler.logs import event
from crawler.session import Session, session_of, visit_settled
from crawler.slot_end import STOPPED

BEAT_SECONDS = 2.0
_RATE_SECONDS = 60.0  # of the rate that is told


class Heartbeat:
    """Writes `runs.alive_at` and `runs.live`, and reads `crawls.wanted`.

    `live` is a JSON object: `state` (running, paused, stopping), `requests`, `articles`, `files`
    and `errors` that were settled in this run, `rate` (requests a second in the last minute),
    `queued`, `in_flight`, and `waits`: hosts that are left alone, with `host`, `until` (UTC) and
    `reason`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._counts = dict.fromkeys(("requests", "articles", "files", "errors"), 0)
        self._moments: deque[float] = deque()
        self._begin = time.monotonic()
        self._timer: asyncio.TimerHandle | None = None
        crawler.signals.connect(self._opened, signals.engine_started)
        crawler.signals.connect(self._settled, visit_settled)
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Heartbeat:
        """Scrapy's constructor."""
        return cls(crawler)

    @property
    def session(self) -> Session:
        """Of the crawl; only known when all extensions have been made."""
        return session_of(self._crawler)

    def _opened(self) -> None:
        self._begin = time.monotonic()
        self._beat()

    def _closed(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _settled(self, visit: Visit, outcome: Outcome) -> None:
        file = visit.found is not None and visit.found.file is not None
        kinds = (outcome.article, *outcome.inside)
        self._counts["requests"] += visit.state != "queued"
        self._counts["files"] += file
        self._counts["articles"] += sum(
            kind in ("new", "reprint", "revised", "same") for kind in kinds
        )
        self._counts["errors"] += visit.state == "failed"
        self._moments.append(time.monotonic())

    def _beat(self) -> None:
        session = self.session
        if session.exit_code is not None:
            return  # it is over
        try:
            with session.archive.transaction() as connection:
                wanted = live.beat(connection, session.opened.run_id, self._told(), utc())
        except ArchiveError:  # busy, or the disk is full: who writes pages next will say so
            wanted = "pause" if session.paused else "run"
        self._heed(wanted)
        self._timer = asyncio.get_running_loop().call_later(BEAT_SECONDS, self._beat)

    def _heed(self, wanted: Wanted) -> None:
        session = self.session
        if wanted == "stop":
            session.stop("interrupted", STOPPED)
        if session.stopped or session.paused == (wanted == "pause"):
            return
        session.paused = wanted == "pause"
        name = "run.paused" if session.paused else "run.resumed"
        event(name, title=session.spider.name, run=session.opened.run_id)

    def _told(self) -> dict[str, Any]:
        session = self.session
        state = "stopping" if session.stopped else "paused" if session.paused else "running"
        in_flight = len(session.in_flight)
        waits = [
            {"host": host, "until": until, "reason": reason}
            for host, (until, reason) in sorted(session.hosts.waiting().items())
        ]
        return {
            "state": state,
            **self._counts,
            "rate": round(self._rate(), 2),
            "queued": session.queue.waiting() - in_flight,
            "in_flight": in_flight,
            "waits": waits,
        }

    def _rate(self) -> float:
        now = time.monotonic()
        while self._moments and self._moments[0] < now - _RATE_SECONDS:
            self._moments.popleft()
        return len(self._moments) / max(1.0, min(_RATE_SECONDS, now - self._begin))
