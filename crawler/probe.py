"""A page as the reader saw it: what `baokan probe` shows to people and machines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.records import Article
from crawler.extract import Reading

# What a line can be, with the sign that stands for it where there is no colour.
SIGNS = {"body": "B", "field": "F", "boilerplate": "-", "unread": "?"}
ABSENT = "–"

# Not fields that were looked for on the page, or shown in the row of another.
_ELSEWHERE = {
    "url", "kind", "encoding", "declared_encoding", "private_use", "replaced", "provenance",
    "unread", "source_raw", "published_raw",
}  # fmt: skip

# What would move a terminal's cursor or turn the writing around.
_TURNS = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = {code: chr(0x2400 + code) for code in range(32)}
_CONTROLS |= dict.fromkeys((*range(0x7F, 0xA0), *_TURNS), "\ufffd")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One value of a field; a field of several people or images has a row for each.

    `value` is JSON-ready, None where nothing was found; `printed` is the string on the page
    that it was read from, where that is kept; `by` the rule or selector that gave it.
    """

    field: str
    value: Any
    shown: str
    printed: str | None
    by: str | None


def field_rows(article: Article) -> list[FieldRow]:
    """Every field of the record in its order, also those that were not found."""
    rows: list[FieldRow] = []
    for item in dataclasses.fields(article):
        if item.name not in _ELSEWHERE:
            rows.extend(_rows(article, item.name))
    return rows


def _rows(article: Article, name: str) -> Iterator[FieldRow]:
    value = getattr(article, name)
    by = article.provenance.get(name)
    parts = value if isinstance(value, tuple) else (value,)
    if value in (None, "", ()):
        yield FieldRow(name, None, ABSENT, None, None)
    elif name == "body":
        paragraphs = value.split("\n")
        shown = f"{_number(len(paragraphs), 'paragraph')}, {_number(len(value), 'character')}"
        yield FieldRow(name, value, shown, None, by)
    elif isinstance(value, tuple) and all(isinstance(part, str) for part in parts):
        yield FieldRow(name, list(parts), ", ".join(parts), None, by)
    else:
        for part in parts:
            printed = getattr(article, f"{name}_raw", None) or getattr(part, "raw", None)
            rule = by or getattr(part, "rule", None)
            yield FieldRow(name, _plain(part), _shown(part), printed, rule)


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("s" if count != 1 else "")


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value  # type: ignore[arg-type]


def _shown(value: Any, *, named: bool = True) -> str:
    """A record's own fields that hold something; with their names where a number is among them."""
    if isinstance(value, tuple):
        return ", ".join(_shown(part, named=False) for part in value)
    if not dataclasses.is_dataclass(value):
        return str(value).replace("\n", " / ")
    parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    parts = {name: part for name, part in parts.items() if part and name not in ("raw", "rule")}
    named = named and any(isinstance(part, int) for part in parts.values())
    return " · ".join((f"{name} " if named else "") + _shown(part) for name, part in parts.items())


@dataclass(frozen=True, slots=True)
class Counts:
    """Lines and characters of each kind."""

    lines: dict[str, int]
    characters: dict[str, int]

    @property
    def all_lines(self) -> int:
        return sum(self.lines.values())

    def share(self, kind: str) -> float:
        """The kind's part of all characters, 0 to 1."""
        return self.characters[kind] / (sum(self.characters.values()) or 1)

    def sentence(self) -> str:
        """`12 lines: 3 body, 2 field, 6 boilerplate, 1 unread (0.4 % of the characters)`."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.lines.items())
        unread = f"{100 * self.share('unread'):.1f} % of the characters"
        return f"{_number(self.all_lines, 'line')}: {kinds} ({unread})"


def count(reading: Reading) -> Counts:
    """How much of the page is what."""
    lines, characters = dict.fromkeys(SIGNS, 0), dict.fromkeys(SIGNS, 0)
    for line in reading.lines:
        lines[line.kind] += 1
        characters[line.kind] += len(line.text)
    return Counts(lines, characters)


def about(article: Article) -> list[tuple[str, str]]:
    """What the page is, in pairs of a name and a value."""
    declared = article.declared_encoding
    found = [
        ("address", article.url),
        ("kind", article.kind),
        ("because", article.provenance.get("kind", "")),
        ("charset", article.encoding or ABSENT),
        ("declared", declared or "no charset"),
        ("unreadable bytes", str(article.replaced or "")),
        ("private use characters", str(article.private_use or "")),
    ]
    return [(name, visible(value)) for name, value in found if value]


def visible(text: str) -> str:
    """The text with signs for what a terminal would obey and not print."""
    return text.translate(_CONTROLS)


def as_dict(reading: Reading) -> dict[str, Any]:
    """Everything, JSON-ready."""
    article, counts = reading.article, count(reading)
    return {
        "url": article.url,
        "kind": article.kind,
        "encoding": article.encoding,
        "declared_encoding": article.declared_encoding,
        "lines": [
            {"index": n.index, "text": n.text, "kind": n.kind, "what": n.what}
            for n in reading.lines
        ],
        "fields": [
            {"field": r.field, "value": r.value, "printed": r.printed, "by": r.by}
            for r in field_rows(article)
        ],
        "counts": counts.lines,
        "characters": counts.characters,
        "unread_share": round(counts.share("unread"), 4),
    }
