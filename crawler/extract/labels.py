"""Labels and their values: ``来源:湖南日报 编辑:张米`` → pairs, whatever the order.

The labels are words of ``rules/labels.toml``; a label counts when a colon follows it, or at
the head of a credit when a blank or slash does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .boilerplate import Rules


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label with its value; `meaning` is the field (``author:记者``: with a role)."""

    meaning: str
    label: str
    value: str
    raw: str
    start: int
    end: int


def read_labels(text: str, rules: Rules, *, loose: bool = False) -> list[Labelled]:
    """Every label of `text` with its value, in order.

    A value ends at the next label or, unless it would be empty, at the line's end.  `loose`
    also takes labels that a blank or slash follows, as closing credits have them.
    """
    if not loose and ":" not in text and "：" not in text:
        return []
    pattern = _loose_pattern(_key(rules)) if loose else _strict_pattern(_key(rules))
    matches = list(pattern.finditer(text))
    found = []
    ends = [m.start() for m in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        value, length = _first_line(text[match.end() : end])
        end = match.end() + length
        label = match["label"]
        meaning = _meanings(tuple(rules.words["labels"].items())).get(label.lower(), "-")
        raw = text[match.start() : end].strip()
        found.append(Labelled(meaning, label, value, raw, match.start(), end))
    return found


def head(text: str, rules: Rules) -> str:
    """What stands before the first label."""
    match = _strict_pattern(_key(rules)).search(text)
    return text[: match.start()] if match else text


def count_labels(text: str, rules: Rules) -> int:
    """How many labels with a colon `text` has."""
    if ":" not in text and "：" not in text:
        return 0
    return sum(1 for _ in _strict_pattern(_key(rules)).finditer(text))


def trim(value: str) -> str:
    """`value` without the separators and unpaired brackets at its ends."""
    value = value.strip(" \t\n|｜·•/／、，,；;-—_>\u3000")
    for left, right in ("[]", "【】", "()", "（）", "<>"):
        if value.startswith(left) and value.endswith(right):
            value = value[1:-1].strip()
        if value.endswith(right) and left not in value:
            value = value[:-1].strip()
        if value.startswith(left) and right not in value:
            value = value[1:].strip()
        if value.endswith(left):
            value = value[:-1].strip()
    return value


def _first_line(value: str) -> tuple[str, int]:
    """(the first line that holds something, how many characters it and those above take)."""
    length = 0
    for line in value.split("\n"):
        length += len(line) + 1
        if cleaned := trim(line):
            return cleaned, min(length, len(value))
    return "", len(value)


def _key(rules: Rules) -> tuple[str, ...]:
    return tuple(rules.words["labels"])


@lru_cache(maxsize=8)
def _meanings(words: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {word.lower(): meaning for word, meaning in words}


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def _strict_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?P<label>{_alternatives(words)})\s?[:：]\s?", re.IGNORECASE)


@lru_cache(maxsize=8)
def _loose_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    names = _alternatives(words)
    return re.compile(
        rf"(?:(?:^|(?<=[\s|｜【（(\[、，,；;])))(?P<label>{names})(?:\s?[:：/／丨|｜]|\s[-—－]\s|[】\]]|\s)\s?",
        re.IGNORECASE,
    )
