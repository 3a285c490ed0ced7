"""What is read otherwise today than it was, and how that is written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.identity import url_key
from archive.record_json import article_of
from archive.records import Article, Found
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
    """Compares readings with what is kept.  `reader` names what reads (crawler/reader.py)."""

    def __init__(self, archive: Archive, reader: str) -> None:
        self.archive, self.reader = archive, reader

    def look(self, source: Source, found: Found) -> list[Reread]:
        """What is otherwise in `found`, as which an answer is read today."""
        return [change.reread for change in self._changes(source, found)]

    def apply(self, source: Source, found: Found, at: str) -> list[Reread]:
        """The same, written down as re-readings at `at` (UTC); each article is one transaction."""
        done = []
        for change in self._changes(source, found):
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

    def _changes(self, source: Source, found: Found) -> Iterator[_Change]:
        revisions, parts = revisions_of(self.archive, source), parts_of(self.archive, source)
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
