"""Crawls with an errand: they ask for addresses that the archive knows, and go no further."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from archive.records import Ask, Found

# Kinds of requests that each errand follows from what it finds.
_FOLLOWED = {
    "revisit": ("part",),
    "gaps": ("part", "article", "any", "page file"),
}


@dataclass(frozen=True, slots=True)
class Errand:
    """`revisit`: look at archived articles again, with conditional requests; `gaps`: ask for the
    pages and articles that an issue lacks."""

    name: Literal["revisit", "gaps"]
    asks: tuple[Ask, ...]

    def narrow(self, found: Found) -> Found:
        """What was found, with only those requests that the errand follows."""
        asks = tuple(ask for ask in found.asks if ask.kind in _FOLLOWED[self.name])
        return replace(found, asks=asks)
