"""Asks a host's robots.txt before anything else of it, and obeys; fails closed."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from w3lib.url import safe_url_string

from archive import hosts
from archive.identity import host_of
from crawler.clock import seconds_until, utc
from crawler.guard import allows_loopback, check_url, one_line
from crawler.host_waits import root_of
from crawler.polite import PolitenessError, is_internal, user_agent
from crawler.robots_rules import MOST_DELAY, delay_of, rules_of, text_of
from crawler.session import session_of

logger = logging.getLogger(__name__)

_SECONDS = 10.0
_TRIES = 2
_PAUSE = 2.0
_HOPS = 5  # RFC 9309 §2.3.1.2
_KEPT_SECONDS = 24 * 3600.0  # RFC 9309 §2.4: not longer than a day
_AGAIN_SECONDS = 300.0  # an unreachable robots.txt is asked for again after this


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had: nothing of the host may be fetched (RFC 9309 §2.3.1.4)."""


class HostWaitsError(IgnoreRequest):
    """The host wants to be left alone for a while, and the request has not been sent."""


@dataclass(frozen=True, slots=True)
class _Known:
    rules: Protego | None  # None: unreachable
    reason: str
    until: float  # monotonic seconds


class RobotsMiddleware:
    """2xx: its rules.  4xx: no rules.  5xx, 429, a broken connection or silence: nothing is
    fetched from the host.  What was had is kept in `hosts` for a day, for later runs, too.
    Crawl-delay and Request-rate lengthen the host's delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session = session_of(crawler)
        self.session.hosts.held = self._hold
        self._loopback = allows_loopback(crawler.settings)
        self._hosts: dict[str, _Known] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass or raise IgnoreRequest with the reason."""
        if request.meta.get("robots"):
            return
        await asyncio.sleep(seconds_until(request.meta.get("not_before", "")))
        check_url(request.url, loopback=self._loopback)
        try:  # a crawl of this machine may be led elsewhere
            user_agent(self.crawler.settings["BAOKAN_CONTACT"], request.url)
        except PolitenessError as error:
            raise IgnoreRequest(str(error)) from error
        if is_internal(request.url, self.session.spider.title.entry):
            name = one_line(urlsplit(request.url).hostname or "")
            raise IgnoreRequest(f"guard: {name} is a host of the site's own network")
        root = root_of(request.url)
        async with self._locks.setdefault(root, asyncio.Lock()):
            known = self._hosts.get(root)
            if known is None or known.until < time.monotonic():
                known = self._hosts[root] = self._had(root) or await self._ask(root)
        if known.rules is None:
            raise RobotsUnreachableError(known.reason)
        if not known.rules.can_fetch(request.url, self._agent()):
            raise IgnoreRequest("robots.txt forbids it")
        if self.session.hosts.until(host_of(request.url)):
            raise HostWaitsError("the host waits")

    def _agent(self) -> str:
        return str(self.crawler.settings["USER_AGENT"])

    def _had(self, root: str) -> _Known | None:
        """As an earlier run has had it."""
        kept = hosts.robots_of(self.session.archive, root, utc())
        if kept is None or kept.status is None:
            return None
        return self._known(root, Protego.parse(kept.text), seconds_until(kept.until))

    async def _ask(self, root: str) -> _Known:
        reason, status = "", None
        for attempt in range(_TRIES):
            if attempt:
                await asyncio.sleep(_PAUSE)
            try:
                response = await self._download(f"{root}/robots.txt")
            except Exception as error:  # also where the guard refuses what it leads to
                text = one_line(str(error) or type(error).__name__)
                reason = f"{root}/robots.txt cannot be had: {text}"
                logger.info(reason)
                continue
            status = response.status
            rules = rules_of(status, response.body)
            if rules is not None:
                self._keep(root, status, text_of(status, response.body), _KEPT_SECONDS, rules)
                return self._known(root, rules, _KEPT_SECONDS)
            reason = f"{root}/robots.txt answered {status}: nothing may be fetched"
        self._keep(root, status, "", _AGAIN_SECONDS, None)
        return _Known(None, reason, time.monotonic() + _AGAIN_SECONDS)

    def _keep(
        self, root: str, status: int | None, text: str, seconds: float, rules: Protego | None
    ) -> None:
        delay = delay_of(rules, self._agent()) if rules else 0.0
        robots = hosts.Robots(status, text, utc(), utc(after=seconds), delay or None)
        with self.session.archive.transaction() as connection:
            hosts.put_robots(connection, root, robots)

    def _known(self, root: str, rules: Protego, seconds: float) -> _Known:
        delay = delay_of(rules, self._agent())
        if delay > MOST_DELAY:
            reason = f"{root}/robots.txt asks for {delay:g} s between two requests"
            return _Known(None, f"{reason}: nothing is fetched", time.monotonic() + seconds)
        self._slow_down(root, delay)
        return _Known(rules, "", time.monotonic() + seconds)

    async def _download(self, url: str) -> Response:
        engine = self.crawler.engine
        assert engine is not None
        for _ in range(_HOPS + 1):
            check_url(url, loopback=self._loopback)
            request = Request(
                url,
                callback=NO_CALLBACK,
                priority=1_000_000,
                meta={"robots": True, "download_timeout": _SECONDS},
            )
            response = await engine.download_async(request)
            target = response.headers.get("Location")
            if not (300 <= response.status < 400 and target):
                return response
            url = urljoin(url, safe_url_string(target))
        return response.replace(status=404)  # RFC 9309: too many hops count as no rules

    def _slow_down(self, root: str, delay: float) -> None:
        engine = self.crawler.engine
        host = urlsplit(root).hostname or ""
        if not delay or engine is None:
            return
        slots = engine.downloader.per_slot_settings
        default = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        if delay > float(slots.get(host, {}).get("delay", default)):
            slots[host] = {**slots.get(host, {}), "delay": delay, "concurrency": 1}
            if host in engine.downloader.slots:
                engine.downloader.slots[host].delay = delay
                engine.downloader.slots[host].concurrency = 1

    def _hold(self, host: str) -> None:
        """Take back what was handed out of a host that begins to wait, and is not sent yet."""
        engine = self.crawler.engine
        for slot in engine.downloader.slots.values() if engine else ():
            for item in list(slot.queue):
                request, sending = item
                if host_of(request.url) == host and not request.meta.get("robots"):
                    slot.queue.remove(item)
                    sending.errback(HostWaitsError("the host waits"))
