"""Days on which a title ought to have an issue, and none is archived: for crawls that are due."""

from __future__ import annotations

from datetime import date, timedelta

from archive import rhythm
from archive.known_issues import day_of
from archive.store import Archive

_MEMORY = timedelta(days=200)  # what was longer ago says nothing of the rhythm of today


def lacking_days(archive: Archive, title: str, since: date, until: date) -> list[date]:
    """The days of the span, both ends inclusive, on which the title's rhythm (declared or
    learned) expects an issue that is not there.

    Otherwise than in `archive.calendar`, a day of which the site has said that there is none
    counts, too: an issue may be late.  A title that is not archived lacks nothing.
    """
    rows = archive.query("SELECT id, rhythm FROM titles WHERE name = ?", title)
    if not rows:
        return []
    known = archive.query(
        "SELECT date FROM issues WHERE title_id = ? AND appeared AND date >= ?",
        rows[0]["id"],
        (since - _MEMORY).isoformat(),
    )
    there = sorted({day for row in known if (day := day_of(row["date"]))})
    try:
        told = rhythm.declared(str(rows[0]["rhythm"] or ""))
    except ValueError:  # of a newer version
        told = None
    begun = [there[0] + timedelta(1)] if there else []
    if told and not told.interval:  # the first issue that was looked for may be the late one
        begun += _first_slot(archive, title)
    if not begun:
        return []
    since = max(since, min(begun))
    expected = rhythm.lacking(told or rhythm.learned(there), there, (), since, until).expected
    return [day for day in expected if since <= day <= until]


def _first_slot(archive: Archive, title: str) -> list[date]:
    """The first day that a schedule of the title has crawled, where there is one."""
    (row,) = archive.query(
        "SELECT min(s.since) AS day FROM slots s JOIN schedules p ON p.id = s.schedule_id"
        " WHERE p.title = ?",
        title,
    )
    return [date.fromisoformat(row["day"])] if row["day"] else []
