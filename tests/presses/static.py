"""A press of fixed files, what a complete crawl of it must find, and its server on loopback.

In a body `{{base}}` stands for the press's own address and `{{other}}` for that of a second host
with the same files: some papers keep pages and articles on two hosts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from crawler.demo.server import Hit, Reply, Served, Server, replying
from crawler.posts import JSON, query_of

# Without a charset: the page has to say it, or its bytes.
_TYPES = {
    ".json": "application/json", ".xml": "text/xml", ".rss": "application/rss+xml",
    ".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png",
    ".js": "application/javascript", ".txt": "text/plain", ".do": "application/json",
}  # fmt: skip
NO_ACCESS = b'{"status":"500","msg":"no access!"}'


@dataclass(frozen=True)
class Press:
    """One test press.

    `files`: path (with its query) → body, or a whole Reply.  `posts`: path?form → body, answered
    to a POST with `X-Requested-With`.  `issues`: day → labels of its pages in printed order, for
    a crawl from the entry, or over `span` where there is one.  `articles`: path → headline, all
    that such a crawl must keep.  `absent`: days of the span known to have no issue.  `pseudo`:
    paths that are answered and are no articles (广告, 本版责编, 导读).  `options`: what a title's
    record needs beside platform and entry.
    """

    name: str
    platform: str
    entry: str
    files: Mapping[str, bytes | Reply]
    articles: Mapping[str, str]
    issues: Mapping[str, Sequence[str]] = field(default_factory=dict)
    span: tuple[str, str] | None = None
    absent: Sequence[str] = ()
    pseudo: Sequence[str] = ()
    posts: Mapping[str, bytes] = field(default_factory=dict)
    json_posts: bool = False  # the forms are sent as JSON, and refused as forms
    options: Mapping[str, object] = field(default_factory=dict)
    # Its layout, where it is one of twelve: a classic Founder, b new, c nbs/nw, d PaperIndex,
    # e data.json, f TRS, g a magazine in one shape of address, h a party magazine's information
    # line, i Big5-HKSCS, j an issue in JSON, k a bot check, l a template that changes on a day.
    shape: str = ""
    traps: Mapping[str, str] = field(default_factory=dict)  # path or address → the trap it sets

    def reply(self, path: str, base: str = "", other: str = "") -> Reply:
        """The answer to GET `path`; 404 for what is not there."""
        found = self.files.get(unquote(path), self.files.get(path))
        if found is None:
            return Reply(b"<html><body>404 Not Found</body></html>", 404)
        if isinstance(found, Reply):
            return found
        body = found.replace(b"{{base}}", base.encode()).replace(b"{{other}}", other.encode())
        return Reply(body, content_type=content_type(path))


def content_type(path: str) -> str:
    """By the ending of its file; HTML for everything that is not known."""
    return _TYPES.get(PurePosixPath(urlsplit(path).path).suffix.lower(), "text/html")


class StaticPress(Served):
    """A press on loopback while the `with` block is open: `base`, `entry` and a `log` of hits."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self.log: list[Hit] = []
        self.base = self.other = ""
        self._server = Server(self._handler(), "127.0.0.1", 0)
        self._second = Server(self._handler(), "127.0.0.1", 0)
        self.base = self._server.base
        self.other = self._second.base.replace("127.0.0.1", "localhost")
        self.entry = self.base + press.entry

    def __enter__(self) -> StaticPress:
        self._second.start()
        super().__enter__()
        return self

    def __exit__(self, *end: object) -> None:
        super().__exit__()
        self._second.stop()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        def answer(path: str) -> Reply:
            return self.press.reply(path, self.base, self.other)

        press, log = self.press, self.log

        class Handler(replying(answer, log)):  # type: ignore[misc]
            def do_POST(self) -> None:  # noqa: N802, the name is the base class's
                form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                as_json = self.headers.get("Content-Type") == JSON
                form = query_of(form.encode())
                body = press.posts.get(f"{self.path}?{form}" if form else self.path)
                refused = as_json is not press.json_posts
                if (
                    body is None
                    or refused
                    or self.headers.get("X-Requested-With") != "XMLHttpRequest"
                ):
                    body = NO_ACCESS
                log.append(Hit("", f"{self.path}?{form}", 200, "", "POST"))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


def serve(press: Press) -> StaticPress:
    """The press's server, for a `with` block."""
    return StaticPress(press)
