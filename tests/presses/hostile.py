"""A press that misbehaves, one path a misdeed, for the tests of politeness and of the guard.

    with HostilePress() as press:
        press.robots = "503"            # ok, 404, 503, html, redirect, drop, hang
        fetch(press.base + "/bomb")

| path | what it does |
| --- | --- |
| /article/N | an honest article |
| /busy/N | 429 with Retry-After for the first `refusals` requests of it, then an article |
| /status/N | answers with status N |
| /redirect?to=URL | 302 to URL: one more press on host 127.0.0.2 is another address |
| /chain/N | N redirects, then an article |
| /loop/a, /loop/b | redirect to each other |
| /refresh/a, /refresh/b | meta-refresh to each other |
| /calendar/2022-08-04 | links the day before and the day after, without end |
| /links | 100,000 links |
| /bomb | 20 MB of one letter, gzipped to some 20 kB |
| /endless | a body that never ends |
| /drip | a body of one byte each `drip` seconds, without end |
| /coded/X | an article coded as X says: see `hostile_bodies.CODINGS` |
| /headers/X | an article under odd headers: see `hostile_bodies.HEADERS` |
| /short | promises more bytes than it sends, then closes |
| /drop | closes without an answer |
| /hang | answers after `hang` seconds |
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.demo.server import Hit, Served, Server, now
from tests.presses import hostile_bodies as bodies

ROBOTS = b"User-agent: *\nDisallow: /inner/\n"


class HostilePress(Served):
    """The press and its switches; a context manager.  Times are in seconds."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.robots = "ok"
        self.refusals = 2
        self.retry_after = "1"  # as the header writes it: seconds or an HTTP date
        self.hang = 30.0
        self.drip = 0.05
        self.log: list[Hit] = []  # status 0: no answer was sent
        self.asked: Counter[str] = Counter()  # how often each path was asked
        self._guard = threading.Lock()
        self._server = Server(_handler(self), host, port)
        self.base = self._server.base
        self.stopping = self._server.stopping

    def count(self, path: str) -> int:
        """Note one more request of `path` and say the how manieth it is."""
        with self._guard:
            self.asked[path] += 1
            return self.asked[path]


def _handler(press: HostilePress) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.press = press
            self.asked = press.count(self.path)
            self.sent = 0
            first = urlsplit(self.path).path.split("/")[1]
            rest = urlsplit(self.path).path.removeprefix(f"/{first}").lstrip("/")
            try:
                ROUTES.get(first, _not_found)(self, rest)
            finally:
                agent = self.headers.get("User-Agent", "")
                press.log.append(Hit(now(), self.path, self.sent, agent))

        def send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
            self.open(status, ("Content-Length", str(len(body))), *headers)
            self.wfile.write(body)

        def open(self, status: int, *headers: tuple[str, str]) -> None:
            self.sent = status
            self.send_response(status)
            if not any(name.lower() == "content-type" for name, _ in headers):
                self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr: the list of hits is the log."""

    return Handler


def _home(client: Any, rest: str) -> None:
    paths = [f"/article/{n}" for n in range(5)]
    client.send(200, bodies.page("首页", bodies.links(paths)))


def _not_found(client: Any, rest: str) -> None:
    client.send(404, b"<h1>404</h1>")


def _robots(client: Any, rest: str) -> None:
    mode = client.press.robots
    if mode in ("404", "503"):
        return client.send(int(mode), b"<h1>no robots</h1>")
    if mode == "html":
        return client.send(200, bodies.page("首页", "<p>User-agent 是什么？</p>"))
    if mode == "redirect":
        return client.send(302, b"", ("Location", "/loop/a"))
    if mode == "drop":
        return _drop(client, rest)
    if mode == "hang":
        client.press.stopping.wait(client.press.hang)
    return client.send(200, ROBOTS, ("Content-Type", "text/plain"))


def _article(client: Any, rest: str) -> None:
    client.send(200, bodies.article(int(rest)))


def _busy(client: Any, rest: str) -> None:
    if client.asked <= client.press.refusals:
        client.send(429, b"<h1>429</h1>", ("Retry-After", client.press.retry_after))
    else:
        _article(client, rest)


def _status(client: Any, rest: str) -> None:
    client.send(int(rest), b"<h1>status</h1>")


def _redirect(client: Any, rest: str) -> None:
    (target,) = parse_qs(urlsplit(client.path).query)["to"]
    client.send(302, b"", ("Location", target))


def _chain(client: Any, rest: str) -> None:
    left = int(rest)
    if left:
        client.send(302, b"", ("Location", f"/chain/{left - 1}"))
    else:
        _article(client, "0")


def _loop(client: Any, rest: str) -> None:
    client.send(302, b"", ("Location", "/loop/b" if rest == "a" else "/loop/a"))


def _refresh(client: Any, rest: str) -> None:
    other = "b" if rest == "a" else "a"
    head = f'<meta http-equiv="refresh" content="0; url=/refresh/{other}">'
    client.send(200, bodies.page("跳转", "", head))


def _calendar(client: Any, rest: str) -> None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", rest):
        return _not_found(client, rest)
    day = date.fromisoformat(rest)
    near = [day - timedelta(days=1), day + timedelta(days=1)]
    return client.send(200, bodies.page(rest, bodies.links([f"/calendar/{d}" for d in near])))


def _links(client: Any, rest: str) -> None:
    client.send(200, bodies.many_links())


def _bomb(client: Any, rest: str) -> None:
    client.send(200, bodies.bomb(), ("Content-Encoding", "gzip"))


def _endless(client: Any, rest: str) -> None:
    client.close_connection = True
    client.open(200, ("Connection", "close"))
    while not client.press.stopping.is_set():
        client.wfile.write(b"<p>" + b"x" * 65536 + b"</p>\n")


def _drip(client: Any, rest: str) -> None:
    client.close_connection = True
    client.open(200, ("Connection", "close"))
    while not client.press.stopping.wait(client.press.drip):
        client.wfile.write(b".")


def _coded(client: Any, rest: str) -> None:
    if rest not in bodies.CODINGS:
        return _not_found(client, rest)
    header, encode = bodies.CODINGS[rest]
    return client.send(200, encode(bodies.article(0)), ("Content-Encoding", header))


def _headers(client: Any, rest: str) -> None:
    if rest not in bodies.HEADERS:
        return _not_found(client, rest)
    return client.send(200, bodies.article(0), *bodies.HEADERS[rest])


def _short(client: Any, rest: str) -> None:
    client.close_connection = True
    body = bodies.article(0)
    client.open(200, ("Content-Length", str(len(body) * 2)))
    client.wfile.write(body)


def _drop(client: Any, rest: str) -> None:
    client.close_connection = True


def _hang(client: Any, rest: str) -> None:
    client.press.stopping.wait(client.press.hang)
    _article(client, "0")


ROUTES: dict[str, Callable[[Any, str], None]] = {
    "": _home,
    "robots.txt": _robots,
    "article": _article,
    "busy": _busy,
    "status": _status,
    "redirect": _redirect,
    "chain": _chain,
    "loop": _loop,
    "refresh": _refresh,
    "calendar": _calendar,
    "links": _links,
    "bomb": _bomb,
    "endless": _endless,
    "drip": _drip,
    "coded": _coded,
    "headers": _headers,
    "short": _short,
    "drop": _drop,
    "hang": _hang,
}
