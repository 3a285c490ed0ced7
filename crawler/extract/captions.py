"""Lines printed under a picture: by their class, a mark, a photo credit, or where they stand.

A caption ends in its credit: in brackets (``（圖／警方提供）``), behind a blank or the sentence
(``。 通讯员 蒋某 摄``), or behind a label (``图片来源：某某社``).
"""

from __future__ import annotations

import re

from . import dates, hints, labels
from .boilerplate import Rules
from .dom import Line

_CAPTION_MARK = re.compile(r"^[▲▼◀▶↑↓←→△]|[（(](?:图|圖)[／/]|(?:图|圖)[／/]")
_PHOTO_CREDIT = re.compile(
    r"(?:摄|攝|摄影|攝影|供图|供圖|图片来源\S{0,16}|发[（(].{2,16}摄[)）])\s?[)）]?$"
)
_CAPTION_SIGN = re.compile("[▲▼◀▶↑↓←→△图圖摄攝供]")  # every caption known by its text has one
_SENTENCE_END = re.compile(r"[。！？!?…”」]$")
LONGEST_CAPTION = 120  # characters
_LONGEST_CREDIT = 60  # characters
_CREDITED = (
    r"(?:摄|攝|摄影|攝影|翻攝|翻拍|供图|供圖|提供|图片|圖片|照片|资料图|資料圖|資料照|視覺中國"
    r"|视觉中国)"
)
_PICTURE_LABEL = re.compile(r"^(?:图|圖|图片|圖片)\s?[:：]\s?(?=\S)")
_IN_BRACKETS = re.compile(
    rf"[（(〔【]\s?(?P<credit>(?:图|圖|摄影|攝影|摄|攝)\s?[:：／/|｜][^（）()]{{2,40}}"
    rf"|[^（）()。]{{1,36}}{_CREDITED})\s?[)）〕】]\s?$"
)
_LABELLED = re.compile(
    r"(?:图片来源|圖片來源|图片提供|圖片提供|图源|圖源|照片来源|摄影|攝影|摄|攝|图|圖|Photo|Credit)\s?[:：／/]\s?"
    r"(?P<credit>[^：:。]{2,40})$"
)
_BEHIND = re.compile(
    rf"(?:(?<=[。！？」”])|(?<=[\s\u3000]))(?P<credit>[^。！？\s][^。！？]{{0,30}}{_CREDITED})$"
)


def is_caption(line: Line, weight: float) -> bool:
    """Whether the line is printed under a picture: by its class, a mark or a photo credit."""
    if line.hint & hints.CAPTION and len(line.text) <= LONGEST_CAPTION * 2:
        return True
    if len(line.text) > LONGEST_CAPTION or not _CAPTION_SIGN.search(line.text):
        return False
    if _CAPTION_MARK.search(line.text):
        return True
    return bool(line.after_image and _PHOTO_CREDIT.search(line.text)) or (
        not _SENTENCE_END.search(line.text)
        and _PHOTO_CREDIT.search(line.text) is not None
        and (line.after_image or not weight)
    )


def split_caption(text: str) -> tuple[str, str]:
    """(caption without its credit, the credit as printed without its brackets); "" for none."""
    text = _PICTURE_LABEL.sub("", text)
    for pattern in (_IN_BRACKETS, _LABELLED, _BEHIND):
        if match := pattern.search(text[-_LONGEST_CREDIT:]):
            cut = max(0, len(text) - _LONGEST_CREDIT) + match.start()
            return text[:cut].rstrip(), match["credit"].strip()
    return text, ""


def is_beside_picture(line: Line, rules: Rules) -> bool:
    """Whether a sentence between headline and text stands right behind a picture: its caption."""
    return (
        line.after_image
        and 10 <= len(line.text) <= LONGEST_CAPTION
        and line.text.endswith(("。", "）", ")"))
        and labels.count_labels(line.text, rules) == 0
        and dates.read_date(line.text) is None
    )
