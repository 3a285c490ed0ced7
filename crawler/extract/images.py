"""Pictures of the article, with what is printed under them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from archive.records import Image

from .captions import split_caption
from .dom import Document

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
        found.setdefault(address, Image(address, *split_caption(caption)))
    return tuple(found.values())


def _absolute(source: str, url: str) -> str:
    try:
        address = urljoin(url, source)
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""
