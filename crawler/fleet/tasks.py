"""Crawls that a fleet shares: a title, an entry and a span of days, until nothing is open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.identity import key_host, url_key
from archive.records import Ask
from crawler.clock import utc
from crawler.fleet.errors import FrontierError
from crawler.fleet.redis import Fleet, as_json
from crawler.titles import Title, title_of_row


@dataclass(frozen=True, slots=True)
class Task:
    """What is crawled.  `since` and `until` are as the command gave them ("" for none)."""

    title: Title
    since: str = ""
    until: str = ""
    page_files: bool = True

    def as_text(self) -> str:
        """JSON, with all that another machine needs to know of the title."""
        return as_json({
            "title": self.title.as_row(), "since": self.since, "until": self.until,
            "page_files": self.page_files,
        })  # fmt: skip

    @property
    def natural(self) -> str:
        """What makes it the same crawl: title, entry, and days."""
        return as_json([self.title.name, self.title.entry, self.since, self.until])


@dataclass(frozen=True, slots=True)
class Shared:
    """An open crawl of the fleet; `opened_at` is the same in every shard."""

    id: str
    opened_at: str
    task: Task
    new: bool = False


def task_of(text: str) -> Task:
    """What another worker has written.  Raises FrontierError for what is none."""
    try:
        told = json.loads(text)
        title = title_of_row({str(k): str(v) for k, v in told["title"].items()})
        return Task(title, str(told["since"]), str(told["until"]), bool(told["page_files"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FrontierError(f"a crawl of the fleet cannot be read: {error!r}") from error


Value = str | int | bytes


def message(ask: Ask, **more: Any) -> list[Value]:
    """Host, priority, key and text of a request, as the scripts take them.

    Raises ValueError for an address that has no host.
    """
    key = url_key(ask.url)
    host = key_host(key)
    told = {
        "url": ask.url, "kind": ask.kind, "context": dict(ask.context), "depth": ask.depth,
        "priority": ask.priority, "host": host,
    }  # fmt: skip
    return [host, ask.priority, digest(key), as_json(told | more)]


def digest(key: str) -> bytes:
    """What the fleet remembers of an address: 12 bytes; among 10⁹ the odds that two are alike
    are one in 10¹⁰."""
    return hashlib.blake2b(key.encode(), digest_size=12).digest()


def begin(fleet: Fleet, task: Task, starts: Iterable[Ask]) -> Shared:
    """Begin a crawl, or find the one that is open of it.  Raises FrontierError."""
    values = [value for ask in starts for value in message(ask)]
    told = fleet.sure("begin", task.natural, task.as_text(), utc(), *values)
    return Shared(str(told[0]), str(told[1]), task_of(told[3]), bool(told[2]))


def shared(fleet: Fleet, crawl_id: str) -> Shared:
    """An open crawl.  Raises FrontierError when there is none of that number."""
    opened_at, task, state = fleet.get("HMGET", f"crawl:{crawl_id}", "opened_at", "task", "state")
    if state != "open":
        raise FrontierError(f"the fleet has no open crawl {crawl_id}")
    return Shared(crawl_id, opened_at, task_of(task))


def ended(fleet: Fleet, crawl_id: str) -> int:
    """How many requests of a crawl have ended, those that are stuck left out: of them nobody has
    written anything.  Raises FrontierError."""
    counts = fleet.get("HMGET", f"crawl:{crawl_id}", "done", "gone", "refused", "failed")
    return sum(int(count or 0) for count in counts)


def open_crawls(fleet: Fleet) -> list[str]:
    """The numbers of the open crawls, oldest first.  Raises FrontierError."""
    return [str(one) for one in fleet.get("ZRANGE", "crawls", 0, -1)]
