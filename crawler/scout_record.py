"""The catalogue record that a scouted site gets, as TOML ready to paste."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from archive.records import Fact
from crawler.platforms import module_of
from crawler.platforms.document import parse, text_of_page
from crawler.platforms.epaper_grammar import Grammar
from crawler.platforms.epaper_signs import edition_for
from crawler.scout import Walk
from crawler.titles import Title, adhoc_title

# The first character of a site's ICP licence is the abbreviation of its province.
_ICP = """
京北京 津天津 冀河北 晋山西 蒙内蒙古 辽辽宁 吉吉林 黑黑龙江 沪上海 苏江苏
浙浙江 皖安徽 闽福建 赣江西 鲁山东 豫河南 鄂湖北 湘湖南 粤广东 桂广西
琼海南 渝重庆 川四川 蜀四川 贵贵州 黔贵州 云云南 滇云南 藏西藏 陕陕西
甘甘肃 陇甘肃 青青海 宁宁夏 新新疆
"""
_PROVINCES = {word[0]: word[1:] for word in _ICP.split()}
_MAGAZINES = ("qstheory", "periodical")
_NAME_STOPS = {"www", "paper", "epaper", "szb", "com", "cn", "net", "org", "gov", "index", "html"}


def record_of(walk: Walk, today: date) -> Title:
    """The title of a walk that reached articles, with everything that the site says of itself."""
    title = walk.title
    facts = [fact for _, article in walk.articles for fact in article.masthead]
    options = dict(title.options)
    edition = _edition(walk)
    if edition and "editions" not in options:
        options["editions"] = [edition]
    known: dict[str, Any] = {
        "publication": _publication(walk),
        "kind": _kind(walk),
        "publisher": _fact(facts, "organiser") or _fact(facts, "publisher") or title.publisher,
        "place": _place(facts) or title.place,
        "seen": f"{today:%Y-%m}",
    }
    for name in ("cn", "issn"):
        if (value := _fact(facts, name)) and hasattr(title, name):
            known[name] = value
    return Title(title.name, entry=title.entry, platform=title.platform, options=options, **known)


def suggested_name(url: str) -> str:
    """`http://epaper.lake.example/hbrb/pc/layout/index.html` → `lake_hbrb`."""
    parts = urlsplit(url)
    host = [w for w in (parts.hostname or "").split(".")[:-1] if w not in _NAME_STOPS]
    path = [w for w in parts.path.lower().split("/")[:-1] if w.isascii() and w.isalnum()]
    words = [*host[-1:], *[w for w in path if w not in _NAME_STOPS and w not in _FOLDERS][:1]]
    name = re.sub(r"[^a-z0-9_]+", "_", "_".join(words).lower()).strip("_")
    return name[:63] if name and name[0].isalpha() else adhoc_title(url).name


_PAPERNAME = re.compile(r"<founder-papername>\s*([^<]{1,40})</founder-papername>")
# 湖南日报, 新湘评论 … as the title of a page gives it, often with 数字报, 电子版 behind.
_EDITION = re.compile(r"(?:社)?(?:数字报刊?|电子报|电子版|多媒体报)(?:平台)?$")
_NAMED = re.compile(r"(?:[报刊志网]|评论|周刊|晚报|日报)$")
_FOLDERS = {"pc", "layout", "col", "column", "content", "shtml", "epaper", "uniflows"}


def as_toml(title: Title) -> str:
    """The record as a `[[title]]` table; keys at their defaults are left out."""
    lines = ["[[title]]"]
    for key in ("name", "publication", "platform", "entry", "kind", "publisher", "place", "cn",
                "issn", "encoding", "seen"):  # fmt: skip
        value = getattr(title, key, "")
        if value and not (key == "kind" and value == "newspaper"):
            lines.append(f"{key} = {_toml(value)}")
    lines += [f"options.{key} = {_toml(value)}" for key, value in title.options.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _edition(walk: Walk) -> dict[str, str] | None:
    """Where the front page stands in an e-paper, for other days."""
    grammar = getattr(module_of(walk.title, walk.title.platform), "GRAMMAR", None)
    issue = walk.issue
    if not isinstance(grammar, Grammar) or issue is None:
        return None
    front = grammar.read(issue.url)
    return edition_for(walk.title.entry, front, grammar.index) if front else None


def _publication(walk: Walk) -> str:
    """As the articles name it, else the marks or the title of the entry or the front page."""
    names = [a.publication for _, a in walk.articles if a.publication]
    for step in walk.steps if not names else ():
        if step.page is not None and not step.articles:
            source = text_of_page(step.page.body, step.page.headers)
            names += [match[1].strip() for match in _PAPERNAME.finditer(source)]
            names += _named(parse(source))
    return Counter(names).most_common(1)[0][0] if names else walk.title.publication


def _named(tree: html.HtmlElement | None) -> list[str]:
    titles = [] if tree is None else tree.xpath("//title")
    words = re.split(r"[-_—–|·\s]+", titles[0].text_content()) if titles else []
    plain = [_EDITION.sub("", word) for word in words]
    return [word for word in plain if _NAMED.search(word)]


def _kind(walk: Walk) -> str:
    if walk.title.platform in _MAGAZINES:
        return "magazine"
    return "newspaper" if walk.issue else "website"


def _fact(facts: list[Fact], kind: str) -> str:
    values = [fact.value for fact in facts if fact.kind == kind]
    return Counter(values).most_common(1)[0][0] if values else ""


def _place(facts: list[Fact]) -> str:
    licence = _fact(facts, "icp")
    return _PROVINCES.get(licence[:1], "")
