"""A record as a person reads it, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from crawler.commands.options import console


def print_article(one: Mapping[str, Any]) -> None:
    """Print an article: `one` has the fields of a record or of `articles`, `people` (or authors
    and editors) as dicts, and optionally `known`, pairs of what else there is to say."""
    out = console()
    if one.get("kicker"):
        out.print(Text(one["kicker"]))
    out.print(Text(one.get("title") or "(no headline)", style="bold"))
    if one.get("subtitle"):
        out.print(Text(f"——{one['subtitle']}"))
    _facts(out, _head(one))
    out.print()
    for paragraph in (one.get("body") or "").split("\n"):
        out.print(Text(paragraph))
        out.print()
    _facts(out, [(f"image {n}", _image(i)) for n, i in enumerate(one.get("images") or (), 1)])
    _facts(out, [(f["kind"], f["value"]) for f in one.get("masthead") or ()])
    _facts(out, one.get("known") or ())
    _facts(out, [("unread", line) for line in one.get("unread") or ()])


def _head(one: Mapping[str, Any]) -> list[tuple[str, str]]:
    people = one.get("people") or [*(one.get("authors") or ()), *(one.get("editors") or ())]
    found = [
        ("published", one.get("published") or ""),
        ("source", one.get("source") or ""),
        ("column", one.get("column") or ""),
        ("dateline", _raw(one.get("dateline"))),
        ("continued from page", _page(one.get("continued_from"))),
        ("continued on page", _page(one.get("continued_to"))),
    ]
    for person in people:
        role = f"{person['affiliation']}{person['role']}"
        found.append((role or "author", person["name"]))
    return [(name, text) for name, text in found if text]


def _raw(dateline: Any) -> str:
    return str(dateline["raw"] if isinstance(dateline, dict) else dateline or "")


def _page(jump: Any) -> str:
    return str(jump["page"] if isinstance(jump, dict) else jump or "")


def _image(image: Mapping[str, Any]) -> str:
    return " ".join(text for text in (image["url"], image["caption"], image["credit"]) if text)


def _facts(out: Console, facts: Iterable[tuple[str, str]]) -> None:
    for name, text in facts:
        out.print(Text.assemble((f"{name}: ", "dim"), text))
