"""Servers that lead elsewhere or answer oddly, asked by a crawl and by `baokan extract URL`."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.demo.server import Server
from tests.crawling import assert_sound, baokan, rows

ARTICLE = (
    "<html><body><h1>坡上的水车</h1>"
    + "<p>　　河湾里的水车转了一个夏天，把田里的水一勺一勺送到坡上的菜地去。</p>" * 4
    + "</body></html>"
).encode()

Answer = tuple[int, dict[str, str], bytes]


class Odd:
    """A server and what it answers by path; everything else is 404."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        odd = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                odd.asked.append(self.path)
                status, headers, body = odd.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on stderr."""

        self.server = Server(Handler, host, 0)
        self.base = self.server.base


def to(target: str) -> Answer:
    """A redirect; non-ASCII goes over the wire as raw UTF-8."""
    return 302, {"Location": target.encode().decode("latin-1")}, b""


@pytest.fixture
def odd() -> Iterator[Odd]:
    odd = Odd()
    with odd.server:
        yield odd


@pytest.fixture
def other() -> Iterator[Odd]:
    other = Odd()
    with other.server:
        yield other


@pytest.mark.parametrize("command", ["crawl", "extract"])
def test_robots_txt_cannot_lead_to_a_file_of_ours(odd: Odd, tmp_path: Path, command: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("User-agent: *\nAllow: /\n")
    archive = tmp_path / "archive.db"
    odd.answers = {"/robots.txt": to(f"file://localhost{secret}"), "/1.shtml": (200, {}, ARTICLE)}
    if command == "crawl":
        result = baokan("crawl", "--start", odd.base + "/1.shtml", "--archive", archive)
        assert result.code == 6
        assert rows(archive, "SELECT count(*) FROM captures WHERE url LIKE 'file:%'") == [(0,)]
    else:
        result = baokan("extract", odd.base + "/1.shtml")
        assert (result.code, result.err.count("\n")) == (2, 1)
    assert set(odd.asked) == {"/robots.txt"}


def test_redirect_to_an_unescaped_chinese_path(odd: Odd, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    path = "/%E6%96%B0%E9%97%BB/2022/0804/7.shtml"
    odd.answers = {"/": to("/新闻/2022/0804/7.shtml"), path: (200, {}, ARTICLE)}
    result = baokan("crawl", "--start", odd.base + "/", "--archive", archive)
    assert result.code == 0, result
    assert_sound(archive)
    assert odd.asked == ["/robots.txt", "/", path]
    read = baokan("extract", odd.base + "/")
    assert "坡上的水车" in read.out, read


def test_extract_asks_the_robots_txt_of_the_host_it_is_sent_to(odd: Odd, other: Odd) -> None:
    odd.answers = {"/": to(other.base + "/inner/1.shtml")}
    other.answers = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /inner/\n"),
        "/inner/1.shtml": (200, {}, ARTICLE),
    }
    result = baokan("extract", odd.base + "/")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "robots.txt forbids it" in result.err
    assert other.asked == ["/robots.txt"]


def test_extract_says_errors_in_one_line(odd: Odd) -> None:
    odd.answers = {
        "/short": (200, {"Content-Length": "9999"}, ARTICLE),
        "/round": to("/round"),
        "/bad": to("http://["),
        "/file": to("file:///etc/hostname"),
        "/gzip": (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        "/500": (500, {}, b""),
    }
    for path in (*odd.answers, "/none"):
        result = baokan("extract", odd.base + path)
        assert (result.code, result.err.count("\n"), result.out) == (2, 1, ""), (path, result)
    for url in ("http://[", "http://127.0.0.1:abc/", "http://127.0.0.1:1/"):
        result = baokan("extract", url, "--contact", "you@library.example")
        assert (result.code, result.err.count("\n")) == (2, 1), (url, result)


def test_extract_reads_an_address_with_chinese_and_blanks(odd: Odd) -> None:
    odd.answers = {"/%E6%96%B0%20%E9%97%BB.shtml": (200, {}, ARTICLE)}
    result = baokan("extract", odd.base + "/新 闻.shtml")
    assert result.code == 0, result
    assert "坡上的水车" in result.out


def test_words_of_a_page_are_not_markup(odd: Odd, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    page = ARTICLE.replace("坡上".encode(), "[/b][new]:cn:坡上".encode())
    odd.answers = {"/2022/0804/7.shtml": (200, {}, page)}
    result = baokan("crawl", "--start", odd.base + "/?x=[/b]", "--archive", archive)
    assert result.code == 8, result  # it answers 404 there
    assert "[/b]" in result.out
    result = baokan("crawl", "--start", odd.base + "/2022/0804/7.shtml", "--archive", archive)
    assert result.code == 0, result
    found = baokan("search", "水车", "--archive", archive)
    assert "[/b][new]:cn:坡上的水车" in found.out, found


def test_nobody_else_is_asked_without_a_contact(odd: Odd, tmp_path: Path) -> None:
    elsewhere = Odd("127.0.0.2")  # reachable here, but not one of our names of this machine
    odd.answers = {"/": to(elsewhere.base + "/2022/0804/7.shtml")}
    archive = tmp_path / "archive.db"
    with elsewhere.server:
        result = baokan("crawl", "--start", odd.base + "/", "--archive", archive)
        read = baokan("extract", odd.base + "/")
    assert elsewhere.asked == []
    assert (result.code, read.code) == (8, 2), (result, read)
    assert "--contact" in str(rows(archive, "SELECT reason FROM frontier WHERE state = 'refused'"))
