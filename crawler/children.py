"""Crawls of slots as processes of their own, which outlive a scheduler that is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from archive.schedules import Schedule
from archive.slots import Slot
from archive.store import Archive
from crawler import slot_end

# A crawl ends by itself when its time is over; one that does not is told to, and then killed.
_LATE_SECONDS = 60.0
_KILL_SECONDS = 30.0


@dataclass(slots=True)
class Child:
    """The process that works on a slot."""

    path: Path
    slot: Slot
    process: subprocess.Popen[bytes]
    budget: float
    begun: float = field(default_factory=time.monotonic)
    told: bool = False

    def ended(self) -> bool:
        """Whether it has ended; one that is late is stopped, and its slot is `out of time`."""
        if self.process.poll() is not None:
            if self.told:
                self._out_of_time()
            return True
        late = time.monotonic() - self.begun - self.budget - _LATE_SECONDS
        if late > 0 and not self.told:
            self.told = True
            self.process.terminate()
        if late > _KILL_SECONDS:
            self.process.kill()
        return False

    def stop(self) -> None:
        """Tell it to end; it goes on with the same command another time."""
        if self.process.poll() is None:
            self.process.terminate()

    def _out_of_time(self) -> None:
        with Archive.open(self.path, create=False) as archive:
            reason = f"it took longer than its {self.budget:g} s"
            slot_end.finish(archive, self.slot, "out of time", reason)


@dataclass(frozen=True, slots=True)
class Launcher:
    """Starts `baokan run-slot` for slots of the archive at `path`."""

    path: Path
    contact: str = ""

    def __call__(self, schedule: Schedule, slot: Slot, lock: IO[bytes]) -> Child:
        """Start it.  It inherits the lock: as long as it lives the slot is known to be worked
        on, also when this process is killed."""
        command = [sys.executable, "-m", "crawler.cli", "run-slot", str(slot.id)]
        command += ["--archive", str(self.path.absolute())]
        command += ["--contact", self.contact] if self.contact else []
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(lock.fileno(),),
            start_new_session=True,  # Ctrl-C is for the scheduler, which tells its children
        )
        return Child(self.path, slot, process, schedule.plan.budget_seconds)
