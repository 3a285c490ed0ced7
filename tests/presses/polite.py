"""A host that notes when each request began and how many were open then, for claims of politeness.

`robots` is what it answers for robots.txt (a Reply), or seconds that it hangs; `replies` are paths
to Replies, or lists of them, one after the other.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

from crawler.demo.server import Reply, Served, Server
from tests.presses.bulk import article

# What a header says, or what makes it at the moment of the answer.
Headers = Mapping[str, str | Callable[[], str]]
ROBOTS = Reply(b"User-agent: *\nAllow: /\n", content_type="text/plain")


@dataclass(frozen=True)
class Seen:
    """One request; `begun` is monotonic seconds, `open` how many were under way with it."""

    path: str
    begun: float
    open: int


class PoliteHost(Served):
    """Running while the `with` block is open.  `latency` is seconds before each answer."""

    def __init__(self, name: str = "127.0.0.1") -> None:
        self.robots: Reply | float = ROBOTS
        self.replies: dict[str, list[tuple[Reply, Headers]]] = {}
        self.latency = 0.0
        self.log: list[Seen] = []
        self._asked: Counter[str] = Counter()
        self._open = 0
        self._guard = threading.Lock()
        self._server = Server(_handler(self), "127.0.0.1", 0)
        self.base = self._server.base.replace("127.0.0.1", name)
        self.stopping = self._server.stopping

    def url(self, number: int) -> str:
        """Where article `number` stands."""
        return f"{self.base}/2023/0101/{number}.shtml"

    def pages(self) -> list[Seen]:
        """What was asked but robots.txt, in order."""
        return [seen for seen in self.log if seen.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds from the beginning of each page's request to that of the next."""
        return [after.begun - before.begun for before, after in pairwise(self.pages())]

    def answer(self, path: str) -> tuple[Reply, Headers]:
        """What comes for this request of a path."""
        with self._guard:
            count = self._asked[path]
            self._asked[path] += 1
        told = self.replies.get(path)
        if told:
            return told[min(count, len(told) - 1)]
        return article(int(path.rpartition("/")[2].partition(".")[0] or 0)), {}

    def begin(self, path: str) -> None:
        with self._guard:
            self._open += 1
            self.log.append(Seen(path, time.monotonic(), self._open))

    def end(self) -> None:
        with self._guard:
            self._open -= 1


def _handler(host: PoliteHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            host.begin(self.path)
            try:
                self._answer()
            finally:
                host.end()

        def _answer(self) -> None:
            headers: Headers = {}
            if self.path == "/robots.txt":
                reply = host.robots
                if isinstance(reply, float):
                    host.stopping.wait(reply)
                    reply = ROBOTS
            else:
                host.stopping.wait(host.latency)
                reply, headers = host.answer(self.path)
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.content_type, **headers}.items():
                self.send_header(name, value if isinstance(value, str) else value())
            if reply.location:
                self.send_header("Location", reply.location)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: Any) -> None:
            """The list of what was seen is the log."""

    return Handler
