"""An archive that grows as one of a hundred dailies does: day after day, issue by issue.

Every row that a crawl writes is there, but for the ledger; what the columns hold comes from the
project's own functions (fields, hashes, keys of addresses, terms of the index, reprints).  Only
the rows are written in bulk.  The same number gives the same article, so that filling goes on
where it was stopped.
"""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from archive import families, search_rows
from archive.articles import fields_of
from archive.identity import url_key
from archive.records import Article, Person
from archive.store import Archive
from benchmarks import invented

TITLES = 100
PAGES = 8  # of an issue
A_PAGE = 5  # articles of a page
AN_ISSUE = PAGES * A_PAGE
FIRST_DAY = date(2016, 1, 1)
BATCH = 2_000  # articles of a transaction
_REPRINTED = 21  # one in so many full texts is that of another title
_REQUESTS = 1 + PAGES + AN_ISSUE  # for an issue: itself, its pages, their articles
_NAMES = [
    "".join(name) for name in itertools.product("林沈何顾温许高", "秋青半知望文", "禾舟夏石云")
]
_ROLE = "记者"
_Row = tuple[Any, ...]


class Place:
    """Where article `number` (from 1) stands, and the rows that hang on that.

    `issue` is a row, that of the issue's crawl and run, too; `request` the row of its request and
    of its capture, `page_request` that of its page (before the first page's is the issue's);
    `number_of_page` and `position` count from 1.
    """

    def __init__(self, number: int) -> None:
        before = (number - 1) % AN_ISSUE
        self.number = number
        self.issue = (number - 1) // AN_ISSUE + 1
        self.title = (self.issue - 1) % TITLES + 1
        day = FIRST_DAY + timedelta((self.issue - 1) // TITLES)
        self.day = day.isoformat()
        self.at = f"{day}T06:30:00.000Z"
        self.number_of_page = before // A_PAGE + 1
        self.label = f"{self.number_of_page:02}"
        self.page = (self.issue - 1) * PAGES + self.number_of_page
        self.position = before % A_PAGE + 1
        self.page_request = (self.issue - 1) * _REQUESTS + 2 + before // A_PAGE * (1 + A_PAGE)
        self.request = self.page_request + self.position
        self.folder = f"http://paper{self.title}.example/html/{day:%Y-%m/%d}/"
        self.page_url = f"{self.folder}node_{self.number_of_page}.htm"
        self.url = f"{self.folder}content_{number}.htm"
        self.key = url_key(self.url)


class Growth:
    """Fills an archive.

    `full`: texts of 700 to 900 characters, with reprints; else of 60 to 100, which are too short
    for any, and revisions without their record, for the sake of disks.
    """

    def __init__(self, archive: Archive, *, full: bool, seed: int = 1) -> None:
        self.archive = archive
        self.full = full
        self.newsroom = invented.Newsroom(seed)

    @property
    def size(self) -> int:
        """How many articles are there."""
        (row,) = self.archive.query("SELECT coalesce(max(id), 0) AS size FROM articles")
        return int(row["size"])

    def grow(self, size: int, step: Callable[[int], object] = lambda done: None) -> None:
        """Add articles until there are `size`; `step` is told how many there are."""
        self.archive.connection.execute("PRAGMA foreign_keys = OFF")  # rows come in any order
        if not self.size:
            with self.archive.transaction() as connection:
                _insert(connection, "titles", "id name publication kind platform entry place", [
                    (n, f"paper_{n}", f"第{n}日报", "newspaper", "site", f"http://paper{n}.example/",
                     "湖南" if n % 4 else "湖北") for n in range(1, TITLES + 1)])  # fmt: skip
        for first in range(self.size + 1, size + 1, BATCH):
            places = [Place(n) for n in range(first, min(first + BATCH, size + 1))]
            with self.archive.transaction() as connection:
                self._around(connection, places)
                self._articles(connection, places)
            step(places[-1].number)

    def text(self, number: int) -> tuple[str, str]:
        """Headline and text of an article."""
        if not self.full:
            return self.newsroom.brief(number)
        # A reprint is the article of the same place in the paper before.
        root = number - AN_ISSUE if number % _REPRINTED == 0 and number > AN_ISSUE else number
        body = self.newsroom.article(root)
        return body[:16].replace("\n", "，"), body

    def _around(self, connection: sqlite3.Connection, places: Sequence[Place]) -> None:
        """Crawls, runs, issues and pages that begin with one of the articles."""
        issues = [p for p in places if p.number_of_page == p.position == 1]
        pages = [p for p in places if p.position == 1]
        _insert(connection, "crawls", "id title_id entry state opened_at", [
            (p.issue, p.title, "", "complete", p.at) for p in issues])  # fmt: skip
        _insert(connection, "runs", "id crawl_id started_at ended_at pid outcome user_agent", [
            (p.issue, p.issue, p.at, p.at, 1, "complete", "") for p in issues])  # fmt: skip
        _insert(connection, "issues", "id title_id date url first_seen last_seen", [
            (p.issue, p.title, p.day, p.folder, p.at, p.at) for p in issues])  # fmt: skip
        asked = [(p.page_request - 1, p, "issue", p.folder) for p in issues]
        asked += [(p.page_request, p, "page", p.page_url) for p in pages]
        _asked(
            connection, [(row, p, kind, url, url_key(url), None) for row, p, kind, url in asked]
        )
        _insert(connection, "pages", "id issue_id label name url capture_id", [
            (p.page, p.issue, p.label, "要闻", p.page_url, p.page_request)
            for p in pages])  # fmt: skip

    def _articles(self, connection: sqlite3.Connection, places: Sequence[Place]) -> None:
        _asked(connection, [(p.request, p, "article", p.url, p.key, p.number) for p in places])
        found = [(p, self._article(p)) for p in places]
        fields = [(p, article, fields_of(article)) for p, article in found]
        names = " ".join(fields[0][2])
        _insert(connection, "articles", f"id title_id url issue_id page_label first_seen last_seen"
                f" checked_at capture_id {names}", [
            (p.number, p.title, p.url, p.issue, p.label, p.at, p.at, p.at,
             p.request, *values.values()) for p, _, values in fields])  # fmt: skip
        _insert(connection, "people", "article_id position name role raw place", [
            (p.number, at, person.name, person.role, person.raw, person.place)
            for p, article in found for at, person in enumerate(article.authors, 1)])  # fmt: skip
        _insert(connection, "revisions", "article_id number seen_at capture_id text_hash title"
                " body record", [
            (p.number, 1, p.at, p.request, values["text_hash"], article.title, article.body,
             json.dumps(article.as_dict(), ensure_ascii=False) if self.full else "{}")
            for p, article, values in fields])  # fmt: skip
        _insert(connection, "article_urls", "title_id url_key url article_id first_seen", [
            (p.title, p.key, p.url, p.number, p.at) for p in places])  # fmt: skip
        _insert(connection, "placements", "page_id position url url_key title article_id", [
            (p.page, p.position, p.url, p.key, article.title, p.number)
            for p, article in found])  # fmt: skip
        for place, _, values in fields:
            search_rows.add(connection, place.number)
            if values["body_hash"]:
                families.enter(connection, place.number)

    def _article(self, place: Place) -> Article:
        title, body = self.text(place.number)
        chance = random.Random(place.number)
        names = chance.sample(_NAMES, 1 + place.number % 2)
        return Article(
            url=place.url, title=title, body=body, published=place.day,
            published_precision="day", source=f"第{place.title}日报",
            authors=tuple(Person(name, _ROLE, f"{_ROLE} {name}") for name in names),
        )  # fmt: skip


def _asked(
    connection: sqlite3.Connection, asked: Sequence[tuple[int, Place, str, str, str, int | None]]
) -> None:
    """Requests (row, place, kind, address, its key, article) that are done, and their captures."""
    _insert(connection, "captures", "id run_id url url_key fetched_at status content_type digest"
            " length kind warc_file warc_offset warc_length", [
        (row, p.issue, url, key, p.at, 200, "text/html", f"sha256:{row:064x}", 40_000, "response",
         f"{p.day}-{p.title}.warc.gz", row % _REQUESTS * 9000, 9000)
        for row, p, _, url, key, _ in asked])  # fmt: skip
    _insert(connection, "frontier", "id crawl_id url url_key host kind context state verdict"
            " run_id capture_id article_id", [
        (row, p.issue, url, key, f"paper{p.title}.example", kind,
         f'{{"date": "{p.day}", "page_label": "{p.label}"}}', "done", kind, p.issue, row, article)
        for row, p, kind, url, key, article in asked])  # fmt: skip


def _insert(
    connection: sqlite3.Connection, table: str, columns: str, rows: Sequence[_Row]
) -> None:
    names = columns.split()
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)
