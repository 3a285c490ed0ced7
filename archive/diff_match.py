"""Which sentences and characters of two texts belong together.

difflib answers otherwise when its two sides are exchanged, and never comes back from a text of one
sentence a thousand times.  Here both sides are put in one order before they are compared, and
where too many items are equal the first of its kind meets the first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

Step = tuple[str, int, int, int, int]

_ALIKE = 0.45  # share of common characters from which on two sentences are one that was changed
_MOST_PAIRS = 4_000  # of sentences within one change that are compared with each other
_MOST_MATCHES = 60_000  # pairs of equal items that are looked at
_MOST_NUMBERED = 4_000  # items that are told apart by their number, where too many are equal
_SWAPPED = {"equal": "equal", "replace": "replace", "delete": "insert", "insert": "delete"}


def steps(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """The opcodes of difflib: `(op, a, b, c, d)` says what became of `old[a:b]` in `new[c:d]`.
    Exchanging the sides exchanges the opcodes."""
    if _order(new) < _order(old):
        return [(_SWAPPED[op], a, b, c, d) for op, c, d, a, b in steps(new, old)]
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, c = len(old) - tail, len(new) - tail
    found = [("equal", 0, head, 0, head)] * bool(head)
    found += [
        (op, a + head, b + head, c + head, d + head)
        for op, a, b, c, d in _middle(old[head:a], new[head:c])
    ]
    return found + [("equal", a, len(old), c, len(new))] * bool(tail)


def _middle(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """What lies between the first and the last difference."""
    one: list[Any] = list(old)
    other: list[Any] = list(new)
    if _matches(Counter(old), Counter(new)) > _MOST_MATCHES:
        if len(old) + len(new) > _MOST_NUMBERED:
            return [("replace", 0, len(old), 0, len(new))]
        one, other = _numbered(old), _numbered(new)
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many items are the same from the start."""
    most = min(len(old), len(new))
    return next((n for n in range(most) if old[n] != new[n]), most)


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places of resembling sentences, in order on both sides, that have most in common: the
    longest common subsequence with resemblance for equality.  None where there are too many."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    if _order(new) < _order(old):
        return [(a, c) for c, a in pairs(new, old)]
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


def _order(items: Sequence[str]) -> tuple[int, list[str]]:
    return len(items), list(items)


def _alike(old: str, new: str) -> float:
    """The share of characters that two sentences have in common, 0 when it is too small."""
    one, other = Counter(old), Counter(new)
    total = one.total() + other.total()
    ratio = 2 * (one & other).total() / total if total else 0.0
    if ratio >= _ALIKE:
        common = sum(b - a for op, a, b, _c, _d in steps(old, new) if op == "equal")
        ratio = 2 * common / total
    return ratio if ratio >= _ALIKE else 0.0


def _numbered(items: Sequence[str]) -> list[tuple[str, int]]:
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        seen[item] += 1
        found.append((item, seen[item]))
    return found


def _matches(one: Mapping[str, int], other: Counter[str]) -> int:
    """How many pairs of equal items there are."""
    return sum(count * other[item] for item, count in one.items())
