"""Which articles an export holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive.errors import ArchiveError
from archive.export.entries import entries
from archive.export.entry import Entry
from archive.known_issues import find_title
from archive.store import Archive

# The day that an article appeared on, as long as it is known; else that of its issue.
_DAY = "coalesce(a.published, nullif(i.date, ''))"
_FIRST_DAY = f"substr({_DAY} || '-01-01', 1, 10)"
_LAST_DAY = (
    f"CASE length({_DAY}) WHEN 4 THEN {_DAY} || '-12-31'"
    f" WHEN 7 THEN date({_DAY} || '-01', '+1 month', '-1 day') ELSE substr({_DAY}, 1, 10) END"
)
_FROM = "FROM articles a LEFT JOIN issues i ON i.id = a.issue_id"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection of articles: of a title, of a span of days, of an issue, or these; all of the
    conditions have to hold.  Made by choose()."""

    archive: Archive
    where: str
    values: tuple[Any, ...]

    def count(self) -> int:
        """How many articles these are."""
        sql = f"SELECT count(*) AS count {_FROM} {self.where}"
        return int(self.archive.query(sql, *self.values)[0]["count"])

    def newest(self) -> str:
        """When the newest text of them was read, UTC; "" where there is none."""
        sql = (
            "SELECT max(coalesce(c.fetched_at, a.first_seen)) AS at"
            f" {_FROM} LEFT JOIN captures c ON c.id = a.capture_id {self.where}"
        )
        return str(self.archive.query(sql, *self.values)[0]["at"] or "")

    def entries(self) -> Iterator[Entry]:
        """The articles by day of publication and id; what has no day comes first.  Only a batch of
        them is in memory."""
        with self.archive.reading() as connection:
            rows = connection.execute(
                f"SELECT a.id {_FROM} {self.where} ORDER BY {_DAY}, a.id", self.values
            )
            yield from entries(self.archive, (int(row["id"]) for row in rows))


def choose(
    archive: Archive,
    *,
    title: str | None = None,
    since: date | None = None,
    until: date | None = None,
    issue: int | None = None,
    ids: Iterable[int] | None = None,
) -> Chosen:
    """The articles of a title (`hunan_daily`), published from `since` to `until` (both inclusive,
    days in China), of the issue with that id, among `ids`.

    Of an article with only a month or a year the whole of it has to lie in the span.  Raises
    ArchiveError for a title or an issue that is not there.
    """
    conditions: list[tuple[str, Any]] = []
    if title is not None:
        conditions.append(("a.title_id = ?", find_title(archive, title)["id"]))
    if since is not None:
        conditions.append((f"{_FIRST_DAY} >= ?", since.isoformat()))
    if until is not None:
        conditions.append((f"{_LAST_DAY} <= ?", until.isoformat()))
    if issue is not None:
        if not archive.query("SELECT 1 FROM issues WHERE id = ?", issue):
            raise ArchiveError(f"{archive.path}: no issue {issue}; look into the table issues")
        conditions.append(("a.issue_id = ?", issue))
    if ids is not None:
        wanted = json.dumps([int(article_id) for article_id in ids])
        conditions.append(("a.id IN (SELECT value FROM json_each(?))", wanted))
    where = " AND ".join(sql for sql, _ in conditions)
    return Chosen(archive, f"WHERE {where}" if where else "", tuple(v for _, v in conditions))


def find_issue(archive: Archive, wanted: str, title: str | None = None) -> int:
    """The id of an issue by its id, or by its day or label (`2022-08-04`, `2022年第15期`) where
    the title is given.  Raises ArchiveError when there is none, or several."""
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        rows = archive.query("SELECT id FROM issues WHERE id = ?", int(wanted))
    elif title is None:
        raise ArchiveError(f"issue {wanted}: a day or a label needs its title, too")
    else:
        rows = archive.query(
            "SELECT id FROM issues WHERE title_id = ? AND ? IN (date, label)",
            find_title(archive, title)["id"],
            wanted,
        )
    if len(rows) != 1:
        found = f"{len(rows)} issues" if rows else "no issue"
        raise ArchiveError(f"{archive.path}: {found} {wanted}; look into the table issues")
    return int(rows[0]["id"])
