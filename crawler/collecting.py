"""How often Python looks for cycles among what it has made."""

from __future__ import annotations

import gc

# A page read makes thousands of small objects and no cycles: looking for cycles after every 700
# of them, as Python does, takes a tenth of the time of reading.
_AFTER = 50_000


def collect_rarely() -> None:
    """For the whole of this process."""
    gc.set_threshold(_AFTER)
