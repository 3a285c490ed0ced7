"""After a replay: which alarms of a title are over, now that its pages are read rightly."""

from __future__ import annotations

import json
from typing import Any

from archive import alarms
from archive.record_json import article_of
from archive.records import Article
from archive.run_fields import LENGTH, tally
from archive.store import Archive
from crawler import watch
from crawler.clock import utc
from crawler.leaks import leaky

_OF_TEXTS = ("field", "rule", "length", "unread", "leaks")


def close_alarms(archive: Archive, title_id: int) -> list[str]:
    """Close the title's open alarms of how articles were read, where these, as they are archived
    now, are read rightly; returns their messages.

    Looked at are the articles that were fetched in the runs that showed the alarm.  Another rule
    may give the field now: it is enough that it is there.
    """
    closed = []
    for alarm in alarms.listed(archive):
        if alarm["title_id"] != title_id or alarm["kind"] not in _OF_TEXTS:
            continue
        if _is_over(alarm, _records(archive, title_id, alarm["first_run"])):
            with archive.transaction() as connection:
                alarms.close(connection, alarm["id"], "replay", utc())
            closed.append(alarm["message"])
    return closed


def _records(archive: Archive, title_id: int, first_run: int) -> list[Article]:
    rows = archive.query(
        "SELECT r.record FROM articles a JOIN revisions r"
        " ON r.article_id = a.id AND r.number = a.revision JOIN captures c ON c.id = r.capture_id"
        " WHERE a.title_id = ? AND c.run_id >= ?",
        title_id,
        first_run,
    )
    return [article_of(json.loads(row["record"])) for row in rows]


def _is_over(alarm: dict[str, Any], articles: list[Article]) -> bool:
    if not articles:
        return False
    expected = alarm["expected"] or 0.0
    if alarm["kind"] == "unread":
        unread = sum(len(article.unread) for article in articles) / len(articles)
        return not watch.too_much_unread(unread, expected)
    if alarm["kind"] == "leaks":
        return sum(map(leaky, articles)) / len(articles) <= expected + watch.SHARE
    counted = tally(articles)
    if alarm["kind"] == "length":
        have = counted[LENGTH, alarm["source"]]
    else:
        have = sum(n for (name, by), n in counted.items() if name == alarm["field"] and by)
    return have / len(articles) >= expected - watch.SHARE
