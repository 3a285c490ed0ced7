"""The rules of the extractor, loaded from ``crawler/rules/*.toml``.

A rule is a pattern with the strings that it must hit and the strings that it must miss.
Word lists (labels, roles, surnames, outlets) lie beside them.  Everything is read once; the
default rules are shared.

Kinds of rules:

line kinds (the whole line is known and is not text): ``navigation``, ``tools``, ``related``
(other articles begin), ``pages`` (上一篇, 下一页), ``copyright``, ``disclaimer``, ``account``;
``fact`` (the group ``value`` is a fact of the masthead); ``challenge``, ``error`` (what a
document turned out to be).

A line or fact rule may list ``triggers``: literals in lower case without blanks, one of which
stands in every line that the pattern matches, so that hardly any line is searched.  A line
rule without them is tried at the beginning of the line only.  ``[parts]`` names pieces of
patterns, a string or a list of alternatives, for use as ``{name}``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from archive.records import Fact
from crawler import packed as own

RULES_FOLDER = own.folder("crawler", "rules")

_FOLDER = [RULES_FOLDER]  # the last one counts
LINE_KINDS = ("navigation", "tools", "related", "pages", "copyright", "disclaimer", "account")
KINDS = (*LINE_KINDS, "fact", "challenge", "error")
LONGEST_LINE = 400  # characters; a longer line is text, whatever it holds …
LONGEST_NOTICE = 2000  # … but a notice that says what it is at its beginning
_LONG_LINE = 120  # characters; only notices of rights are longer than that
_LONG_KINDS = ("copyright", "disclaimer", "navigation")
_MOST_SEEN = 20_000  # lines: as many as a page may have
_Made = TypeVar("_Made")
_PART = re.compile(r"\{([a-z_]+)\}")
_KEYS = {"id", "kind", "pattern", "hits", "misses", "fact", "ends", "triggers"}
_EDGE = "，。、；：！？,.;:!?©《》（）()"
# 人 民 网 ，版 权 所 有: four or more single characters, each with its punctuation.  Without +:
# Python before 3.11.5 reads a possessive group wrongly when there is a choice inside it.
_LETTER = rf"[{_EDGE}]?\S[{_EDGE}]?(?!\S)"
_SPACED = re.compile(rf"(?<!\S){_LETTER}(?: {_LETTER}){{3,}}")


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
    triggers: tuple[str, ...] = ()
    file: str = ""

    def matches(self, text: str) -> bool:
        return self.pattern.search(text) is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules as one question: could any of them match this text?"""

    rules: tuple[Rule, ...]
    triggers: Mapping[str, tuple[int, ...]]  # trigger → its rules
    worth: re.Pattern[str]  # the triggers; searched in lower case and without blanks
    start: re.Pattern[str]  # the rules without triggers, tried at the beginning only
    anywhere: re.Pattern[str]  # the rules with triggers

    def first(self, text: str) -> Rule | None:
        """The first rule that matches `text`, also where it is printed letter by letter."""
        if self.start.match(text) is None:
            if self.worth.search(packed(text)) is None:
                return None
            if self.anywhere.search(text) is None:
                text = join_spaced(text)
        return next((r for r in self.rules if r.matches(text)), None)

    def opening(self, text: str, length: int) -> Rule | None:
        """The rule without triggers that matches the beginning of a notice of this length."""
        if length > LONGEST_NOTICE or self.start.match(text) is None:
            return None
        return next((r for r in self.rules if not r.triggers and r.matches(text)), None)

    def triggered(self, words: str) -> list[Rule]:
        """The rules of which a trigger stands in `words` (``packed`` text), in order."""
        numbers = {n for word, those in self.triggers.items() if word in words for n in those}
        return [self.rules[n] for n in sorted(numbers)]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules and word lists.  ``words``: name of a list → word → what it means."""

    rules: tuple[Rule, ...]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts_seen: dict[str, tuple[Fact, ...]] = field(default_factory=dict, repr=False)
    _by_kind: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    _groups: dict[tuple[str, ...], Group] = field(default_factory=dict, repr=False)
    _any: dict[str, re.Pattern[str]] = field(default_factory=dict, repr=False)
    _seen: dict[str, Rule | None] = field(default_factory=dict, repr=False)
    _made: dict[Callable[[Rules], Any], Any] = field(default_factory=dict, repr=False)

    def once(self, make: Callable[[Rules], _Made]) -> _Made:
        """What `make` makes of these rules (a pattern of a word list), made once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: _Made = self._made[make]
        return made

    def of_kind(self, *kinds: str) -> tuple[Rule, ...]:
        key = "/".join(kinds)
        if key not in self._by_kind:
            self._by_kind[key] = tuple(r for r in self.rules if r.kind in kinds)
        return self._by_kind[key]

    def group(self, kinds: tuple[str, ...]) -> Group:
        """The rules of these kinds, to be asked together."""
        if kinds not in self._groups:
            rules = self.of_kind(*kinds)
            triggers: dict[str, tuple[int, ...]] = {}
            for number, rule in enumerate(rules):
                for word in rule.triggers:
                    triggers[word] = (*triggers.get(word, ()), number)
            self._groups[kinds] = Group(
                rules,
                triggers,
                re.compile("|".join(map(re.escape, sorted(triggers))) or r"(?!)"),
                _union(rule for rule in rules if not rule.triggers),
                _union(rule for rule in rules if rule.triggers),
            )
        return self._groups[kinds]

    def forget_lines(self, most: int = 0) -> None:
        """Let go of what is remembered of lines, if it is more than `most` of them."""
        for seen in (self._seen, self.facts_seen):
            if len(seen) > most:
                seen.clear()

    def line_rule(self, text: str) -> Rule | None:
        """The rule that knows this whole line, if any."""
        if len(text) > LONGEST_LINE:
            return self.group(("disclaimer",)).opening(text[:LONGEST_LINE], len(text))
        if text not in self._seen:  # a line is asked about often, and footers repeat
            if len(self._seen) >= _MOST_SEEN:
                self._seen.clear()
            kinds = LINE_KINDS if len(text) <= _LONG_LINE else _LONG_KINDS
            self._seen[text] = self.group(kinds).first(text)
        return self._seen[text]

    def first(self, text: str, kinds: tuple[str, ...]) -> Rule | None:
        """The first rule of these kinds that matches anywhere in `text`."""
        key = "/".join(kinds)
        if key not in self._any:
            self._any[key] = _union(self.of_kind(*kinds))
        if self._any[key].search(text) is None:
            return None
        return next((r for r in self.of_kind(*kinds) if r.matches(text)), None)


def packed(text: str) -> str:
    """Lower case and without blanks, as triggers are written."""
    return "".join(text.split()).lower()


def join_spaced(text: str) -> str:
    """人 民 网 版 权 所 有 → 人民网版权所有; words of more than one character stay apart."""
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def load_rules(folder: Traversable = RULES_FOLDER) -> Rules:
    """Every rule of the TOML files in `folder`; raises RuleError for one that is not sound."""
    rules: dict[str, Rule] = {}
    words: dict[str, dict[str, str]] = {}
    found = own.files_of(folder, ".toml")
    files = {file.name: tomllib.loads(file.read_text("utf-8")) for file in found}
    parts: dict[str, str] = {}
    for file, content in files.items():
        for name, value in content.get("parts", {}).items():
            # Of alternatives the longest is tried first.
            text = value if isinstance(value, str) else "|".join(sorted(value, key=len)[::-1])
            parts[name] = f"(?:{_put_in(text, parts, f'{file}: {name}')})"
    for file, content in files.items():
        for record in content.get("rule", []):
            rule = _rule(record, file, parts)
            if rule.id in rules:
                raise RuleError(f"{file}: {rule.id}: the id is taken")
            rules[rule.id] = rule
        for name, table in content.get("words", {}).items():
            words.setdefault(name, {}).update(_meanings(table))
    return Rules(tuple(rules.values()), words)


@lru_cache(maxsize=1)
def default_rules() -> Rules:
    """The rules that pages are read with where none are given: those that come with the project,
    unless `use_rules` named others."""
    return load_rules(_FOLDER[-1])


def use_rules(folder: Path) -> None:
    """Read all pages from now on with the rules in `folder`: a copy of crawler/rules with changes
    that are to be tried.  Raises RuleError for rules that are not sound, or not there."""
    if not any(folder.glob("*.toml")):
        raise RuleError(f"{folder}: no rules (*.toml) in this folder")
    _FOLDER.append(folder)
    default_rules.cache_clear()
    default_rules()


def _put_in(pattern: str, parts: Mapping[str, str], where: str) -> str:
    """`pattern` with its ``{names}`` replaced by the parts."""
    unknown = [name for name in _PART.findall(pattern) if name not in parts]
    if unknown:
        raise RuleError(f"{where}: unknown part {unknown[0]}")
    return _PART.sub(lambda match: parts[match[1]], pattern)


def _rule(record: Mapping[str, Any], file: str, parts: Mapping[str, str]) -> Rule:
    name, kind = str(record.get("id", "?")), record.get("kind")
    if unknown := set(record) - _KEYS:
        raise RuleError(f"{file}: {name}: unknown key {', '.join(sorted(unknown))}")
    if kind not in KINDS:
        raise RuleError(f"{file}: {name}: unknown kind {kind!r}")
    try:
        whole = _put_in(record["pattern"], parts, f"{file}: {name}")
        pattern = re.compile(whole, re.IGNORECASE)
        hits, misses = tuple(record["hits"]), tuple(record["misses"])
    except (KeyError, re.error) as error:
        raise RuleError(f"{file}: {name}: {error}") from None
    fact, ends = str(record.get("fact", "")), bool(record.get("ends", False))
    triggers = tuple(record.get("triggers", ()))
    if (kind == "fact") != bool(fact):
        raise RuleError(f"{file}: {name}: a fact rule, and only that, names its fact")
    if kind == "fact" and not triggers:
        raise RuleError(f"{file}: {name}: a fact rule lists its triggers")
    if any(word != packed(word) for word in triggers):
        raise RuleError(f"{file}: {name}: a trigger has a blank or a capital letter")
    return Rule(name, kind, pattern, hits, misses, fact, ends, triggers, file)


def _meanings(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """``{meaning: [word, …]}`` of the TOML file → ``{word: meaning}``."""
    return {word: meaning for meaning, words in table.items() for word in words}


def _union(rules: Iterable[Rule]) -> re.Pattern[str]:
    # One pass says "none of them" for nearly every line; groups lose their names for it.
    bare = (re.sub(r"\(\?P<\w+>", "(?:", r.pattern.pattern) for r in rules)
    return re.compile("|".join(f"(?:{p})" for p in bare) or r"(?!)", re.IGNORECASE)
