"""Ask a running press over HTTP, with nothing between the test and the wire."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, urljoin, urlsplit


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, **headers: str) -> Answer:
    """One request; header names are written with underscores."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
    try:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request("GET", target, headers=named)
        response = connection.getresponse()
        found = {key.lower(): value for key, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def text_of(answer: Answer, encoding: str) -> str:
    return answer.body.decode(encoding)


def hrefs(url: str, page: str) -> list[str]:
    """The links of a page as a reader sees them: none from comments."""
    shown = re.sub(r"<!--.*?-->", "", page, flags=re.S)
    found = re.findall(r"<a\b[^>]*?href=\"?([^\">\s]+)", shown, flags=re.I)
    return [urljoin(url, unescape(href)) for href in found]
