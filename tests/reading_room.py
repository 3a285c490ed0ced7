"""The reading room, asked over HTTP as a browser does: Datasette on an archive, in a process of
its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.crawling import ROOT, wait_for

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
SANDBOX = "sandbox; default-src 'none'"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    path: str  # where it came from in the end

    @property
    def text(self) -> str:
        return self.body.decode()


def lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class Room:
    """Datasette on archives, in a process of its own; with a `frontier`, as `baokan serve` starts
    it."""

    def __init__(
        self, *paths: Path, settings: Mapping[str, str] | None = None, frontier: str = ""
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        command = ["datasette", "serve", *map(str, paths)]
        if frontier:
            command = ["crawler.cli", "serve", "--archive", str(paths[0])]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port),
             *(part for name, value in (settings or {}).items()
               for part in ("--setting", name, value))],
            stdout=self.log, stderr=subprocess.STDOUT, cwd=ROOT,
            env=os.environ | {"BAOKAN_FRONTIER": frontier},
        )  # fmt: skip
        self._front = (settings or {}).get("base_url", "/")
        wait_for(self._is_up)

    def _is_up(self) -> bool:
        assert self._process.poll() is None, "datasette ended early"
        try:
            return self.get(f"{self._front}-/versions.json").status == 200
        except OSError:
            return False

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a path, behind redirects."""
        request = urllib.request.Request(self.base + path, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return self._read(answer.status, answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error.code, error)

    def _read(self, status: int, answer: Any) -> Answer:
        path = answer.geturl().removeprefix(self.base)
        return Answer(status, lower(answer.headers), answer.read(), path)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)
        self.log.close()


# All that a page is made of: nothing that runs, embeds or moves.
_TAGS = re.compile(
    "html|head|meta|title|link|body|a|header|nav|main|footer|section|article|aside|div|span|"
    "p|br|h1|h2|h3|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|form|label|input|select|"
    "option|button|strong|code|time|pre|del|ins|figure|figcaption|img|svg|image|polygon|g|"
    "rect|path|text|line|mark|details|summary"
)
_ATTRIBUTES = re.compile(
    "lang|charset|name|title|maxlength|placeholder|size|start|x1|x2|y1|y2|pointer-events|stroke-dasharray|fill-opacity|opacity|"
    "lang|charset|name|content|rel|href|class|id|tabindex|for|type|value|action|method|role|"
    "hreflang|scope|selected|src|alt|loading|datetime|colspan|viewbox|width|height|points|"
    "xmlns|x|y|rx|d|fill|stroke|stroke-width|font-family|font-size|font-weight|text-anchor"
)
_LOADED = ("src", "action", "data", "formaction", "srcset", "poster")


class _Tags(HTMLParser):
    """Every tag of a page, with its attributes as a browser understands them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(answer: Answer) -> list[tuple[str, dict[str, str]]]:
    """Every tag of a page, with its attributes."""
    return _Tags(answer.text).found


def assert_strict(answer: Answer) -> None:
    """The headers of every page, and that nothing in it can run or is loaded from outside."""
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for tag, attributes in tags(answer):
        assert _TAGS.fullmatch(tag), tag
        for name in attributes:
            assert name.startswith("aria-") or _ATTRIBUTES.fullmatch(name), (tag, attributes)
        for name in _LOADED:
            assert attributes.get(name, "/-/baokan/").startswith("/-/baokan/"), attributes
        if attributes.get("rel") == "schema.DC":
            continue  # says what DC means; nothing loads it
        target = attributes.get("href", "#")
        if not re.match("/(?!/)|#", target):
            assert tag == "a", attributes
            assert re.match("https?://[^/]", target), attributes
            assert attributes["rel"] == "noreferrer nofollow"


def links(answer: Answer) -> list[str]:
    """The addresses inside that a page leads to or shows, without fragments."""
    found = [
        attributes[name].partition("#")[0]
        for _, attributes in tags(answer)
        for name in ("href", "src")
        if attributes.get(name, "").startswith("/")
    ]
    return list(dict.fromkeys(found))
