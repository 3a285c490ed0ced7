"""A small HTTP/1.1 server on loopback, on a thread of its own, that leaves nothing behind."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answers; `modified` is an HTTP date, `packed` allows gzip, `named` whether
    the version of the page has a name (ETag), `location` where a redirect leads."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    modified: str = ""
    packed: bool = False
    named: bool = True
    location: str = ""

    @property
    def etag(self) -> str:
        """A weak validator: the same for the plain and the gzipped body."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that was answered."""

    time: str  # UTC, 2026-01-05T06:30:00.123Z
    path: str  # path and query as they came over the wire
    status: int
    agent: str
    method: str = "GET"


class Server(ThreadingHTTPServer):
    """One thread a connection; `stop` closes them all and waits for their threads.

    As a context manager it starts on entry and stops on exit.
    """

    daemon_threads = False  # so that server_close waits for them
    request_queue_size = 256

    def __init__(self, handler: type[BaseHTTPRequestHandler], host: str, port: int) -> None:
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self.stopping = threading.Event()  # a handler that waits, waits for this
        super().__init__((host, port), handler)
        self.base = f"http://{host}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    @property
    def open_connections(self) -> int:
        """How many clients are connected now."""
        with self._guard:
            return len(self._connections)

    def start(self) -> None:
        """Begin to answer; returns at once."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; returns when the last thread has ended."""
        self.stopping.set()
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        with self._guard:
            for connection in self._connections:
                _hang_up(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection, then serve it on a new thread."""
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error; everything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.stop()


class Served:
    """A press with a server of its own, which runs while the `with` block is open."""

    _server: Server

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self._server.stop()


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the client may have been faster
        connection.shutdown(socket.SHUT_RDWR)


def replying(answer: Callable[[str], Reply], log: list[Hit]) -> type[BaseHTTPRequestHandler]:
    """A handler class that sends `answer(path and query)` and appends to `log`.

    It knows GET and HEAD, answers 304 to a conditional request for what has not changed, and
    compresses where the reply and the client allow it.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = answer(self.path)
            status = 304 if self._unchanged(reply) else reply.status
            packed = reply.packed and "gzip" in self.headers.get("Accept-Encoding", "")
            body = gzip.compress(reply.body, mtime=0) if packed else reply.body
            agent = self.headers.get("User-Agent", "")
            log.append(Hit(now(), self.path, status, agent, self.command))
            self.send_response(status)
            if status == 304:
                body = b""
            else:
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(body)))
                if packed:
                    self.send_header("Content-Encoding", "gzip")
            if reply.packed:
                self.send_header("Vary", "Accept-Encoding")
            if reply.status == 200 and reply.named:
                self.send_header("ETag", reply.etag)
            if reply.location:
                self.send_header("Location", reply.location)
            if reply.modified:
                self.send_header("Last-Modified", reply.modified)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815, the name is the base class's

        def _unchanged(self, reply: Reply) -> bool:
            if reply.status != 200:
                return False
            if reply.named and (known := self.headers.get("If-None-Match")):
                return reply.etag in [tag.strip() for tag in known.split(",")]
            since = self.headers.get("If-Modified-Since")
            return bool(since) and since == reply.modified

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr: the list of hits is the log."""

    return Handler


def now() -> str:
    """The present moment as the log writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
