"""What every publishing platform offers; one file a platform, no common base class.

A platform is an object made for one title.  It touches neither network nor archive: it says
what to ask first, and reads what came back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from archive.records import Ask, Found


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response as a platform sees it: decompressed bytes, nothing of Scrapy."""

    url: str  # the final address, after redirects
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names
    captured: datetime | None = None  # when it was fetched, with its zone


@dataclass(frozen=True, slots=True)
class Sign:
    """That a page shows a platform's marks, for `baokan scout`.

    `strength` counts the marks (addresses in the platform's grammar and the like): among several
    platforms that fit, the one with the most is meant.  `options` is the `options` table that the
    title's record needs; `marks` says in words what was recognised.
    """

    strength: int
    marks: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


# Kinds of requests of which a refusal says something to the platform: no issue that day, no
# calendar, another entry.  Of all others it is for the crawl to say what is gone.
TOLD = ("entry", "calendar", "issue")


class Platform(Protocol):
    """How one title is crawled and read."""

    def starts(self, since: date | None, until: date | None) -> list[Ask]:
        """The first requests.  Both dates inclusive, Asia/Shanghai days; None: the newest only."""
        ...

    def read(self, ask: Ask, page: Fetched) -> Found:
        """What this answer holds: records, and the requests that follow from it."""
        ...

    def learn(self, url: str, verdict: str) -> None:
        """Take note of what an address turned out to be (also told again after a restart)."""
        ...
