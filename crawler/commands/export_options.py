"""The options of `baokan export` that choose articles, and those that name a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from archive.export.chosen import Chosen, choose, find_issue
from archive.reading import find_article
from archive.search import Search
from archive.store import Archive
from crawler.commands.options import UserError
from crawler.span import parse_day

F = TypeVar("F", bound=Callable[..., Any])
_PATH = click.Path(path_type=Path)
_FORMATS = (
    ("csv", "FILE", "A table for spreadsheets."),
    ("jsonl", "FILE", "JSON Lines: everything, an article a line."),
    ("parquet", "FILE", "For DuckDB, pandas, R; needs baokan[parquet]."),
    ("markdown", "PATH", "One file (….md), or a folder with a file an article."),
    ("epub", "FILE", "A book of one issue."),
    ("bibtex", "FILE", "References for LaTeX."),
    ("ris", "FILE", "References for EndNote, NoteExpress, Zotero."),
    ("csl", "FILE", "References as CSL-JSON, for Zotero and pandoc."),
    ("gbt7714", "FILE", "References as text, by GB/T 7714-2015."),
    ("dublin-core", "FILE", "Metadata as oai_dc XML."),
    ("atom", "FILE", "A feed."),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The options that choose articles, as given."""

    title: str | None
    since: str
    until: str
    issue: str | None
    article: tuple[str, ...]
    query: str = ""

    def given(self) -> list[str]:
        """Their names, where they are given."""
        return [f"--{f.name}" for f in fields(self) if getattr(self, f.name)]

    def chosen(self, archive: Archive) -> Chosen:
        """What they choose.  Raises SpanError and ArchiveError."""
        since, until = parse_day(self.since, "since"), parse_day(self.until, "until")
        if since and until and until < since:
            raise UserError(f"since: {since} is later than {until}")
        ids = [find_article(archive, wanted) for wanted in self.article] or None
        if self.query:
            search = Search(archive.connection, self.query)
            hits = search.ids(search.count, newest=True)
            ids = hits if ids is None else sorted({*hits} & {*ids})
        issue = find_issue(archive, self.issue, self.title) if self.issue else None
        return choose(archive, title=self.title, since=since, until=until, issue=issue, ids=ids)

    def one_day(self) -> date | None:
        """The day, where since and until are the same one."""
        return parse_day(self.since, "since") if self.since == self.until else None

    def name(self) -> str:
        """What the choice is called: the same options, the same name."""
        parts = [self.title or "", self.since, self.until, self.issue or "", *self.article]
        parts.append(self.query)
        return "/".join(part for part in parts if part) or "all"


def format_options(function: F) -> F:
    """--csv FILE and its sisters; each is a path, or - for standard output."""
    for name, metavar, text in reversed(_FORMATS):
        option = click.option(f"--{name}", type=_PATH, metavar=metavar, help=text)
        function = option(function)
    return function


def selection_options(function: F) -> F:
    """--title, --since, --until, --issue, --article, --query."""
    for option in reversed(
        (
            click.option("--title", metavar="NAME", help="Of this title only; also with --wacz."),
            click.option("--since", default="", metavar="DAY", help="Published from this day on."),
            click.option("--until", default="", metavar="DAY", help="Published up to this day."),
            click.option("--issue", metavar="ID|DAY|LABEL", help="Of this issue (期)."),
            click.option("--article", multiple=True, metavar="ID|URL",
                         help="This article; again for more."),
            click.option("--query", default="", metavar="WORDS",
                         help="What baokan search finds for this."),
        )
    ):  # fmt: skip
        function = option(function)
    return function
