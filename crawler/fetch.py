"""Fetch one page by hand, as politely as a crawl: for `baokan extract URL`."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from protego import Protego

from archive.warc import decoded
from crawler.polite import user_agent

_SECONDS = 30
_MOST_BYTES = 20 * 1024 * 1024


class FetchError(OSError):
    """The page cannot be had; the message names the address and says why."""


def fetch(url: str, contact: str) -> tuple[str, bytes, dict[str, str]]:
    """(final address, decompressed bytes, headers with lower-case names) of a page.

    robots.txt is obeyed, and failing to get it means no page.  Raises FetchError, and
    PolitenessError without a contact.
    """
    agent = user_agent(contact, url)
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    try:
        _, robots, _ = _get(f"{root}/robots.txt", agent)
    except urllib.error.HTTPError as error:
        if error.code >= 500 or error.code == 429:
            raise FetchError(
                f"{root}/robots.txt answered {error.code}: nothing may be fetched"
            ) from error
        robots = b""
    except (OSError, ValueError) as error:
        raise FetchError(f"{root}: cannot be reached ({_why(error)})") from error
    if not Protego.parse(robots.decode("utf-8-sig", "ignore")).can_fetch(url, agent):
        raise FetchError(f"{url}: robots.txt forbids it")
    try:
        return _get(url, agent)
    except (OSError, ValueError) as error:
        raise FetchError(f"{url}: {_why(error)}") from error


def _why(error: Exception) -> str:
    return str(getattr(error, "reason", None) or error)


def _get(url: str, agent: str) -> tuple[str, bytes, dict[str, str]]:
    request = urllib.request.Request(
        url, headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as response:
        body = response.read(_MOST_BYTES + 1)
        if len(body) > _MOST_BYTES:
            raise FetchError(f"larger than {_MOST_BYTES >> 20} MiB")
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response.url, decoded(headers, body), headers
