"""Simplified, traditional or another language, told by the characters themselves."""

from __future__ import annotations

import re

# The same frequent words in both scripts; a text of any length has dozens of them.
_SIMPLIFIED = re.compile(
    "[们这国说时会对发经着样学还过进现实体关问动电业产为来东车长门见开后个万与]"
)
_TRADITIONAL = re.compile(
    "[們這國說時會對發經著樣學還過進現實體關問動電業產為來東車長門見開後個萬與]"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_SAMPLE = 600  # characters


def read_language(text: str, declared: str) -> str | None:
    """``zh-Hans``, ``zh-Hant``, the declared language of other text, or None if not sure."""
    sample = text[:_SAMPLE]
    han = _HAN.findall(sample)
    if len(han) < 10:
        words = len(_LATIN.findall(sample))
        if words < 20:
            return None
        code = declared.split("-")[0].lower()
        return code if code and code != "zh" else "en"
    simplified = len(_SIMPLIFIED.findall(sample))
    traditional = len(_TRADITIONAL.findall(sample))
    if simplified == traditional:
        return None
    return "zh-Hans" if simplified > traditional else "zh-Hant"
