"""When to look at an archived article again, and with which requests.

New articles are looked at often, old ones rarely: at the ages below, counted from the day of
publication.  Most corrections and removals come within the first days.  A title that changes much
is looked at twice as often, one that never does half as often.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from archive.records import Ask
from archive.store import Archive

# Days after publication at which an article is looked at; after the last of them, every 90 days.
AGES = (0.5, 1, 1.5, 2, 2.5, 3, 7, 30, 90)
EVERY = 90.0
# An article that was not there is looked for again at these ages of its absence, in days.
ABSENT_AGES = (1, 3, 7, 30, 90)

# Looks from which on the past of a title says something, and the shares of them that found a
# change from which on it changes much, or below which it never does.
_LEAST_LOOKS, _MUCH = 20, 0.05
_MANY_LOOKS = 200


@dataclass(frozen=True, slots=True)
class Due:
    """An article and when its next look is due (UTC)."""

    article_id: int
    title: str | None
    url: str
    status: str
    checked_at: str
    due_at: str


def pace(looks: int, changes: int) -> float:
    """What the ages of a title are multiplied by: 0.5, 1 or 2."""
    if looks >= _LEAST_LOOKS and changes >= _MUCH * looks:
        return 0.5
    return 2.0 if looks >= _MANY_LOOKS and not changes else 1.0


def next_look(began: datetime, checked: datetime, paced: float, ages: Iterable[float]) -> datetime:
    """The first moment after `checked` at which the article, counted from `began`, has one of the
    ages."""
    for age in ages:
        moment = began + timedelta(days=age * paced)
        if moment > checked:
            return moment
    every = timedelta(days=EVERY * paced)
    last = began + timedelta(days=AGES[-1] * paced)
    return last + every * max(1, (checked - last) // every + 1)


def due(archive: Archive, title_id: int, now: str, *, all_of_them: bool = False) -> list[Due]:
    """The title's articles whose next look is not later than `now` (UTC), the longest due first;
    or all of them."""
    paced = pace(*_past(archive, title_id))
    found = []
    for row in archive.query(
        "SELECT id, title, url, status, missing_since, published, first_seen,"
        " coalesce(checked_at, last_seen) AS checked_at FROM articles WHERE title_id = ?",
        title_id,
    ):
        moment = _utc(_next(row, paced))
        if all_of_them or moment <= now:
            found.append(
                Due(row["id"], row["title"], row["url"], row["status"], row["checked_at"], moment)
            )
    return sorted(found, key=lambda one: (one.due_at, one.article_id))


def asks(archive: Archive, article_id: int) -> list[Ask]:
    """The requests that gave the article and its further pages, to be made again.

    One that is not there is looked for at every address it has had.
    """
    with archive.reading() as connection:
        return _asks(connection, article_id)


def _past(archive: Archive, title_id: int) -> tuple[int, int]:
    (row,) = archive.query(
        "SELECT coalesce(sum(checks - 1), 0) AS looks, coalesce(sum(revision - 1), 0)"
        " + coalesce(sum(status != 'live'), 0) AS changes FROM articles WHERE title_id = ?",
        title_id,
    )
    return row["looks"], row["changes"]


def _next(row: dict[str, str], paced: float) -> datetime:
    checked = datetime.fromisoformat(row["checked_at"])
    if row["status"] != "live":
        return next_look(datetime.fromisoformat(row["missing_since"]), checked, 1.0, ABSENT_AGES)
    began = datetime.fromisoformat(row["first_seen"])
    published = row["published"] or ""
    if len(published) >= 10:  # midnight of that day in Shanghai, or the minute that is printed
        day = published if "T" in published else published[:10] + "T00:00+08:00"
        began = min(began, datetime.fromisoformat(day))
    return next_look(began, checked, paced, AGES)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


_ASK = "SELECT f.url, f.kind, f.context, f.depth FROM frontier f JOIN crawls c ON c.id = crawl_id"


def _asks(connection: sqlite3.Connection, article_id: int) -> list[Ask]:
    article = connection.execute(
        "SELECT title_id, url, status, capture_id FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    every = article["status"] != "live"
    rows = connection.execute(
        _ASK + " JOIN article_urls u ON u.title_id = c.title_id AND u.url_key = f.url_key"
        " WHERE u.article_id = ? AND f.article_id = u.article_id"
        " GROUP BY f.url_key HAVING f.id = max(f.id) ORDER BY u.url = ? DESC, f.id",
        (article_id, article["url"]),
    ).fetchall()
    if not rows:  # inside the document of an issue
        rows = connection.execute(
            _ASK + " WHERE f.capture_id = ? ORDER BY f.id DESC", (article["capture_id"],)
        ).fetchall()
    parts = connection.execute(
        _ASK + " JOIN article_parts p ON p.url_key = f.url_key"
        " WHERE p.article_id = ? AND p.number != 1 AND NOT p.left_out AND p.record IS NOT NULL"
        " AND c.title_id = ? GROUP BY f.url_key HAVING f.id = max(f.id) ORDER BY p.number",
        (article_id, article["title_id"]),
    ).fetchall()
    found = [_ask(row) for row in (rows if every else rows[:1])] + [_ask(row) for row in parts]
    return list({ask.url: ask for ask in found}.values())


def _ask(row: sqlite3.Row) -> Ask:
    context = json.loads(row["context"])
    context.pop("asked_as", None)  # of the redirect that once led there
    return Ask(row["url"], row["kind"], context, row["depth"])
