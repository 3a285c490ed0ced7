"""What a reader asks for, as the makers of pages get it; and long lists, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.errors import ArchiveError
from archive.store import Archive
from archive.web.paths import Paths
from archive.web.words import Language

_MOST_PAGES = 100_000


class NotHere(ArchiveError):  # noqa: N818 - what the reader is told, not a fault
    """Nothing is at this address: a key of archive/web/words.py and what fills its gaps."""

    def __init__(self, word: str, *values: object) -> None:
        super().__init__(word, *values)
        self.word, self.values = word, values
        self.status = 503 if word == "storage_away" else 404  # it may be had later, or not


@dataclass(frozen=True, slots=True)
class Asking:
    """`given` are the named parts of the address, decoded; `query` what stands behind the `?`."""

    to: Paths
    language: Language = "zh"
    given: Mapping[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A number of the address or the query; 0 where there is none."""
        text = self.given.get(name) or self.query.get(name) or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0

    def text(self, name: str) -> str:
        """A text of the query; "" where there is none."""
        return self.query.get(name, "").strip()[:200]

    @property
    def page(self) -> int:
        """Which page of a long list is asked for, from 1."""
        return min(max(self.number("page"), 1), _MOST_PAGES)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a long list, with the addresses of its neighbours; "" where there is none."""

    rows: Sequence[Mapping[str, Any]]
    number: int
    before: str
    after: str


def leaf(
    archive: Archive, asked: Asking, size: int, path: Callable[[int], str], sql: str, *values: Any
) -> Leaf:
    """The rows of a SELECT without its LIMIT, `size` of them; `path` gives a page's address."""
    number = asked.page
    rows = archive.query(f"{sql} LIMIT ? OFFSET ?", *values, size + 1, (number - 1) * size)
    return Leaf(
        rows[:size],
        number,
        path(number - 1) if number > 1 else "",
        path(number + 1) if len(rows) > size else "",
    )


def title_row(archive: Archive, name: str) -> dict[str, Any]:
    """The row of a title.  Raises NotHere."""
    rows = archive.query("SELECT * FROM titles WHERE name = ?", name)
    if not rows:
        raise NotHere("no_title", name)
    return rows[0]
