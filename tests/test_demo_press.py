"""The demo press is what it says it is: every claim of its truth is asked over HTTP."""

from __future__ import annotations

import gzip
import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from protego import Protego

from crawler.demo.press import DemoPress
from crawler.demo.truth import Document
from tests.presses.ask import Answer, get, hrefs, text_of

STATUS = {"error 500": 500, "not found": 404, "vanished": 404}


@pytest.fixture(scope="module")
def press() -> Iterator[DemoPress]:
    with DemoPress() as running:
        yield running


def test_every_document_answers_as_its_truth_says(press: DemoPress) -> None:
    for document in press.truth():
        for url in (document.url, *document.aliases):
            answer = get(url)
            assert answer.status == document.status == STATUS.get(document.fate, 200), url
            if document.fate not in ("article", "reprint", "picture", "pseudo"):
                continue
            page = text_of(answer, document.encoding)
            assert document.title in unescape(page), url
            assert document.marker in page
            assert all(name in page.replace(" ", "") for name in document.people), url
            if document.press == "magazine":
                assert f"来源:{document.source}" in page
                assert "版权所有:《新荷评论》杂志社" in page


def test_how_many_documents_there_are(press: DemoPress) -> None:
    kinds = Counter((document.press, document.fate) for document in press.truth())
    assert kinds == {
        ("magazine", "article"): 25,
        ("magazine", "reprint"): 1,
        ("magazine", "challenge"): 1,
        ("magazine", "empty"): 1,
        ("magazine", "error 500"): 1,
        ("magazine", "not found"): 1,
        ("magazine", "forbidden by robots.txt"): 1,
        ("magazine", "about"): 1,
        ("paper", "article"): 23,
        ("paper", "picture"): 2,
        ("paper", "pseudo"): 2,
    }


def test_markers_stand_in_their_own_document_only(press: DemoPress) -> None:
    printed = [d for d in press.truth() if d.fate in ("article", "reprint", "picture")]
    pages = {d.url: text_of(get(d.url), d.encoding) for d in printed}
    for document in printed:
        assert len(document.marker) >= 6, document.url
        holders = {url for url, page in pages.items() if document.marker in page}
        same_text = {d.url for d in printed if d.marker == document.marker}
        assert holders == same_text, document.url
    shared = Counter(d.marker for d in printed)
    (reprinted,) = [marker for marker, count in shared.items() if count == 2]
    fates = {(d.press, d.fate) for d in printed if d.marker == reprinted}
    assert fates == {("magazine", "reprint"), ("paper", "article")}


def test_empty_challenge_and_errors_hold_no_text(press: DemoPress) -> None:
    of = {d.fate: d for d in press.truth()}
    shell = text_of(get(of["empty"].url), "utf-8")
    body = re.search(r'id="zoom">(.*?)</div>', shell, flags=re.S)
    assert body is not None
    assert not body[1].strip()
    challenge = text_of(get(of["challenge"].url), "utf-8")
    assert "document.cookie" in challenge
    assert of["challenge"].title not in challenge.replace("<title>访问验证</title>", "")
    assert [get(of["error 500"].url).status for _ in range(3)] == [500, 500, 500]


def test_gbk_page_declares_gb2312_and_has_a_name_beyond_it(press: DemoPress) -> None:
    (document,) = [d for d in press.truth() if d.encoding == "gbk"]
    answer = get(document.url, Accept_Encoding="gzip")
    assert answer.headers["content-type"] == "text/html"
    assert "content-encoding" not in answer.headers
    assert b"charset=gb2312" in answer.body
    assert "喆" in text_of(answer, "gbk")
    with pytest.raises(UnicodeDecodeError):
        text_of(answer, "gb2312")
    with pytest.raises(UnicodeDecodeError):
        text_of(answer, "utf-8")


def test_robots_as_protego_reads_it(press: DemoPress) -> None:
    answer = get(press.base + "/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    rules = Protego.parse(text_of(answer, "utf-8"))
    assert rules.crawl_delay("baokan") in (0, None)
    for document in press.truth():
        allowed = rules.can_fetch(document.url, "baokan")
        assert allowed == (document.fate != "forbidden by robots.txt"), document.url
    assert rules.can_fetch(press.magazine, "baokan")
    assert rules.can_fetch(press.paper, "baokan")
    assert not rules.can_fetch(press.base + "/Search.aspx?keyword=1", "baokan")


def test_gzip_is_given_to_who_asks_and_is_the_same_page(press: DemoPress) -> None:
    plain, packed = get(press.magazine), get(press.magazine, Accept_Encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]
    assert packed.headers["vary"] == "Accept-Encoding"


def test_conditional_requests_are_answered_304(press: DemoPress) -> None:
    url = next(d.url for d in press.truth() if d.fate == "article")
    first = get(url)
    again = get(url, If_None_Match=first.headers["etag"])
    dated = get(url, If_Modified_Since=first.headers["last-modified"])
    assert [(a.status, a.body) for a in (again, dated)] == [(304, b""), (304, b"")]
    other = get(url, If_None_Match='W/"0"', If_Modified_Since=first.headers["last-modified"])
    assert other.status == 200


def test_magazine_lists_lead_to_every_document(press: DemoPress) -> None:
    home = text_of(get(press.magazine), "utf-8")
    lists = ["/yw/index.html", "/yw/index_1.html", "/yw/index_2.html"]
    lists += ["/ll/list.html", "/ll/list_2.html", "/List.aspx?ColumnId=3"]
    found: set[str] = set()
    for path in lists:
        page = text_of(get(press.base + path), "utf-8")
        found.update(hrefs(press.base + path, page))
    documents = [d for d in press.truth() if d.press == "magazine"]
    missed = [d.url for d in documents if not found & {d.url, *d.aliases}]
    assert missed == []
    first = text_of(get(press.base + lists[0]), "utf-8")
    assert 'createPageHTML(3, 0, "index", "html")' in first
    assert press.base + "/yw/index_1.html" not in hrefs(press.base + lists[0], first)
    assert press.base + "/ll/list_2.html" in hrefs(
        press.base + lists[3], text_of(get(press.base + lists[3]), "utf-8")
    )
    assert get(press.base + "/yw/index_3.html").status == 404
    at_home = hrefs(press.magazine, home)
    assert "http://friend.invalid/" in at_home
    assert any(url.startswith("javascript:") for url in at_home)
    assert press.base + "/Login.aspx" in at_home
    for document in documents:  # every other form of an address is linked, too
        assert set(document.aliases) <= found | set(at_home)


def test_next_visit_changes_what_it_claims_and_nothing_else() -> None:
    with DemoPress() as press:
        before = {d.url: d for d in press.truth()}
        seen = {url: get(url) for url in _all_addresses(press)}
        press.next_visit()
        after = {d.url: d for d in press.truth()}
        assert press.visit == 2
        changed = {url for url, answer in seen.items() if get(url).body != answer.body}
        assert before.keys() == after.keys()
        claimed = {url for url in after if after[url] != before[url]}
        assert changed == claimed
        fates = {after[url].fate: after[url] for url in claimed}
        assert fates.keys() == {"edited", "vanished"}
        _edited_page_differs(before, fates["edited"], seen[fates["edited"].url])
        assert get(fates["vanished"].url).status == 404
        with pytest.raises(ValueError, match="two days"):
            press.next_visit()


def _all_addresses(press: DemoPress) -> list[str]:
    issues = [url for issue in press.issues() for url in issue.pages]
    fixed = ["", "robots.txt", "yw/index.html", "yw/index_1.html", "yw/index_2.html"]
    fixed += ["ll/list.html", "ll/list_2.html", "List.aspx?ColumnId=3", "ljrb/"]
    return [d.url for d in press.truth()] + issues + [press.magazine + path for path in fixed]


def _edited_page_differs(before: dict[str, Document], edited: Document, old: Answer) -> None:
    answer = get(edited.url, If_None_Match=old.headers["etag"])
    page = text_of(answer, "utf-8")
    assert answer.status == 200
    assert edited.title in page
    assert edited.marker in page
    assert edited.title != before[edited.url].title
    assert before[edited.url].title not in page
    assert edited.marker not in text_of(old, "utf-8")
    assert answer.headers["last-modified"] != old.headers["last-modified"]


def test_the_log_tells_every_request(press: DemoPress) -> None:
    seen = len(press.log)
    get(press.base + "/yw/index.html?x=1", User_Agent="baokan-test")
    get(press.base + "/nowhere", User_Agent="baokan-test")
    hits = press.log[seen:]
    assert [(h.path, h.status, h.agent) for h in hits] == [
        ("/yw/index.html?x=1", 200, "baokan-test"),
        ("/nowhere", 404, "baokan-test"),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", hits[0].time)


def test_one_connection_serves_many_requests_and_head(press: DemoPress) -> None:
    parts = urlsplit(press.base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("HEAD", "/")
    head = connection.getresponse()
    assert head.read() == b""
    used = connection.sock
    connection.request("GET", "/")
    assert str(len(connection.getresponse().read())) == head.headers["Content-Length"]
    assert connection.sock is used
    connection.close()


def test_leaving_closes_the_port_and_ends_every_thread() -> None:
    before = set(threading.enumerate())
    with DemoPress() as press:
        parts = urlsplit(press.base)
        idle = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        idle.request("GET", "/")
        idle.getresponse().read()
    assert set(threading.enumerate()) <= before
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        get(press.base + "/")
