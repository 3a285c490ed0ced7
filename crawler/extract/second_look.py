"""A second look at a page on which no text was found: is it hidden by markup?

Old systems put the text into a ``<textarea>`` or ``<noscript>``; a comment, script, title,
heading or link that is never closed swallows everything below it.  No reader of such a page is
helped by nothing, so what hides is opened and the page read again, and the record says so.
"""

from __future__ import annotations

import html
import re
from itertools import zip_longest

from . import dom
from .boilerplate import Rules
from .islands import longest_text
from .main_text import Region, find_region
from .marks import Marks, read_marks

ENOUGH = 200  # characters of prose; hidden notices (请启用 JavaScript …) are shorter
_LONGEST = 2_000_000  # characters of a page that is worth two looks
_MOST_TAGS = 100_000
_LITTLE = 100  # characters of prose; with more than that the page has a text of its own
_HIDING = re.compile(r"<(?:textarea|noscript|template|iframe|object|canvas|button|select|audio|!|"
                     r"script|style|title|a\s|h[1-6])", re.I)  # fmt: skip
_OPENED = re.compile(
    r"</?(?:noscript|template|iframe|object|canvas|button|select|option|audio|embed|applet"
    r"|noframes)\b[^<>]*>|<!\[CDATA\[|\]\]>",
    re.I,
)
_TEXT_AREA = re.compile(r"<textarea\b[^<>]*>([^<]*)(?:</textarea\s*>)?", re.I)
_RAW = tuple(
    (re.compile(rf"<{tag}\b[^<>]*>", re.I), re.compile(rf"</{tag}\b", re.I), f"</{tag}>")
    for tag in ("script", "style", "title")
)
_OPEN_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(?![\s\S]{0,300}?</h\1)", re.I)
_TAG = re.compile(r"<[a-zA-Z]")
_LINK = re.compile(r"<a\s[^<>]*>|</a\s*>", re.I)


def find_text(
    text: str, document: dom.Document, region: Region | None, rules: Rules
) -> tuple[dom.Document, Marks, Region] | None:
    """The page read again with its text; None where it has one, or has none hidden either."""
    shown = region.prose if region else 0
    if shown >= _LITTLE or not document.markup or not _HIDING.search(text):
        return None
    if len(text) > _LONGEST or text.count("<") > _MOST_TAGS:
        return None
    least = max(ENOUGH, 3 * shown)
    if found := _look(open_text(text), least, "read with what hides it opened", rules):
        return found
    if data := longest_text(text):
        least = max(_LITTLE, 3 * shown)  # data is no notice: a short item is a text
        return _look(_with(text, data), least, "read from the data in a script", rules)
    return None


def _look(
    text: str, least: int, said: str, rules: Rules
) -> tuple[dom.Document, Marks, Region] | None:
    opened = dom.parse(text)
    region = find_region(opened, None, "", rules)
    if region is None or region.prose < least:
        return None
    opened.notes = {"dom": f"no text as it stands: {said}"} | opened.notes
    return opened, read_marks(opened), region


def _with(text: str, data: str) -> str:
    """The page with `data` as its last block."""
    end = text.lower().rfind("</body")
    end = len(text) if end < 0 else end
    return f"{text[:end]}<div>{data}</div>{text[end:]}"


def open_text(text: str) -> str:
    """`text` without the markup that hides what is in it, and with what is open closed."""
    start = text.find("<!--", text.rfind("-->") + 1)
    if start >= 0:
        text = text[:start] + text[start:].replace("<!--", "")
    for opener, closer, closing in _RAW:
        last = max((m.end() for m in closer.finditer(text)), default=0)
        if found := opener.search(text, last):
            tag = _TAG.search(text, found.end())
            end = tag.start() if tag else len(text)
            text = text[:end] + closing + opener.sub("", text[end:])
    text = _TEXT_AREA.sub(_typed, text)
    text = _OPEN_HEADING.sub("<p>", _OPENED.sub("", text))
    return _close_links(text)


def _typed(match: re.Match[str]) -> str:
    inner = html.unescape(match[1]) if "&lt;" in match[1] else match[1]
    return inner if _TAG.search(inner) else f"<pre>{inner}</pre>"


def _close_links(text: str) -> str:
    """`text` without the ``<a …>`` that no ``</a>`` follows before the next one."""
    links = list(_LINK.finditer(text))
    kept = []
    done = 0
    for link, following in zip_longest(links, links[1:]):
        opens = not link[0].startswith("</")
        if opens and (following is None or not following[0].startswith("</")):
            kept.append(text[done : link.start()])
            done = link.end()
    return "".join([*kept, text[done:]])
