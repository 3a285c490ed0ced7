"""Addresses that a crawl never asks: what a page links to is written by strangers.

Only http and https; no address of this machine, of private networks, of cloud metadata and the
like, however it is written, after redirects and after names were looked up (RFC 6890, RFC 4193).
The one switch is BAOKAN_LOOPBACK, for presses on this machine.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import BaseSettings, Settings
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler import settings as ours

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.I)
_DOTTED = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}")
_SWITCH = "set BAOKAN_LOOPBACK=1 to crawl this machine"


class GuardError(IgnoreRequest):
    """An address that is not asked; the message says why."""


def allows_loopback(settings: BaseSettings) -> bool:
    """Whether presses on this machine may be crawled."""
    return bool(settings.getbool("BAOKAN_LOOPBACK"))


def environment_allows_loopback() -> bool:
    """The same, where there is no crawl."""
    return Settings({"on": ours.BAOKAN_LOOPBACK}).getbool("on")


def check_url(url: str, *, loopback: bool) -> None:
    """Raises GuardError for an address that is not asked, by what it says itself.

    `loopback`: this machine may be asked.  A name is looked at again when it is looked up.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise GuardError(f"guard: no address: {one_line(url)}") from error
    if parts.scheme not in ("http", "https"):
        raise GuardError(f"guard: not an http(s) address: {one_line(url)}")
    if host in ours.LOOPBACK_HOSTS or host.endswith(".localhost"):
        if not loopback:
            raise GuardError(f"guard: {host} is this machine; {_SWITCH}")
        return
    address = _literal(host)
    if address is not None:
        check_ip(address, host, loopback=loopback)


def check_ip(address: str, host: str, *, loopback: bool) -> None:
    """Raises GuardError where `host` stands for an address that is not on the public internet."""
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    for inside in _inside(found):
        if inside.is_loopback and loopback:
            continue
        if inside.is_loopback:
            raise GuardError(f"guard: {host} is this machine; {_SWITCH}")
        if not inside.is_global or inside.is_multicast or inside.is_reserved:
            shown = host if host == str(inside) else f"{host} ({inside})"
            raise GuardError(f"guard: {shown} is not on the public internet")


def one_line(text: str, most: int = 300) -> str:
    """Foreign text for a log or a reason: one line, nothing that steers a terminal or turns the
    direction of writing, at most `most` characters."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def _literal(host: str) -> str | None:
    """The address that a host is, where it is no name."""
    if ":" in host:
        return host
    if not _NUMERIC.fullmatch(host):
        return None
    if not _DOTTED.fullmatch(host):  # 2130706433, 0x7f.1, 0177.0.0.1: who writes so hides it
        try:
            shown = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            shown = "no address"
        raise GuardError(f"guard: {host} is an odd way to write {shown}")
    return host


def _inside(address: Any) -> list[Any]:
    """The address, and the IPv4 address that an IPv6 one carries (mapped, 6to4, Teredo, NAT64)."""
    if address.version == 4:
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    carried = [address.sixtofour, *(address.teredo or ())]
    if address in ipaddress.ip_network("64:ff9b::/96"):
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        return [one for one in carried if one]
    return [address, *(one for one in carried if one)]


class GuardedResolver(CachingThreadedResolver):
    """Looks names up, and lets no name stand for an address that is not asked.

    The address that is looked at is the one that is connected to: a name that is given another
    one the next time (DNS rebinding) is looked at again.
    """

    refused: ClassVar[dict[str, str]] = {}  # name → why; shared: a process has one resolver
    loopback: ClassVar[bool] = False  # the session of a crawl sets it

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """The address of a name.  Fails with DNSLookupError, also where the guard refuses it."""

        def looked_at(address: str) -> str:
            try:
                check_ip(address, name, loopback=self.loopback)
            except GuardError as error:
                self.refused[name] = str(error)
                raise DNSLookupError(str(error)) from error
            self.refused.pop(name, None)
            return address

        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(looked_at)
