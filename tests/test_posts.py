"""Requests sent as a POST: over the wire, in WARC, through redirects, retries and kills."""

from __future__ import annotations

import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.reading import raw
from archive.store import Archive
from crawler.posts import FORM, JSON, moved, post_of, query_of
from tests.crawling import ROOT, assert_sound, rows, wait_for
from tests.presses.papers.stdaily import API, SPAN_POSTS, STDAILY, human
from tests.presses.static import NO_ACCESS, Press, StaticPress

pytestmark = pytest.mark.slow

URL = "http://a.example/api/page?code=KJRB&periodTime=2024-08-02"


def test_the_query_is_what_is_sent() -> None:
    form, sent = post_of(URL, "form"), post_of(URL, "json")
    assert form.url == sent.url == "http://a.example/api/page"
    assert form.body == b"code=KJRB&periodTime=2024-08-02"
    assert json.loads(sent.body) == {"code": "KJRB", "periodTime": "2024-08-02"}
    assert (form.headers["Content-Type"], sent.headers["Content-Type"]) == (FORM, JSON)
    assert form.headers["X-Requested-With"] == "XMLHttpRequest"


@pytest.mark.parametrize(
    ("target", "onward"),
    [
        ("https://a.example/api/page", "https://a.example/api/page" + URL[URL.index("?"):]),
        ("https://b.example/x?y=1", "https://b.example/x?y=1"),
        ("https://b.example/x#top", "https://b.example/x" + URL[URL.index("?"):] + "#top"),
    ],
)  # fmt: skip
def test_what_is_sent_goes_with_a_redirect(target: str, onward: str) -> None:
    assert moved(URL, target) == onward


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4))
def test_any_form_comes_back_whole(pairs: list[tuple[str, str]]) -> None:
    pairs = [(k.encode("utf-8", "replace").decode(), v.encode("utf-8", "replace").decode())
             for k, v in pairs]  # fmt: skip
    url = "http://a.example/x?" + urlencode(pairs)
    form = post_of(url, "form")
    assert parse_qsl(form.body.decode(), keep_blank_values=True) == pairs
    assert json.loads(post_of(url, "json").body) == dict(pairs)
    assert dict(parse_qsl(query_of(post_of(url, "json").body), keep_blank_values=True)) == dict(
        pairs
    )


class Unruly(StaticPress):
    """The press, which answers the first POST to a path in `trouble` with that status, and sends
    it on to /new… where it is a redirect; `robots` is its robots.txt."""

    def __init__(self, press: Press, trouble: dict[str, int], robots: str = "") -> None:
        self.trouble, self.robots = dict(trouble), robots
        super().__init__(press)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        plain, unruly = super()._handler(), self

        class Handler(plain):  # type: ignore[misc, valid-type]
            def do_GET(self) -> None:  # noqa: N802
                if self.path != "/robots.txt" or not unruly.robots:
                    return super().do_GET()
                self.send_response(200)
                self.send_header("Content-Length", str(len(unruly.robots)))
                self.end_headers()
                self.wfile.write(unruly.robots.encode())

            def do_POST(self) -> None:  # noqa: N802
                if self.path.startswith("/new"):
                    self.path = self.path.removeprefix("/new")
                    return super().do_POST()
                status = unruly.trouble.pop(self.path, 0)
                if not status:
                    return super().do_POST()
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/new" + self.path)
                self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler


def start(running: StaticPress, archive: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.press_run", "stdaily", running.entry, str(archive)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def crawl(running: StaticPress, archive: Path) -> int:
    return start(running, archive).wait(timeout=120)


def posted(running: StaticPress) -> list[str]:
    return [hit.path for hit in running.log if hit.method == "POST"]


def kept(archive: Path) -> dict[str, str]:
    """Path and route → headline."""
    found = {}
    for url, title in rows(archive, "SELECT url, title FROM articles"):
        parts = urlsplit(str(url))
        found[f"{parts.path}#{parts.fragment}"] = str(title)
    return found


def test_a_crawl_by_posts_keeps_all_of_the_press(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with StaticPress(STDAILY) as running:
        assert crawl(running, archive) == 0
        assert sorted(posted(running)) == sorted(SPAN_POSTS), "each once"
    assert kept(archive) == dict(STDAILY.articles)
    placed = rows(archive, "SELECT count(*) FROM placements WHERE article_id IS NOT NULL")
    assert placed == [(len(STDAILY.articles),)]
    assert_sound(archive)


def test_warc_shows_method_and_form(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with StaticPress(STDAILY) as running:
        assert crawl(running, archive) == 0
    asked: dict[str, bytes] = {}
    for path in (tmp_path / "archive.warc").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                body = record.content_stream().read()
                assert record.digest_checker.passed is not False
                uri = record.rec_headers["WARC-Target-URI"] or ""
                if record.rec_type == "request" and API in uri:
                    assert record.http_headers.protocol == "POST"
                    assert record.http_headers["Content-Type"] == JSON
                    assert "?" not in uri
                    asked[f"{urlsplit(uri).path}?{query_of(body)}"] = body
    assert sorted(asked) == sorted(SPAN_POSTS)
    with Archive.open(archive) as opened:
        (row,) = opened.query("SELECT capture_id, url FROM frontier WHERE url LIKE '%id=9031%'")
        article = next(body for path, body in STDAILY.posts.items() if "id=9031" in path)
        assert raw(opened, row["capture_id"])[1] == article


@pytest.mark.parametrize("status", [301, 307, 503])
def test_a_post_is_sent_on_and_sent_again(tmp_path: Path, status: int) -> None:
    archive = tmp_path / "archive.db"
    trouble = {f"{API}{path}": status for path in ("period/date", "article/articleId")}
    with Unruly(STDAILY, trouble) as running:
        assert crawl(running, archive) == 0
    assert kept(archive) == dict(STDAILY.articles)


def test_a_form_that_is_answered_by_another_page_has_failed(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Unruly(STDAILY, {f"{API}article/articleId": 303}) as running:
        assert crawl(running, archive) != 0
    ((reason,),) = rows(archive, "SELECT reason FROM frontier WHERE state = 'failed'")
    assert "answered by another page" in str(reason)
    assert len(kept(archive)) == len(STDAILY.articles) - 1


def test_robots_txt_holds_for_a_post(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    rules = f"User-agent: *\nDisallow: {API}article/articleId\n"
    with Unruly(STDAILY, {}, rules) as running:
        crawl(running, archive)
        assert not [path for path in posted(running) if "articleId" in path]
    assert kept(archive) == {}
    refused = "SELECT count(*) FROM frontier WHERE reason = 'robots.txt forbids it'"
    assert rows(archive, refused) == [(len(STDAILY.articles),)]


def test_a_killed_crawl_sends_again_what_was_under_way_alone(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with StaticPress(STDAILY) as running:
        process = start(running, archive)
        wait_for(lambda: len(posted(running)) >= 5)
        process.kill()
        process.wait()
        assert crawl(running, archive) == 0
        twice = len(posted(running)) - len(set(posted(running)))
        assert twice <= 8  # what was in flight
        assert set(posted(running)) == set(SPAN_POSTS)
    assert kept(archive) == dict(STDAILY.articles)
    assert_sound(archive)


def test_trap_22_without_the_header_the_press_refuses() -> None:
    path, body = next(iter(STDAILY.posts.items()))
    with StaticPress(STDAILY) as running:
        place = path.partition("?")[0]
        data = post_of(f"{running.base}{path}", "json").body
        headers = {"Content-Type": JSON}
        request = Request(running.base + place, data=data, headers=headers, method="POST")
        with urlopen(request) as answer:
            assert answer.status == 200
            assert answer.read() == NO_ACCESS != body


def test_two_articles_of_one_shell_are_two_addresses() -> None:
    one, other = (human(n, "2024-08-02", "01版：要闻", 1) for n in (31, 32))
    assert one.partition("#")[0] == other.partition("#")[0]
    assert one != other
