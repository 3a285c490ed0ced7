"""Days of the press: those of a span, and the one in China on which a page was captured."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.extract.clocks import SHANGHAI
from crawler.platforms.base import Fetched
from crawler.titles import Title, TitleError


def days(since: date, until: date) -> list[date]:
    """Every day from `since` to `until`, both inclusive."""
    return [since + timedelta(n) for n in range((until - since).days + 1)]


def span(title: Title, since: date | None, until: date | None) -> list[date]:
    """Every day of a span, both ends included; empty for no span.

    Raises TitleError for a span with one end, or none of its days.
    """
    if since is None and until is None:
        return []
    if since is None or until is None or until < since:
        raise TitleError(f"{title.name}: a span needs a first and a last day, in order")
    return days(since, until)


def day_of(page: Fetched) -> date | None:
    """The day, in China, on which a page was captured; None when that is not known."""
    return page.captured.astimezone(SHANGHAI).date() if page.captured else None
