"""Which days to ask a paper for whose issues are told by their day alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from archive.records import Ask, Found, Issue
from crawler.platforms.base import Fetched
from crawler.platforms.press_days import day_of

MOST_BACK = 10  # days without an issue before the newest one: the longest holidays have eight


def newest(page: Fetched, issue_of: Callable[[date], Ask], told: date | None = None) -> Found:
    """A request for the issue of the day that the site has told, or else of today; where there is
    none, `none_that_day` goes back from it."""
    day = told or day_of(page)
    if day is None:
        return Found("error", reason="when the page was fetched is not known, nor the newest day")
    ask = issue_of(day)
    return Found("list", asks=(replace(ask, context={**ask.context, "back": str(MOST_BACK)}),))


def none_that_day(ask: Ask, page: Fetched, issue_of: Callable[[date], Ask]) -> Found:
    """The answer for a day without an issue: known as such once the day is over.  In search of
    the newest issue the day before is asked next."""
    text = ask.context.get("date", "")
    day, now = date.fromisoformat(text), day_of(page)
    over = "back" not in ask.context or (now is not None and day < now)
    issue = Issue(text, ask.url, exists=False) if over else None
    if "back" not in ask.context:
        return Found("no issue", issue=issue, reason="no issue on that day")
    left = int(ask.context["back"])
    if left <= 0:
        return Found("error", issue=issue, reason=f"no issue in the last {MOST_BACK} days")
    before = issue_of(day - timedelta(days=1))
    before = replace(before, context={**before.context, "back": str(left - 1)})
    return Found("no issue", issue=issue, asks=(before,), reason="no issue on that day")
