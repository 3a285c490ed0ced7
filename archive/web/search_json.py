"""The search page for programs."""

from __future__ import annotations

import json
from typing import Any

from archive.search import Hit
from archive.search_query import QueryError
from archive.store import Archive
from archive.web.answer import Stored
from archive.web.asking import Asking, NotHere
from archive.web.search_page import page_of
from archive.web.wanted import wanted


def search_json(archive: Archive, asked: Asking) -> Stored:
    """`count`, `next` (the address of the next page, or null) and `hits`: the fields of
    `Hit.row`, the headline and the snippet with their hits in [ ].  Raises NotHere."""
    want = wanted(asked)
    if want.empty:
        raise NotHere("no_query")
    try:
        search = want.search(archive)
    except QueryError as error:
        raise NotHere("wrong_query", error) from None
    leaf = page_of(search, want, asked)
    after = want.path(f"{asked.to.search}.json", leaf.number + 1) if leaf.after else None
    found = {
        "query": want.q,
        "count": search.count,
        "next": after,
        "hits": [_hit(row["hit"], asked) for row in leaf.rows],
    }
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return Stored(text.encode(), "application/json; charset=utf-8")


def _hit(hit: Hit, asked: Asking) -> dict[str, Any]:
    snippet = "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in hit.snippet)
    return {**hit.row, "snippet": snippet, "page": asked.to.article(hit.row["id"])}
