"""How much of a page is read.  What is left out is said in the record's ``provenance["cut"]``.

The limits are far above any page of the press and bound the time of reading to about two
seconds on an ordinary machine, whatever the page holds.
"""

from __future__ import annotations

import re

# A long read of the press is 0.1 MB, a heavy portal page 2 MB; pictures set into the page as
# base64 are what makes pages longer, and they are left out before the cut.
MOST_BYTES = 8 * 1024 * 1024  # of an answer; characters of a decoded text
MOST_TAGS = 500_000  # of "<"; a page of the press has some thousand
MOST_LINES = 20_000  # visible lines; a book chapter has 1,000
LINES_LEFT_OUT = f"read the first {MOST_LINES:,} lines"
_PICTURE = re.compile(rb"data:[\w/+.;=-]{1,80};base64,[A-Za-z0-9+/=%]+")
# So many attributes in one tag are nobody's work, and the parser takes the square of their number.
_ATTRIBUTES = re.compile(
    r"""<([a-zA-Z][^\s/<>]*+)[\s/](?:[\s/"'=]*+[^\s/>="']++"""
    r"""(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++)?+)?+){40,}+"""
)
_UNSUSPICIOUS = 100_000  # characters; what a shorter page has of attributes does no harm
_STEP = 1 << 16  # characters


def first_bytes(body: bytes) -> tuple[bytes, str]:
    """(the part of an answer that is read, what was left out or "")."""
    if len(body) <= MOST_BYTES:
        return body, ""
    whole = len(body)
    body = _PICTURE.sub(b"data:,", body)
    if len(body) <= MOST_BYTES:
        return body, ""
    return body[:MOST_BYTES], _said(f"{MOST_BYTES >> 20} MiB", f"{whole / 1024 / 1024:.1f} MiB")


def first_characters(text: str) -> tuple[str, str]:
    """The same for a text that is decoded already."""
    if len(text) <= MOST_BYTES:
        return text, ""
    return text[:MOST_BYTES], _said(f"{MOST_BYTES:,}", f"{len(text):,} characters")


def first_tags(text: str) -> tuple[str, str]:
    """(`text` up to its tag number MOST_TAGS, what was left out or "")."""
    whole = text.count("<")
    if whole <= MOST_TAGS:
        return text, ""
    seen = end = 0
    while seen <= MOST_TAGS:
        seen += text.count("<", end, end + _STEP)
        end += _STEP
    return text[: text.rfind("<", 0, end)], _said(f"{MOST_TAGS:,}", f"{whole:,} tags")


def few_attributes(text: str) -> tuple[str, str]:
    """(`text` whose tags have less than 40 attributes each, what was left out or "")."""
    if len(text) <= _UNSUSPICIOUS or _ATTRIBUTES.search(text) is None:
        return text, ""
    return _ATTRIBUTES.sub(r"<\1", text), "left out the attributes of a tag with 40 or more"


def _said(part: str, whole: str) -> str:
    return f"read the first {part} of {whole}"
