"""Where the page of a fleet has its figures from: archive/ knows no Redis.

Whoever serves the reading room puts a function there (`baokan serve --frontier`); without one
there is no such page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Gives what `baokan health --json` calls `fleet` (docs/commands.md); raises nothing.  It is
# called in a thread of its own, and may take seconds.
look: Callable[[], dict[str, Any]] | None = None
