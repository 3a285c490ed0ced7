"""What changed between two texts of an article, as a reader of Chinese wants to see it.

Texts are compared sentence by sentence, and sentences that resemble each other character by
character: Chinese has no blanks between words, and a paragraph is one line.  What nobody would
call a change is folded away and counted: white space and line breaks, the width of punctuation and
digits, the shape of quotation marks, view counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

Op = Literal["same", "removed", "added"]
Kind = Literal["same", "removed", "added", "changed", "moved away", "moved here"]

# A sentence ends behind its mark and the quotation marks or brackets that close with it.
_SENTENCE = re.compile(r"[^。！？；!?;…\n]*(?:[。！？；!?;…]+[”’」』）)\"]*)?\n*", re.S)
_WORD = re.compile(r"[A-Za-z]+|\d+(?:[.,:]\d+)*|.", re.S)
_QUOTES = str.maketrans("“”‘’「」『』＂＇", "\"\"''\"\"''\"'")
_VIEWS = re.compile(
    r"(?:(?:阅读|浏览|点击|访问|人气|阅读量|浏览量|点击量)(?:次数|数|量)?\s*[:：]?\s*)(\d[\d,]*)\s*次?"
)
_ALIKE = 0.45  # share of common characters from which on two sentences are one that was changed
_LEAST_MOVED = 8  # characters of a sentence that can be told to have moved
_MOST_PAIRS = 4_000  # of sentences within one change that are compared with each other
_MOST_MATCHES = 1_000_000  # pairs of equal items that are looked at
_CONTEXT = 1  # sentences that are shown on each side of a change

FIELDS = (
    "kicker", "title", "subtitle", "column", "editorial_note", "original_title", "byline",
    "dateline", "source", "published", "publication", "issue_label", "page_label",
    "continued_to", "continued_from", "authors", "editors", "images", "keywords",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters of a sentence or field."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence: `old` and `new` are "" where it is on one side only.  `parts` are those of a
    sentence that was changed."""

    kind: Kind
    old: str
    new: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with another value."""

    name: str
    old: str
    new: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes from one text to another.  The pieces of the body, put together, are both texts
    to the character; `trivial` counts what was folded away, by its kind."""

    fields: tuple[FieldChange, ...] = ()
    body: tuple[Piece, ...] = ()
    trivial: Mapping[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything changed that is not trivial."""
        return bool(self.fields) or any(piece.kind != "same" for piece in self.body)


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> Diff:
    """The changes between two records of an article, as `revisions.record` holds them."""
    trivial: Counter[str] = Counter()
    changes = []
    for name in FIELDS:
        one, other = _shown(old.get(name)), _shown(new.get(name))
        if one == other:
            continue
        if key(one) == key(other):
            trivial[_why(one, other)] += 1
        else:
            changes.append(FieldChange(name, one, other, characters(one, other)))
    body = sentences(old.get("body") or "", new.get("body") or "")
    for piece in body:
        if piece.kind == "same" and piece.old != piece.new:
            trivial[_why(piece.old, piece.new)] += 1
    return Diff(tuple(changes), body, dict(trivial))


def sentences(old: str, new: str) -> tuple[Piece, ...]:
    """The sentences of two texts, in the order of reading."""
    one, other = _split(old), _split(new)
    keys = [key(text) for text in one], [key(text) for text in other]
    pieces: list[Piece] = []
    for op, a, b, c, d in _steps(*keys):
        if op == "equal":
            pairs = zip(one[a:b], other[c:d], strict=True)
            pieces += [Piece("same", left, right) for left, right in pairs]
        else:
            pieces += _replaced(one[a:b], other[c:d])
    return tuple(_moved(pieces))


def characters(old: str, new: str) -> tuple[Part, ...]:
    """Two strings character by character; Latin words and numbers are whole, and what lies alone
    between two changes changes with them."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    parts: list[Part] = []
    steps = _steps(one, other)
    for number, (op, a, b, c, d) in enumerate(steps):
        left, right = "".join(one[a:b]), "".join(other[c:d])
        lone = op == "equal" and b - a == 1 and 0 < number < len(steps) - 1
        if op == "equal" and not lone:
            parts.append(Part("same", left))
        else:
            parts += [Part("removed", left)] * bool(left) + [Part("added", right)] * bool(right)
    return tuple(_joined(parts))


def folded(pieces: Sequence[Piece]) -> Iterable[Piece | int]:
    """The pieces, and in the place of long unchanged stretches the number of their sentences."""
    near = [
        any(p.kind != "same" for p in pieces[max(0, at - _CONTEXT) : at + _CONTEXT + 1])
        for at in range(len(pieces))
    ]
    hidden = 0
    for piece, shown in zip(pieces, near, strict=True):
        if not shown:
            hidden += 1
            continue
        if hidden:
            yield hidden
        hidden = 0
        yield piece
    if hidden:
        yield hidden


def key(text: str) -> str:
    """What two texts are compared by: without what is trivial."""
    counted = _VIEWS.sub(lambda found: found[0].replace(found[1], "#"), text)
    return "".join(_narrow(counted).translate(_QUOTES).split())


def _narrow(text: str) -> str:
    """Full-width forms as half-width ones; the full stop, which Unicode keeps apart, too."""
    return unicodedata.normalize("NFKC", text).replace("。", ".")


def _why(old: str, new: str) -> str:
    """The kind of a trivial change."""
    one, other = "".join(old.split()), "".join(new.split())
    if one == other:
        return "white space"
    if _VIEWS.sub("#", one) == _VIEWS.sub("#", other):
        return "view counts"
    if _narrow(one) == _narrow(other):
        return "width"
    return "quotation marks"


def _shown(value: Any) -> str:
    """A field as one string: people as `role name`, pictures by their address and caption."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return str(value.get("raw") or value.get("page") or "")
    return "；".join(_item(item) for item in value)


def _item(item: Any) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    if "role" in item:
        return f"{item['role']} {item['name']}".strip()
    return " ".join(text for text in (item["url"], item["caption"], item["credit"]) if text)


def _split(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text) if found]


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """The opcodes of difflib.  It compares every item with all its equals, which a text of one
    sentence a thousand times makes endless: there the first of its kind meets the first."""
    one: list[Any] = list(old)
    other: list[Any] = list(new)
    if _matches(Counter(old), Counter(new)) > _MOST_MATCHES:
        one, other = _numbered(old), _numbered(new)
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())


def _numbered(items: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        seen[item] += 1
        found.append((item, seen[item]))
    return found


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Sentences of one change: pairs that resemble each other, and the rest as it is."""
    pairs = _pairs(old, new) if len(old) * len(new) <= _MOST_PAIRS else []
    pieces: list[Piece] = []
    a = c = 0
    for left, right in [*pairs, (len(old), len(new))]:
        pieces += [Piece("removed", text, "") for text in old[a:left]]
        pieces += [Piece("added", "", text) for text in new[c:right]]
        if left < len(old):
            parts = characters(old[left], new[right])
            pieces.append(Piece("changed", old[left], new[right], parts))
        a, c = left + 1, right + 1
    return pieces


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of resembling sentences, in order on both sides, that have most in common: the
    longest common subsequence with resemblance for equality."""
    alike = [[_alike(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in reversed(range(len(old))):
        for c in reversed(range(len(new))):
            best[a][c] = max(best[a + 1][c], best[a][c + 1], alike[a][c] + best[a + 1][c + 1])
    found, a, c = [], 0, 0
    while a < len(old) and c < len(new):
        if alike[a][c] and best[a][c] == alike[a][c] + best[a + 1][c + 1]:
            found.append((a, c))
            a, c = a + 1, c + 1
        elif best[a][c] == best[a + 1][c]:
            a += 1
        else:
            c += 1
    return found


def _alike(old: str, new: str) -> float:
    """The share of characters that two sentences have in common, 0 when it is too small."""
    one, other = Counter(key(old)), Counter(key(new))
    total = one.total() + other.total()
    ratio = 2 * (one & other).total() / total if total else 0.0
    if ratio >= _ALIKE and _matches(one, other) <= _MOST_MATCHES:
        ratio = SequenceMatcher(None, key(old), key(new), autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _matches(one: Mapping[str, int], other: Counter[str]) -> int:
    """How many pairs of equal items there are."""
    return sum(count * other[item] for item, count in one.items())


def _moved(pieces: Sequence[Piece]) -> list[Piece]:
    """A sentence that was taken out in one place and put in elsewhere has moved."""
    gone = Counter(key(p.old) for p in pieces if p.kind == "removed")
    come = Counter(key(p.new) for p in pieces if p.kind == "added")
    both = {text for text in gone & come if len(text) >= _LEAST_MOVED and gone[text] == come[text]}
    kinds: dict[Kind, Kind] = {"removed": "moved away", "added": "moved here"}
    return [
        Piece(kinds[p.kind], p.old, p.new)
        if p.kind in kinds and key(p.old or p.new) in both
        else p
        for p in pieces
    ]


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Runs of changes as one removed and one added part each."""
    found: list[Part] = []
    removed = added = ""
    for part in [*parts, Part("same", "")]:
        if part.op == "removed":
            removed += part.text
        elif part.op == "added":
            added += part.text
        else:
            found += [Part("removed", removed)] * bool(removed)
            found += [Part("added", added)] * bool(added)
            found += [part] * bool(part.text)
            removed = added = ""
    return found
