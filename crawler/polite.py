"""Politeness that no spider can switch off: the least delay, an honest name, settings as shipped.

robots.txt is a matter of crawler/robots.py.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings, Settings

from crawler import settings as ours

LEAST_DELAY = 1.0  # seconds between two requests to one host, whatever a title says
MOST_PER_HOST = 2  # requests at once


class PolitenessError(ValueError):
    """A setting, a spider or a call would be impolite; the message says which and why."""


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
    "TWISTED_DNS_RESOLVER",
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
