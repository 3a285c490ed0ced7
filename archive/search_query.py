"""What a person types into the search box, read into a tree.

    渡口 通航            both words, anywhere
    "渡口通航"           a phrase; “ ” and 「 」 do, too
    渡口 OR 码头         either; | does, too
    渡口 -码头           without; NOT does, too
    (渡口 OR 码头) 通航   grouped
    title:渡口           in the headline; also author: source: body: and 标题: 作者: 来源: 正文:
    cov*                 words that begin so
    paper: place: date: page: status:    filters, see archive/search_facets.py

AND binds closer than OR.  Nothing that is typed is an error: what cannot be an operator in its
place is passed over, a quotation mark that is not closed ends with the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.errors import ArchiveError
from archive.search_text import Unit, fold, units

LONGEST = 2_000  # characters of a query
_MOST_TERMS, _DEEPEST = 100, 20

_COLUMNS = {
    "title": "title", "headline": "title", "标题": "title", "標題": "title",
    "author": "people", "people": "people", "reporter": "people", "作者": "people",
    "记者": "people", "記者": "people",
    "source": "source", "来源": "source", "來源": "source",
    "body": "body", "text": "body", "正文": "body",
}  # fmt: skip
_FILTERS = {
    "paper": "paper", "in": "paper", "报刊": "paper", "報刊": "paper",
    "place": "place", "province": "place", "地区": "place", "地區": "place", "省": "place",
    "date": "date", "日期": "date",
    "page": "page", "版": "page",
    "status": "status", "状态": "status", "狀態": "status",
}  # fmt: skip
_NAMES = "|".join(sorted({*_COLUMNS, *_FILTERS}, key=len, reverse=True))
_LEXEME = re.compile(
    rf"(?P<field>(?:{_NAMES})[:：](?=\S))"
    r"|\"(?P<straight>[^\"]*)\"?|“(?P<curly>[^”]*)”?|「(?P<corner>[^」]*)」?|『(?P<white>[^』]*)』?"
    r"|(?P<open>[(（])|(?P<close>[)）])"
    r"|(?P<or>[|｜]+|OR(?![^\s()（）]))|(?P<and>AND(?![^\s()（）])|&&?)"
    r"|(?P<not>NOT(?![^\s()（）])|(?<![^\s(（|｜])[-－](?=[^\s\-－]))"
    r"|(?P<word>[^\s\"“「『()（）|｜]+)",
    re.I,
)
# Within a word, what may stand between two words that are looked for as one: COVID-19, 3.5%.
_JOINS = "-._/:'’&@+·"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units that follow each other, in a column of the index or ("") in any.  With
    `prefix` the last word may go on."""

    units: tuple[Unit, ...]
    column: str = ""
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """`paper:hunan_daily`."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class All:
    """What has to hold, and what must not."""

    nodes: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of them is enough."""

    nodes: tuple[Node, ...]


Node = Phrase | Filter | All | Either


class QueryError(ArchiveError):
    """A query that is too long, or has a filter that means nothing."""


def parse(text: str) -> Node | None:
    """The tree of a query; None where nothing in it could be looked for.

    Raises QueryError for a text over 2,000 characters, 100 words or 20 brackets in each other.
    """
    if len(text) > LONGEST:
        raise QueryError(f"a query of {len(text)} characters: at most {LONGEST} are looked for")
    return _Reader(text).whole()


class _Reader:
    """Recursive descent over the lexemes: either → all → one."""

    def __init__(self, text: str) -> None:
        found = _LEXEME.finditer(text)
        self.lexemes = [(str(m.lastgroup), m[m.lastgroup or 0] or "") for m in found]
        if len(self.lexemes) > _MOST_TERMS * 2:
            raise QueryError(f"a query of more than {_MOST_TERMS} words")
        self.at = 0
        self.depth = 0

    def whole(self) -> Node | None:
        nodes = []
        while self.at < len(self.lexemes):
            if node := self.either():
                nodes.append(node)
            self.at += 1  # a bracket that was never opened
        return _all(nodes, [])

    def either(self) -> Node | None:
        nodes = [self.all()]
        while self._kind() == "or":
            self.at += 1
            nodes.append(self.all())
        found = tuple(node for node in nodes if node)
        return found[0] if len(found) == 1 else Either(found) if found else None

    def all(self) -> Node | None:
        nodes: list[Node] = []
        without: list[Node] = []
        while (kind := self._kind()) not in ("", "or", "close"):
            if kind == "and":
                self.at += 1
                continue
            negated = kind == "not"
            self.at += negated
            if self._kind() in ("", "or", "close"):
                break
            if node := self.one():
                (without if negated else nodes).append(node)
        return _all(nodes, without)

    def one(self) -> Node | None:
        kind, text = self.lexemes[self.at]
        self.at += 1
        if kind == "field":
            return self._field(text[:-1].lower())
        if kind == "open":
            return self._group()
        if kind == "word":
            return _word(text)
        if kind in ("and", "or", "not", "close"):
            return None
        found = tuple(units(text))
        return Phrase(found) if found else None

    def _group(self) -> Node | None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise QueryError(f"more than {_DEEPEST} brackets in each other")
        node = self.either()
        self.at += self._kind() == "close"
        self.depth -= 1
        return node

    def _field(self, name: str) -> Node | None:
        if self._kind() in ("", "or", "and", "close"):
            return None
        if name in _FILTERS:
            _, text = self.lexemes[self.at]
            self.at += 1
            return Filter(_FILTERS[name], text.strip())
        node = self.one()
        return _in_column(node, _COLUMNS[name]) if node else None

    def _kind(self) -> str:
        return self.lexemes[self.at][0] if self.at < len(self.lexemes) else ""


def _word(text: str) -> Node | None:
    """A word as it is typed: what punctuation divides is looked for piece by piece."""
    apart = "".join(one if _is_part(one) else " " for one in text)
    return _all([node for piece in apart.split() for node in _piece(piece.strip(_JOINS))], [])


def _is_part(one: str) -> bool:
    return one in _JOINS or one == "*" or any(letter.isalnum() for letter in fold(one))


def _piece(text: str) -> list[Node]:
    found = tuple(units(text.rstrip("*")))
    prefix = text.endswith("*") and bool(found and found[-1][1])
    return [Phrase(found, prefix=prefix)] if found else []


def _all(nodes: list[Node], without: list[Node]) -> Node | None:
    if len(nodes) == 1 and not without:
        return nodes[0]
    return All(tuple(nodes), tuple(without)) if nodes or without else None


def _in_column(node: Node, column: str) -> Node:
    if isinstance(node, Phrase):
        return node if node.column else replace(node, column=column)
    if isinstance(node, Filter):
        return node
    if isinstance(node, Either):
        return Either(tuple(_in_column(one, column) for one in node.nodes))
    return All(
        tuple(_in_column(one, column) for one in node.nodes),
        tuple(_in_column(one, column) for one in node.without),
    )
