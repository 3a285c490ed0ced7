"""Pictures of the article, with what is printed under them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from archive.records import Image

from .dom import Document

_CREDIT = re.compile(
    r"(?:[（(]?(?P<by>[\u4e00-\u9fff·]{2,12}?)\s?(?:摄影|摄|攝影|攝|供图|供圖)[)）]?)$"
)
_ICON = re.compile(
    r"(?:icon|logo|blank|loading|spacer|arrow|btn|button|qrcode|erweima|\.svg)", re.I
)
MOST = 60
_MOST_TRIED = 1_000  # addresses


def read_images(
    document: Document, kept: list[int], captions: dict[int, str], url: str
) -> tuple[Image, ...]:
    """The pictures between the first and the last line of the text, and just around them."""
    if not kept:
        return ()
    first, last = min(kept), max(kept)
    found: dict[str, Image] = {}
    tried: set[str] = set()
    for picture in document.pictures:
        if not first - 2 <= picture.line <= last + 1 or not picture.src or len(found) >= MOST:
            continue
        if picture.src in tried or len(tried) >= _MOST_TRIED:
            continue
        tried.add(picture.src)
        address = _absolute(picture.src, url)
        if not address or _ICON.search(picture.src):
            continue
        caption = captions.get(picture.line) or captions.get(picture.line + 1) or ""
        credit = _CREDIT.search(caption)
        found.setdefault(address, Image(address, caption, credit["by"] if credit else ""))
    return tuple(found.values())


def _absolute(source: str, url: str) -> str:
    try:
        address = urljoin(url, source)
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""
