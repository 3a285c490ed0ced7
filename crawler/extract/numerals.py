"""Numbers as the press writes them: full-width, letter-spaced, Chinese."""

from __future__ import annotations

NUMERAL = "〇零○◯一二三四五六七八九十廿卅"  # inside a character class
# In years the zero is also written as a letter or a digit: 二OO五, 二００五.
YEAR_DIGIT = "〇零○◯Oo0一二三四五六七八九"

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○◯Oo0", 0)
# Every full-width form, and what stands for a colon, a dash or a blank; one character for one.
_FLAT = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    ord(written): read
    for read, all_written in ((":", "∶︰﹕"), ("-", "‐‑‒–—−"), (" ", "\u3000\xa0\u200b\ufeff"))
    for written in all_written
}


def flatten(text: str) -> str:
    """`text` with half-width digits, letters and marks; as long as before."""
    return text.translate(_FLAT)


def number(text: str) -> int | None:
    """2022, `2 0 2 2`, 二〇二二, 十二; None for anything else."""
    bare = "".join(text.split())
    return int(bare) if bare.isdecimal() else chinese_number(bare)


def chinese_number(text: str) -> int | None:
    """二〇二二 → 2022, 十二 → 12, 廿三 → 23, 三十一 → 31, 一百零七 → 107; else None."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "百" in text:
        return _hundreds(text)
    if "十" not in text:
        digits = [_DIGITS.get(c) for c in text]
        if not digits or None in digits:
            return None
        return int("".join(map(str, digits)))
    tens, _, ones = text.partition("十")
    ten, one = _DIGITS.get(tens, None if tens else 1), _DIGITS.get(ones, None if ones else 0)
    return None if ten is None or one is None else ten * 10 + one


def _hundreds(text: str) -> int | None:
    hundreds, _, rest = text.partition("百")
    below = chinese_number(rest.lstrip("零〇○")) if rest else 0
    # 一百二 is 120 to one and 102 to another.
    unclear = below is not None and 0 < below < 10 and rest[0] not in "零〇○"
    if hundreds not in _DIGITS or below is None or below > 99 or unclear:
        return None
    return _DIGITS[hundreds] * 100 + below
