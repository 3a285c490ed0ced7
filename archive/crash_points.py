"""Where a test lets the process die: `BAOKAN_CRASH_AT='row ingested:150'` at the 150th time.

Each is a place at which losing power would be felt most.  docs/reliability.md lists them; nobody
else sets the variable.
"""

from __future__ import annotations

import os
import signal

POINTS = (
    "before capture",  # the answer is there, nothing of it is written
    "capture written",  # its bytes are in the WARC file
    "record extracted",  # it was read
    "row ingested",  # in the transaction: capture, article, places are written
    "index updated",  # in the transaction: the search index knows the article
    "marked done",  # in the transaction: the request is settled
    "committed",  # the transaction has ended
)

_point, _, _times = os.environ.get("BAOKAN_CRASH_AT", "").rpartition(":")
_left = int(_times) if _times.isdigit() else 0


def reached(point: str) -> None:
    """The process is at a point; it is killed (SIGKILL) where that was asked for."""
    global _left
    if point != _point:
        return
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
