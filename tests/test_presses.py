"""The presses that later tests lean on do what they claim."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import brotli
import pytest

from tests.presses import bulk, hostile_bodies
from tests.presses.ask import get, hrefs
from tests.presses.hostile import HostilePress
from tests.presses.phrases import story

ROOT = Path(__file__).parent.parent


@pytest.fixture
def press() -> Iterator[HostilePress]:
    with HostilePress() as running:
        yield running


# -------------------------------------------------------------- the bulk press


def test_bulk_press_has_400_different_pages_that_its_links_reach() -> None:
    pages = bulk.site()
    assert len(pages) == bulk.PAGES == 400
    assert bulk.ARTICLES == 380
    assert len({reply.body for reply in pages.values()}) == 400
    reached, waiting = {"/"}, ["/"]
    while waiting:
        here = waiting.pop()
        links = hrefs("http://h" + here, pages[here].body.decode())
        new = {urlsplit(link).path for link in links} - reached
        reached |= new
        waiting += new
    assert reached == set(pages)


def test_invented_texts_are_stable_long_and_unlike_each_other() -> None:
    texts = ["".join(story(number)[1]) for number in range(60)]
    assert texts == ["".join(story(number)[1]) for number in range(60)]
    assert all(700 <= len(text) <= 950 for text in texts)
    grams = [{text[at : at + 5] for at in range(len(text) - 4)} for text in texts]
    pairs = [(a, b) for n, a in enumerate(grams) for b in grams[:n]]
    assert max(len(a & b) / len(a | b) for a, b in pairs) < 0.35


def test_bulk_press_runs_as_a_process_and_logs_before_it_answers(tmp_path: Path) -> None:
    port_file, log = tmp_path / "port", tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.presses.bulk", "--latency", "0.02", "--until-eof"]
    command += ["--port-file", str(port_file), "--log", str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        try:
            base = f"http://127.0.0.1:{_wait_for_port(port_file, process)}"
            assert get(base + bulk.article_path(7)).body == bulk.site()[bulk.article_path(7)].body
            assert get(base + "/robots.txt").status == 200
            assert get(base + "/nowhere").status == 404
            lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert [line["path"] for line in lines] == [bulk.article_path(7), "/robots.txt", "/nowhere"]
    assert all(line["open"] >= 1 and line["time"].endswith("Z") for line in lines)


def test_bulk_press_ends_when_its_parent_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.presses.bulk", "--until-eof"]
    command += ["--port-file", str(tmp_path / "port"), "--log", str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        _wait_for_port(tmp_path / "port", process)
        assert process.stdin is not None
        process.stdin.close()  # what the death of a parent does
        assert process.wait(timeout=30) == 0


def _wait_for_port(port_file: Path, process: subprocess.Popen[bytes]) -> int:
    while not port_file.exists():
        assert process.poll() is None
        time.sleep(0.01)
    return int(port_file.read_text("ascii"))


# -------------------------------------------------------------- the hostile press


@pytest.mark.parametrize(
    ("mode", "status", "start"),
    [
        ("ok", 200, b"User-agent: *"),
        ("404", 404, b"<h1>"),
        ("503", 503, b"<h1>"),
        ("html", 200, b"<!DOCTYPE html>"),
        ("redirect", 302, b""),
    ],
)
def test_robots_modes(press: HostilePress, mode: str, status: int, start: bytes) -> None:
    press.robots = mode
    answer = get(press.base + "/robots.txt")
    assert answer.status == status
    assert answer.body.startswith(start)


def test_dropped_answers(press: HostilePress) -> None:
    press.robots = "drop"
    for path in ("/robots.txt", "/drop"):
        with pytest.raises(http.client.RemoteDisconnected):
            get(press.base + path)
    with pytest.raises(http.client.IncompleteRead):
        get(press.base + "/short")


def test_hanging_ends_with_the_press_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with HostilePress() as press:
        press.hang, press.robots = 3600, "hang"
        parts = urlsplit(press.base)
        clients = [socket.create_connection((parts.hostname, parts.port)) for _ in range(2)]
        for client, path in zip(clients, ("/hang", "/robots.txt"), strict=True):
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        while press.asked.total() < 2:
            time.sleep(0.01)
        assert press.log == []
    assert set(threading.enumerate()) <= before
    for client in clients:
        client.close()


def test_busy_then_free(press: HostilePress) -> None:
    press.retry_after = "7"
    answers = [get(press.base + "/busy/3") for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "7"
    assert get(press.base + "/busy/4").status == 429  # each address counts for itself
    assert get(press.base + "/status/418").status == 418


def test_redirects(press: HostilePress) -> None:
    def location(path: str) -> str:
        answer = get(press.base + path)
        assert answer.status == 302
        return answer.headers["location"]

    assert location("/loop/a") == "/loop/b"
    assert location("/loop/b") == "/loop/a"
    assert location("/chain/12") == "/chain/11"
    assert get(press.base + "/chain/0").status == 200
    elsewhere = "http://127.0.0.2:9/secret?a=1"
    assert location("/redirect?to=" + quote(elsewhere, safe="")) == elsewhere
    refresh = get(press.base + "/refresh/a").body
    assert b'http-equiv="refresh" content="0; url=/refresh/b"' in refresh


def test_traps_without_end(press: HostilePress) -> None:
    day = press.base + "/calendar/2022-12-31"
    neighbours = hrefs(day, get(day).body.decode())
    assert neighbours[1] == press.base + "/calendar/2023-01-01"
    assert get(neighbours[1]).status == 200
    links = hrefs(press.base, get(press.base + "/links").body.decode())
    assert len(set(links)) == hostile_bodies.LINKS == 100_000


def test_bomb_is_small_on_the_wire(press: HostilePress) -> None:
    answer = get(press.base + "/bomb")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 64 * 1024
    assert len(gzip.decompress(answer.body)) == 20 * 1024 * 1024


def test_bodies_without_end(press: HostilePress) -> None:
    press.drip = 0.001
    parts = urlsplit(press.base)
    for path, wanted in (("/endless", 4 * 1024 * 1024), ("/drip", 20)):
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.getheader("Content-Length") is None
        assert len(response.read(wanted)) == wanted
        response.close()
        connection.close()


@pytest.mark.parametrize("name", hostile_bodies.CODINGS)
def test_codings(press: HostilePress, name: str) -> None:
    answer = get(press.base + f"/coded/{name}")
    assert answer.status == 200
    article = hostile_bodies.article(0)
    if name.startswith("deflate"):
        unpacked = zlib.decompress(answer.body, -15 if name.endswith("raw") else 15)
    elif name == "br":
        unpacked = brotli.decompress(answer.body)
    elif name == "gzip-cut":
        unpacked = zlib.decompressobj(31).decompress(answer.body)
        assert 0 < len(unpacked) < len(article)
        return
    elif answer.body.startswith(b"\x1f\x8b"):
        unpacked = gzip.decompress(answer.body)
        unpacked = gzip.decompress(unpacked) if name == "gzip-twice" else unpacked
    else:
        unpacked = answer.body
        assert name in ("gzip-lie", "identity", "utf-8", "empty")
    assert unpacked == article


@pytest.mark.parametrize("name", hostile_bodies.HEADERS)
def test_odd_headers_go_out_as_written(press: HostilePress, name: str) -> None:
    parts = urlsplit(press.base)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as client:
        client.sendall(f"GET /headers/{name} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(65536)
    for key, value in hostile_bodies.HEADERS[name]:
        line = re.escape(f"\r\n{key}: {value}\r\n".encode("latin-1"))
        assert re.search(line, head) is not None


def test_every_request_is_logged(press: HostilePress) -> None:
    get(press.base + "/", User_Agent="baokan-test")
    with pytest.raises(http.client.RemoteDisconnected):
        get(press.base + "/drop")
    while len(press.log) < 2:
        time.sleep(0.01)
    # Each connection has a thread of its own: a page may be logged after it was answered.
    found = {hit.path: hit for hit in press.log}
    assert {path: hit.status for path, hit in found.items()} == {"/": 200, "/drop": 0}
    assert found["/"].agent == "baokan-test"
