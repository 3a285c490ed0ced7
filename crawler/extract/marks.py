"""Facts that publishing systems write for machines.

方正翔宇 leaves a comment (``enpproperty`` and ``mpproperty``) with the fields of the printed
page; TRS writes government metas (ArticleTitle, PubDate, ContentSource); many sites write
Open Graph and JSON-LD.  All of them can lie: the author meta is the editor as often as not
and is not read at all, and what the page shows wins over what it marks.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from .dom import Document, squeeze

_PROPERTY = re.compile(r"<(?:founder-)?([A-Za-z]{3,20})>([^<]{0,2000})</", re.I)
_MOST_JSON = 2_000_000  # characters of JSON-LD worth parsing
_MOST_VALUES = 20  # of one field
_LONGEST = 5_000  # characters of a value
_PROPERTIES = {
    "date": "published",
    "title": "title",
    "introtitle": "kicker",
    "subtitle": "subtitle",
    "author": "author",
    "sourcename": "source",
    "liability": "editor",
    "keyword": "keywords",
    "pagenum": "page_label",
    "papername": "publication",
    "nodename": "page_name",
}
_METAS = {
    "articletitle": "title",
    "og:title": "title",
    "twitter:title": "title",
    "pubdate": "published",
    "publishdate": "published",
    "publish_date": "published",
    "pubtime": "published",
    "og:release_date": "published",
    "article:published_time": "published",
    "og:published_time": "published",
    "datepublished": "published",
    "weibo: article:create_at": "published",
    "contentsource": "source",
    "byline": "writer",
    "keywords": "keywords",
    "description": "description",
    "og:description": "description",
}
_NO_VALUE = frozenset({"null", "none", "undefined"})
_JSON_TYPES = frozenset({"Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting"})


@dataclass(slots=True)
class Marks:
    """field → (value, what gave it) in order of trust; the first is the best."""

    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, name: str, value: str, by: str) -> None:
        if len(value) > _LONGEST:
            return
        value = squeeze(value.encode("utf-8", "replace").decode())  # JSON has lone surrogates
        found = self.values.setdefault(name, [])
        if value and len(found) < _MOST_VALUES and value.lower() not in _NO_VALUE:
            found.append((value, by))

    def first(self, name: str) -> tuple[str, str] | None:
        found = self.values.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[str]:
        return [value for value, _ in self.values.get(name, [])]


def read_marks(document: Document) -> Marks:
    """Everything the page says to machines."""
    marks = Marks()
    for comment in document.comments:
        kind = "mpproperty" if "mpproperty" in comment else "enpproperty"
        for name, value in _PROPERTY.findall(comment):
            if name.lower() in _PROPERTIES:
                marks.add(_PROPERTIES[name.lower()], value, kind)
    for name, names, text in document.marked:
        marks.add(name, text, f"class or id {names.split()[0]}")
    for name, content in document.metas:
        if name in _METAS:
            marks.add(_METAS[name], content, f"meta {name}")
    for source in document.json_ld:
        _read_json(source, marks)
    return marks


def _read_json(source: str, marks: Marks) -> None:
    if len(source) > _MOST_JSON:
        return
    try:
        content = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    for item in _articles(content):
        for key, name in (("headline", "title"), ("datePublished", "published")):
            if isinstance(item.get(key), str):
                marks.add(name, item[key], f"JSON-LD {key}")
        for name in _person_names(item.get("author")):
            marks.add("author", name, "JSON-LD author")


def _articles(content: Any) -> list[dict[str, Any]]:
    items = content if isinstance(content, list) else [content]
    found = []
    for item in items:
        if not isinstance(item, dict):
            continue
        graph = item.get("@graph")
        found += [g for g in graph if isinstance(g, dict)] if isinstance(graph, list) else [item]
    return [item for item in found if _JSON_TYPES & set(_types(item.get("@type")))]


def _types(value: Any) -> list[str]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)]


def _person_names(value: Any) -> list[str]:
    people = value if isinstance(value, list) else [value]
    return [
        p["name"]
        for p in people
        if isinstance(p, dict)
        and "Person" in _types(p.get("@type"))
        and isinstance(p.get("name"), str)
    ]
