"""Politeness that no spider can switch off: robots.txt, the least delay, an honest name."""

from __future__ import annotations

import asyncio
import ipaddress
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
from scrapy.settings import BaseSettings, Settings
from w3lib.url import safe_url_string

from crawler import settings as ours
from crawler.clock import seconds_until

logger = logging.getLogger(__name__)

LEAST_DELAY = 1.0  # seconds between two requests to one host, whatever a title says
MOST_DELAY = 120.0  # a longer Crawl-delay is kept to as this one
MOST_PER_HOST = 2  # requests at once

_ROBOTS_BYTES = 512 * 1024  # RFC 9309 §2.5: at least 500 KiB are read
_ROBOTS_SECONDS = 10.0
_ROBOTS_TRIES = 2
_ROBOTS_PAUSE = 2.0
_ROBOTS_HOPS = 5  # RFC 9309 §2.3.1.2
_KEPT_SECONDS = 24 * 3600.0  # RFC 9309 §2.4: not longer than a day
_RETRY_SECONDS = 300.0  # an unreachable robots.txt is asked for again after this


class PolitenessError(ValueError):
    """A setting, a spider or a call would be impolite; the message says which and why."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt could not be had: nothing of the host may be fetched (RFC 9309 §2.3.1.4)."""


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine, which needs no protection from its owner."""
    try:
        return urlsplit(url).hostname in ours.LOOPBACK_HOSTS
    except ValueError:  # `http://[` is nowhere
        return False


def is_internal(url: str, entry: str) -> bool:
    """Whether only the site's own network knows the host, as in `http://site1/hnsb/images/1.jpg`
    that a CMS has left in its pages: a name without a dot, or an address of a private network.
    The host of the title's `entry` is none, since the title is crawled there."""
    host = urlsplit(url).hostname or ""
    if host in ours.LOOPBACK_HOSTS or host == urlsplit(entry).hostname:
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host.rstrip(".")
    return address.is_private and not address.is_loopback


def user_agent(contact: str, url: str) -> str:
    """The name that servers see, with the operator's contact.

    Raises PolitenessError without a contact, except for addresses on this machine.
    """
    if not contact and not is_loopback(url):
        raise PolitenessError(
            "say how site owners can reach you before crawling: "
            "--contact you@library.example (or BAOKAN_CONTACT)"
        )
    name = ours.USER_AGENT.split(" ", 1)[0]
    return f"{name} (+{contact or 'loopback'})"


# Settings that keep a crawl polite and lossless: nobody may have changed them.
_FIXED = (
    "ADDONS",
    "AUTOTHROTTLE_ENABLED",
    "COOKIES_ENABLED",
    "DEFAULT_REQUEST_HEADERS",
    "DOWNLOADER",
    "DOWNLOADER_MIDDLEWARES",
    "DOWNLOADER_MIDDLEWARES_BASE",
    "DOWNLOAD_DELAY_JITTER",
    "DOWNLOAD_HANDLERS",
    "DOWNLOAD_HANDLERS_BASE",
    "DOWNLOAD_VERIFY_CERTIFICATES",
    "EXTENSIONS",
    "EXTENSIONS_BASE",
    "HTTPCACHE_ENABLED",
    "ITEM_PIPELINES",
    "METAREFRESH_ENABLED",
    "REDIRECT_ENABLED",
    "REMOTE_CONTROL_ENABLED",
    "RETRY_ENABLED",
    "SCHEDULER",
    "SPIDER_MIDDLEWARES",
    "TELNETCONSOLE_ENABLED",
)
_SPIDERS_OWN = ("download_delay", "max_concurrent_requests", "user_agent")


def check(settings: BaseSettings, spider: object) -> None:
    """Refuse a crawl whose settings were changed by a spider, a command line or a file.

    Raises PolitenessError naming the setting or the attribute.
    """
    for name in _SPIDERS_OWN:
        if hasattr(spider, name):
            raise PolitenessError(f"a spider cannot have a {name} of its own")
    if not settings.getfloat("DOWNLOAD_DELAY") >= LEAST_DELAY:  # so that nan is refused, too
        raise PolitenessError(f"DOWNLOAD_DELAY is below the least delay of {LEAST_DELAY:g} s")
    if not 0 < settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= MOST_PER_HOST:
        raise PolitenessError(f"CONCURRENT_REQUESTS_PER_DOMAIN is not from 1 to {MOST_PER_HOST}")
    if set(settings.getdict("DOWNLOAD_SLOTS")) - set(ours.LOOPBACK_HOSTS):
        raise PolitenessError("DOWNLOAD_SLOTS may only name hosts of this machine")
    if settings.getpriority("RANDOMIZE_DOWNLOAD_DELAY"):  # set at all: an older name of jitter
        raise PolitenessError("RANDOMIZE_DOWNLOAD_DELAY would go below the delay")
    as_shipped = Settings()
    as_shipped.setmodule(ours, priority="project")
    for name in _FIXED:
        if _plain(settings.get(name)) != _plain(as_shipped.get(name)):
            raise PolitenessError(f"{name} was changed: it keeps crawls polite and complete")


def _plain(value: object) -> object:
    return value.copy_to_dict() if isinstance(value, BaseSettings) else value


def rules_of(status: int, body: bytes) -> Protego | None:
    """The rules that an answer for robots.txt stands for; None: nothing may be fetched.

    RFC 9309 §2.3.1: a page holds them, 4xx means none, 5xx (and 429) that they are not known.
    """
    if status >= 500 or status == 429:
        return None
    text = body[:_ROBOTS_BYTES].decode("utf-8-sig", errors="ignore") if status < 400 else ""
    return Protego.parse(text)


@dataclass(frozen=True, slots=True)
class _Robots:
    rules: Protego | None  # None: unreachable
    reason: str
    until: float  # monotonic seconds


class RobotsMiddleware:
    """Asks a host's robots.txt before anything else of it, and obeys.

    2xx: its rules.  4xx: no rules.  5xx, 429, a broken connection or silence: nothing is fetched
    from the host.  Crawl-delay lengthens the host's delay.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._hosts: dict[str, _Robots] = {}
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
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https"):
            raise IgnoreRequest(f"not an http(s) address: {request.url}")
        try:  # a crawl of this machine may be led elsewhere
            user_agent(self.crawler.settings["BAOKAN_CONTACT"], request.url)
        except PolitenessError as error:
            raise IgnoreRequest(str(error)) from error
        if is_internal(request.url, self.crawler.spider.title.entry):  # type: ignore[union-attr]
            raise IgnoreRequest(f"{parts.hostname} is a host of the site's own network")
        root = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(root, asyncio.Lock()):
            known = self._hosts.get(root)
            if known is None or known.until < time.monotonic():
                known = self._hosts[root] = await self._ask(root)
        if known.rules is None:
            raise RobotsUnreachableError(known.reason)
        if not known.rules.can_fetch(request.url, self._agent()):
            raise IgnoreRequest("robots.txt forbids it")

    def _agent(self) -> str:
        return str(self.crawler.settings["USER_AGENT"])

    async def _ask(self, root: str) -> _Robots:
        reason = ""
        for attempt in range(_ROBOTS_TRIES):
            if attempt:
                await asyncio.sleep(_ROBOTS_PAUSE)
            try:
                response = await self._download(f"{root}/robots.txt")
            except Exception as error:
                text = str(error) or type(error).__name__
                reason = f"{root}/robots.txt cannot be had: {text}"
                logger.info(reason)
                continue
            rules = rules_of(response.status, response.body)
            if rules is not None:
                self._slow_down(root, rules)
                return _Robots(rules, "", time.monotonic() + _KEPT_SECONDS)
            reason = f"{root}/robots.txt answered {response.status}: nothing may be fetched"
        return _Robots(None, reason, time.monotonic() + _RETRY_SECONDS)

    async def _download(self, url: str) -> Response:
        engine = self.crawler.engine
        assert engine is not None
        for _ in range(_ROBOTS_HOPS + 1):
            request = Request(
                url,
                callback=NO_CALLBACK,
                priority=1_000_000,
                meta={"robots": True, "download_timeout": _ROBOTS_SECONDS},
            )
            response = await engine.download_async(request)
            target = response.headers.get("Location")
            if not (300 <= response.status < 400 and target):
                return response
            url = urljoin(url, safe_url_string(target))
            if urlsplit(url).scheme not in ("http", "https"):  # file: would be read from our disk
                raise ValueError(f"it leads to {url}")
        return response.replace(status=404)  # RFC 9309: too many hops count as no rules

    def _slow_down(self, root: str, rules: Protego) -> None:
        wanted = rules.crawl_delay(self._agent())
        engine = self.crawler.engine
        host = urlsplit(root).hostname or ""
        if not wanted or engine is None:
            return
        slots = engine.downloader.per_slot_settings
        delay = min(MOST_DELAY, float(wanted))
        default = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        if delay > float(slots.get(host, {}).get("delay", default)):
            slots[host] = {**slots.get(host, {}), "delay": delay, "concurrency": 1}
            if host in engine.downloader.slots:
                engine.downloader.slots[host].delay = delay
