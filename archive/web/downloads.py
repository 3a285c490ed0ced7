"""What a reader takes along: an article's citation, an issue as a book, hits as data, feeds."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from archive.citation import embedded, gbt7714
from archive.export.entries import entries
from archive.export.entry import Entry
from archive.export.formats import FORMATS, About
from archive.search_query import QueryError
from archive.store import Archive
from archive.web.answer import Stored
from archive.web.asking import Asking, NotHere, title_row
from archive.web.render import visible
from archive.web.wanted import wanted

# The end of the address → the format's name in archive/export/formats.py, its type.
_TYPES = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/jsonl; charset=utf-8"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
    "bib": ("bibtex", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"),
    "csl.json": ("csl", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    "gbt7714.txt": ("gbt7714", "text/plain; charset=utf-8"),
    "dc.xml": ("dublin_core", "application/xml; charset=utf-8"),
    "epub": ("epub", "application/epub+zip"),
    "atom": ("atom", "application/atom+xml; charset=utf-8"),
}
LABELS = {
    "csv": "CSV", "jsonl": "JSONL", "md": "Markdown", "bib": "BibTeX", "ris": "RIS",
    "csl.json": "CSL-JSON", "gbt7714.txt": "GB/T 7714", "dc.xml": "Dublin Core", "epub": "EPUB",
    "atom": "Atom",
}  # fmt: skip
SEARCH_FORMATS = ("csv", "jsonl", "md", "bib", "ris", "csl.json", "gbt7714.txt")
ARTICLE_FORMATS = ("bib", "ris", "csl.json", "gbt7714.txt", "dc.xml", "md")
ISSUE_FORMATS = ("epub", "csv", "jsonl", "md", "bib", "ris")
MOST = 2_000  # articles in one download; `baokan export` knows no limit
_FEED = 50  # entries of a feed


def article_file(archive: Archive, asked: Asking) -> Stored:
    """An article in a format.  Raises NotHere."""
    article_id = asked.number("id")
    found = list(entries(archive, [article_id]))
    if not found:
        raise NotHere("no_article", article_id)
    return _file(found, asked.given["form"], f"article-{article_id}")


def issue_file(archive: Archive, asked: Asking) -> Stored:
    """An issue in a format, in the order of its pages.  Raises NotHere."""
    issue_id = asked.number("id")
    rows = archive.query(
        "SELECT a.id FROM articles a LEFT JOIN placements x ON x.article_id = a.id"
        " LEFT JOIN pages p ON p.id = x.page_id WHERE a.issue_id = ? GROUP BY a.id"
        " ORDER BY min(p.label), min(x.position), a.id LIMIT ?",
        issue_id,
        MOST,
    )
    if not rows:
        raise NotHere("no_issue", issue_id)
    found = entries(archive, [row["id"] for row in rows])
    return _file(list(found), asked.given["form"], f"issue-{issue_id}")


def search_file(archive: Archive, asked: Asking) -> Stored:
    """What is found, up to 2,000 articles, in a format.  Raises NotHere for a query without a
    meaning."""
    want = wanted(asked)
    if want.empty:
        raise NotHere("no_query")
    try:
        search = want.search(archive)
    except QueryError as error:
        raise NotHere("wrong_query", error) from None
    form = asked.given["form"]
    if form == "atom":
        ids = search.ids(_FEED, newest=True)
        return _feed(
            archive, asked, ids, f"{want.q or '报刊'}", want.path(f"{asked.to.search}.atom")
        )
    return _file(entries(archive, search.ids(MOST, newest=want.newest)), form, "search")


def title_feed(archive: Archive, asked: Asking) -> Stored:
    """The newest articles of a title as a feed.  Raises NotHere."""
    row = title_row(archive, asked.given["name"])
    ids = [
        one["id"]
        for one in archive.query(
            "SELECT id FROM articles WHERE title_id = ? ORDER BY published DESC, id DESC LIMIT ?",
            row["id"],
            _FEED,
        )
    ]
    return _feed(archive, asked, ids, row["publication"], asked.to.feed(row["name"]))


def _feed(archive: Archive, asked: Asking, ids: list[int], title: str, path: str) -> Stored:
    found = list(entries(archive, ids))
    updated = max((one.capture.at if one.capture else one.first_seen for one in found), default="")
    about = About(title, path.rpartition("/-/")[2], updated)
    return _stored(found, "atom", about)


def _file(found: Iterable[Entry], form: str, name: str) -> Stored:
    made = _stored(found, form, About(name, name, ""))
    return Stored(made.body, made.content_type, f"{name}.{form}")


def _stored(found: Iterable[Entry], form: str, about: About) -> Stored:
    name, content_type = _TYPES[form]
    file = io.BytesIO()
    FORMATS[name].write(file, found, about)
    return Stored(file.getvalue(), content_type)


def cited(archive: Archive, article_id: int) -> dict[str, Any]:
    """How an article is cited: for its page."""
    (entry,) = entries(archive, [article_id])
    return {
        "text": next(iter(gbt7714.lines([entry]))),
        # Made of escaped texts: the tests of the citations see to it.
        "head": Markup(visible(embedded.head_tags(entry))),
        "coins": Markup(visible(embedded.coins(entry))),
    }
