"""Stored bytes in the reading room: what they come as, and what is said of those that are lost."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from archive.records import Article, Image
from archive.store import Archive
from archive.warc import WarcWriter
from archive.web.body_text import body_text
from crawler.demo.pictures import pdf, png
from tests.helpers import DAY_1, bring, new_archive, open_crawl
from tests.packing import SOFTWARE, keep
from tests.reading_room import SANDBOX, Room, assert_strict, tags

HERE = "/-/baokan/archive"
BASE = "http://lakeside.example/"
PNG, PDF = png(30, 40, 1), pdf("ferry")
TEXT = "text/plain; charset=utf-8"
SCRIPT = "<script>alert(1)</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'
GB = f'<meta charset="gb2312">渡口的新船，镕{SCRIPT}'
LONG = "<p>" + "渡" * 80_000

# Address, type as sent, bytes as sent, further headers, type as shown, text as shown.
KEPT: dict[str, tuple[str, bytes, list[tuple[str, str]], str, str]] = {
    "page": ("text/html", SCRIPT.encode(), [], TEXT, SCRIPT),
    "svg": ("image/svg+xml", SVG.encode(), [], TEXT, SVG),
    "js": ("application/javascript", b"alert(1)", [], TEXT, "alert(1)"),
    "xml": ("application/xml", b"<?xml?><a/>", [], TEXT, "<?xml?><a/>"),
    "gb": ("text/html", GB.encode("gb18030"), [], TEXT, GB),
    "gzip": ("text/html", gzip.compress(GB.encode()), [("Content-Encoding", "gzip")], TEXT, GB),
    "lie": ("image/png", SCRIPT.encode(), [], TEXT, SCRIPT),
    "png": ("text/html", PNG, [], "image/png", ""),
    "picture": ("image/png", PNG + b"x", [], "image/png", ""),
    "pdf": ("text/html", PDF, [], "application/pdf", ""),
    "empty": ("text/html", b"", [], TEXT, ""),
    "long": ("text/html", LONG.encode(), [], TEXT, LONG),
    "binary": ("application/zip", bytes(range(256)) * 4, [], TEXT, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with new_archive(tmp_path_factory.mktemp("stored")) as archive:
        crawl = open_crawl(archive)
        writer = WarcWriter(archive.warc_folder, "kept", SOFTWARE)
        for name, (kind, payload, headers, *_) in KEPT.items():
            told = [("Content-Type", kind), *headers]
            keep(archive, crawl, writer, BASE + name, payload, response_headers=told,
                 request_headers=[("X-Asked", SCRIPT)])  # fmt: skip
        writer.close()
        for name in ("lost", "changed"):
            writer = WarcWriter(archive.warc_folder, name, SOFTWARE)
            keep(archive, crawl, writer, BASE + name, name.encode())
            writer.close()
        urls = [*(BASE + name for name in ("picture", "lie", "svg")), "http://else.example/1.png"]
        article = Article(title="渡口", body="来了船。", images=tuple(map(Image, urls)))
        bring(archive, crawl, f"{BASE}1.html", article)
        (lost,) = archive.warc_folder.glob("lost*")
        lost.unlink()
        (changed,) = archive.warc_folder.glob("changed*")
        (row,) = archive.query("SELECT * FROM captures WHERE url LIKE '%/changed'")
        end = row["warc_offset"] + row["warc_length"] // 2  # in the middle of the record
        changed.write_bytes(changed.read_bytes()[:end])
        files(archive)
        return archive.path


def files(archive: Archive) -> None:
    """Rows of page files: a good one, one whose file is gone, and those that lead elsewhere."""
    with archive.transaction() as connection:
        connection.execute(
            "INSERT INTO issues (id, title_id, date, first_seen, last_seen) VALUES (1, 1,"
            " '2026-01-05', ?1, ?1)", (DAY_1,),
        )  # fmt: skip
        connection.execute("INSERT INTO pages (id, issue_id, label, url) VALUES (1, 1, '01', '')")
        places = {letter: f"{letter * 2}/{letter * 64}.png" for letter in "befa"}
        places |= {"a": f"aa/{'a' * 64}.pdf", "c": "../archive.db", "d": "/etc/passwd"}
        for letter, name in places.items():
            connection.execute(
                "INSERT INTO page_files (page_id, kind, url, url_key, digest, size, content_type,"
                " file, first_seen, last_seen) VALUES (1, 'pdf', '', '', ?, 1, 'text/html', ?, '',"
                " '')", (f"sha256:{letter * 64}", name),
            )  # fmt: skip
    for letter, name, body in (("a", "pdf", PDF), ("e", "png", SCRIPT.encode())):
        file = archive.files_folder / (letter * 2) / f"{letter * 64}.{name}"
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
    outside = archive.path.with_name("outside.png")
    outside.write_bytes(PNG)
    link = archive.files_folder / "ff" / f"{'f' * 64}.png"
    link.parent.mkdir()
    link.symlink_to(outside)


@pytest.fixture(scope="module")
def ids(path: Path) -> dict[str, int]:
    with Archive.open(path) as archive:
        rows = archive.query("SELECT id, url FROM captures")
    return {row["url"].removeprefix(BASE): row["id"] for row in rows}


@pytest.fixture(scope="module")
def room(path: Path) -> Iterator[Room]:
    room = Room(path)
    try:
        yield room
    finally:
        room.close()


@pytest.mark.forty(35)
@pytest.mark.parametrize("name", KEPT)
def test_bytes_come_as_what_they_are_or_as_text(
    room: Room, ids: dict[str, int], name: str
) -> None:
    _, payload, _, kind, text = KEPT[name]
    answer = room.get(f"{HERE}/capture/{ids[name]}/raw")
    assert answer.status == 200
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-security-policy"] == SANDBOX
    assert answer.headers["x-content-type-options"] == "nosniff"
    if kind == TEXT:
        assert name == "binary" or answer.text == text
    else:
        assert answer.body == payload
    saved = answer.headers.get("content-disposition")
    assert saved == (f'attachment; filename="capture-{ids[name]}.pdf"' if name == "pdf" else None)


@pytest.mark.forty(35)
@pytest.mark.parametrize("name", KEPT)
def test_the_record_shows_headers_and_text(room: Room, ids: dict[str, int], name: str) -> None:
    page = room.get(f"{HERE}/capture/{ids[name]}", {"Accept-Language": "en"})
    assert page.status == 200
    assert_strict(page)
    shown = unescape(page.text)
    assert f"GET /{name} HTTP/1.1" in shown
    assert f"X-Asked: {SCRIPT}" in shown
    assert "HTTP/1.1 200 OK" in shown
    text = KEPT[name][4]
    assert text[:40] in shown
    assert ("Only the first 200 KB are shown" in shown) == (name == "long")
    assert len(page.body) < 250_000
    pictures = [attributes["src"] for tag, attributes in tags(page) if tag == "img"]
    own = [f"{HERE}/capture/{ids[name]}/raw"]
    assert pictures == (own if name in ("png", "picture") else [])


@pytest.mark.parametrize(
    ("name", "said"),
    [("lost", "is missing from the folder"), ("changed", "are not those that were written down")],
)
def test_what_cannot_be_read_is_said(
    room: Room, ids: dict[str, int], path: Path, name: str, said: str
) -> None:
    for address in (f"/capture/{ids[name]}", f"/capture/{ids[name]}/raw"):
        page = room.get(HERE + address, {"Accept-Language": "en"})
        assert page.status == 404
        assert_strict(page)
        assert said in page.text
        assert str(path.parent) not in page.text  # where it lies is nobody's business
    assert "sha256:" in room.get(f"{HERE}/capture/{ids[name]}").text  # the record is still there


def test_an_article_shows_only_pictures_that_are_held(room: Room, ids: dict[str, int]) -> None:
    page = room.get(HERE + "/article/1", {"Accept-Language": "en"})
    shown = [attributes["src"] for tag, attributes in tags(page) if tag == "img"]
    assert shown == [f"{HERE}/capture/{ids[name]}/raw" for name in ("picture", "lie")]
    assert page.text.count("The picture is not archived") == 2
    assert 'href="http://else.example/1.png" rel="noreferrer nofollow"' in page.text


def test_a_page_file_comes_from_its_folder_and_nowhere_else(room: Room) -> None:
    good = room.get(f"{HERE}/file/{'a' * 64}")
    assert good.status == 200
    assert good.body == PDF
    assert good.headers["content-type"] == "application/pdf"
    assert good.headers["content-security-policy"] == SANDBOX
    assert good.headers["content-disposition"].startswith("attachment")
    for letter in "bcdef":
        bad = room.get(f"{HERE}/file/{letter * 64}")
        assert bad.status == 404, letter
        assert_strict(bad)


@pytest.mark.parametrize(
    ("body", "kind", "text", "charset"),
    [
        ("渡口".encode(), "", "渡口", "utf-8"),
        ("渡口".encode("gb18030"), "", "渡口", "gb18030"),
        ("渡口".encode("gbk"), "text/html; charset=GBK", "渡口", "gb18030"),
        ("渡口".encode("big5"), "text/html; charset=big5", "渡口", "big5"),
        ("渡口".encode(), "text/html; charset=gb2312", "渡口", "utf-8"),
        ("\ufeff渡口".encode(), "text/html; charset=gbk", "渡口", "utf-8-sig"),
        ("渡口".encode("utf-16"), "", "渡口", "utf-16"),
        ("渡口".encode(), "text/html; charset=rot13", "渡口", "utf-8"),
        ("渡口".encode(), "text/html; charset=\x00", "渡口", "utf-8"),
        (b"\xff\xff", "", "\ufffd\ufffd", "utf-8"),
    ],
)
def test_a_body_is_read_in_its_charset(body: bytes, kind: str, text: str, charset: str) -> None:
    assert body_text(body, kind) == (text, charset)


def test_a_cut_body_ends_with_a_whole_character() -> None:
    assert body_text("渡口".encode()[:-1], "", cut=True) == ("渡", "utf-8")
    assert body_text("渡口".encode("gb18030")[:-1], "charset=gbk", cut=True)[0] == "渡"


def test_the_data_of_a_capture_are_not_changed_by_reading(path: Path) -> None:
    before = path.stat().st_mtime_ns
    room = Room(path)
    try:
        assert room.get(HERE).status == 200
    finally:
        room.close()
    assert path.stat().st_mtime_ns == before
