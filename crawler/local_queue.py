"""The frontier of one machine: rows of the archive that the crawl writes to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive import landmark, queue, runs
from archive.queue import Asked
from archive.records import Ask
from archive.store import Archive
from crawler.clock import utc
from crawler.host_waits import HostWaits
from crawler.reader import reader

if TYPE_CHECKING:
    from crawler.spider import PressSpider

# Scrapy looks at an empty queue again after this time. What becomes due before that is handed out
# early, and waits in crawler/robots.py for its moment.
HEARTBEAT_SECONDS = 5.0


class LocalQueue:
    """Opens a run on the title's open crawl, or a new one.  Raises ArchiveError."""

    def __init__(
        self,
        archive: Archive,
        waits: HostWaits,
        spider: PressSpider,
        starts: list[Ask],
        agent: str,
        slot_id: int | None,
    ) -> None:
        self._archive, self._hosts = archive, waits
        title = spider.title
        with archive.transaction() as connection:
            self.opened = runs.open_run(
                connection,
                runs.put_title(connection, title.as_row()),
                title.entry,
                spider.span,
                starts,
                at=utc(),
                pid=os.getpid(),
                user_agent=agent,
                errand=spider.errand.name if spider.errand else "crawl",
                reader=reader(),
                slot_id=slot_id,
            )

    def pending(self) -> bool:
        """Whether anything waits for its turn."""
        return queue.anything_queued(self._archive.connection, self.opened.crawl_id)

    def waiting(self) -> int:
        """How many requests are queued or in flight."""
        return queue.waiting(self._archive.connection, self.opened.crawl_id)

    def hosts(self) -> list[str]:
        """The hosts that have something queued."""
        return queue.hosts(self._archive.connection, self.opened.crawl_id)

    def add(self, ask: Ask) -> bool:
        """Queue one request; False when it is there already."""
        with self._archive.transaction() as connection:
            return bool(queue.add(connection, self.opened.crawl_id, [ask]))

    def take(self, busy: Sequence[str]) -> Asked | None:
        """Hand out the next request of a host that is not `busy`.  Raises ArchiveError."""
        soon = utc(after=HEARTBEAT_SECONDS)
        waits = {host: until for host, (until, _) in self._hosts.waiting().items()}
        asked = self._next([*busy, *waits], utc())
        if asked is None:
            late = (host for host, until in waits.items() if until > soon)
            asked = self._next([*busy, *late], soon)
        if asked is None and not self.pending() and not self.waiting():
            landmark.put(self._archive, self.opened.crawl_id, utc())
            asked = self._next((), soon)
        if asked is None:
            return None
        return replace(asked, not_before=max(asked.not_before, waits.get(asked.host, "")))

    def _next(self, busy: Sequence[str], now: str) -> Asked | None:
        return self._archive.take(self.opened.crawl_id, self.opened.run_id, busy, now)

    def settled(self, asked: Asked) -> None:
        """Nothing more to do: the visit's transaction has settled it and queued what it found."""

    def close(self, stopped: str, reason: str) -> int:
        """Write the run's end; returns its exit code.  Raises ArchiveError."""
        with self._archive.transaction() as connection:
            return runs.close_run(connection, self.opened, stopped, reason, utc())
