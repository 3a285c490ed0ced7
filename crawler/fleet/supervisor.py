"""`baokan worker`: a process for each shared crawl that this machine takes part in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from crawler.fleet import tasks
from crawler.fleet.redis import Fleet
from crawler.fleet.tasks import Shared
from crawler.logs import event

REST_SECONDS = 10.0  # after a crawl that ended, before it is joined again


@dataclass(slots=True)
class Part:
    """The process that takes part in a crawl."""

    crawl: Shared
    process: subprocess.Popen[bytes]


@dataclass(slots=True)
class Supervisor:
    """Joins open crawls, `jobs` at once, each in a process of its own that a kill or a fault
    ends alone.  `exit_codes`: of the last process of each crawl."""

    fleet: Fleet
    archive: Path
    jobs: int
    arguments: list[str]  # further ones of each process
    parts: dict[str, Part] = field(default_factory=dict)
    exit_codes: dict[str, int] = field(default_factory=dict)
    _rests: dict[str, float] = field(default_factory=dict)

    def once(self) -> bool:
        """Note what has ended, and join what is open; returns whether there is anything left to
        do.  Raises FrontierError."""
        self._reap()
        waiting = tasks.open_crawls(self.fleet)
        members = {
            crawl_id: int(self.fleet.get("ZCARD", f"members:{crawl_id}")) for crawl_id in waiting
        }
        # Those that the fewest work on come first, so that titles are shared out.
        for crawl_id in sorted(waiting, key=lambda one: (members[one], int(one))):
            if len(self.parts) >= self.jobs:
                break
            if crawl_id not in self.parts and self._rests.get(crawl_id, 0.0) <= time.monotonic():
                self._join(crawl_id)
        return bool(self.parts or waiting)

    def _reap(self) -> None:
        for crawl_id, part in list(self.parts.items()):
            code = part.process.poll()
            if code is None:
                continue
            del self.parts[crawl_id]
            self.exit_codes[crawl_id] = code
            self._rests[crawl_id] = time.monotonic() + REST_SECONDS
            event("worker.ended", title=part.crawl.task.title.name, crawl=crawl_id, exit_code=code)

    def _join(self, crawl_id: str) -> None:
        crawl = tasks.shared(self.fleet, crawl_id)
        if crawl.task.title.name in {part.crawl.task.title.name for part in self.parts.values()}:
            return  # one crawl of a title at a time in a shard
        command = [sys.executable, "-m", "crawler.cli", "worker", "--crawl", crawl_id]
        command += ["--archive", str(self.archive.absolute()), *self.arguments]
        # Not as an argument: it may hold a password, and arguments are for everybody to see.
        environment = os.environ | {"BAOKAN_FRONTIER": self.fleet.url}
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.parts[crawl_id] = Part(crawl, process)
        event("worker.joined", title=crawl.task.title.name, crawl=crawl_id, pid=process.pid)

    def stop(self) -> None:
        """End all processes in order; what is under way is finished."""
        for part in self.parts.values():
            part.process.terminate()
        for part in self.parts.values():
            part.process.wait()
        self._reap()
