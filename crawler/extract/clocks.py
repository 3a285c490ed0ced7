"""Times of the day as printed: 09:13:22, 下午3时33分, 十时三十分, with or without a zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone

from .numerals import NUMERAL, number

SHANGHAI = timezone(timedelta(hours=8))

_HALF = (
    r"上午|下午|午前|午后|午後|凌晨|淩晨|清晨|早上|早晨|早间|早間|中午|午间|午間|正午|傍晚|晚上|晚间|晚間"
    r"|夜间|夜間|深夜|早|晚|[AaPp]\.?[Mm]\.?"
)
_MORNING = frozenset(
    ("上午", "午前", "凌晨", "淩晨", "清晨", "早上", "早晨", "早间", "早間", "早")
)
_BEFORE_DAWN = frozenset(("凌晨", "淩晨"))
_NOON = frozenset(("中午", "午间", "午間", "正午"))
_AFTERNOON = frozenset(("下午", "午后", "午後"))
_NUMBER = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"

# A group named `t` is the T of ISO 8601, where the pattern around it has one.
CLOCK = (
    rf"(?P<half>{_HALF})?\s{{0,2}}"
    r"(?:(?P<hour>\d{1,2})\s?:\s?(?P<minute>\d{1,2})(?!\d)"
    r"(?:\s?:\s?(?P<second>\d{1,2})(?!\d)(?:[.,:]\d{1,9}(?!\d))?)?(?:\s?[分秒])?"
    rf"|(?P<hour2>{_NUMBER})\s{{0,2}}[时時点點]\s{{0,2}}"
    rf"(?:(?P<minute2>{_NUMBER})(?!\d)(?:\s{{0,2}}[分:](?:\s{{0,2}}(?P<second2>{_NUMBER})(?!\d)\s{{0,2}}秒?)?)?"
    r"|(?P<exact>[半整正])))"
    r"(?:\s?(?P<half2>[AaPp]\.?[Mm]\b\.?))?"
    r"(?:\s?(?P<zone>(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)|[+-]\d{2}(?::?\d{2})?(?!\d)"
    r"|Z\b|GMT\b|UTC\b))?"
)

Clock = tuple[int, int, int | None]


def read_clock(parts: Mapping[str, str | None]) -> Clock | None:
    """(hour, minute, second or None) of the groups of CLOCK; None for none, and where the hour
    and the part of the day contradict each other or leave open which day it is."""
    hour = _read(parts, "hour")
    if hour is None:
        return None
    minute, second = _read(parts, "minute"), _read(parts, "second")
    if exact := parts.get("exact"):
        minute = 30 if exact == "半" else 0
    half = parts.get("half") or parts.get("half2") or ""
    turned = _whole_day(hour, half.replace(".", "").lower())
    if turned is None or turned > 23 or minute is None or minute > 59 or (second or 0) > 59:
        return None
    return turned, minute, second


def read_zone(parts: Mapping[str, str | None]) -> timezone | None:
    """The zone of the groups of CLOCK, +08:00 where none is printed.

    None when it is no zone: `09:00-10:30` is the duration of an event.
    """
    text = parts.get("zone")
    if not text:
        return SHANGHAI
    named = text[0] in "GUZ"
    offset = re.sub(r"[GMTUCZ\s:]", "", text)
    if not offset:
        return UTC
    strict = bool(parts.get("t")) or (
        len(offset) == 5 and bool(parts.get("second") or "+" in text)
    )
    hours, minutes = int(offset[1:3]), int(offset[3:] or 0)
    if not (named or strict) or hours > 14 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if offset[0] == "-" else shift)


def _read(parts: Mapping[str, str | None], name: str) -> int | None:
    text = parts.get(name) or parts.get(name + "2")
    return number(text) if text else None


def _whole_day(hour: int, half: str) -> int | None:
    if not half:
        return hour
    if half == "am" or half in _BEFORE_DAWN:
        return hour % 12 if hour <= 12 else None
    if half == "pm" or half in _AFTERNOON:
        return hour % 12 + 12 if hour <= 12 else hour
    if half in _MORNING:
        return hour if hour < 12 else None  # 上午12:05: five past noon to some
    if half in _NOON:
        return hour + 12 if 1 <= hour <= 2 else hour if 11 <= hour <= 14 else None
    if hour in (12, 24) or hour < 5:
        return None  # 晚上12点: the next day to some
    return hour + 12 if hour < 12 else hour
