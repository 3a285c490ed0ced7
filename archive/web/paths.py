"""The addresses of the reading room's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

ROOT = "/-/baokan"


@dataclass(frozen=True, slots=True)
class Paths:
    """Addresses inside one archive; templates know them as `to`.

    `base` is what Datasette's setting base_url puts in front, without its last slash; `database`
    the name of the archive, "" where there is none; `data` Datasette's own page of it;
    `has_fleet` whether there is a page of a fleet.
    """

    base: str = ""
    database: str = ""
    data: str = "/"
    has_fleet: bool = False

    @property
    def style(self) -> str:
        """The style sheet."""
        return f"{self.base}{ROOT}/style.css"

    @property
    def home(self) -> str:
        """The first page."""
        return f"{self.base}{ROOT}/{quote(self.database, safe='')}"

    @property
    def search(self) -> str:
        """The search page; its field is `q`."""
        return f"{self.home}/search"

    @property
    def charts(self) -> str:
        """Charts of the whole archive, or of a title."""
        return f"{self.home}/charts"

    @property
    def queries(self) -> str:
        """The list of ready-made queries."""
        return f"{self.home}/queries"

    @property
    def fleet(self) -> str:
        """The page of a fleet; "" where there is none."""
        return f"{self.home}/fleet" if self.has_fleet else ""

    def article(self, article_id: int, revision: int | None = None) -> str:
        """An article, in its newest text or an older one."""
        return with_query(f"{self.home}/article/{article_id}", {"revision": revision})

    def changes(self, article_id: int, old: int | None = None, new: int | None = None) -> str:
        """What changed between two revisions."""
        return with_query(f"{self.home}/diff/{article_id}", {"a": old, "b": new})

    def issue(self, issue_id: int) -> str:
        """An issue (期)."""
        return f"{self.home}/issue/{issue_id}"

    def page(self, page_id: int) -> str:
        """A printed page (版)."""
        return f"{self.home}/page/{page_id}"

    def title(self, name: str, page: int | None = None) -> str:
        """A title; `page` turns over its list of articles."""
        return with_query(f"{self.home}/title/{quote(name, safe='')}", {"page": page})

    def feed(self, name: str) -> str:
        """The newest articles of a title, for feed readers."""
        return f"{self.home}/title/{quote(name, safe='')}/feed.atom"

    def download(self, kind: str, row_id: int, form: str) -> str:
        """An `article` or `issue` in one of the formats of archive/web/downloads.py."""
        return f"{self.home}/{kind}/{row_id}.{form}"

    def year(self, name: str, year: int | None = None) -> str:
        """A year of a title; without one the newest."""
        return f"{self.home}/calendar/{quote(name, safe='')}" + (f"/{year:04d}" if year else "")

    def people(self, q: str = "", page: int | None = None) -> str:
        """Names, those that contain `q`."""
        return with_query(f"{self.home}/people", {"q": q, "page": page})

    def person(self, name: str, page: int | None = None) -> str:
        """What one name is credited with."""
        return with_query(f"{self.home}/person", {"name": name, "page": page})

    def runs(self, title: str = "", page: int | None = None) -> str:
        """Runs, of one title or all."""
        return with_query(f"{self.home}/runs", {"title": title, "page": page})

    def capture(self, capture_id: int) -> str:
        """What is known of a response."""
        return f"{self.home}/capture/{capture_id}"

    def raw(self, capture_id: int) -> str:
        """The bytes of a response."""
        return f"{self.home}/capture/{capture_id}/raw"

    def file(self, digest: str) -> str:
        """The PDF or picture of a page, by `page_files.digest`."""
        return f"{self.home}/file/{quote(digest.removeprefix('sha256:'), safe='')}"

    def table(self, name: str, **filters: object) -> str:
        """Datasette's page of a table, with its filters (`outcome__not="complete"`)."""
        return with_query(f"{self.data}/{name}", filters)


def with_query(path: str, values: Mapping[str, object]) -> str:
    """The path with those values that are there; page 1 is the page without a number."""
    kept = {
        name: str(value)
        for name, value in values.items()
        if value is not None and value != "" and (name, value) != ("page", 1)
    }
    return f"{path}?{urlencode(kept)}" if kept else path
