"""Everything of the archive is hostile text: no page of the reading room lets any of it run."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from archive.records import (
    Article,
    Dateline,
    Entry,
    Fact,
    Found,
    Image,
    Issue,
    Jump,
    Page,
    Person,
    Pseudo,
)
from archive.runs import Opened
from archive.store import Archive
from tests.helpers import (
    DAY_1,
    DAY_2,
    DAY_3,
    bring,
    close_crawl,
    new_archive,
    open_crawl,
    prose,
)
from tests.reading_room import SANDBOX, Room, assert_strict, links

HERE = "/-/baokan/archive"
BASE = "http://lakeside.example/"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}%s%(x)s"
UNSEEN = "\u202e\x07\x1b[31m\x00"
LINK = "javascript:alert(1)//<b>"

# Columns that hold what others wrote; the rest are numbers, times, digests and our own words.
FREE = {
    "titles": "publication platform publisher place rhythm kind",
    "articles": "kicker title subtitle column editorial_note original_title source source_raw"
    " published_raw info_line keywords byline dateline dateline_agency dateline_place"
    " continued_to continued_from cited_publication cited_issue encoding page_label language"
    " published_precision",
    "people": "role affiliation raw",
    "images": "caption credit",
    "issues": "label",
    "pages": "label name",
    "placements": "title text area",
    "mastheads": "value raw",
    "captures": "content_type etag last_modified",
    "runs": "reason user_agent reader",
    "frontier": "reason",
    "sightings": "reason",
    "article_parts": "rule",
}
LINKS = {"articles": "url", "images": "url", "issues": "url", "pages": "pdf picture",
         "captures": "url", "placements": "url", "titles": "entry", "article_urls": "url",
         "article_parts": "url"}  # fmt: skip


def article(number: int, body: str, **more: Any) -> Article:
    return Article(
        title=f"渡口{number}{EVIL}",
        body=body,
        kicker=EVIL,
        subtitle=EVIL,
        column=EVIL,
        editorial_note=EVIL,
        authors=(Person(f"白露{EVIL}", EVIL, EVIL, EVIL),),
        images=(Image(LINK, EVIL, EVIL), Image("data:text/html,<script>", EVIL)),
        dateline=Dateline(EVIL, EVIL),
        keywords=(EVIL,),
        source=EVIL,
        language='zh" onload="x',
        masthead=(Fact("icp", EVIL, EVIL), Fact(EVIL, EVIL, EVIL)),
        provenance={"title": EVIL, "body": EVIL},
        unread=(EVIL,),
        **more,
    )


def day(archive: Archive, opened: Opened) -> None:
    """An issue of two pages with articles that jump, one that is missing, and one that is none."""
    entries = tuple(Entry(f"{BASE}{n}.html", EVIL, "1,1,9,9") for n in range(1, 5))
    for label, listed in (("01", entries), ("02", entries[1:2])):
        page = Page(label, f"{BASE}p{label}", EVIL, f"{BASE}{label}.pdf", "", listed)
        found = Found("page", issue=Issue("2022-08-04", BASE), pages=(page,))
        bring(
            archive, opened, f"{BASE}p{label}", found, kind="page", context={"date": "2022-08-04"}
        )
    texts = {1: Jump("2", EVIL), 2: None}
    for number, jump in texts.items():
        one = article(number, f"{EVIL}\n{prose(1)}", page_label=f"0{number}", continued_to=jump)
        bring(archive, opened, f"{BASE}{number}.html", one, context={"date": "2022-08-04"})
    bring(archive, opened, f"{BASE}3.html", Found("pseudo", pseudo=Pseudo("picture", EVIL)),
          state="refused")  # fmt: skip
    bring(archive, opened, f"{BASE}4.html", None, state="failed", reason=EVIL)


def fill(archive: Archive) -> None:
    opened = open_crawl(archive, 'la/ke%"<b>', publication=EVIL)
    day(archive, opened)
    close_crawl(archive, opened)
    opened = open_crawl(archive, 'la/ke%"<b>', publication=EVIL, at=DAY_2)
    bring(archive, opened, f"{BASE}1.html", article(1, f"{EVIL}\n{prose(2)}"), at=DAY_2)
    bring(archive, opened, f"{BASE}2.html", None, at=DAY_2, state="gone", reason=EVIL)
    close_crawl(archive, opened, at=DAY_3)
    other = open_crawl(archive, "other", publication=EVIL)
    bring(archive, other, "http://other.example/1.html", article(9, f"{EVIL}\n{prose(2)}"))
    with archive.transaction() as connection:
        connection.execute(
            "INSERT INTO article_parts (article_id, number, url, url_key, seen_at)"
            " VALUES (1, 2, ?, 'x', ?)", (LINK, DAY_1),
        )  # fmt: skip
        spread(connection, EVIL + UNSEEN, LINK)
        connection.execute("UPDATE captures SET warc_file = '../' || ?", (EVIL,))


def spread(connection: sqlite3.Connection, text: str, link: str) -> None:
    """Puts a text into every column that holds what others wrote, a link into every address."""
    for table, columns in FREE.items():
        for column in columns.split():
            connection.execute(f'UPDATE {table} SET "{column}" = ? || rowid', (text,))
    for table, columns in LINKS.items():
        for column in columns.split():
            connection.execute(f"UPDATE {table} SET {column} = ? || rowid", (link,))
    connection.execute("UPDATE people SET name = ?", (f"白露{text}",))
    connection.execute("UPDATE articles SET published = ?, unread = ?", (text, json.dumps([text])))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("hostile")
    with new_archive(folder) as archive:
        fill(archive)
    room = Room(folder / "archive.db")
    try:
        yield room
    finally:
        room.close()


@pytest.mark.forty(34)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_lets_anything_run(room: Room, language: str) -> None:
    waiting, seen, kinds = [HERE, HERE + f"/people?q={'%3Cb%3E'}"], set[str](), set[str]()
    while waiting:
        path = waiting.pop()
        page = room.get(path, {"Accept-Language": language})
        if re.search(r"\.\w+$", path.partition("?")[0]):  # a download
            assert page.status == 200, path
            assert page.headers["content-security-policy"] == SANDBOX
            continue
        if path.startswith(f"{HERE}/capture/"):
            assert page.status == 404  # there is no WARC file
        else:
            assert page.status == 200, path
        assert_strict(page)
        kinds.add(path.removeprefix(HERE).split("/")[-2:][0] or "home")
        assert "7*7" in page.text or "49" not in page.text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", page.text)
        for link in links(page):
            if link.startswith(HERE) and "lang=" not in link and (link not in seen):
                seen.add(link)
                waiting.append(link)
    assert kinds >= {"home", "article", "diff", "issue", "page", "title", "capture"}
    assert any("/person?" in link for link in seen)
    assert any("/calendar/" in link for link in seen)


def test_hostile_text_is_there_to_be_read(room: Room) -> None:
    for path in ("", "/article/1", "/diff/1", "/issue/1", "/page/1", "/people", "/runs",
                 "/title/la%2Fke%25%22%3Cb%3E", "/calendar/la%2Fke%25%22%3Cb%3E",
                 "/capture/1"):  # fmt: skip
        text = room.get(HERE + path).text
        assert "<script>alert(1)</script>" in unescape(text), path
        assert "<script" not in text


@pytest.mark.forty(34)
def test_addresses_that_would_run_are_text(room: Room) -> None:
    text = room.get(HERE + "/article/1").text
    assert '<span class="outside">javascript:alert(1)' in text
    assert '<a class="outside"' not in text


ASKED = (
    "/title/%s",
    "/people?q=%s",
    "/person?name=%s",
    "/runs?title=%s",
    "/%s",
    "/people?lang=%s",
)


@pytest.mark.parametrize("path", ASKED)
def test_what_is_asked_for_comes_back_as_text(room: Room, path: str) -> None:
    page = room.get(HERE + path.replace("%s", "%22%3E%3Cscript%3E"))
    assert page.status in (200, 404)
    assert_strict(page)
