"""How far a record of the catalogue can be trusted: sites move, a quarter of them in two years."""

from __future__ import annotations

from datetime import date
from typing import Literal

from crawler.polite import is_loopback
from crawler.titles import Title

Standing = Literal["verified", "documented", "stale"]
STANDINGS: tuple[Standing, ...] = ("verified", "documented", "stale")

_YEARS = 2


def standing(title: Title, today: date, proved: set[tuple[str, str]]) -> Standing:
    """`verified`: a complete crawl from the record's own entry is in the archive at hand
    (`proved`: title and entry); `documented`: the evidence is at most two years old on `today`;
    else `stale`.

    A press on one's own machine proves nothing.  Evidence of a year alone counts as that of its
    last month.
    """
    if (title.name, title.entry) in proved and not is_loopback(title.entry):
        return "verified"
    year, _, month = title.seen.partition("-")
    if not year:
        return "stale"
    months = (today.year - int(year)) * 12 + today.month - int(month or 12)
    return "documented" if months <= _YEARS * 12 else "stale"
