"""The rules of the extractor, loaded from ``crawler/rules/*.toml``.

A rule is a pattern with the strings that it must hit and the strings that it must miss.
Word lists (labels, roles, surnames, outlets) lie beside them.  Everything is read once; the
default rules are shared.

Kinds of rules:

line kinds (the whole line is known and is not text): ``navigation``, ``tools``, ``related``
(other articles begin), ``pages`` (上一篇, 下一页), ``copyright``, ``disclaimer``, ``account``;
``fact`` (the group ``value`` is a fact of the masthead); ``challenge``, ``error`` (what a
document turned out to be).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

RULES_FOLDER = Path(__file__).parent.parent / "rules"

LINE_KINDS = ("navigation", "tools", "related", "pages", "copyright", "disclaimer", "account")
KINDS = (*LINE_KINDS, "fact", "challenge", "error")
LONGEST_LINE = 400  # characters; a longer line is text, whatever it holds
_LONG_LINE = 120  # characters; only notices of rights are longer than that
_LONG_KINDS = ("copyright", "disclaimer", "navigation")
_MOST_SEEN = 4096


class RuleError(ValueError):
    """A rule that cannot be used; the message names file and rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern.  ``ends``: the article's text never goes on below such a line."""

    id: str
    kind: str
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    fact: str = ""  # kind of masthead fact
    ends: bool = False
    file: str = ""

    def matches(self, text: str) -> bool:
        return self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules and word lists.  ``words``: name of a list → word → what it means."""

    rules: tuple[Rule, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _by_kind: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _any: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)
    _seen: dict[str, Rule | None] = field(default_factory=dict, repr=False)

    def of_kind(self, *kinds: str) -> tuple[Rule, ...]:
        key = "/".join(kinds)
        if key not in self._by_kind:
            self._by_kind[key] = tuple(r for r in self.rules if r.kind in kinds)
        return self._by_kind[key]

    def line_rule(self, text: str) -> Rule | None:
        """The rule that knows this whole line, if any."""
        if len(text) > LONGEST_LINE:
            return None
        if text not in self._seen:  # a line is asked about often, and footers repeat
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            kinds = LINE_KINDS if len(text) <= _LONG_LINE else _LONG_KINDS
            self._seen[text] = self.first(text, kinds)
        return self._seen[text]

    def first(self, text: str, kinds: tuple[str, ...]) -> Rule | None:
        """The first rule of these kinds that `text` matches."""
        key = "/".join(kinds)
        if key not in self._any:
            self._any[key] = _union(self.of_kind(*kinds))
        if self._any[key].search(text) is None:
            return None
        return next((r for r in self.of_kind(*kinds) if r.matches(text)), None)


def load_rules(folder: Path = RULES_FOLDER) -> Rules:
    """Every rule of the TOML files in `folder`; raises RuleError for one that is not sound."""
    rules: dict[str, Rule] = {}
    words: dict[str, dict[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        content = tomllib.loads(path.read_text("utf-8"))
        for record in content.get("rule", []):
            rule = _rule(record, path.name)
            if rule.id in rules:
                raise RuleError(f"{path.name}: {rule.id}: the id is taken")
            rules[rule.id] = rule
        for name, table in content.get("words", {}).items():
            words.setdefault(name, {}).update(_meanings(table))
    return Rules(tuple(rules.values()), words)


@lru_cache(maxsize=1)
def default_rules() -> Rules:
    """The rules that come with the project."""
    return load_rules()


def _rule(record: Mapping[str, Any], file: str) -> Rule:
    name = str(record.get("id", "?"))
    unknown = set(record) - {"id", "kind", "pattern", "hits", "misses", "fact", "ends"}
    if unknown:
        raise RuleError(f"{file}: {name}: unknown key {', '.join(sorted(unknown))}")
    if record.get("kind") not in KINDS:
        raise RuleError(f"{file}: {name}: unknown kind {record.get('kind')!r}")
    try:
        pattern = re.compile(record["pattern"], re.IGNORECASE)
        hits, misses = tuple(record["hits"]), tuple(record["misses"])
    except (KeyError, re.error) as error:
        raise RuleError(f"{file}: {name}: {error}") from None
    fact, ends = str(record.get("fact", "")), bool(record.get("ends", False))
    if (record["kind"] == "fact") != bool(fact):
        raise RuleError(f"{file}: {name}: a fact rule, and only that, names its fact")
    return Rule(name, record["kind"], pattern, hits, misses, fact, ends, file)


def _meanings(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """``{meaning: [word, …]}`` of the TOML file → ``{word: meaning}``."""
    return {word: meaning for meaning, words in table.items() for word in words}


def _union(rules: Iterable[Rule]) -> re.Pattern[str]:
    # One pass says "none of them" for nearly every line; groups lose their names for it.
    bare = (re.sub(r"\(\?P<\w+>", "(?:", r.pattern.pattern) for r in rules)
    return re.compile("|".join(f"(?:{p})" for p in bare) or r"(?!)", re.IGNORECASE)
