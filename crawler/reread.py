"""Read kept answers again with today's reader: batch by batch, in any process of any machine that
sees the WARC files.

A batch is read by file and offset, without a database, so that processes share no state; what
comes back is compared and written in one place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from archive.errors import ArchiveError
from archive.queue import asked
from archive.reading import Place, place_of, raw_at
from archive.records import Ask, Found
from archive.rereading import Source
from archive.shelf import Shelf
from archive.storage import StorageError
from archive.store import Archive
from crawler.collecting import collect_rarely
from crawler.engines import Engine
from crawler.extract import use_rules
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched, Platform
from crawler.titles import Title

BATCH = 200  # answers: a second of work, or two

T = TypeVar("T")

# An answer as it is read today, or why it cannot be had.
Reading = Found | str


@dataclass(frozen=True, slots=True)
class Work:
    """An answer to read: what was asked for it, and where it stands."""

    source: Source
    ask: Ask
    place: Place


def readings(
    archive: Archive, title: Title, rules: Path | None, sources: Iterable[Source], engine: Engine
) -> Iterator[tuple[Source, Reading]]:
    """Each answer of a title as it is read today, in the order given.

    Raises ArchiveError for a database that cannot be read, and what the engine raises when its
    processes die.
    """
    given = (archive.shelf.absolute(), title, rules)
    for batch, found in in_order(engine, read_batch, batches(archive, sources), *given):
        for work, reading in zip(batch, found, strict=True):
            yield work.source, reading


def in_order(
    engine: Engine, function: Callable[..., T], work: Iterable[list[Work]], *given: object
) -> Iterator[tuple[list[Work], T]]:
    """Each batch with what `function(*given, batch)` makes of it, in the order of the batches."""
    under_way: deque[tuple[list[Work], object]] = deque()
    waiting = iter(work)
    while True:
        for batch in islice(waiting, engine.ahead - len(under_way)):
            under_way.append((batch, engine.submit(function, *given, batch)))
        if not under_way:
            return
        batch, answer = under_way.popleft()
        yield batch, engine.result(answer)


def batches(archive: Archive, sources: Iterable[Source]) -> Iterator[list[Work]]:
    """What is asked of an engine at once.  Raises ArchiveError."""
    waiting = iter(sources)
    while some := list(islice(waiting, BATCH)):
        with archive.reading() as connection:
            asks = [asked(connection, source.ask_id).as_ask() for source in some]
        yield [
            Work(source, ask, place_of(archive, source.capture_id))
            for source, ask in zip(some, asks, strict=True)
        ]


def read_batch(
    shelf: Shelf, title: Title, rules: Path | None, batch: Sequence[Work]
) -> list[Reading]:
    """Read answers from WARC files.  Raises StorageError when their storage cannot be had."""
    collect_rarely()  # in processes that others have made
    if rules is not None:
        use_rules(rules)
    platform = platform_for(title)
    return [_read(shelf, platform, work) for work in batch]


def _read(shelf: Shelf, platform: Platform, work: Work) -> Reading:
    source, ask = work.source, work.ask
    try:
        headers, body = raw_at(shelf, work.place)
    except StorageError:
        raise
    except ArchiveError as error:
        return str(error)
    url = ask.url if ask.context.get("post") else source.url
    captured = datetime.fromisoformat(source.fetched_at)
    try:
        return platform.read(ask, Fetched(url, source.status, body, headers, captured))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return Found("error", reason=f"cannot be read: {error!r}")
