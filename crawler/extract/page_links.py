"""Links that turn the pages of an article, by what they say: 下一页, [2], 全文阅读, <option>."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import urldefrag, urljoin

Role = Literal["number", "next", "previous", "first", "last", "full", "rest"]

_OPENING = re.compile(r"<(a|option|link)\s([^<>]{1,600})>", re.I)
_LONGEST_INSIDE = 200  # characters of source between the tags of a link
_HREF = re.compile(r"""\b(?:href|value)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_REL = re.compile(r"""\brel\s*=\s*["']?(next|prev)(?:ious)?\b""", re.I)
_PICTURE = re.compile(r"(?:src|class|alt)\s*=\s*[^>]{0,120}?(next|prev?(?:ious)?)[_-]?page", re.I)
_TAG = re.compile(r"<[^<>]*>")
_GARBAGE = re.compile(r"[+{}$\\<>]|javascript:", re.I)  # an address that a script puts together
_ENDS = " [](){}【】（）〔〕［］|｜·•"
_SHIFTS = "<>«»‹›《》〈〉＜＞→←"

_SIGNS: dict[str, Role] = dict.fromkeys((">", ">>", "»", "›", "→"), "next")
_SIGNS |= dict.fromkeys(("<", "<<", "«", "‹", "←"), "previous")

_NUMBER = re.compile(r"第?\s?(\d{1,3})\s?[页頁]?(?:\s?[:：].{0,120})?")
_READ = "(?:阅读|显示|浏览|查看|閱讀)"
_PATTERNS: dict[Role, str] = {
    "next": f"(?:点击|进入|阅读)?(?:下一?|后一?|下1)[页頁]{_READ}?|next(?: page)?|继续阅读",
    "previous": "(?:返回)?(?:上一?|前一?|上1)[页頁]|prev(?:ious)?(?: page)?",
    "first": "首[页頁]|第一[页頁]|最前[页頁]|first",
    "last": "[尾末][页頁]|最后一?[页頁]|末一页|last",
    "full": f"(?:在?本[页頁]|不分[页頁])?{_READ}?(?:全文|单[页頁]){_READ}?|不分[页頁]{_READ}",
    "rest": rf"(?:点击)?{_READ}?余下全?文(?:[（(]\d{{1,2}}/\d{{1,2}}[）)]?)?",
}
_WORDS = {role: re.compile(pattern, re.I) for role, pattern in _PATTERNS.items()}


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A link with the words of a pager; `number` is that in the words, `at` its place."""

    role: Role
    url: str
    number: int | None
    at: int
    words: str


def without_comments(source: str) -> str:
    """The source without what stands in <!-- -->; linear on any input."""
    if "<!--" not in source:
        return source
    head, *rest = source.split("<!--")
    return head + "".join(piece.partition("-->")[2] for piece in rest)


def page_turns(source: str, url: str, needles: Sequence[str]) -> Iterator[PageTurn]:
    """All links of the source that say that they turn pages and have one of the needles in their
    attributes."""
    for match in _OPENING.finditer(source):
        attributes = match[2]
        if not any(needle in attributes for needle in needles):
            continue
        tag = match[1].lower()
        behind = source[match.end() : match.end() + _LONGEST_INSIDE]
        end = behind.lower().find(f"</{tag}")
        inside = behind[:end] if end >= 0 else ""
        href = _HREF.search(attributes)
        if not href:
            continue
        words = " ".join(unescape(_TAG.sub(" ", inside)).split())
        role, number = _role(tag, words, attributes, inside)
        target = unescape(href[1] or href[2] or href[3] or "").strip()
        if role is None or not target or target.startswith("#") or _GARBAGE.search(target):
            continue
        try:
            address = urldefrag(urljoin(url, target)).url
        except ValueError:
            continue
        yield PageTurn(role, address, number, match.start(), words[:40] or "rel")


def _role(tag: str, words: str, attributes: str, inside: str) -> tuple[Role | None, int | None]:
    bare = words.strip(_ENDS)
    if len(bare) <= 120 and (match := _NUMBER.fullmatch(bare)):
        return "number", int(match[1])
    if tag == "option":
        return None, None
    turned = bare.strip(_ENDS + _SHIFTS)
    if 0 < len(turned) <= 20:
        for role, pattern in _WORDS.items():
            if pattern.fullmatch(turned):
                return role, None
    named = _REL.search(attributes) or (None if turned else _PICTURE.search(inside))
    if named:
        return ("next" if named[1].lower() == "next" else "previous"), None
    return _SIGNS.get(bare), None
