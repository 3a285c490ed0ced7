"""Lines printed under a picture: by their class, a mark, a photo credit, or where they stand."""

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


def is_beside_picture(line: Line, rules: Rules) -> bool:
    """Whether a sentence between headline and text stands right behind a picture: its caption."""
    return (
        line.after_image
        and 10 <= len(line.text) <= LONGEST_CAPTION
        and line.text.endswith(("。", "）", ")"))
        and labels.count_labels(line.text, rules) == 0
        and dates.read_date(line.text) is None
    )
