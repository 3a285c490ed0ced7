"""Labels and their values: ``来源:湖南日报 编辑:张米`` → pairs, whatever the order.

The labels are words of ``rules/labels.toml``; a label counts when a colon follows it, or at
the head of a credit when a blank or slash does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .boilerplate import Rules

_BRACKETS = frozenset("[]【】()（）<>")


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
    pattern = rules.once(_loose_pattern if loose else _strict_pattern)
    matches = list(pattern.finditer(text))
    found = []
    ends = [m.start() for m in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        value, length = _first_line(text[match.end() : end])
        end = match.end() + length
        label = match["label"]
        meaning = rules.once(_meanings).get(label.lower(), "-")
        raw = text[match.start() : end].strip()
        found.append(Labelled(meaning, label, value, raw, match.start(), end))
    return found


def head(text: str, rules: Rules) -> str:
    """What stands before the first label."""
    match = rules.once(_strict_pattern).search(text)
    return text[: match.start()] if match else text


def count_labels(text: str, rules: Rules) -> int:
    """How many labels with a colon `text` has."""
    if ":" not in text and "：" not in text:
        return 0
    return sum(1 for _ in rules.once(_strict_pattern).finditer(text))


def trim(value: str) -> str:
    """`value` without the separators and unpaired brackets at its ends."""
    value = value.strip(" \t\n|｜·•/／、，,；;-—_>\u3000")
    if not value or (value[0] not in _BRACKETS and value[-1] not in _BRACKETS):
        return value
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


def _meanings(rules: Rules) -> dict[str, str]:
    return {word.lower(): meaning for word, meaning in rules.words["labels"].items()}


def _alternatives(rules: Rules) -> str:
    # Latin labels in each case: a pattern that ignores case has no quick start.
    words = {w for word in rules.words["labels"] for w in _cases(word)}
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _cases(word: str) -> tuple[str, ...]:
    return word, word.lower(), word.upper(), word.title(), word.capitalize()


def _strict_pattern(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?P<label>{_alternatives(rules)})\s?[:：]\s?")


def _loose_pattern(rules: Rules) -> re.Pattern[str]:
    names = _alternatives(rules)
    return re.compile(
        rf"(?:(?:^|(?<=[\s|｜【（(\[、，,；;])))(?P<label>{names})(?:\s?[:：/／丨|｜]|\s[-—－]\s|[】\]]|\s)\s?"
    )
