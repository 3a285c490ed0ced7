"""Scrapy's scheduler on the archive's frontier: the queue that survives a kill."""

from __future__ import annotations

from collections import Counter
from typing import Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from archive.queue import Asked
from archive.records import Ask, Visit
from crawler import page_files
from crawler.clock import utc
from crawler.conditional import validators
from crawler.posts import post_of
from crawler.session import Session, session_of


class Frontier(BaseScheduler):
    """Hands out rows of the frontier as requests, only as many a host as may be under way.

    Rows that were handed out are `in flight` until their visit is ingested; what a page links to
    gets into the queue in that same transaction, never through Scrapy.
    """

    def __init__(self, session: Session, settings: BaseSettings) -> None:
        self.session = session
        self._per_host = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._slots = settings.getdict("DOWNLOAD_SLOTS")
        self._files = page_files.wanted(settings)  # a resumed crawl may have asked for some
        self._file_bounds = page_files.meta(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        """Scrapy's constructor."""
        return cls(session_of(crawler), crawler.settings)

    def has_pending_requests(self) -> bool:
        """Whether anything waits: also what may not be asked yet."""
        return self.session.pending()

    def enqueue_request(self, request: Request) -> bool:
        """Queue a request that a Scrapy component made; platforms give Asks instead."""
        return self.session.queue.add(Ask(request.url, "any", {}, 0, request.priority))

    def next_request(self) -> Request | None:
        """The next request, or None when none may be made at the moment."""
        if self.session.stopped:
            return None
        while asked := self.session.take(self._busy()):
            if asked.kind == page_files.KIND and not self._files:
                self.session.settle(Visit(asked.id, "refused", utc(), reason=page_files.OFF))
                continue
            try:
                return self._request(asked)
            except ValueError as error:  # an address that Scrapy cannot ask for
                self.session.settle(Visit(asked.id, "failed", utc(), reason=str(error)))
        return None

    def _busy(self) -> list[str]:
        running = Counter(asked.host for asked in self.session.in_flight.values())
        return [host for host, count in running.items() if count >= self._most(host)]

    def _most(self, host: str) -> int:
        name = host.rsplit(":", 1)[0]
        return int(self._slots.get(name, {}).get("concurrency", self._per_host))

    def _request(self, asked: Asked) -> Request:
        spider = self.session.spider
        bounds = self._file_bounds if asked.kind == page_files.KIND else {}
        sent = _sent(asked)
        if spider.errand is not None and spider.errand.name == "revisit":
            sent["headers"] = sent.get("headers", {}) | validators(self.session.archive, asked)
        return Request(
            **sent,
            callback=spider.answered,
            errback=spider.failed,
            dont_filter=True,
            meta={
                "ask_id": asked.id,
                "handle_httpstatus_all": True,
                "not_before": asked.not_before,
                **bounds,
            },
        )


def _sent(asked: Asked) -> dict[str, Any]:
    """Address, and what else is sent: Scrapy's arguments of a request."""
    how = asked.context.get("post", "")
    if not how:
        return {"url": asked.url}
    post = post_of(asked.url, how)
    return {"url": post.url, "method": "POST", "headers": post.headers, "body": post.body}
