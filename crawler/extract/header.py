"""The lines between headline and text, and the credits below the text."""

from __future__ import annotations

import re
import unicodedata

from . import hints, infoline, labels
from .boilerplate import Rules
from .dom import Document, Line
from .headline import Headline
from .infoline import Info
from .main_text import Region
from .relative_dates import is_dated

_ABOVE = 4  # lines above the headline that may hold the date
_BELOW = 12  # lines below the text that may hold credits
_MOST = 25  # lines between headline and text
QUESTION = re.compile(r"(?:本报|本刊)?(?:记者|記者)\s?[:：]|问\s?[:：]")
_WIDE = re.compile("[０-９]")
_YEAR = re.compile(r"(?:19|20)\d{2}|二[〇○零]|民[國国]")


def header_lines(
    document: Document, region: Region | None, heavy: int, headline: Headline, rules: Rules
) -> tuple[int, list[int]]:
    """(the line where the text begins, the lines of the header)."""
    top = headline.last + 1
    if not 0 < top <= heavy:
        top = max(0, heavy - 8) if region else len(document.lines)
    bottom = min(heavy, len(document.lines))
    if region is None:
        bottom = _first_furniture(document, top, rules)
    start = top
    talk = is_interview(document)
    for index in range(bottom - 1, top - 1, -1):
        line = document.lines[index]
        if _is_header(line, rules) and not (talk and QUESTION.match(line.text)):
            start = index + 1
            break
    # What stands above the block of the text is header too: bylines in cells of their own.
    begin = max(start, region.first) if region else start
    between = [i for i in range(top, begin) if _may_inform(document.lines[i], rules)]
    if len(between) > _MOST:
        between = between[:_MOST]
    if headline.lines:
        first = min(headline.lines)
        above = range(max(0, first - _ABOVE), first)
        between = [i for i in above if _informs(document.lines[i], rules)] + between
    return begin, between


def _first_furniture(document: Document, top: int, rules: Rules) -> int:
    """Where the header of a page without a text ends: a label there must not reach the footer."""
    bottom = min(len(document.lines), top + _MOST)
    for line in document.lines[top:bottom]:
        if line.hint & hints.FOOTER or rules.line_rule(line.text) is not None:
            return line.index
    return bottom


def is_interview(document: Document) -> bool:
    """Whether 记者：… stands before several lines: it is then a speaker and no label."""
    return sum(QUESTION.match(line.text) is not None for line in document.lines) > 1


def read_below(
    document: Document, last: int, info: Info, rules: Rules, roles: dict[int, str]
) -> None:
    """Credits that stand below the text, outside its block; only what is still missing."""
    if info.editors and info.source:
        return
    for index in range(last + 1, min(last + 1 + _BELOW, len(document.lines))):
        line = document.lines[index]
        if line.heading == 1 and index not in roles:
            return  # the next article
        if index in roles or line.hint & (hints.COMMENTS | hints.HIDDEN) or len(line.text) > 100:
            continue
        rule = rules.line_rule(line.text)
        if rule and rule.kind == "copyright":
            return
        if rule is None and infoline.read_credit(line.spaced, info, rules):
            roles[index] = "credit"
        elif labels.count_labels(line.text, rules) >= 2 and not info.source:
            infoline.read_header(line.spaced, info, rules)
            roles[index] = "information line"


def _is_header(line: Line, rules: Rules) -> bool:
    if len(line.text) > 200:
        return False
    marked = line.hint & hints.BODY_MARK
    if line.is_link or (line.hint & (hints.FURNITURE | hints.INFO) and not marked):
        return True
    return _informs(line, rules) or rules.line_rule(line.text) is not None


def _informs(line: Line, rules: Rules) -> bool:
    text = line.text
    if len(text) > 200 or text.endswith(("。", "？", "！")):
        return False
    if labels.count_labels(text, rules):
        return not line.is_link
    if is_dated(text):
        return True
    if len(text) < 80 and max(text) >= "０" and _WIDE.search(text):
        text = unicodedata.normalize("NFKC", text)  # ２００１年１０月１８日 of old pages
    return len(text) < 80 and _YEAR.search(text) is not None and bool(
        re.search(r"\d\s?[-/.年:]\s?\d", text)
    )  # fmt: skip


def _may_inform(line: Line, rules: Rules) -> bool:
    if line.hint & hints.HIDDEN or len(line.text) > 200:
        return False
    if line.is_link and line.linked < 2:
        return False
    return rules.line_rule(line.text) is None
