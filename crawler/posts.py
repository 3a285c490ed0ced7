"""Requests that are sent as a POST: the query of their address is what is sent.

A request of the frontier is known by its address.  One with `post` in its context keeps all that
it sends in the query of that address, so that two forms sent to one place are two requests, and
sends it to the address without the query:

    post = "json"   as an object of strings, {"code": "KJRB"}
    post = "form"   as code=KJRB (any other value, too)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Post:
    """What goes over the wire: address without query, headers and body."""

    url: str
    headers: dict[str, str]
    body: bytes


def post_of(url: str, how: str) -> Post:
    """The POST that a request for `url` stands for.

    `X-Requested-With` is what browsers' libraries send with such requests; some press servers
    refuse those without it.
    """
    address, _, query = urldefrag(url).url.partition("?")
    sent = query
    if how == "json":
        pairs = dict(parse_qsl(query, keep_blank_values=True))
        sent = json.dumps(pairs, ensure_ascii=False)
    headers = {
        "Content-Type": JSON if how == "json" else FORM,
        "X-Requested-With": "XMLHttpRequest",
    }
    return Post(address, headers, sent.encode())


def query_of(body: bytes) -> str:
    """What a POST has sent, as the query of an address again."""
    sent = body.decode()
    return urlencode(json.loads(sent)) if sent.startswith("{") else sent


def moved(url: str, target: str) -> str:
    """Where a POST asked as `url` goes on when its place has moved to `target`: what it sends
    goes with it (RFC 9110 §15.4.8)."""
    query = urlsplit(url).query
    if urlsplit(target).query or not query:
        return target
    address, _, fragment = target.partition("#")
    return f"{address.rstrip('?')}?{query}" + (f"#{fragment}" if fragment else "")
