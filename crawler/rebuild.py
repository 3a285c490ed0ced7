"""Make the database again from the WARC files alone: every answer is taken in once more, in the
order in which it came, as if it came now."""

from __future__ import annotations

import heapq
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from archive import landmark, rebuilt, unchanged
from archive.coding import decoded
from archive.records import Ask, Capture, Found, Visit
from archive.shelf import Shelf
from archive.store import Archive
from archive.warc_read import Block, blocks, read
from crawler import page_files
from crawler.errand import Errand
from crawler.judge import course, moved, settled
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched, Platform
from crawler.titles import title_of_row

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Rebuilt:
    """What the files held."""

    files: int = 0
    captures: int = 0
    articles: int = 0
    left: int = 0  # requests that no file has an answer of
    foreign: list[str] = field(default_factory=list)  # files that do not say what they are of


@dataclass(slots=True)
class _Work:
    """A run that is taken in."""

    run_id: int
    crawl_id: int
    platform: Platform
    errand: Errand | None
    vanish_seconds: float


def rebuild(archive: Archive, step: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Take all WARC files beside a new archive in; `step` is told of bytes that were read.

    Raises ArchiveError where the archive cannot be written, and TitleError for a file of a title
    whose platform is not known.
    """
    done = Rebuilt()
    works: dict[tuple[str, int, str], _Work] = {}
    last = ""
    for path, block in _in_order(archive.shelf, done):
        run = rebuilt.run_of(block.file)
        if run is None:
            if path.name not in done.foreign:
                done.foreign.append(path.name)
            continue
        key = (run.title["name"], run.number, run.crawl["opened_at"])
        if key not in works:
            works[key] = _open(archive, run, block.capture.fetched_at)
        _take_in(archive, works[key], block)
        done.captures += 1
        last = max(last, block.capture.fetched_at)
        step(block.capture.block_length or 0)
    with archive.transaction() as connection:
        done.left = rebuilt.finish(connection, last)
    done.articles = archive.query("SELECT count(*) AS n FROM articles")[0]["n"]
    return done


def _in_order(shelf: Shelf, done: Rebuilt) -> Iterator[tuple[Path, Block]]:
    """All captures by time.  A file is opened when its turn comes: there may be thousands."""
    paths = [shelf.find(name) for name in sorted(shelf.names())]
    waiting: list[tuple[str, int, Path]] = []
    for number, path in enumerate(paths):
        first = next(blocks(path), None)
        if first is not None:
            waiting.append((first.capture.fetched_at, number, path))
    waiting.sort()
    done.files = len(waiting)
    heap: list[tuple[str, int, Block, Path, Iterator[Block]]] = []
    while heap or waiting:
        while waiting and (not heap or waiting[0][0] <= heap[0][0]):
            _, number, path = waiting.pop(0)
            _push(heap, number, path, blocks(path))
        _, number, block, path, rest = heapq.heappop(heap)
        yield path, block
        _push(heap, number, path, rest)


def _push(
    heap: list[tuple[str, int, Block, Path, Iterator[Block]]],
    number: int,
    path: Path,
    rest: Iterator[Block],
) -> None:
    block = next(rest, None)
    if block is not None:
        heapq.heappush(heap, (block.capture.fetched_at, number, block, path, rest))


def _open(archive: Archive, run: rebuilt.Run, at: str) -> _Work:
    with archive.transaction() as connection:
        crawl_id, run_id = rebuilt.open_run(connection, run, at)
    errand = run.crawl["errand"]
    return _Work(
        run_id,
        crawl_id,
        platform_for(title_of_row(run.title)),
        None if errand == "crawl" else Errand(errand, ()),
        run.vanish_seconds,
    )


def _take_in(archive: Archive, work: _Work, block: Block) -> None:
    capture = _with_bytes(archive, block)
    if "ask" not in block.about:  # robots.txt
        archive.keep(work.run_id, capture)
        return
    told = json.loads(block.about["ask"])
    ask = Ask(told["url"], told["kind"], told["context"], told["depth"])
    if ask.context.get("post"):
        capture = replace(capture, url=ask.url)
    end = _end(archive, work, ask, capture, block)
    if end is None:  # it was asked again; a later answer counts
        archive.keep(work.run_id, capture)
        return
    with archive.transaction() as connection:
        ask_id = rebuilt.hand_out(connection, work.crawl_id, work.run_id, told)
    archive.vanish_seconds = work.vanish_seconds
    visit = Visit(ask_id=ask_id, at=capture.fetched_at, captures=(capture,), **end)
    archive.ingest(work.run_id, visit)
    if visit.found is not None:
        work.platform.learn(ask.url, visit.found.verdict)


def _with_bytes(archive: Archive, block: Block) -> Capture:
    """The capture, with the one that holds its bytes where it is a revisit."""
    if block.capture.kind != "revisit":
        return block.capture
    rows = archive.query(
        "SELECT id, digest, length FROM captures WHERE url = ? AND fetched_at = ?"
        " ORDER BY id DESC LIMIT 1",
        *block.refers_to,
    )
    if not rows:
        return block.capture
    length = 0 if block.capture.status == 304 else rows[0]["length"]
    held = {"refers_to": rows[0]["id"], "digest": rows[0]["digest"], "length": length}
    return replace(block.capture, **held)


def _end(
    archive: Archive, work: _Work, ask: Ask, capture: Capture, block: Block
) -> dict[str, Any] | None:
    headers = dict(block.headers)
    target = headers.get("location", "").encode("latin-1", "replace")
    way = course(capture.status, ask.kind, leads_on=bool(target))
    if way == "moved":
        return moved(capture.status, capture.url, target, ask)
    if way == "again":
        return None
    if way == "not modified":
        return {"state": "done", "found": Found(unchanged.VERDICT)}
    if way in ("gone", "failed"):
        return {"state": way, "reason": f"HTTP {capture.status}"}
    try:
        return settled(_read(archive, work, ask, capture, block))
    except Exception as error:  # as in a crawl: one page that cannot be read ends nothing
        logger.info("%s: cannot be read: %r", capture.url, error)
        return {"state": "failed", "reason": f"cannot be read: {error!r}"}


def _read(archive: Archive, work: _Work, ask: Ask, capture: Capture, block: Block) -> Found:
    payload = block.payload
    if capture.refers_to is not None:
        payload = _payload(archive, capture.refers_to)
    body = decoded(block.headers, payload)
    if ask.kind == page_files.KIND:
        return page_files.read(ask, body, archive.files_folder, ".rebuild.part")
    url = ask.url if ask.context.get("post") else capture.url
    at = datetime.fromisoformat(capture.fetched_at)
    found = work.platform.read(ask, Fetched(url, capture.status, body, dict(block.headers), at))
    if found.pages:  # those that were not asked for are told from those that were, at the end
        found = replace(found, asks=(*found.asks, *page_files.asks(ask, found)))
    found = landmark.seen(ask, found)
    return work.errand.narrow(found) if work.errand else found


def _payload(archive: Archive, capture_id: int) -> bytes:
    row = archive.query("SELECT warc_file, warc_offset FROM captures WHERE id = ?", capture_id)[0]
    return read(archive.shelf, row["warc_file"], row["warc_offset"])[1]
