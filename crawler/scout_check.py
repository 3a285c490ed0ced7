"""Whether the record of a title still holds, and what of it has moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from crawler.platforms.editions import editions_of, front_page
from crawler.platforms.links import bare_host
from crawler.scout import Walk
from crawler.titles import Title

_STALE_DAYS = 31  # a monthly is in time with it


def moved(title: Title, walk: Walk, today: date) -> Iterator[str]:
    """One line for each thing that the record says otherwise than the site: the host, the address
    of the front page, an issue that is long overdue, nothing to read at all."""
    for step in walk.steps[:1]:
        if step.page is not None and bare_host(step.page.url) != bare_host(title.entry):
            yield f"the entry leads to another host: {step.page.url}"
    if not walk.articles:
        yield f"{title.platform} reads no article: {walk.problem}"
        return
    if walk.issue is None or not walk.issue.date:
        return
    newest = date.fromisoformat(walk.issue.date)
    age = (today - newest).days
    if age > _STALE_DAYS and title.kind == "newspaper":
        yield f"its newest issue is that of {newest}, {age} days ago"
    expected = front_page(editions_of(title), newest)
    if expected and _name(expected) != _name(walk.issue.url):
        reached = any(step.url == expected and step.found.asks for step in walk.steps)
        if not reached:
            yield f"the front page of {newest} is {walk.issue.url}, the record says {expected}"


def _name(url: str) -> str:
    """http or https, with or without query: the same page."""
    parts = urlsplit(url)
    return f"{bare_host(url)}{parts.path}"
