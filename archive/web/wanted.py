"""What is looked for: the fields of the search form, as they stand in an address."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archive.search import Search
from archive.store import Archive
from archive.web.asking import Asking
from archive.web.paths import with_query

# The name of a filter in the address, and in archive/search_facets.py: `page` turns the list over.
_FILTERS = {
    "paper": "paper",
    "place": "place",
    "date": "date",
    "on_page": "page",
    "status": "status",
}
_ORDERS = ("best", "newest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`filters` are by their names in the address; those without a value are not there."""

    q: str = ""
    order: str = "best"
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for."""
        return not self.q and not self.filters

    @property
    def newest(self) -> bool:
        """Whether the last published ones come first."""
        return self.order == "newest"

    def search(self, archive: Archive) -> Search:
        """The search.  Raises QueryError."""
        return Search(
            archive.connection,
            self.q,
            {_FILTERS[name]: value for name, value in self.filters.items()},
        )

    def path(self, base: str, page: int = 1) -> str:
        """The address of what is looked for, below `base`."""
        order = None if self.order == "best" else self.order
        return with_query(base, {"q": self.q, **self.filters, "order": order, "page": page})

    def narrowed(self, name: str, value: str) -> Wanted:
        """With another filter; "" takes it away."""
        filters = {key: kept for key, kept in self.filters.items() if key != name}
        return replace(self, filters=filters | ({name: value} if value else {}))

    def ordered(self, order: str) -> Wanted:
        """In another order."""
        return replace(self, order=order)


def wanted(asked: Asking) -> Wanted:
    """What the address asks for."""
    given = {name: asked.text(name) for name in _FILTERS}
    order = asked.text("order")
    return Wanted(
        asked.query.get("q", "").strip(),
        order if order in _ORDERS else "best",
        {name: value for name, value in given.items() if value},
    )
