"""A headline known by how it is set, on a page whose ``<title>`` and marks do not name it."""

from __future__ import annotations

import re

from . import byline, hints, labels
from .boilerplate import Rules
from .dom import Document, Line
from .marks import Marks
from .masthead import is_masthead_line

SUFFIX = re.compile(r"\s*(?:[_|｜]|--+|——|\s[-–—]\s|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff]))")
TITLE_NAMES = re.compile(r"title|headline|biaoti|\bfont01\b|\bbt\b|\btit\b|\bh1\b")
LIST_NAMES = re.compile(r"list|nav|related|news-item|\bmore")
_SITE = re.compile(
    r"(?:[报報网網站刊]|电子版|電子版|数字[报報]?|數位版|新闻|新聞|副刊|[频頻]道|[杂雜]志|雜誌"
    r"|首[页頁]|主[页頁]|中心|在线|在線|\.com|\.cn|online|news)$|[<>»›]"
    r"|^(?:无标题|無標題|未命名"
    r"|untitled|new page|文章|正文|新闻详情|详情)",
    re.I,
)
SIZE = re.compile(r"\bsize\+?(\d)")
DATED = re.compile(r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}|[〇○零一二三四五六七八九]{4}年")
_NEAR = 25  # lines above the text


def find_by_shape(
    document: Document, body_first: int, info: int | None, marks: Marks, rules: Rules
) -> Line | None:
    """The line above the text that is set like a headline, on a page whose marks name none.

    A ``<title>`` that may be the headline itself (an article whose headline is a picture)
    asks for a clearer line than one that is the name of a site.
    """
    if any(not is_site(clean_head_title(t)) for t in marks.all("title")):
        return None
    best, best_score = None, 1.8 if is_site(clean_head_title(document.head_title)) else 3.9
    top = max(0, body_first - _NEAR)
    for line in reversed(document.lines[top:body_first]):
        score = _shape(line) - 0.05 * (body_first - line.index)
        if info is not None and 0 < info - line.index <= 2:
            score += 1.5
        if score > best_score and _may_head(line, rules) and line.text != document.head_title:
            best, best_score = line, score
    return best


def _shape(line: Line) -> float:
    names = line.names
    score = 2.0 if line.heading else 0.0
    if TITLE_NAMES.search(names) and not LIST_NAMES.search(names):
        score += 2.0
    if size := SIZE.search(names):
        score += 2.0 if size[1] > "4" else 1.0 if size[1] == "4" else 0.0
    score += 1.0 if "bold" in names else 0.0
    return score + (1.0 if "center" in names else 0.0)


def _may_head(line: Line, rules: Rules) -> bool:
    text = line.text
    if not 2 <= len(text) <= 60 or line.linked or line.hint & (hints.FURNITURE | hints.HIDDEN):
        return False
    if text.endswith(("。", "，", "：", ":")) or text.startswith(("（", "(", "【")):
        return False
    if (
        DATED.search(text)
        or labels.count_labels(text, rules)
        or rules.line_rule(text)
        or is_masthead_line(text, rules)
    ):
        return False
    return byline.read_line(text, rules) is None


def is_site(text: str) -> bool:
    """Whether a ``<title>`` is the name of a site, a section or nothing, and no headline."""
    return not text or (len(text) <= 24 and _SITE.search(text) is not None)


def clean_head_title(text: str) -> str:
    """``<title>`` without the names of channel and site behind it, or before it."""
    parts = [part for part in SUFFIX.split(text) if part.strip()]
    if len(parts) > 1 and is_site(parts[0].strip()) and not is_site(parts[-1].strip()):
        return parts[-1].strip()
    return parts[0].strip() if parts else text.strip()
