"""Fetch pages by hand, as politely as a crawl: for `baokan extract URL` and `baokan scout`."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage, IncompleteRead
from typing import IO
from urllib.parse import urljoin, urlsplit

from protego import Protego
from w3lib.url import safe_url_string

from archive.coding import decoded
from crawler import settings as ours
from crawler.guard import GuardError, check_url, environment_allows_loopback
from crawler.guarded_http import opener
from crawler.platforms.base import Fetched
from crawler.polite import is_loopback, user_agent
from crawler.posts import post_of
from crawler.robots_rules import MOST_DELAY, delay_of, rules_of

_SECONDS = 30
_MOST_BYTES = 20 * 1024 * 1024
_HOPS = 5


class FetchError(OSError):
    """The page cannot be had; the message names the address and says why."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects come out as HTTPError: each host on the way has a robots.txt of its own."""

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def fetch(url: str, contact: str) -> tuple[str, bytes, dict[str, str]]:
    """(final address, decompressed bytes, headers with lower-case names) of a page.

    robots.txt of every host on the way is obeyed, and failing to get it means no page.  Raises
    FetchError, also for any status but 200, and PolitenessError without a contact.
    """
    page = Fetcher(contact).get(url)
    if page.status >= 300:
        raise FetchError(f"{page.url}: HTTP {page.status}")
    return page.url, page.body, dict(page.headers)


class Fetcher:
    """Fetches one page after the other: robots.txt once a host, and its delay between two."""

    def __init__(self, contact: str) -> None:
        self._contact = contact
        self._rules: dict[str, Protego] = {}
        self._next: dict[str, float] = {}  # host → when it may be asked again, monotonic seconds

    def get(self, url: str, *, post: str = "") -> Fetched:
        """The answer, whatever its status, at the end of its redirects.

        `post`: how the query is sent to the address without it, if it is (crawler/posts.py).
        Raises FetchError when there is no answer or robots.txt forbids it, and PolitenessError
        without a contact.
        """
        for _ in range(_HOPS + 1):
            agent = user_agent(self._contact, url)
            try:
                url = safe_url_string(url)
                self._ask_robots(url, agent)
                self._wait(url, agent)
                return _fetched(*_get(url, agent, post=post), 200)
            except urllib.error.HTTPError as error:
                with error:
                    target = error.headers.get("Location", "")
                    if not (300 <= error.code < 400 and target):
                        body = error.read(_MOST_BYTES)
                        headers = {k.lower(): v for k, v in error.headers.items()}
                        return _fetched(url, decoded(headers, body), headers, error.code)
                url = _next(url, target)
            except FetchError:
                raise
            except GuardError as error:
                raise FetchError(str(error)) from error
            except (OSError, ValueError, HTTPException) as error:
                raise FetchError(f"{url}: {_why(error)}") from error
        raise FetchError(f"{url}: moved more than {_HOPS} times")

    def _wait(self, url: str, agent: str) -> None:
        host = urlsplit(url).netloc
        time.sleep(max(0.0, self._next.get(host, 0.0) - time.monotonic()))
        rules = self._rules[_root(url)]
        delay = 0.0 if is_loopback(url) else ours.DOWNLOAD_DELAY
        delay = max(delay, min(MOST_DELAY, delay_of(rules, agent)))
        self._next[host] = time.monotonic() + delay

    def _ask_robots(self, url: str, agent: str) -> None:
        """Raises FetchError where robots.txt forbids the page, or cannot be had."""
        root = _root(url)
        if root not in self._rules:
            try:
                status, robots = _get_robots(f"{root}/robots.txt", agent)
            except (FetchError, GuardError):
                raise
            except (OSError, ValueError, HTTPException) as error:
                raise FetchError(f"{root}: cannot be reached ({_why(error)})") from error
            rules = rules_of(status, robots)
            if rules is None:
                raise FetchError(f"{root}/robots.txt answered {status}: nothing may be fetched")
            self._rules[root] = rules
        if not self._rules[root].can_fetch(url, agent):
            raise FetchError(f"{url}: robots.txt forbids it")


def _fetched(url: str, body: bytes, headers: dict[str, str], status: int) -> Fetched:
    return Fetched(url, status, body, headers, datetime.now(UTC))


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _next(url: str, target: str) -> str:
    try:
        # http.client has read the bytes as latin-1; press sites send Chinese paths unescaped.
        following = urljoin(url, safe_url_string(target.encode("latin-1")))
    except ValueError as error:
        raise FetchError(f"{url}: moved to what is no address: {target}") from error
    if urlsplit(following).scheme not in ("http", "https"):
        raise FetchError(f"{url}: moved to what is not http: {target}")
    return following


def _get_robots(url: str, agent: str) -> tuple[int, bytes]:
    """(status, bytes) of the last answer; an answer without a page has no bytes."""
    status = 0
    for _ in range(_HOPS):
        try:
            return 200, _get(url, agent)[1]
        except urllib.error.HTTPError as error:
            with error:
                status, target = error.code, error.headers.get("Location", "")
        if not (300 <= status < 400 and target):
            break
        url = _next(url, target)
    return status, b""


def _why(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error)


def _get(url: str, agent: str, *, post: str = "") -> tuple[str, bytes, dict[str, str]]:
    headers = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}
    sent = post_of(url, post) if post else None
    if sent is not None:
        headers |= sent.headers
    request = urllib.request.Request(
        sent.url if sent else url, data=sent.body if sent else None, headers=headers
    )
    check_url(request.full_url, loopback=environment_allows_loopback())
    with opener(url, _NoRedirect()).open(request, timeout=_SECONDS) as response:
        body = response.read(_MOST_BYTES + 1)
        if len(body) > _MOST_BYTES:
            raise FetchError(f"{url}: larger than {_MOST_BYTES >> 20} MiB")
        if response.length:  # read() of a number of bytes does not say that some are missing
            raise IncompleteRead(body, response.length)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return url if post else response.url, decoded(headers, body), headers
