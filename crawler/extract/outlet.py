"""Outlets: what names one on an information line without a label."""

from __future__ import annotations

import re

from .boilerplate import Rules
from .names import HAN, is_organisation

OUTLET_CHARS = re.compile(rf"[{HAN}A-Za-z0-9·•《》()（）&+ \-－—.]{{2,40}}")


_SURE_OUTLET = re.compile(
    r"(?:日报|晚报|早报|晨报|都市报|商报|时报|周报|快报|新闻网|日報|晚報|時報|新聞網|通讯社|电视台|周刊|週刊|证券报|[\u4e00-\u9fff]{3}网|[\u4e00-\u9fff]{3}網|网络版)$"
)
_TITLE_PARTS = re.compile(r"[_|｜]|--?|\s[–—]\s")


def is_outlet(text: str, rules: Rules) -> bool:
    """A known outlet, one with its channel (环球网科技), or a name that ends as theirs do."""
    if text in rules.words["outlets"]:
        return True
    if len(text) > 12:
        return False
    for outlet in rules.once(_outlets_by_start).get(text[:2], ()):
        # 环球网科技: an outlet and its channel
        if text.startswith(outlet) and len(text) <= len(outlet) + 4:
            return not re.search(r"记者|記者|讯|電$|电$|\d", text[len(outlet) :])
    return 4 <= len(text) <= 12 and _SURE_OUTLET.search(text) is not None and is_organisation(
        text, rules
    )  # fmt: skip


def site_name(head_title: str) -> str:
    """The last part of ``<title>``: 头条_要闻_湖岸新闻 → 湖岸新闻; "" where it has no parts."""
    parts = _TITLE_PARTS.split(head_title)
    name = parts[-1].strip() if len(parts) > 1 else ""
    return name if 2 < len(name) <= 12 and OUTLET_CHARS.fullmatch(name) else ""


def _outlets_by_start(rules: Rules) -> dict[str, list[str]]:
    """First two characters → the outlets of more than two that begin with them."""
    found: dict[str, list[str]] = {}
    for outlet in rules.words["outlets"]:
        if len(outlet) > 2:
            found.setdefault(outlet[:2], []).append(outlet)
    return found
