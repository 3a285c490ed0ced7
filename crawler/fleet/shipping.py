"""A worker's shard is put into an object storage, again and again while the worker works."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from crawler.logs import event


@dataclass(slots=True)
class Shipping:
    """Calls `baokan backup URL` every `seconds`, as a process of its own: a slow storage holds
    nobody up.  One that failed is made up for by the next."""

    archive: Path
    url: str
    seconds: float
    _process: subprocess.Popen[bytes] | None = None
    _next: float = 0.0  # of time.monotonic()

    def once(self) -> None:
        """Note what has ended, and begin what is due."""
        if self._process is not None:
            if self._process.poll() is None:
                return
            self._ended()
        if time.monotonic() >= self._next and self.archive.exists():
            self._begin()

    def finish(self) -> int:
        """Put there what the worker has left, when all of it has ended; the exit code."""
        if self._process is not None:
            self._process.wait()
            self._ended()
        if not self.archive.exists():  # it took part in nothing
            return 0
        return self._begin().wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "crawler.cli", "backup", self.url]
        command += ["--archive", str(self.archive.absolute())]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # errors are for the worker's reader
            start_new_session=True,  # ^C is the worker's, who waits for it
        )
        return self._process

    def _ended(self) -> None:
        if self._process is not None:
            event("shard.stored", storage=self.url, exit_code=self._process.returncode)
        self._process, self._next = None, time.monotonic() + self.seconds
