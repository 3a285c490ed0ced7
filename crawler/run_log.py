"""Events of a crawl for the log: that it began, and how each request ended."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from archive import queue
from archive.records import Outcome, Visit
from crawler.logs import event
from crawler.session import session_of, visit_settled

# How a request may end that somebody should look at.
_BAD = ("failed", "refused")


class RunLog:
    """Logs what the session and its visits tell.  The session itself logs how it ends."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._opened, signals.engine_started)
        crawler.signals.connect(self._settled, visit_settled)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunLog:
        """Scrapy's constructor."""
        return cls(crawler)

    def _opened(self) -> None:
        session = session_of(self._crawler)
        opened = session.opened
        errand = session.spider.errand.name if session.spider.errand else "crawl"
        event(
            "run.opened", title=session.spider.name, run=opened.run_id, crawl=opened.crawl_id,
            errand=errand, resumed=opened.resumed, queued=session.queue.waiting(),
        )  # fmt: skip

    def _settled(self, visit: Visit, outcome: Outcome) -> None:
        session = session_of(self._crawler)
        url = queue.asked(session.archive.connection, visit.ask_id).url
        about: dict[str, Any] = {
            "title": session.spider.name,
            "run": session.opened.run_id,
            "url": url,
        }
        if visit.state == "queued":
            event("request.retried", **about, reason=visit.reason)
            return
        level = logging.WARNING if visit.state in _BAD else logging.INFO
        verdict = visit.found.verdict if visit.found else ""
        article = outcome.article or ""
        event(
            "request.settled", level=level, **about, state=visit.state, verdict=verdict,
            article=article, articles=len(outcome.inside), reason=visit.reason,
        )  # fmt: skip
