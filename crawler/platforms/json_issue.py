"""Papers whose data comes as JSON: decoding, refusals, the names of fields, texts in HTML.

What single-page e-papers share; how their data hangs together is in one file a paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Any

from archive.records import Article, Ask, Found
from crawler.extract import extract
from crawler.platforms import answers
from crawler.platforms.base import Fetched
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.links import one_line

# What a paper calls a field.  The names that were seen stand in the docs of the platforms, the
# others are their likeliest spellings.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "pages": ("paperInfo", "editionList", "pagelist", "pageList"),
    "entries": ("xyList", "list", "articlelist", "articleList"),
    "label": ("paperNumber", "pnumber", "editionCode", "pageNo"),
    "name": ("paperBk", "pname", "editionName", "pageName"),
    "day": ("paperData", "paperDate", "jdate", "periodTime"),
    "days": ("dateList", "datelist"),
    "id": ("id", "articleId", "articleid"),
    "title": ("title", "mainTitle"),
    "kicker": ("introTitle", "introtitle", "leadTitle", "pretitle"),
    "subtitle": ("title2", "subtitle", "subTitle"),
    "author": ("author", "articleAuthor"),
    "content": ("content", "articleContent"),
    "pictures": ("picList", "piclist", "images"),
    "picture": ("url", "picUrl", "path", "src"),
    "caption": ("content", "description", "memo", "title"),
    "pdf": ("pdfUrl", "pdf", "paperPdf"),
    "sheet": ("picUrl", "paperPic", "imgUrl"),
}
_TYPES = ("json", "html", "xml", "text/", "javascript", "octet-stream")
_STATUS = ("status", "code", "errcode", "errno", "success", "result")
_FINE = {"", "0", "1", "200", "true", "ok", "success", "none"}
_MESSAGES = ("msg", "message", "errmsg", "error")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_ROLE = re.compile(r"记者|通讯员|作者|撰文|供稿|编译")
_DASHES = "—―–- "
_BLOCK = re.compile(r"<(?:p|div|br|table|section)\b", re.I)


def document(page: Fetched) -> dict[str, Any] | Found:
    """The object that an answer holds, or why there is none.

    Verdicts: those of `answers.unread`; `challenge` for a bot check in the place of the data;
    `error` for anything else that is no object, and for an object that says it is an error.
    """
    if problem := answers.unread(page, types=_TYPES):
        return problem
    source = text_of_page(page.body, page.headers).lstrip("\ufeff").strip()
    if not source:
        return Found("empty", reason="the answer is empty")
    try:
        content = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return _no_json(page, source)
    if not isinstance(content, dict):
        return Found("error", reason=f"JSON of another shape: {source[:60]!r}")
    return _refused(content) or content


def _no_json(page: Fetched, source: str) -> Found:
    kind = extract(source, page.url).kind if source.startswith("<") else ""
    if kind == "challenge":
        return Found("challenge", reason="a bot check or a login wall instead of JSON")
    return Found("error", reason=f"no JSON: {one_line(source[:60])!r}")


def _refused(content: dict[str, Any]) -> Found | None:
    """An error body with status 200, such as `{"status":"500","msg":"no access!"}`."""
    for key in _STATUS:
        value = content.get(key)
        if isinstance(value, str | int | bool) and str(value).strip().lower() not in _FINE:
            said = next((text for name in _MESSAGES if (text := string(content.get(name)))), "")
            return Found("error", reason=f"the answer says {key} {value}: {said}".rstrip(": "))
    return None


def missing(field: str, content: Mapping[str, Any]) -> Found:
    """The answer for data that does not have the shape that was expected."""
    names, seen = " or ".join(FIELDS.get(field, (field,))), ", ".join(list(content)[:8])
    return Found("error", reason=f"the answer has no {names}, but {string(seen) or 'nothing'}")


def value(row: Mapping[str, Any], field: str) -> Any:
    """What a row holds for one of FIELDS, under whichever of its names; None for nothing."""
    return next((row[name] for name in FIELDS[field] if row.get(name) is not None), None)


def string(found: object) -> str:
    """A text or number as text on one line; empty for everything else."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    try:
        return one_line(str(found).encode("utf-8", "replace").decode())
    except ValueError:  # a number with thousands of digits
        return ""


def text(row: Mapping[str, Any], field: str) -> str:
    """A field as plain text on one line; headlines come with <br/> and other tags in them."""
    found = string(value(row, field))
    if "<" not in found and "&" not in found:
        return found
    tree = parse(f"<div>{_BREAK.sub(' ', found)}</div>")
    return "" if tree is None else one_line(tree.text_content())


def rows(row: Mapping[str, Any], field: str) -> list[dict[str, Any]] | None:
    """The objects of a list; None where there is no list."""
    found = value(row, field)
    if not isinstance(found, list):
        return None
    return [item for item in found if isinstance(item, dict)]


def inner(content: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """The object under `name`; None where there is none."""
    found = content.get(name)
    return found if isinstance(found, dict) else None


def day(found: object) -> date | None:
    """The day in `2026-01-05` or `2026-01-05 00:00:00`; None for anything else."""
    match = _DAY.match(string(found))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands: what its issue says of it."""

    url: str
    day: str
    label: str = ""
    name: str = ""
    publication: str = ""


def article(row: Mapping[str, Any], place: Place, captured: datetime | None) -> Article | None:
    """The article of a row, read as if it stood on a page; None when it has no text and no
    picture."""
    read = extract(_page(row, place), place.url, captured=captured)
    title = text(row, "title") or read.title
    if not title or not (read.body or read.images):
        return None
    provenance = dict(read.provenance) | {"title": "JSON", "issue_label": "JSON: its issue"}
    known: dict[str, Any] = {"page_label": place.label or None, "page_name": place.name or None}
    stated = provenance.get("published", "").startswith("address")
    if read.published is None or stated:
        known |= {"published": place.day, "published_precision": "day", "published_raw": None}
        provenance["published"] = "JSON: day of the issue"
    for field in ("kicker", "subtitle"):
        if text(row, field):
            known[field] = text(row, field).lstrip(_DASHES)
            provenance[field] = "JSON"
    # A short text without a page around it may look like a list or like nothing.
    return replace(
        read, url=place.url, kind="article", title=title, issue_label=place.day, pagination=None,
        provenance=provenance, **known,
    )  # fmt: skip


def answer(row: Mapping[str, Any], ask: Ask, publication: str, page: Fetched) -> Found:
    """The article that an answer of its own holds; its place is told by the request."""
    known = ask.context
    place = Place(
        known.get("shown", ask.url), known.get("date", ""), known.get("page_label", ""),
        known.get("page_name", ""), publication,
    )  # fmt: skip
    read = article(row, place, page.captured)
    if read is None:
        return Found("empty", reason="neither text nor picture in the article")
    return Found("article", article=read)


def _page(row: Mapping[str, Any], place: Place) -> str:
    """The row as a page with the marks that publishing systems set: headline, author, text."""
    content = value(row, "content")
    content = content.encode("utf-8", "replace").decode() if isinstance(content, str) else ""
    if not _BLOCK.search(content):
        content = "".join(f"<p>{line}</p>" for line in content.splitlines())
    title, author = escape(text(row, "title")), text(row, "author")
    if author and not _ROLE.search(author):
        author = f"作者：{author}"
    lines = [
        f"<html><head><title>{title}</title></head><body>",
        f'<p class="introtitle">{escape(text(row, "kicker"))}</p>',
        f'<h1 id="Title">{title}</h1>',
        f'<p class="subtitle">{escape(text(row, "subtitle"))}</p>',
        f"<p>{escape(author)}</p>" if author else "",
        f'<div id="ozoom"><founder-content>{content}</founder-content>',
        *_pictures(rows(row, "pictures") or ()),
        "</div></body></html>",
        f"<!--mpproperty <founder-date>{place.day}</founder-date>",
        f"<founder-papername>{_TAG.sub('', place.publication)}</founder-papername> /mpproperty-->",
    ]
    return "\n".join(lines)


def _pictures(found: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f'<div class="attachment"><img src="{escape(string(value(row, "picture")))}">'
        f"<p>{escape(text(row, 'caption'))}</p></div>"
        for row in found
        if string(value(row, "picture"))
    ]
