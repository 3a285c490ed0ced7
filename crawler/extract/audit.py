"""The law of the house: every visible line is text, a field, or known boilerplate."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from archive.records import Article

from . import dates, hints, labels
from .boilerplate import Rules
from .dom import Document, Line
from .masthead import facts_of, is_masthead_line

MOST = 200  # lines reported; a page with more is a list, not an article
_INFORMATION = "information line"
_ROLES = frozenset({"headline", _INFORMATION, "credit", "byline", "caption"})
_HINT_NAMES = (
    (hints.HIDDEN, "hidden"),
    (hints.COMMENTS, "comments by its class"),
    (hints.NAVIGATION, "navigation by its class"),
    (hints.RELATED, "related links by its class"),
    (hints.FOOTER, "footer by its class"),
    (hints.TOOLS, "tools by its class"),
    (hints.CAPTION, "caption by its class"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One visible line and its part in the record.

    `what`: the fields that the line gave (``title``, ``source, published``), or the rule that
    knows it as boilerplate; for a line of the text a field that begins there, or nothing.
    """

    index: int
    text: str
    kind: Literal["body", "field", "boilerplate", "unread"]
    what: str = ""


def unread(
    document: Document, roles: Mapping[int, str], named: Collection[str], rules: Rules
) -> tuple[str, ...]:
    """The lines that nothing explains, in order; `named`: the names that the record has."""
    found = []
    for line in document.lines:
        role = roles.get(line.index)
        if role == _INFORMATION:
            if _tells(line, rules) or any(name in _even(line.text) for name in named):
                continue
        elif role or line.is_link or line.hint & (hints.FURNITURE | hints.HIDDEN):
            continue
        if _is_date(line.text) or rules.line_rule(line.text) or is_masthead_line(line.text, rules):
            continue
        found.append(line.text)
        if len(found) >= MOST:
            break
    return tuple(found)


def see(
    document: Document, roles: Mapping[int, str], article: Article, rules: Rules
) -> tuple[Seen, ...]:
    """What each line of the page was taken for."""
    printed = _printed(article)
    return tuple(
        Seen(line.index, line.text, *_part(line, roles.get(line.index, ""), printed, rules))
        for line in document.lines
    )


def _part(
    line: Line, role: str, printed: list[tuple[str, str]], rules: Rules
) -> tuple[Literal["body", "field", "boilerplate", "unread"], str]:
    given = dict.fromkeys(name for name, value in printed if _even(value) in _even(line.text))
    if role == "body":
        begun = [name for name in given if name in _IN_TEXT]
        return "body", ", ".join(begun)
    if role in _ROLES:
        if given:
            return "field", ", ".join(given)
        if role == "caption":
            return "field", "images"
        if role != _INFORMATION:
            return "field", role
        if rule := rules.line_rule(line.text):
            return "boilerplate", rule.id
        return ("field", "no value") if _tells(line, rules) else ("unread", "")
    if role:
        return "boilerplate", role
    if line.is_link:
        return "boilerplate", "link"
    if names := [name for bit, name in _HINT_NAMES if line.hint & bit]:
        return "boilerplate", names[0]
    if _is_date(line.text):
        return "boilerplate", "date alone"
    if facts := facts_of(line.text, rules):
        return "boilerplate", "fact: " + ", ".join(dict.fromkeys(f.kind for f in facts))
    if rule := rules.line_rule(line.text):
        return "boilerplate", rule.id
    return "unread", ""


_IN_TEXT = frozenset(
    {"dateline", "editorial_note", "continued_to", "continued_from", "authors", "editors"}
)


def _printed(article: Article) -> list[tuple[str, str]]:
    """(field, a string that the page prints for it) of everything in the record."""
    found = [
        (name, getattr(article, name) or "")
        for name in ("title", "kicker", "subtitle", "original_title", "column", "publication",
                     "issue_label", "page_name")
    ]  # fmt: skip
    found += [("source", article.source_raw or ""), ("published", article.published_raw or "")]
    found += [("authors", p.name) for p in article.authors]
    found += [("editors", p.name) for p in article.editors]
    found += [("keywords", word) for word in article.keywords]
    for name, part in (("dateline", article.dateline), ("continued_to", article.continued_to),
                       ("continued_from", article.continued_from)):  # fmt: skip
        found.append((name, part.raw if part else ""))
    found.append(("editorial_note", (article.editorial_note or "").partition("\n")[0]))
    return [(name, value) for name, value in found if value]


def _tells(line: Line, rules: Rules) -> bool:
    """Whether a line of the header has what such a line is for: a label or a date."""
    return (
        labels.count_labels(line.text, rules) > 0
        or dates.read_date(line.text) is not None
        or line.hint & hints.INFO > 0
    )


def _is_date(text: str) -> bool:
    """A line that is a date and nothing else: of a list entry, a comment, the day's clock."""
    if len(text) > 40 or not _DIGIT.search(text):
        return False
    found = dates.find_dates(text)
    return len(found) == 1 and len(text) - len(found[0].raw) <= 1


_DIGIT = re.compile(r"\d|[〇一二三四五六七八九十]")


def _even(text: str) -> str:
    return "".join(text.split())
