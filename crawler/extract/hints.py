"""What class and id names hint at.  Hints weigh, they never decide alone.

The names are those of the publishing systems themselves (方正翔宇, TRS, 百度 news marks, the
common themes), never of one host.
"""

from __future__ import annotations

import re
from functools import lru_cache

HIDDEN = 1
COMMENTS = 2  # readers' comments
NAVIGATION = 4  # menus, breadcrumbs, side bars
RELATED = 8  # other articles
FOOTER = 16
CAPTION = 32
BODY_MARK = 64  # the publishing system says: the text is in here
TOOLS = 128  # share buttons, advertisements
INFO = 256  # the information line

FURNITURE = COMMENTS | NAVIGATION | RELATED | FOOTER | TOOLS

_HINTS = (
    (
        COMMENTS,
        r"comment|pinglun|\bcmt|discuss|gentie|tie-|\breply\b|liuyan|post-?(?:list|area)|feedback",
    ),
    (
        NAVIGATION,
        r"\bnav|menu|bread-?crumb|crumb|sidebar|\bside\b|\btop-?bar|site-?map|location|position"
        r"|channel-?list|mianbao|weizhi|\blogin|\bsearch",
    ),
    (
        RELATED,
        r"relat|recommend|tuijian|xiangguan|\bhot\b|hot-?(?:news|list|rank)|\brank|paihang|guess"
        r"|more-?(?:news|read|article)|read-?more|also|news-?list|\bxgxw|promotion|popular|latest"
        r"|trending|yanshen",
    ),
    (FOOTER, r"\bfoot(?!-?note)|footer|copy-?right|\bbottom\b|banquan|\bicp\b|beian"),
    (CAPTION, r"caption|img-?(?:desc|info|title|note)|pic-?(?:desc|info|title|note|word)|tushuo"),
    (
        TOOLS,
        r"share|bshare|jiathis|bds|\btool|print|font-?size|qrcode|erweima|saoma|\bad[sv]?\b|\bad-"
        r"|advert|guanggao|\bgg\b|sponsor|taboola|outbrain|\bmodal|popup|toolbar|player|subscribe"
        r"|disclaim|mianze|shengming|\btags?\b|keywords|paywall|app-?(?:box|promo|download|banner)"
        r"|help-?(?:box|line)|donat|inline-?ad|promote",
    ),
    (
        BODY_MARK,
        r"\btrs_editor\b|\bozoom\b|\bfounder-content\b|\bcontenttext\b|\btrs_paper\b"
        r"|\btrs_uegraph\b|\barticle-?content\b|\barticle_content\b|\barticlebody\b"
        r"|\bpost_body\b|\bpost_text\b|\bucapcontent\b|\bzoom\b|\bdetailcontent\b"
        r"|\bcontent_detail\b|\bshow_text\b|\brm_txt_con\b|\bmain-article-con\b",
    ),
    (INFO, r"source|author|(?<!_)editor|\binfo\b|pub-?time|pub-?date|\bdate\b|\btime\b|laiyuan"),
)
_COMPILED = tuple((bit, re.compile(pattern)) for bit, pattern in _HINTS)
_TAGS = {
    "nav": NAVIGATION,
    "footer": FOOTER,
    "aside": RELATED,
    "figcaption": CAPTION,
    "caption": CAPTION,
    "founder-content": BODY_MARK,
    "menu": NAVIGATION,
}

# class or id (whole token) → the field whose value the element holds
TAG_FIELDS = {"founder-title": "title", "founder-author": "author"}
_FIELD_MARKS = {
    "source_baidu": "source",
    "author_baidu": "author",
    "editor_baidu": "editor",
    "pubtime_baidu": "published",
    "pretitle": "kicker",
    "introtitle": "kicker",
    "art-title": "title",
    "subtitle": "subtitle",
    "sub-title": "subtitle",
    "paperdate": "issue_date",
    # e-papers of joyhua, Qpaper, uniflows and of the shtml vendor
    "bmnr_con_yinti": "kicker",
    "bmnr_con_biaoti": "title",
    "bmnr_con_futi": "subtitle",
    "yinti": "kicker",
    "doctitle": "title",
    "subdoctitle": "subtitle",
    "yinti_title": "kicker",
    "content-title": "title",
    "content_title": "title",
    "detcontit": "title",
} | dict.fromkeys(
    (
        *("author", "author-name", "author_name", "author-link", "entry-author", "post-author"),
        *("article-author", "byline", "columnist", "columnist-name", "reporter", "reporters"),
        *("writer", "auth"),
    ),
    "writer",  # the writer, but as often an editor, an outlet or the one who put it up
)


@lru_cache(maxsize=8192)
def of_names(classes: str, identifier: str) -> tuple[str, int, str]:
    """(both in lower case as one string, their hints, the field that they name or '')."""
    names = f"{classes} {identifier}".strip().lower()
    bits = 0
    for bit, pattern in _COMPILED:
        if pattern.search(names):
            bits |= bit
    field = next((_FIELD_MARKS[t] for t in names.split() if t in _FIELD_MARKS), "")
    return names, bits, field


def of_tag(tag: str) -> int:
    """The hint that the element's own name gives."""
    return _TAGS.get(tag, 0)
