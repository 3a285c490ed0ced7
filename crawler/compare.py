"""Where two records differ: what was expected of a page, and what is read now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One field.  `lines`: `old → new`, or the hunks of a unified diff of its parts."""

    field: str
    lines: tuple[str, ...]


def differences(expected: Mapping[str, Any], read: Mapping[str, Any]) -> list[Difference]:
    """The fields of `expected` that `read` has otherwise; what it lacks is not compared."""
    return [
        Difference(name, _lines(value, read.get(name)))
        for name, value in sorted(expected.items())
        if value != read.get(name)
    ]


def not_compared(expected: Mapping[str, Any], read: Mapping[str, Any]) -> list[str]:
    """The fields with a value that nothing is expected of."""
    return sorted(name for name, value in read.items() if value and name not in expected)


def _lines(old: Any, new: Any) -> tuple[str, ...]:
    if not (isinstance(old, list) and isinstance(new, list)):
        return (f"{_one(old)} → {_one(new)}",)
    hunks = unified_diff([_part(x) for x in old], [_part(x) for x in new], n=1, lineterm="")
    return tuple(hunks)[2:]  # without the names of two files


def _part(value: Any) -> str:
    """A paragraph as it is, a person or an image as an object."""
    return value if isinstance(value, str) else _one(value)


def _one(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
