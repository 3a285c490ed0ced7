"""A host that answers slowly is asked more slowly: Scrapy's AutoThrottle, which only lengthens.

The delay goes towards the time that the host takes for an answer, as AutoThrottle's does with a
target of one request at a time, but never below the delay that holds without it.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

MOST_SECONDS = 60.0


class Throttle:
    """Follows the time that answers take.  Hosts without a delay (this machine) are left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self._answered, signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Throttle:
        """Scrapy's constructor."""
        return cls(crawler)

    def _answered(self, response: Response, request: Request) -> None:
        engine, latency = self.crawler.engine, request.meta.get("download_latency")
        key = request.meta.get("download_slot")
        if engine is None or latency is None or key not in engine.downloader.slots:
            return
        slot: Any = engine.downloader.slots[key]
        default = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        least = float(engine.downloader.per_slot_settings.get(key, {}).get("delay", default))
        if least:
            slot.delay = adapted(slot.delay, latency, least, response.status < 400)


def adapted(delay: float, latency: float, least: float, well: bool) -> float:
    """The next delay, in seconds: half way to the latency, not shorter after an error, never
    below `least`."""
    following = max(latency, (delay + latency) / 2)
    if not well:
        following = max(following, delay)
    return max(least, min(following, MOST_SECONDS))
