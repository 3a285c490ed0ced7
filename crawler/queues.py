"""Where a crawl's requests wait: in its own archive, or on the Redis of a fleet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from archive.queue import Asked
from archive.records import Ask
from archive.runs import Opened
from crawler.local_queue import LocalQueue

if TYPE_CHECKING:
    from crawler.session import Session


class Queue(Protocol):
    """The frontier as a crawl needs it.  All methods raise ArchiveError."""

    opened: Opened

    def pending(self) -> bool:
        """Whether anything waits for its turn."""
        ...

    def waiting(self) -> int:
        """How many requests are queued or in flight."""
        ...

    def hosts(self) -> list[str]:
        """The hosts that have something queued."""
        ...

    def add(self, ask: Ask) -> bool:
        """Queue one request; False when it is there already."""
        ...

    def take(self, busy: Sequence[str]) -> Asked | None:
        """Hand out the next request of a host that is not `busy`; None: not at the moment."""
        ...

    def settled(self, asked: Asked) -> None:
        """The record of what was asked is durable."""
        ...

    def close(self, stopped: str, reason: str) -> int:
        """Write the run's end; returns its exit code."""
        ...


def is_shared(session: Session) -> bool:
    """Whether a fleet has the crawl: of an errand (gaps, revisits) it knows nothing."""
    return bool(session.crawler.settings["BAOKAN_FRONTIER"]) and session.spider.errand is None


def open_queue(session: Session, starts: list[Ask], agent: str) -> Queue:
    """The frontier that the settings name, with a run opened on it."""
    settings = session.crawler.settings
    if is_shared(session):
        from crawler.fleet.queue import FleetQueue  # needs the extra `fleet`

        return FleetQueue(session, starts, agent)
    slot_id = settings.getint("BAOKAN_SLOT") or None
    return LocalQueue(session.archive, session.hosts, session.spider, starts, agent, slot_id)
