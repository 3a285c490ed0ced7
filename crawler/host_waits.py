"""Hosts of which nothing is asked for a while: they said so, or they are in trouble.

Retry-After (RFC 9110 §10.2.3) holds for the whole host, and over the end of the run.  A host of
which `TROUBLE` requests in a row have failed is left alone for twice the longest wait before a
retry, then for twice as long each time that the next request fails, too; after `PATIENCE` such
waits the run gives up, and its crawl stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from archive import hosts
from archive.identity import host_of
from archive.store import Archive
from crawler.clock import seconds_until, utc
from crawler.logs import event

TROUBLE = 5  # failures in a row
PATIENCE = 4  # waits, each twice as long as the one before
MOST_WAIT = 600.0  # seconds that a run waits for a host that it cannot do without


def root_of(url: str) -> str:
    """Scheme, host and port: what robots.txt is for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class HostWaits:
    """Which hosts wait, until when and why.  `held` is called with a host that begins to wait."""

    def __init__(self, archive: Archive, retry_waits: Sequence[float]) -> None:
        self.archive = archive
        self.held: Callable[[str], None] | None = None
        self._first = 2 * max(retry_waits, default=30.0)
        self._failures: dict[str, int] = {}
        self._trouble: dict[str, int] = {}  # how often it was left alone, since it answered last
        self._hopeless: set[str] = set()
        self._noted = {host_of(root) for root in hosts.in_trouble(archive)}
        self._waits = {
            host_of(root): (until, reason) for root, until, reason in hosts.waits(archive, utc())
        }

    def waiting(self) -> dict[str, tuple[str, str]]:
        """Host → until (UTC), why; of hosts that still have to wait."""
        now = utc()
        self._waits = {host: told for host, told in self._waits.items() if told[0] > now}
        return self._waits

    def until(self, host: str) -> str:
        """UTC; "" for a host that does not wait."""
        return self.waiting().get(host, ("", ""))[0]

    def hopeless(self, host: str) -> str:
        """Why a run does not wait any longer for a host; "" where it does."""
        until, reason = self.waiting().get(host, ("", ""))
        return reason if host in self._hopeless or seconds_until(until) > MOST_WAIT else ""

    def asked_to_wait(self, url: str, seconds: float) -> None:
        """The host has said how long.  Raises ArchiveError."""
        until = utc(after=seconds)
        reason = f"{host_of(url)} asks to be left alone until {until[:19]}Z"
        with self.archive.transaction() as connection:
            hosts.put_wait(connection, root_of(url), until, reason)
        self._hold(host_of(url), until, reason)

    def answered(self, url: str) -> None:
        """The host answers.  Raises ArchiveError."""
        host = host_of(url)
        self._failures.pop(host, None)
        self._trouble.pop(host, None)
        if host in self._noted:
            self._noted.discard(host)
            self._note(url, 0)

    def failed(self, url: str) -> None:
        """A request failed as it does when a host is in trouble.  Raises ArchiveError."""
        host = host_of(url)
        count = self._failures[host] = self._failures.get(host, 0) + 1
        if count < TROUBLE or host in self.waiting():
            return
        self._noted.add(host)
        self._note(url, count)
        waits = self._trouble.get(host, 0)
        self._trouble[host] = waits + 1
        if waits >= PATIENCE:
            self._hopeless.add(host)
        until = utc(after=min(3600.0, self._first * 2**waits))
        self._hold(host, until, f"{host}: {count} requests in a row have failed")

    def _note(self, url: str, failures: int) -> None:
        with self.archive.transaction() as connection:
            hosts.put_failures(connection, root_of(url), failures)

    def _hold(self, host: str, until: str, reason: str) -> None:
        self._waits[host] = (max(until, self.until(host)), reason)
        event("host.waits", host=host, until=until, reason=reason)
        if self.held is not None:
            self.held(host)
