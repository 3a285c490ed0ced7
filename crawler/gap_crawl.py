"""Ask for just what an archive lacks of a title."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

from archive.gap import Gap
from archive.identity import url_key
from archive.records import Ask
from archive.store import Archive

_ASKED = (
    "SELECT f.url, f.kind, f.context, f.depth FROM frontier f JOIN crawls c ON c.id = crawl_id"
    " WHERE c.title_id = ? AND f.url_key = ? ORDER BY f.id DESC LIMIT 1"
)


def asks(archive: Archive, title_id: int, gaps: Sequence[Gap]) -> list[Ask]:
    """The requests for pages and articles whose address is known: as they were made before, or as
    the page that lists them tells."""
    found = {}
    for gap in gaps:
        if gap.kind == "issue" or not gap.url:
            continue
        try:
            key = url_key(gap.url)
        except ValueError:  # a page prints it, but has no address for it
            continue
        rows = archive.query(_ASKED, title_id, key)
        if rows:
            context = json.loads(rows[0]["context"])
            found[key] = Ask(rows[0]["url"], rows[0]["kind"], context, rows[0]["depth"])
        else:
            told = {"date": gap.date, "issue_label": gap.label, "page_label": gap.page}
            found[key] = Ask(gap.url, gap.kind, {k: v for k, v in told.items() if v})
    return list(found.values())


def spans(gaps: Sequence[Gap]) -> list[tuple[date, date]]:
    """The days whose issues have to be crawled whole, as spans of days in a row: issues that are
    missing, and pages that nothing leads to."""
    whole = {gap.date for gap in gaps if gap.date and (gap.kind == "issue" or not gap.url)}
    found: list[tuple[date, date]] = []
    for day in sorted(date.fromisoformat(text) for text in whole):
        if found and day - found[-1][1] == timedelta(1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
