"""电头 and 讯头, the dateline that a report begins with: ``新华社北京4月24日电``.

Grammar: ``[据] agency [place] [month 月 day 日] 电|讯|消息``, bare or in brackets, and the
forms of Taiwan (``（中央社記者王某台北5日電）``) and Hong Kong (``【本報訊】``).  The
dateline stays part of the text.
"""

from __future__ import annotations

import re

from archive.records import Dateline

from .boilerplate import Rules
from .names import HAN

_WITHIN = 48  # characters of the paragraph's beginning
_ENDS = "电讯電訊消報"
_DAY = (
    r"(?:(?:(?P<year>\d{4})\s?年\s?)?(?:(?P<month>\d{1,2})\s?月\s?)?(?P<day>\d{1,2})\s?[日号號])?"
)
_DATELINE = re.compile(
    r"^[【〔\[（(]?\s?(?:據|据)?\s?"
    rf"(?P<where>[{HAN}A-Za-z0-9·•\-－—]{{2,20}}?)\s?"
    r"(?:(?:记者|記者)(?P<names>[^\d，。：:]{2,14}?))?\s?"
    rf"{_DAY}\s?(?P<end>(?:专|專|综合|綜合|特)?(?:电|電)|(?:讯|訊)|消息)"
    r"(?=[\s（(【】〕\]）):：，,、。\u3000]|题|題|$|(?:记者|記者))"
)
_OWN = ("本报", "本報", "本刊", "本网", "本網", "本台", "本社")
_AGENCY = re.compile(
    r"^.{1,14}?(?:社|日报|晚报|晨报|早报|商报|时报|日報|晚報|時報|报|報|在线|在線|网|網|新闻|新聞|电视台|e公司|频道|客户端)"
)
_CHANNEL = re.compile(r"(?:频道|客户端|公司|在线|网|号)$")
_PLACE = re.compile(rf"[{HAN}·]{{2,10}}")
_NOT_PLACE = re.compile(r"记者|記者|通讯|频道|客户端|报道|日报|综合|编译|消息|根据|有关")


def read_dateline(paragraph: str, rules: Rules) -> Dateline | None:
    """The dateline at the beginning of `paragraph`; None where it does not surely begin with one.

    ``新华社北京4月24日电　题：…`` → 新华社, 北京, 04-24; ``本报讯（记者 …）`` → 本报.
    """
    head = paragraph[:_WITHIN]
    if not any(end in head for end in _ENDS):
        return None
    match = _DATELINE.match(head)
    if match is None:
        return None
    agency, place = _agency(match["where"], rules)
    if not agency or (place and not _is_place(place)):
        return None
    day = _month_day(match["month"], match["day"])
    if match["day"] and not day:
        return None
    if not day and (match["names"] or (match["end"] == "消息" and not place)):
        return None  # 新华社记者昨日来电; 本报消息灵通…
    return Dateline(match[0].strip(" 【〔[（(："), agency, place, day)


def _agency(text: str, rules: Rules) -> tuple[str, str]:
    """(agency, place behind it); the longest known outlet wins, then what ends like an outlet."""
    for own in _OWN:
        if text.startswith(own):
            return own, text[len(own) :]
    known = (end for end in range(len(text), 1, -1) if text[:end] in rules.words["outlets"])
    match = _AGENCY.match(text)
    end = next(known, match.end() if match else 0)
    if _CHANNEL.search(text, end):  # 浙江在线-杭州频道, 证券时报e公司
        return text, ""
    return text[:end], text[end:]


def _is_place(text: str) -> bool:
    return _PLACE.fullmatch(text) is not None and _NOT_PLACE.search(text) is None


def _month_day(month: str | None, day: str | None) -> str:
    if day is None or not 1 <= int(day) <= 31:
        return ""
    if month is None:
        return f"{int(day):02}"
    return f"{int(month):02}-{int(day):02}" if 1 <= int(month) <= 12 else ""
