"""What an answer means for its request: the same when it comes, and when it is read from WARC."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from archive.records import Ask, Found
from crawler import posts
from crawler.platforms.base import TOLD

_REASONS = {
    "challenge": "a bot check or a login wall",
    "error": "an error message instead of a page",
    "empty": "no text on the page",
}
_TRANSIENT = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}

Course = Literal["moved", "not modified", "again", "gone", "failed", "read"]


def course(status: int, kind: str, *, leads_on: bool) -> Course:
    """How to go on with an answer to a request of that kind; `leads_on`: it has a Location."""
    if 300 <= status < 400 and leads_on:
        return "moved"
    if status == 304:
        return "not modified"
    if status in _TRANSIENT:
        return "again"
    if status >= 400 and kind not in TOLD:
        # What the site does not give is not kept, so the crawl is not complete.
        return "gone" if status in (404, 410) else "failed"
    return "read"


def moved(status: int, url: str, target: bytes, ask: Ask) -> dict[str, Any]:
    """How a visit ends that was sent from `url` on to another address."""
    try:
        # Not latin-1: press sites send Chinese paths unescaped.
        to = urljoin(url, safe_url_string(target))
    except ValueError:
        return {"state": "failed", "reason": f"moved to what is no address: {target!r}"}
    if not ask.context.get("post"):
        return {"state": "queued", "moved_to": to}
    if status == 303:  # another page, to be had without what was sent
        return {"state": "failed", "reason": f"the form is answered by another page: {to}"}
    return {"state": "queued", "moved_to": posts.moved(ask.url, to)}


def settled(found: Found) -> dict[str, Any]:
    """How a visit ends whose answer was read."""
    reason = found.reason or _REASONS.get(found.verdict, "")
    return {"state": _state(found), "reason": reason, "found": found}


def _state(found: Found) -> str:
    if found.verdict in ("challenge", "error", "refused"):
        return "failed"
    if found.verdict == "missing":
        return "gone"
    if found.verdict in ("empty", "elsewhere", "pseudo"):
        return "refused"
    return "done"
