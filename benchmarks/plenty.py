"""An archive with as many invented articles as wanted, written straight into its tables.

For measuring what reads; nothing here goes through the archive's own writing code.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import invented

from archive.store import Archive

TITLES = 20
PAGES = 8  # of an issue
A_PAGE = 5  # articles of a page
FIRST_DAY = date(2022, 1, 1)
AT = "2026-01-05T06:30:00.000Z"

_OUTLETS = [f"{c}城日报" for c in "东南西北中上下前后左右内外高低"]
_NAMES = [f"{a}{b}{c}" for a in "林沈何顾温许高" for b in "秋青半知望" for c in "禾舟夏石云砚"]
_COLUMNS = ["", "", "", "", "一线", "时评", "副刊"]


def fill(archive: Archive, count: int, seed: int = 1) -> None:
    """Titles, issues, pages, articles, people, requests and all that hangs on them."""
    chance = random.Random(seed)
    newsroom = invented.Newsroom(seed)
    pool = "\n".join(newsroom.article(n) for n in range(400))
    with archive.transaction() as connection:
        for title in range(1, TITLES + 1):
            _title(connection, title)
        for first in range(0, count, 1000):
            numbers = range(first + 1, min(first + 1000, count) + 1)
            _articles(connection, numbers, pool, chance)
        _families(connection, count)
        _others(connection, count, chance)
    archive.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def place_of(number: int) -> tuple[int, int, int]:
    """(title, day, page) of an article, all numbered from 1."""
    sheet, title = divmod((number - 1) // A_PAGE, TITLES)
    day, page = divmod(sheet, PAGES)
    return title + 1, day + 1, page + 1


def _title(connection: sqlite3.Connection, title: int) -> None:
    kind = "newspaper" if title % 4 else "website"
    _insert(connection, "titles", [
        {"id": title, "name": f"paper_{title}", "publication": f"第{title}报", "kind": kind,
         "platform": "site", "entry": f"http://p{title}.example/"}])  # fmt: skip
    crawls = [
        {"id": title * 10 + n, "title_id": title, "entry": "", "opened_at": AT} for n in range(3)
    ]
    _insert(connection, "crawls", crawls)
    _insert(connection, "runs", [
        {"id": c["id"], "crawl_id": c["id"], "started_at": AT,
         "ended_at": AT.replace("6:3", "8:4"), "pid": 1,
         "outcome": "complete" if c["id"] % 3 else "failures", "user_agent": "",
         "responses": 900, "bytes": 9_000_000} for c in crawls])  # fmt: skip


def _articles(
    connection: sqlite3.Connection, numbers: range, pool: str, chance: random.Random
) -> None:
    rows = [_article(n, pool, chance) for n in numbers]
    sheets = {(r["title_id"], r["issue_id"], r["page_label"]) for r in rows}
    _insert(connection, "issues", [
        {"id": issue, "title_id": title, "date": _day(issue), "first_seen": AT, "last_seen": AT,
         "url": f"http://p{title}.example/{_day(issue)}/"}
        for title, issue, label in sorted(sheets) if label == "01"])  # fmt: skip
    _insert(connection, "pages", [
        {"id": issue * PAGES + int(label), "issue_id": issue, "label": label, "name": "要闻",
         "url": f"http://p{title}.example/{_day(issue)}/{label}.htm",
         "pdf": f"http://p{title}.example/{_day(issue)}/{label}.pdf"}
        for title, issue, label in sorted(sheets)])  # fmt: skip
    _insert(connection, "captures", [_capture(r, chance) for r in rows])
    _insert(connection, "articles", rows)
    _insert(connection, "revisions", [
        {"article_id": r["id"], "number": 1, "seen_at": AT, "capture_id": r["id"],
         "text_hash": "", "title": r["title"], "body": r["body"],
         "record": json.dumps({"body": r["body"]}, ensure_ascii=False)}
        for r in rows])  # fmt: skip
    _insert(connection, "frontier", [
        {"crawl_id": r["title_id"] * 10 + r["id"] % 3, "url": r["url"], "url_key": r["url"][7:],
         "host": f"p{r['title_id']}.example", "kind": "article", "state": "done",
         "verdict": "article", "capture_id": r["id"], "article_id": r["id"],
         "context": json.dumps({"date": _day(r["issue_id"]), "page_label": r["page_label"]})}
        for r in rows])  # fmt: skip
    _insert(connection, "placements", [
        {"page_id": r["issue_id"] * PAGES + int(r["page_label"]), "position": r["id"] % A_PAGE + 1,
         "url": r["url"], "url_key": r["url"][7:], "title": r["title"], "article_id": r["id"]}
        for r in rows])  # fmt: skip
    _insert(connection, "people", list(_people(rows, chance)))
    _insert(connection, "images", [
        {"article_id": r["id"], "position": 1, "url": f"{r['url']}.jpg",
         "caption": "图为河边" if r["id"] % 2 else ""}
        for r in rows if r["id"] % 3 == 0])  # fmt: skip


def _article(number: int, pool: str, chance: random.Random) -> dict[str, Any]:
    title, day, page = place_of(number)
    issue = day * TITLES + title
    length = int(chance.lognormvariate(6.6, 0.6))  # median 735 characters
    start = chance.randrange(len(pool) - length)
    published = _day(issue)
    if title % 4 == 0:
        published += f"T{chance.randrange(24):02d}:{chance.randrange(60):02d}+08:00"
    return {
        "id": number, "title_id": title, "issue_id": issue, "page_label": f"{page:02d}",
        "url": f"http://p{title}.example/{published[:10]}/c{number}.htm",
        "title": pool[start : start + 18].replace("\n", ""),
        "column": chance.choice(_COLUMNS) or None,
        "source": chance.choice(_OUTLETS) if chance.random() < 0.4 else None,
        "published": published if chance.random() < 0.98 else None,
        "published_precision": "day", "body": pool[start : start + length],
        "keywords": "河流 渡口" if number % 5 == 0 else "", "language": "zh-Hans",
        "status": "vanished" if number % 200 == 0 else "live",
        "missing_since": AT if number % 200 == 0 else None, "first_seen": AT, "last_seen": AT,
        "capture_id": number, "text_hash": f"{number:064x}", "body_hash": f"{number:064x}",
        "unread": '["第二版"]' if number % 50 == 0 else "[]", "checked_at": AT,
        "provenance": '{"title": "h1", "body": "div.content"}',
        "parts": 2 if number % 100 == 0 else 1, "parts_expected": 3 if number % 500 == 0 else 1,
        "byline": None, "revision": 1,
    }  # fmt: skip


def _capture(row: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    again = row["id"] % 10 == 0
    return {
        "id": row["id"], "run_id": row["title_id"] * 10 + row["id"] % 3, "url": row["url"],
        "url_key": row["url"][7:], "fetched_at": AT, "status": 200, "content_type": "text/html",
        "digest": f"sha256:{row['id'] // 2 * 2 if again else row['id']:064x}",
        "length": chance.randrange(9_000, 90_000), "kind": "revisit" if again else "response",
        "warc_file": "a.warc.gz", "warc_offset": row["id"] * 9000, "warc_length": 9000,
    }  # fmt: skip


def _people(rows: list[dict[str, Any]], chance: random.Random) -> Iterator[dict[str, Any]]:
    for row in rows:
        for position in range(1, chance.randint(1, 3) + 1):
            role = ("记者", "通讯员", "责任编辑")[position - 1]
            name = chance.choice(_NAMES)
            yield {"article_id": row["id"], "position": position, "name": name, "role": role,
                   "raw": f"{role} {name}", "place": "byline"}  # fmt: skip


def _families(connection: sqlite3.Connection, count: int) -> None:
    """Every eighth article and the one of the next title."""
    firsts = range(8, count - A_PAGE, 8)
    _insert(connection, "families", [
        {"id": n, "first_article": n, "kind": "reprints"} for n in firsts])  # fmt: skip
    connection.executemany(
        "UPDATE articles SET family_id = ?, reprint_of = ? WHERE id = ?",
        [(n, n, n + A_PAGE) for n in firsts],
    )
    connection.executemany(
        "UPDATE articles SET family_id = ?1 WHERE id = ?1", [(n,) for n in firsts]
    )


def _others(connection: sqlite3.Connection, count: int, chance: random.Random) -> None:
    few = range(1, count // 50)
    _insert(connection, "frontier", [
        {"crawl_id": chance.randint(1, TITLES) * 10, "url": f"http://x.example/{n}",
         "url_key": f"x.example/{n}", "host": "x.example",
         "kind": ("article", "page", "issue")[n % 3],
         "state": ("failed", "gone", "refused")[n % 3],
         "reason": ("HTTP 500, 3 times", "HTTP 404", "no text on the page")[n % 3],
         "context": json.dumps({"date": _day(chance.randint(1, count // 20)), "linked": "1"}),
         } for n in few])  # fmt: skip
    _insert(connection, "placements", [
        {"page_id": (n % (count // 2000 + 1) + 1) * TITLES * PAGES + PAGES + 1, "position": 9,
         "url": f"http://x.example/{n}", "url_key": f"x.example/{n}", "title": "缺的一篇"}
        for n in few])  # fmt: skip
    _insert(connection, "revisions", [
        {"article_id": n * 40, "number": 2, "seen_at": AT, "text_hash": "", "title": "改了的题",
         "body": "改了的正文。", "record": "{}"} for n in few if n * 40 <= count])  # fmt: skip
    _insert(connection, "sightings", [
        {"article_id": n, "seen_at": AT, "kind": "vanished", "reason": "HTTP 404", "crawl_id": 11}
        for n in range(200, count + 1, 200)])  # fmt: skip
    for title in range(1, TITLES + 1):
        _insert(connection, "mastheads", [
            {"id": title * 100 + n, "title_id": title, "kind": kind, "value": f"{kind} {n}",
             "raw": "", "first_seen": AT, "last_seen": AT}
            for n, kind in enumerate(("icp", "cn", "organiser") * 10)])  # fmt: skip
        _insert(connection, "masthead_crawls", [
            {"masthead_id": title * 100 + n, "crawl_id": title * 10 + n // 3 % 3, "first_seen": AT,
             "last_seen": AT} for n in range(30)])  # fmt: skip


def _day(issue: int) -> str:
    return (FIRST_DAY + timedelta((issue - 1) // TITLES)).isoformat()


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
