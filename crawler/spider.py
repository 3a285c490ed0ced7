"""The one spider: it carries requests to the network and answers to the title's platform."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from archive import landmark, unchanged
from archive.crash_points import reached
from archive.errors import ArchiveError
from archive.identity import host_of
from archive.queue import Asked
from archive.records import Ask, Found, Visit
from crawler import page_files
from crawler.clock import utc
from crawler.errand import Errand
from crawler.guard import GuardedResolver, one_line
from crawler.judge import course, moved, settled
from crawler.leaks import leaks
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched
from crawler.robots import HostWaitsError, RobotsUnreachableError
from crawler.session import session_of
from crawler.span import parse_span
from crawler.titles import Title

_CONDITIONS = {b"If-None-Match", b"If-Modified-Since"}


class PressSpider(scrapy.Spider):
    """Crawls one title.  Arguments: `since` and `until` (YYYY-MM-DD, inclusive, Asia/Shanghai),
    `entry` (crawl the title at another address: a mirror, or a test press).

    Raises SpanError or TitleError for an argument that is none.
    """

    title: Title  # set by spider_class()
    errand: Errand | None = None  # set by with_errand()

    def __init__(self, since: str = "", until: str = "", entry: str = "", **other: Any) -> None:
        super().__init__()
        other.pop("_job", None)  # scrapyd tells every spider its own number
        if other:
            raise TypeError(f"unknown argument {', '.join(other)} (known: since, until, entry)")
        self.since, self.until = parse_span(since, until)
        self.span = (since or None, until or None)  # as given: it tells crawls apart
        if entry:
            self.title = replace(self.title, entry=entry)
        self.platform = platform_for(self.title)

    def starts(self) -> list[Ask]:
        """The first requests of a new crawl."""
        if self.errand is not None:
            return list(self.errand.asks)
        return self.platform.starts(self.since, self.until)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the session has put the first requests into the frontier."""
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    def answered(self, response: Response) -> Iterator[Visit]:
        """A response came: read it."""
        session = session_of(self.crawler)
        ask_id = response.meta["ask_id"]
        asked = session.in_flight[ask_id]
        status = response.status
        target = response.headers.get("Location") or b""
        captures = session.captured(ask_id)
        way = course(status, asked.kind, leads_on=bool(target))
        end: dict[str, Any]
        if way != "again":
            session.hosts.answered(asked.url)
        if way == "moved":
            end = moved(status, response.url, target, asked.as_ask())
        elif way == "not modified":
            end = _not_modified(response)
        elif way == "again":
            end = self._again(asked, f"HTTP {status}", _retry_after(response))
        elif way in ("gone", "failed"):
            end = {"state": way, "reason": f"HTTP {status}"}
        else:
            at = datetime.fromisoformat(captures[-1].fetched_at) if captures else None
            try:
                end = self._read(asked.as_ask(), response, at)
            except ArchiveError:
                return  # the run ends; the request stays in flight and is asked again next time
            reached("record extracted")
        yield Visit(ask_id=ask_id, at=utc(), captures=captures, **end)

    def _read(self, ask: Ask, response: Response, at: datetime | None) -> dict[str, Any]:
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        # The address of a POST does not say what was asked.
        url = ask.url if ask.context.get("post") else response.url
        page = Fetched(url, response.status, response.body, headers, at)
        try:
            found = self._found(ask, page)
        except ArchiveError:
            raise
        except Exception as error:
            self.logger.exception("cannot read %s", response.url)
            return {"state": "failed", "reason": f"cannot be read: {error!r}"}
        if self.errand is not None:
            found = self.errand.narrow(found)
        found = landmark.seen(ask, found)
        return settled(found) | {"leaks": leaks(found)}

    def _found(self, ask: Ask, page: Fetched) -> Found:
        if ask.kind == page_files.KIND:
            return session_of(self.crawler).keep_file(ask, page.body)
        found = self.platform.read(ask, page)
        if found.pages and page_files.wanted(self.settings):
            found = replace(found, asks=(*found.asks, *page_files.asks(ask, found)))
        return found

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """No response came, or it may not be asked for."""
        session = session_of(self.crawler)
        ask_id = failure.request.meta["ask_id"]  # type: ignore[attr-defined]
        asked = session.in_flight.get(ask_id)
        if asked is None or session.stopped in ("disk full", "error"):
            return
        error = failure.value
        reason = one_line(str(error).strip().partition("\n")[0] or type(error).__name__)
        end: dict[str, Any]
        if isinstance(error, RobotsUnreachableError) and asked.host == host_of(self.title.entry):
            # Every request would fail alike: the crawl stays open, and waits for the same command.
            session.stop("unreachable", reason)
            end = {"state": "queued", "reason": reason}
        elif isinstance(error, RobotsUnreachableError):
            end = {"state": "failed", "reason": reason}
        elif isinstance(error, HostWaitsError):
            end = {"state": "queued", "not_before": session.hosts.until(asked.host)}
        elif isinstance(error, IgnoreRequest):
            end = {"state": "refused", "reason": reason}
            if reason.startswith("Ignored response"):  # a bomb: what was unpacked of it is held by
                del failure, error  # the frames of the error, and cycles are looked for rarely
                gc.collect()
        elif refused := GuardedResolver.refused.get(urlsplit(asked.url).hostname or ""):
            end = {"state": "refused", "reason": refused}
        elif type(error).__name__ in ("DownloadCancelledError", "CancelledError"):
            end = {"state": "refused", "reason": f"larger than allowed: {reason}"}
        elif isinstance(error, DNSLookupError):
            end = {"state": "failed", "reason": f"the host is not known: {reason}"}
        else:
            end = self._again(asked, reason, None)
        yield Visit(ask_id=ask_id, at=utc(), captures=session.captured(ask_id), **end)

    def _again(self, asked: Asked, reason: str, wait: float | None) -> dict[str, Any]:
        """How a visit ends that is to be made again, if it may: `wait` seconds, where the server
        has said so, hold for its whole host."""
        hosts = session_of(self.crawler).hosts
        waits = [float(seconds) for seconds in self.settings.getlist("BAOKAN_RETRY_WAITS")]
        attempt = asked.attempts + 1
        if wait:
            hosts.asked_to_wait(asked.url, wait)
        else:
            hosts.failed(asked.url)
        if attempt > len(waits):
            return {"state": "failed", "reason": f"{reason}, {attempt} times"}
        seconds = waits[attempt - 1] if wait is None else wait
        return {"state": "queued", "reason": reason, "not_before": utc(after=seconds)}


def spider_class(title: Title) -> type[PressSpider]:
    """The Scrapy spider of a title."""
    name = "".join(part.capitalize() for part in title.name.split("_")) + "Spider"
    return type(name, (PressSpider,), {"name": title.name, "title": title})


def with_errand(spider: type[PressSpider], errand: Errand) -> type[PressSpider]:
    """The same spider, asking for known addresses."""
    return type(spider.__name__, (spider,), {"errand": errand})


def _not_modified(response: Response) -> dict[str, Any]:
    request = response.request
    if request is None or not (_CONDITIONS & set(request.headers)):
        return {"state": "failed", "reason": "HTTP 304 to a request without a condition"}
    return {"state": "done", "found": Found(unchanged.VERDICT)}


def _retry_after(response: Response) -> float | None:
    """Seconds that the server asks us to wait (RFC 9110 §10.2.3), or None."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        sent = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        return max(0.0, (moment - sent).total_seconds())
    except (TypeError, ValueError):
        return None
