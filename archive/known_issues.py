"""What an archive knows of the issues of a title: there, known not to have appeared, asked for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive.errors import ArchiveError
from archive.store import Archive


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A row of `issues`, with how many pages and articles of it are archived."""

    id: int
    date: str
    label: str
    url: str
    appeared: bool
    pages: int
    articles: int

    @property
    def day(self) -> datetime.date | None:
        """Its date; None for "" and for what is none."""
        return day_of(self.date)

    @property
    def there(self) -> bool:
        """Whether anything of it is archived."""
        return self.appeared and bool(self.pages or self.articles)


@dataclass(frozen=True, slots=True)
class AskedIssue:
    """An issue that was asked for, and whose newest answer was none."""

    date: str
    label: str
    url: str
    state: str
    reason: str
    linked: bool  # something leads to it: it has appeared


def find_title(archive: Archive, name: str) -> dict[str, Any]:
    """The row of a title, by its name (`hunan_daily`).  Raises ArchiveError when there is none."""
    rows = archive.query("SELECT * FROM titles WHERE name = ?", name)
    if not rows:
        raise ArchiveError(f"{archive.path}: no title {name!r} is archived; see: baokan stats")
    return rows[0]


@lru_cache(maxsize=1 << 16)  # a paper of a century has 36,500 days, each asked for often
def day_of(text: str | None) -> datetime.date | None:
    """`2022-08-04`, also with a time behind it; None for anything shorter or else."""
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def known_issues(archive: Archive, title_id: int) -> list[KnownIssue]:
    """All of a title, by date and label."""
    rows = archive.query(
        "SELECT i.id, i.date, i.label, i.url, i.appeared,"
        " (SELECT count(*) FROM pages WHERE issue_id = i.id) AS pages,"
        " (SELECT count(*) FROM articles WHERE issue_id = i.id) AS articles"
        " FROM issues i WHERE i.title_id = ? ORDER BY i.date, i.label",
        title_id,
    )
    return [KnownIssue(**(row | {"appeared": bool(row["appeared"])})) for row in rows]


_ASKED = """
SELECT coalesce(json_extract(f.context, '$.date'), '') AS date,
    coalesce(json_extract(f.context, '$.issue_label'), '') AS label, f.url, f.state, f.reason,
    json_type(f.context, '$.linked') IS NOT NULL AS linked
FROM frontier f
WHERE f.kind = 'issue' AND f.state IN ('queued', 'in flight', 'gone', 'refused', 'failed')
    AND f.crawl_id IN (SELECT id FROM crawls WHERE title_id = ?1)
    AND json_type(f.context, '$.left') IS NULL
    AND NOT EXISTS (SELECT 1 FROM crawls c JOIN frontier o ON o.crawl_id = c.id
        WHERE c.title_id = ?1 AND o.kind = 'issue' AND o.url_key = f.url_key AND o.id > f.id)
ORDER BY f.id
"""


def asked_issues(archive: Archive, title_id: int) -> list[AskedIssue]:
    """Issues whose newest request did not end well; trials of days for the newest one are none."""
    with archive.reading() as connection:  # of a crawl of a century there are 36,500
        return [
            AskedIssue(day, label, url, state, reason, bool(linked or label))
            for day, label, url, state, reason, linked in connection.execute(_ASKED, (title_id,))
        ]
