"""What changed between two texts of an article, as a reader of Chinese wants to see it.

Texts are compared sentence by sentence, and sentences that resemble each other character by
character: Chinese has no blanks between words, and a paragraph is one line.  What nobody would
call a change is folded away and counted: white space and line breaks, the width of punctuation and
digits, the shape of quotation marks, view counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from archive.diff_match import pairs, steps

Op = Literal["same", "removed", "added"]
Kind = Literal["same", "removed", "added", "changed", "moved away", "moved here"]

# A sentence ends behind its mark and the quotation marks or brackets that close with it.
_SENTENCE = re.compile(r"[^。！？；!?;…\n]*(?:[。！？；!?;…]+[”’」』）)\"]*)?\n*", re.S)
# White space belongs to what it follows: where only it differs, nothing does.
_WORD = re.compile(r"\s+|(?:[A-Za-z]+|\d+(?:[.,:]\d+)*|.)\s*", re.S)
_QUOTES = str.maketrans("“”‘’「」『』＂＇", "\"\"''\"\"''\"'")
# Full-width forms as half-width ones; the full stop, which Unicode keeps apart, too.  Nothing else
# of NFKC: it would make 10² the same as 102.
_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x3002: 0x2E, 0xFF61: 0x2E}
# A count behind a colon, or alone on its line; "阅读3小时" is the paper's own words.
_COUNTED = r"(?:阅读|浏览|点击|访问|人气)(?:次数|数|量)?"
_VIEWS = re.compile(
    rf"{_COUNTED}[ \t]*[:：][ \t]*(\d[\d,]*)[ \t]*次?|"
    rf"^[ \t]*{_COUNTED}[ \t]*(\d[\d,]*)[ \t]*次?[ \t]*$",
    re.M,
)
_LEAST_MOVED = 8  # characters of a sentence that can be told to have moved
_MOST_JOINED = 8  # lines that may be one sentence on the other side
_CONTEXT = 1  # sentences that are shown on each side of a change

FIELDS = (
    "kicker", "title", "subtitle", "column", "editorial_note", "original_title", "byline",
    "dateline", "source", "published", "publication", "issue_label", "page_label",
    "continued_to", "continued_from", "authors", "editors", "images", "keywords",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A run of characters of a sentence or field.  `was` is the old text of a run that is the same
    but for something trivial."""

    op: Op
    text: str
    was: str | None = None


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
            parts = characters(one, other)
            trivial.update(_why(p.was, p.text) for p in parts if p.was is not None)
            changes.append(FieldChange(name, one, other, parts))
    body = sentences(old.get("body") or "", new.get("body") or "")
    for piece in body:
        if piece.kind == "same" and piece.old != piece.new:
            trivial[_why(piece.old, piece.new)] += 1
        trivial.update(_why(p.was, p.text) for p in piece.parts if p.was is not None)
    return Diff(tuple(changes), body, dict(trivial))


def sentences(old: str, new: str) -> tuple[Piece, ...]:
    """The sentences of two texts, in the order of reading."""
    one, other = _split(old), _split(new)
    one, other = _unbroken(one, other), _unbroken(other, one)
    keys = [key(text) for text in one], [key(text) for text in other]
    pieces: list[Piece] = []
    for op, a, b, c, d in steps(*keys):
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
    found = steps([key(word) for word in one], [key(word) for word in other])
    for number, (op, a, b, c, d) in enumerate(found):
        left, right = "".join(one[a:b]), "".join(other[c:d])
        lone = op == "equal" and b - a == 1 and 0 < number < len(found) - 1
        if op == "equal" and not lone:
            same = zip(one[a:b], other[c:d], strict=True)
            parts += [Part("same", y, None if x == y else x) for x, y in same]
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
    return "".join(_uncounted(text).translate(_NARROW).translate(_QUOTES).split())


def _uncounted(text: str) -> str:
    return _VIEWS.sub(lambda found: found[0].replace(found[1] or found[2], "#"), text)


def _why(old: str, new: str) -> str:
    """The kind of a trivial change."""
    one, other = "".join(old.split()), "".join(new.split())
    if one == other:
        return "white space"
    if one.translate(_NARROW) == other.translate(_NARROW):
        return "width"
    if _uncounted(old) != old:
        return "view counts"
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


def _unbroken(texts: list[str], others: list[str]) -> list[str]:
    """Lines put together that are one sentence on the other side: a line break moved, no more."""
    wanted = {key(text) for text in others}
    found: list[str] = []
    at = 0
    while at < len(texts):
        joined, end = texts[at], at + 1
        if key(joined) not in wanted:
            end = _last_line(texts, at, wanted)
            joined = "".join(texts[at:end])
        found.append(joined)
        at = end
    return found


def _last_line(texts: list[str], at: int, wanted: set[str]) -> int:
    joined = key(texts[at])
    for end in range(at + 1, min(at + _MOST_JOINED, len(texts))):
        joined += key(texts[end])
        if joined in wanted:
            return end + 1
    return at + 1


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Sentences of one change: pairs that resemble each other, and the rest as it is."""
    if key("".join(old)) == key("".join(new)):  # line breaks moved
        return [Piece("same", "".join(old), "".join(new))]
    pieces: list[Piece] = []
    a = c = 0
    together = pairs([key(text) for text in old], [key(text) for text in new])
    for left, right in [*together, (len(old), len(new))]:
        pieces += [Piece("removed", text, "") for text in old[a:left]]
        pieces += [Piece("added", "", text) for text in new[c:right]]
        if left < len(old):
            parts = characters(old[left], new[right])
            pieces.append(Piece("changed", old[left], new[right], parts))
        a, c = left + 1, right + 1
    return pieces


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
    """Runs of changes as one removed and one added part each, runs of the same as one part."""
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
            removed = added = ""
            last = found[-1] if found else None
            if last and last.op == "same" and last.was is None and part.was is None:
                found[-1] = Part("same", last.text + part.text)
            elif part.text or part.was:
                found.append(part)
    return found
