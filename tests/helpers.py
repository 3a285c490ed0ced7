"""Small builders that the tests of the archive share.  All text is invented."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive import queue, runs
from archive.identity import url_key
from archive.records import Article, Ask, Capture, Found, Outcome, Visit
from archive.runs import Opened
from archive.store import Archive

DAY_1 = "2026-01-05T06:30:00.000Z"
DAY_2 = "2026-01-06T06:30:00.000Z"
DAY_3 = "2026-01-07T06:30:00.000Z"
DAY_4 = "2026-01-08T06:30:00.000Z"

_CHARACTERS = "湖滨晚报记者写道春天的渡口有一艘新船载着茶叶和信件慢驶过桥洞孩子们在岸上数灯火"


def prose(seed: int, length: int = 160) -> str:
    """Chinese nonsense, the same for the same seed, in paragraphs of about 60 characters."""
    rng = random.Random(seed)
    parts = []
    while sum(map(len, parts)) < length:
        parts.append("".join(rng.choices(_CHARACTERS, k=rng.randint(8, 20))))
    lines = ["，".join(parts[i : i + 4]) + "。" for i in range(0, len(parts), 4)]
    return "\n".join(lines)


def new_archive(folder: Path) -> Archive:
    """An empty archive in a folder."""
    return Archive.open(folder / "archive.db")


def open_crawl(
    archive: Archive,
    name: str = "lakeside",
    *,
    publication: str = "湖滨晚报",
    starts: tuple[Ask, ...] = (),
    at: str = DAY_1,
    since: str | None = None,
    until: str | None = None,
) -> Opened:
    """The title's crawl: gone on with when one is open, else new."""
    title = {
        "name": name,
        "publication": publication,
        "kind": "newspaper",
        "platform": "site",
        "entry": f"http://{name}.example/",
        "publisher": "",
        "place": "",
    }
    with archive.transaction() as connection:
        title_id = runs.put_title(connection, title)
        return runs.open_run(
            connection,
            title_id,
            title["entry"],
            (since, until),
            list(starts),
            at=at,
            pid=1,
            user_agent="baokan/test",
        )


def close_crawl(archive: Archive, opened: Opened, stopped: str = "", at: str = DAY_1) -> int:
    """End the run; returns its exit code."""
    with archive.transaction() as connection:
        return runs.close_run(connection, opened, stopped, "", at)


def capture(url: str, payload: bytes = b"<html>", status: int = 200, **other: Any) -> Capture:
    """A capture whose bytes lie in no file."""
    values: dict[str, Any] = {
        "url": url,
        "fetched_at": DAY_1,
        "status": status,
        "content_type": "text/html",
        "digest": "sha256:" + hashlib.sha256(payload).hexdigest(),
        "length": len(payload),
        "warc_file": "none.warc.gz",
        "warc_offset": 0,
        "warc_length": len(payload),
    }
    return Capture(**(values | other))


def hand_out(
    archive: Archive,
    opened: Opened,
    url: str,
    kind: str = "article",
    context: Mapping[str, str] | None = None,
) -> int:
    """Queue an address (where it is not yet) and hand it out; returns the request's id."""
    with archive.transaction() as connection:
        queue.add(connection, opened.crawl_id, [Ask(url, kind, context or {})])
        row = connection.execute(
            "SELECT id FROM frontier WHERE crawl_id = ? AND url_key = ?",
            (opened.crawl_id, url_key(url)),
        ).fetchone()
        queue.hand_out(connection, row["id"], opened.run_id)
    return int(row["id"])


def bring(
    archive: Archive,
    opened: Opened,
    url: str,
    found: Article | Found | None = None,
    *,
    at: str = DAY_1,
    payload: bytes | None = None,
    state: str = "done",
    context: Mapping[str, str] | None = None,
    kind: str = "article",
    **other: Any,
) -> Outcome:
    """Ask for an address and ingest what came back.  The bytes differ from text to text."""
    if isinstance(found, Article):
        found = Found("article", article=found)
    ask_id = hand_out(archive, opened, url, kind, context)
    if payload is None:
        payload = repr((url, found)).encode()
    visit = Visit(
        ask_id=ask_id,
        state=state,  # type: ignore[arg-type]
        at=at,
        captures=(capture(url, payload, fetched_at=at),),
        found=found,
        **other,
    )
    return archive.ingest(opened.run_id, visit)


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a SELECT as tuples."""
    return [tuple(row) for row in archive.connection.execute(sql, values)]


def one(archive: Archive, sql: str, *values: Any) -> Any:
    """The single value of a SELECT."""
    return archive.connection.execute(sql, values).fetchone()[0]
