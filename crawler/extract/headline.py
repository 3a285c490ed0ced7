"""The headline and the lines round it: 引题 above, 副题 below.

The page's own line is taken, not the ``<title>``; that and the machine marks say which line
it is.  Of several equal lines the one nearest to the text is the headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from . import byline, hints, labels
from .boilerplate import Rules
from .dom import Document, Line
from .headline_shape import (
    DATED,
    LIST_NAMES,
    SIZE,
    SUFFIX,
    TITLE_NAMES,
    clean_head_title,
    find_by_shape,
    is_site,
)
from .marks import Marks
from .masthead import is_masthead_line
from .title_lines import join, title_lines

LONGEST_TITLE = 120  # characters
_DASHES = re.compile(r"^[—―–-]{1,6}\s?(?=\S)")
_NORMAL = str.maketrans("“”‘’：，！？（）；—―－", "\"\"'':,!?();---")
_DECK_NAMES = re.compile(
    r"sub-?title\b|futi|\bfont02\b|\bfbt\b|deck\b|\bsubhead|[_-]sub\b|fubiaoti|\bdek\b|standfirst"
)
_KICKER_NAMES = re.compile(
    r"pre-?title|intro-?title|yinti|\bfont02\b|\bytbt\b|kicker|over-?title|yinbiaoti"
)
_LEAST_KICKER = 8  # characters of one that only the class `kicker` names
_THRESHOLD = 2.0


@dataclass(frozen=True, slots=True)
class Headline:
    """What was read and the lines it stood in; `by` says which clue gave the title."""

    title: str | None
    by: str = ""
    kicker: str | None = None
    subtitle: str | None = None
    lines: frozenset[int] = frozenset()
    last: int = -1  # the last line of the headline


def read_headline(document: Document, body_first: int, marks: Marks, rules: Rules) -> Headline:
    """The headline above line `body_first`, where the text begins."""
    wanted = [_normal(t) for t in marks.all("title")]
    page = _normal(document.head_title)
    ends = _ends(document.head_title)
    info = first_info_line(document, body_first, rules)
    best, best_score = None, 0.0
    for index in range(min(body_first + 3, len(document.lines)) - 1, -1, -1):
        line = document.lines[index]
        score = _score(line, page, wanted, ends)
        if info is not None and score > -1:
            score += _nearness(document, index, info)
        score -= 0.01 * min(100, max(0, body_first - index))
        if score > max(best_score, _THRESHOLD) and (
            _normal(line.text) in wanted or not _is_known(line, rules)
        ):  # 图片新闻 is a headline where the page's marks say so
            best, best_score = line, score
    if best is None:
        best = find_by_shape(document, body_first, info, marks, rules)
    if best is None:
        return _from_marks(document, marks)
    return _around(document, best, body_first, page, wanted, marks, rules)


def sure_line(document: Document, marks: Marks) -> int | None:
    """The line that is the headline beyond doubt, before anything is known of the text."""
    wanted = [_normal(t) for t in marks.all("title")]
    page = _normal(document.head_title)
    best, best_score = None, 4.0
    beginnings = {t[:2] for t in (page, *wanted) if t}
    for line in document.lines:
        if len(line.text) > LONGEST_TITLE or (not line.heading and len(line.text) < 8):
            continue
        if not line.heading and _normal(line.text[:4])[:2] not in beginnings:
            continue  # without h1 only a line that the page names can reach the score
        score = _score(line, page, wanted)
        if score > best_score:
            best, best_score = line.index, score
    return best


def first_info_line(document: Document, body_first: int, rules: Rules) -> int | None:
    """The line above the text that has two labels, or a label and a date."""
    for index in range(min(body_first, len(document.lines) - 1), -1, -1):
        text = document.lines[index].text
        if len(text) < 200 and (":" in text or "：" in text):
            count = labels.count_labels(text, rules)
            if count >= 2 or (count == 1 and re.search(r"\d{4}\s?[-年/.]", text)):
                return index
    return None


def _ends(head_title: str) -> tuple[str, ...]:
    """The first and the last part of ``<title>``: the headline is one of them."""
    parts = [_normal(part) for part in SUFFIX.split(head_title)]
    return (parts[0], parts[-1]) if len(parts) > 1 else ()


def _score(line: Line, page: str, wanted: list[str], ends: tuple[str, ...] = ()) -> float:
    text = _normal(line.text)
    if not text or len(line.text) > LONGEST_TITLE or line.hint & (hints.COMMENTS | hints.RELATED):
        return -2.0
    score = 0.0
    if text in wanted:
        score += 4
    if page and page == text and SUFFIX.search(line.text):
        score -= 2  # the whole <title> repeated for sharing
    elif page:
        if page == text or (page.startswith(text) and len(text) >= 4):
            score += 3
        elif text in ends:
            score += 2.5
        elif text in page and len(text) >= 6:
            score += 2
        elif page in text and len(page) >= 6:
            score += 1.5
    if line.heading:
        score += 2.5 if line.heading == 1 else 1
    if TITLE_NAMES.search(line.names) and not LIST_NAMES.search(line.names):
        score += 1
    if line.is_link or line.hint & hints.HIDDEN:
        score -= 2
    if len(text) < 4:
        score -= 1.5
    if text.endswith("。"):
        score -= 1
    return score


def _nearness(document: Document, index: int, info: int) -> float:
    """Right above the information line, or with only a deck (——…) between, stands the headline."""
    if index >= info or _DASHES.match(document.lines[index].text):
        return 0.0
    between = info - index - 1
    decks = document.lines[index + 1 : info] if between <= 3 else []
    if between <= 3 and all(_DASHES.match(line.text) for line in decks):
        return 2.5 if not document.lines[index].is_link else 0.0
    return 1.0 if between <= 2 else 0.0


def _is_known(line: Line, rules: Rules) -> bool:
    return rules.line_rule(line.text) is not None or is_masthead_line(line.text, rules)


def _around(
    document: Document,
    line: Line,
    body_first: int,
    page: str,
    wanted: list[str],
    marks: Marks,
    rules: Rules,
) -> Headline:
    own = title_lines(document, line, body_first, page, wanted, _normal)
    title, lines, last = join(document, own), set(own), own[-1]
    subtitle = kicker = None
    for index in range(last + 1, min(last + 4, len(document.lines))):
        below = document.lines[index]
        beside = index == last + 1 and _lesser(document, below, line) and len(below.text) >= 6
        deck = _deck(below, index <= body_first, beside, marks, rules)
        if deck:
            subtitle = deck
            lines.add(index)
            last = index
            break
    for index in range(own[0] - 1, max(own[0] - 3, -1), -1):
        above = document.lines[index]
        beside = index == own[0] - 1 and _lesser(document, above, line)
        if _is_kicker(above, line, beside, marks, rules):
            kicker = above.text
            lines.add(index)
            break
    title = title.lstrip("*＊") or title
    title = _DASHES.sub("", title) if not _DASHES.match(document.head_title) else title
    return Headline(title, _clue(line, page, wanted), kicker, subtitle, frozenset(lines), last)


def _deck(line: Line, above_text: bool, beside: bool, marks: Marks, rules: Rules) -> str | None:
    text = line.text
    if len(text) > LONGEST_TITLE or line.is_link or labels.count_labels(text, rules):
        return None
    if byline.read_line(text, rules):
        return None
    if _DASHES.match(text) and len(text) > 4 and not text.endswith("。"):
        return _DASHES.sub("", text)
    if not above_text:
        return None
    marked = any(_normal(text) == _normal(_DASHES.sub("", s)) for s in marks.all("subtitle"))
    named = (_DECK_NAMES.search(line.names) and len(text) >= 6) or beside
    if (marked or named) and not rules.line_rule(text):
        return _DASHES.sub("", text)
    return None


def _lesser(document: Document, line: Line, title: Line) -> bool:
    """A lesser heading in the same block as the headline: h3 over h1, size 3 over size 5."""
    one, other = document.blocks[line.block], document.blocks[title.block]
    if line.heading > title.heading > 0 and one.parent == other.parent:
        return True
    small, large = SIZE.search(line.names), SIZE.search(title.names)
    same_cell = line.block == title.block
    return bool(small and large and same_cell and small[1] < large[1] and len(line.text) >= 6)


def _is_kicker(above: Line, title: Line, beside: bool, marks: Marks, rules: Rules) -> bool:
    if len(above.text) > LONGEST_TITLE or above.is_link or len(above.text) < 2:
        return False
    if above.text.isdigit() or DATED.search(above.text):
        return False
    if any(_normal(above.text) == _normal(k) for k in marks.all("kicker")):
        return True
    named = _KICKER_NAMES.search(above.names)
    if named and named[0] == "kicker" and len(above.text) < _LEAST_KICKER:
        return False  # in the western systems it names the section as often
    beside = beside and len(above.text) >= 4
    return bool(named or beside) and not rules.line_rule(above.text) and above.text != title.text


def _clue(line: Line, page: str, wanted: list[str]) -> str:
    if _normal(line.text) in wanted:
        return "line that the marks name"
    if _normal(line.text) in page:
        return "line that <title> begins with"
    return f"h{line.heading}" if line.heading else "line above the information line"


def _from_marks(document: Document, marks: Marks) -> Headline:
    for value, by in [*marks.values.get("title", []), (document.head_title, "<title>")]:
        title = clean_head_title(value)
        if not is_site(title):
            return Headline(title, by)
    return Headline(None)


def same(one: str, other: str) -> bool:
    """Whether two headlines differ in nothing but blanks and kinds of punctuation."""
    return _normal(one) == _normal(other)


def _normal(text: str) -> str:
    return _short_normal(text) if len(text) <= LONGEST_TITLE else _evened(text)


@lru_cache(maxsize=2048)  # a line is compared again and again
def _short_normal(text: str) -> str:
    return _evened(text)


def _evened(text: str) -> str:
    return "".join(text.translate(_NORMAL).split()).lower()
