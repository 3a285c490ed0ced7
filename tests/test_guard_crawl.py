"""The guard in real crawls: a canary that nobody may ask, bombs, ports, certificates."""

from __future__ import annotations

import gzip
import os
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.server import Reply
from tests.crawling import Process, assert_sound, baokan, bulk_press, rows, wait_for
from tests.presses.bulk import framed, links_of
from tests.presses.polite import PoliteHost

pytestmark = pytest.mark.slow


@pytest.fixture
def host() -> Iterator[PoliteHost]:
    with PoliteHost() as running:
        yield running


class Canary:
    """Listens on 0.0.0.0 and notes who connects; `port`, `connections`."""

    def __init__(self) -> None:
        self.connections: list[str] = []
        self._socket = socket.create_server(("0.0.0.0", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        while True:
            try:
                connection, place = self._socket.accept()
            except OSError:
                return
            self.connections.append(place[0])
            connection.close()

    def __enter__(self) -> Canary:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.mark.forty(32)
def test_the_canary_is_never_asked(host: PoliteHost, tmp_path: Path) -> None:
    """The press is on this machine, which the switch allows; what it leads to is not."""
    with Canary() as canary:
        own = socket.gethostbyname(socket.gethostname())
        targets = [
            f"http://{name}:{canary.port}/2023/0101/1.shtml"
            for name in (own, "10.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "2130706433",
                         "0x7f.1", "0177.0.0.1", "127.1", "192.168.0.1", "0.0.0.0")
            if name not in ("127.0.0.1", "127.0.1.1")
        ]  # fmt: skip
        targets += ["file:///etc/passwd", "ftp://127.0.0.1/x", "s3://bucket/x", "data:,x"]
        paths = [f"/2023/0101/{n}.shtml" for n in range(len(targets))]
        for path, target in zip(paths, targets, strict=True):
            host.replies[path] = [(Reply(b"", 302, location=target), {})]
        links = [(path, "一篇文章的题目在这里") for path in paths]
        links += [(target, "另一篇文章的题目在这里") for target in targets]
        host.replies["/"] = [(framed("首页", links_of(links)), {})]
        archive = tmp_path / "archive.db"
        baokan("crawl", "--start", host.base + "/", "--archive", archive,
               BAOKAN_RETRY_WAITS="0.1", BAOKAN_CONTACT="you@library.example")  # fmt: skip
        assert canary.connections == []
    told = rows(archive, "SELECT state, reason FROM frontier WHERE reason LIKE 'guard: %'")
    assert len(told) >= 10
    assert {state for state, _ in told} == {"refused"}
    assert rows(archive, "SELECT refused >= 10 FROM runs") == [(1,)]
    assert_sound(archive)


@pytest.mark.forty(32)
def test_without_the_switch_this_machine_is_not_asked(host: PoliteHost, tmp_path: Path) -> None:
    for command in ("crawl", "extract"):
        start = ("--start", host.base + "/") if command == "crawl" else (host.base + "/",)
        place = ("--archive", tmp_path / "a.db") if command == "crawl" else ()
        result = baokan(command, *start, *place, BAOKAN_LOOPBACK="0")
        assert result.code == 2
        assert result.err.endswith("set BAOKAN_LOOPBACK=1 to crawl this machine\n")
    assert host.log == []


GIB = 1 << 30


def bomb_of(size: int) -> bytes:
    """`size` zeros, gzipped."""
    stream = zlib.compressobj(9, wbits=31)
    block = bytes(1 << 24)
    return b"".join(stream.compress(block) for _ in range(size >> 24)) + stream.flush()


def deflated(bomb: bytes, size: int) -> bytes:
    """The same as zlib has it: another header, and Adler-32 of so many zeros at the end."""
    return b"\x78\xda" + bomb[10:-8] + ((size % 65521 << 16) | 1).to_bytes(4, "big")


def _brotli(size: int) -> bytes:
    brotli = pytest.importorskip("brotli")
    stream = brotli.Compressor(quality=3)
    block = bytes(1 << 24)
    return b"".join(stream.process(block) for _ in range(size >> 24)) + bytes(stream.finish())


def _zstd(size: int) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    stream = zstd.ZstdCompressor()
    block = bytes(1 << 24)
    return b"".join(stream.compress(block) for _ in range(size >> 24)) + bytes(stream.flush())


def peak(process: Process) -> int:
    """The most memory that a process had by its end, in MiB."""
    most = 0

    def ended() -> bool:
        nonlocal most
        try:
            for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    most = max(most, int(line.split()[1]) >> 10)
        except OSError:
            pass
        return process.poll() is not None

    wait_for(ended)
    return most


@pytest.mark.forty(25)
def test_bombs_are_not_unpacked_and_the_crawl_goes_on(host: PoliteHost, tmp_path: Path) -> None:
    bomb = bomb_of(2 * GIB)
    assert len(bomb) < 3 << 20
    bombs = {
        1: (bomb, "gzip"),
        2: (deflated(bomb, 2 * GIB), "deflate"),
        3: (gzip.compress(bomb), "gzip, gzip"),
        4: (bomb, "x-gzip"),
        5: (bomb[:-9], "gzip"),
        6: (_brotli(2 * GIB), "br"),  # never asked for, and sent all the same
        7: (_zstd(2 * GIB), "zstd"),
    }
    well = [f"/2023/0101/{n}.shtml" for n in range(20, 30)]
    paths = [f"/2023/0101/{n}.shtml" for n in bombs]

    def crawl(name: str, links: list[str]) -> tuple[int, Path]:
        host.replies["/"] = [(framed("首页", links_of([(p, "文章的题目") for p in links])), {})]
        archive = tmp_path / f"{name}.db"
        process = Process("crawl", "--start", host.base + "/", "--archive", archive,
                          "--delay", "0.01", BAOKAN_RETRY_WAITS="0.1")  # fmt: skip
        most = peak(process)
        process.end()
        return most, archive

    before, _ = crawl("well", well)
    for path, (body, coding) in zip(paths, bombs.values(), strict=True):
        host.replies[path] = [(Reply(body), {"Content-Encoding": coding})]
    host.replies["/sitemap.xml"] = [(Reply(bomb, content_type="application/gzip"), {})]
    after, archive = crawl("bombs", [*paths, *well])
    assert after - before <= 100, f"{before} MiB, then {after} MiB"
    states = dict(rows(archive, "SELECT url, state FROM frontier"))
    assert all(states[host.base + path] in ("refused", "failed") for path in paths), states
    assert all(states[host.base + path] == "done" for path in well)
    assert_sound(archive)


@pytest.mark.forty(37)
def test_no_port_is_open_while_a_crawl_runs(tmp_path: Path) -> None:
    with bulk_press(tmp_path / "press", latency=0.05) as press:
        process = Process("crawl", "--start", press.base, "--archive", tmp_path / "archive.db")
        wait_for(lambda: len(press.asked()) > 20, process)
        held = {os.readlink(path) for path in Path(f"/proc/{process.pid}/fd").iterdir()}
        listening = [
            line.split()
            for name in ("tcp", "tcp6", "udp", "udp6")
            for line in Path(f"/proc/{process.pid}/net/{name}").read_text().splitlines()[1:]
        ]
        inodes = {f"socket:[{row[9]}]" for row in listening if row[3] in ("0A", "07")}
        assert held & inodes == set()
        assert any(row[3] == "0A" for row in listening), "the press itself listens"
        process.terminate()
        process.end()


@pytest.mark.forty(37)
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
         certificate], capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no openssl here to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with PoliteHost("localhost") as host:
        host._server.socket = context.wrap_socket(host._server.socket, server_side=True)
        url = host.base.replace("http:", "https:") + "/2023/0101/1.shtml"
        archive = tmp_path / "archive.db"
        result = baokan("crawl", "--start", url, "--archive", archive, BAOKAN_RETRY_WAITS="0.1")
        assert result.code == 6, result
        assert "certificate" in result.err
        assert host.log == []


@pytest.mark.forty(33)
def test_names_from_outside_stay_inside_the_archive(host: PoliteHost, tmp_path: Path) -> None:
    """Titles, authors, addresses and pictures with `../`, control characters, 4 KB, RTL marks."""
    nasty = "../../../etc/一个题目\x00\r\nERROR 假的一行\u202e" + "长" * 1300
    links = []
    for number in range(1, 9):
        path = f"/2023/0101/{number}.shtml"
        body = host.answer(f"/2023/0102/{number}.shtml")[0].body.decode()
        body = body.replace("作者:", f"作者:..//..//{nasty[:40]}").replace(
            "<h1>", f"<h1>{nasty}").replace("<div id=zoom>",
            f'<div id=zoom><img src="/../../..{number}.jpg" alt="{nasty}">')  # fmt: skip
        host.replies[path] = [(Reply(body.encode()), {})]
        links.append((path, nasty))
    host.replies["/"] = [(framed("首页", links_of(links)), {})]
    inside = tmp_path / "inside"
    inside.mkdir()
    result = baokan("crawl", "--start", host.base + "/", "--archive", inside / "archive.db",
                    "--verbose", BAOKAN_RETRY_WAITS="0.1")  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inside"]
    names = {path.name for path in inside.rglob("*") if path.is_file()}
    assert all(name.isascii() and ".." not in name for name in names)
    assert "\x00" not in result.err + result.out
    assert "\u202e" not in result.err
    assert not any(line.startswith("ERROR 假的") for line in result.err.splitlines())
