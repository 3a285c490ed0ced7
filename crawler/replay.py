"""Read the kept answers again with today's reader, without any network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from archive.identity import url_key
from archive.queue import asked
from archive.reading import raw
from archive.record_json import article_of
from archive.records import Article, Ask, Found
from archive.rereading import (
    Source,
    add_article,
    is_archived,
    parts_of,
    replace_part,
    replace_revision,
    revisions_of,
)
from archive.store import Archive
from crawler.compare import Difference, differences
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched, Platform
from crawler.titles import Title

_READ = ("article", "part", "articles")


@dataclass(frozen=True, slots=True)
class Reread:
    """What is read otherwise today.  `different`: another record; `new`: an article where there
    was none; `lost`: no article where there was one, which is shown and never applied."""

    kind: Literal["different", "new", "lost"]
    source: Source
    article_id: int | None
    number: int | None  # of the revision; of a page: its number
    found: tuple[Difference, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    reread: Reread
    row: dict[str, Any]
    article: Article
    is_part: bool = False


class Replay:
    """Reads the answers of one title.  `reader` names what reads (crawler/reader.py)."""

    def __init__(self, archive: Archive, title: Title, reader: str) -> None:
        self.archive, self.reader = archive, reader
        self._platform: Platform = platform_for(title)

    def look(self, source: Source) -> list[Reread]:
        """What today's reader makes otherwise of an answer.  Raises ArchiveError for one that is
        missing or was changed."""
        return [change.reread for change in self._changes(source)]

    def apply(self, source: Source, at: str) -> list[Reread]:
        """The same, written down as re-readings at `at` (UTC); each article is one transaction."""
        done = []
        for change in self._changes(source):
            done.append(change.reread)
            names = [one.field for one in change.reread.found]
            written = (change.row, change.article, source, names, self.reader, at)
            if change.reread.kind == "new":
                add_article(self.archive, source, change.article)
            elif change.is_part:
                replace_part(self.archive, *written)
            elif change.reread.kind == "different":
                replace_revision(self.archive, *written)
        return done

    def read(self, source: Source) -> Found:
        """The answer as it is read today."""
        with self.archive.reading() as connection:
            ask = asked(connection, source.ask_id).as_ask()
        headers, body = raw(self.archive, source.capture_id)
        return read_again(self._platform, ask, source, headers, body)

    def _changes(self, source: Source) -> Iterator[_Change]:
        revisions, parts = revisions_of(self.archive, source), parts_of(self.archive, source)
        try:
            found = self.read(source)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            found = Found("error", reason=f"cannot be read: {error!r}")
        read = [one for one in (found.article, *found.articles) if one is not None]
        read = read if found.verdict in _READ else []
        for row in revisions:
            yield from _compared(source, row, _of(row, read, source), found)
        for row in parts:
            yield from _compared(source, row, read[0] if read else None, found, is_part=True)
        if not revisions and not parts and found.verdict == "article" and read:
            article = read[0]
            if not is_archived(self.archive, source, article):
                yield _Change(Reread("new", source, None, None, reason=article.title or ""), {},
                              article)  # fmt: skip


def read_again(
    platform: Platform, ask: Ask, source: Source, headers: dict[str, str], body: bytes
) -> Found:
    """What a platform reads out of a kept answer; the same as when it came."""
    url = ask.url if ask.context.get("post") else source.url
    captured = datetime.fromisoformat(source.fetched_at)
    return platform.read(ask, Fetched(url, source.status, body, headers, captured))


def _of(row: dict[str, Any], read: list[Article], source: Source) -> Article | None:
    """Which of the articles in an answer is the one of the revision."""
    if len(read) == 1:
        return read[0]
    keys = {url_key(article.url or source.url): article for article in read}
    return keys.get(url_key(row["url"]))


def _compared(
    source: Source, row: dict[str, Any], article: Article | None, found: Found,
    *, is_part: bool = False,
) -> Iterator[_Change]:  # fmt: skip
    told = (row["article_id"], row["number"])
    if article is None:
        why = found.reason or found.verdict
        yield _Change(Reread("lost", source, *told, reason=why), row, Article())
        return
    record = json.loads(row["record"])
    if is_part:  # what its neighbours say of the pages stays as it was put together
        article = replace(article, pagination=article_of(record).pagination)
    now = json.loads(json.dumps(article.as_dict()))
    if now != record:
        lines = tuple(differences(by_paragraph(now | record), by_paragraph(record | now)))
        yield _Change(Reread("different", source, *told, lines), row, article, is_part)


def by_paragraph(record: dict[str, Any]) -> dict[str, Any]:
    """The record with its body as a list of paragraphs, which differ one by one."""
    return record | {"body": record["body"].split("\n")}
