"""Addresses that are not asked, however they are written; foreign text on one line."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.base import ThreadedResolver
from twisted.internet.defer import succeed
from twisted.internet.error import DNSLookupError

from crawler.guard import GuardedResolver, GuardError, check_ip, check_url, one_line

INSIDE = [
    "http://127.0.0.1/", "http://127.8.9.10/", "http://localhost/", "http://a.localhost:8080/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://172.16.3.4/",
    "http://192.168.1.1:8080/x", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
    "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/",
    "http://[::ffff:10.0.0.1]/", "http://[::ffff:a00:1]/", "http://[fe80::1]/", "http://[fc00::1]/",
    "http://[64:ff9b::10.0.0.1]/", "http://[2002:a00:1::]/", "http://[ff02::1]/", "http://[::]/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://127.1/", "http://10.1/", "http://017700000001/", "http://0/",
    "file:///etc/passwd", "ftp://ftp.example.cn/", "data:text/html,x", "s3://bucket/key",
    "gopher://x/", "javascript:alert(1)", "//example.cn/", "", "http://[", "http://a:99999/",
]  # fmt: skip
OUTSIDE = [
    "http://epaper.example.cn/", "https://www.example.com:8443/a?b=http://127.0.0.1/",
    "http://8.8.8.8/", "http://[2400:3200::1]/", "http://1.2.3.4.example.cn/",
    "http://报纸.example.cn/",
]  # fmt: skip


@pytest.mark.forty(32)
@pytest.mark.parametrize("url", INSIDE)
def test_what_is_not_on_the_public_internet_is_refused(url: str) -> None:
    with pytest.raises(GuardError, match=r"^guard: ") as error:
        check_url(url, loopback=False)
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("url", OUTSIDE)
def test_what_is_on_it_passes(url: str) -> None:
    check_url(url, loopback=False)


def test_the_switch_opens_this_machine_and_nothing_else() -> None:
    opened = []
    for url in INSIDE:
        try:
            check_url(url, loopback=True)
            opened.append(url)
        except GuardError:
            continue
    assert opened == [
        "http://127.0.0.1/", "http://127.8.9.10/", "http://localhost/", "http://a.localhost:8080/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    ]  # fmt: skip


@given(st.ip_addresses())
def test_every_address_is_inside_or_outside(address: Any) -> None:
    try:
        check_ip(str(address), "name.example", loopback=False)
    except GuardError:
        return
    assert address.is_global


@pytest.mark.forty(33)
@given(st.text(max_size=400))
def test_foreign_text_is_one_line_that_steers_nothing(text: str) -> None:
    shown = one_line(text)
    assert shown.isprintable()
    assert len(shown) <= 300
    assert "\u202e" not in shown


@pytest.mark.forty(32)
def test_a_name_is_looked_at_each_time_it_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: first a public address, then one of ours."""
    answers = iter(["203.0.114.9", "127.0.0.1", "8.8.8.8", "10.0.0.1"])
    monkeypatch.setattr(ThreadedResolver, "getHostByName", lambda *_, **__: succeed(next(answers)))
    monkeypatch.setattr("scrapy.resolver.dnscache.limit", 0, raising=False)
    resolver = GuardedResolver(None, 0, 1.0)
    seen: list[Any] = []
    for number in range(4):
        found = resolver.getHostByName(f"rebinding{number}.example")
        found.addCallbacks(seen.append, lambda failure: seen.append(failure.type))
    assert seen == ["203.0.114.9", DNSLookupError, "8.8.8.8", DNSLookupError]
    assert "rebinding1.example (127.0.0.1)" not in GuardedResolver.refused
    assert "is this machine" in GuardedResolver.refused["rebinding1.example"]
    assert "rebinding3.example (10.0.0.1) is not on" in GuardedResolver.refused[
        "rebinding3.example"]  # fmt: skip
    assert asyncio.iscoroutinefunction(resolver.getHostByName) is False
