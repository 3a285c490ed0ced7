"""What stands behind the names of a byline: 报道, 摄, 文/图, 发自北京, 台北5日電."""

from __future__ import annotations

import re
from functools import lru_cache

from .boilerplate import Rules
from .names import HAN

_SENT_FROM = re.compile(r"\s?发自\s?\S{2,12}$")
_PLACE_REPORT = re.compile(rf"[\s/／][{HAN}]{{2,8}}(?:专电|摄影报道|报道|報導|電|电)$")
_INSIDE_PHOTO = re.compile(r"(?:受访者|受訪者|通讯员|本人|主办方|采访对象)?\s?(?:供图|提供|供圖)$")
_NUMBERED_TAIL = re.compile(r"[\s，,、/／|]+$")
_DAY = re.compile(r"\d{1,2}日(?:专|專)?[电電]$")


def cut_tail(text: str, rules: Rules) -> str:
    """`text` without all of them."""
    tails = _tail_pattern(tuple(rules.words["tails"]))
    while True:
        shorter = _SENT_FROM.sub("", text)
        shorter = _INSIDE_PHOTO.sub("", shorter)
        shorter = _PLACE_REPORT.sub("", shorter)
        shorter = tails.sub("", shorter)
        shorter = _cut_day(shorter, rules)
        shorter = _NUMBERED_TAIL.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def _cut_day(text: str, rules: Rules) -> str:
    """`汪恩霖台北5日電` → 汪恩霖."""
    bare = _DAY.sub("", text)
    if bare == text:
        return text
    for length in (4, 3, 2):
        if bare[-length:] in rules.words["places"]:
            return bare[:-length]
    return text


@lru_cache(maxsize=8)
def _tail_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:[\s/／、]+(?:{names})|(?<=\S)[/／](?:{names})"
        r"|(?<=\S)(?:摄影报道|摄影報導|综合报道|报道|報導|整理|供图|摄|攝))$"
    )
