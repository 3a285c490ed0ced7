"""Bytes to text.  Declarations lie on Chinese pages, so the bytes decide.

A page declared gb2312 is nearly always GBK or GB18030; pages declared either way are often
UTF-8 that somebody saved again.  The rule: a byte-order mark; else valid UTF-8; else, of the
declared charsets, GB18030, UTF-8 and Big5-HKSCS, the one that leaves the fewest replacement
and private-use characters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([a-z][\w.:-]{1,30})""")
_XML = re.compile(rb"""\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([a-z][\w.:-]{1,30})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z][\w.:-]{1,30})""", re.I)
_MOST_DECLARED = 3  # charsets; a page that names more knows none
_USUALLY_WITHIN = 4_096  # bytes
_DECLARED_WITHIN = 65_536  # some pages put the meta behind a long script
PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_LATIN = re.compile("[\x80-\xff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# A subset is read as the whole set: what is outside the subset is common in names.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb-2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5-hkscs",
    "big5hkscs": "big5-hkscs",
    "cp950": "big5-hkscs",
    "utf8": "utf-8",
}
_ASCII = re.compile("[\x00-\x7f]+")
_SAMPLE = 2_000  # characters
_EVERYDAY = re.compile(
    "[的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過]"
)
_CHINESE = frozenset({"gb18030", "big5-hkscs", "utf-8", "hz", "euc-tw"})
_TEXT_CODECS = re.compile(
    r"utf|gb|big5|hz|iso|windows|cp\d|euc|shift|koi8|latin|ascii|mac|johab|tis", re.I
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`encoding` is what the bytes were read in, `declared` what the header or page said."""

    text: str
    encoding: str | None
    declared: str | None


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> Decoded:
    """The text of `body`; never raises, whatever the bytes are."""
    declared = declared_charsets(body, headers or {})
    first = declared[0] if declared else None
    if b"\x00" in body and not body.startswith(_WIDE_BOMS):
        if order := _byte_order(body):
            return Decoded(body.decode(order, "replace"), "utf-16", first)
        body = body.replace(b"\x00", b"")  # no byte of a text
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(_exact(name, mark), "replace"), name, first)
    try:
        return Decoded(body.decode("utf-8"), "utf-8", first)
    except UnicodeDecodeError as error:
        # Bytes that end within a character: the answer was cut short.
        if error.start and error.reason == "unexpected end of data":
            return Decoded(body[: error.start].decode("utf-8"), "utf-8", first)
    names = dict.fromkeys(
        [*(_WIDER.get(d, d) for d in declared[:_MOST_DECLARED]), "gb18030", "utf-8", "big5-hkscs"]
    )
    best = Decoded("", None, first)
    least = float("inf")
    for name in names:
        text = _read(body, name)
        damage = _damage(text, name) if text is not None else least
        if text is not None and damage < least:
            best, least = Decoded(text, name, first), damage
        if not least:
            break
    if best.encoding == "gb18030" and not any(_WIDER.get(d, d) in _CHINESE for d in declared):
        other = _read(body, "big5-hkscs") or ""
        if _damage(other, "big5-hkscs") <= least and _common(other) > _common(best.text):
            return Decoded(other, "big5-hkscs", first)
    return best


def declared_charsets(body: bytes, headers: Mapping[str, str]) -> list[str]:
    """Charset names of the content-type header, then of the page's own head, lower case."""
    names = _HEADER.findall(headers.get("content-type", ""))
    head = body[:_USUALLY_WITHIN].lower()
    found = _DECLARED.findall(head)
    if xml := _XML.match(head):
        found.insert(0, xml[1])
    if not found and b"charset=" in (head := body[:_DECLARED_WITHIN].lower()):
        found = _DECLARED.findall(head)
    names += [m.decode("ascii") for m in found]
    return list(dict.fromkeys(n.lower() for n in names if _TEXT_CODECS.match(n)))


def _exact(name: str, mark: bytes) -> str:
    # The mark is cut off by hand, so the codec must be told the byte order.
    if name == "utf-8":
        return name
    return name + ("-le" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF32_LE) else "-be")


def _byte_order(body: bytes) -> str:
    """UTF-16 without its mark: markup has its zero bytes all on one side."""
    odd, even = body[1:4096:2], body[0:4096:2]
    many, few = sorted((odd, even), key=lambda side: side.count(0), reverse=True)
    if many.count(0) < 8 or few.count(0) * 4 > many.count(0):
        return ""
    if not any(many) and not few.isascii():  # zeros strewn into another charset
        return ""
    return "utf-16-le" if many is odd else "utf-16-be"


def _common(text: str) -> float:
    """The share of everyday characters among all that are not ASCII: misread bytes have few."""
    sample = _ASCII.sub("", text)[:_SAMPLE]
    return len(_EVERYDAY.findall(sample)) / len(sample) if sample else 0.0


def _read(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None


def _damage(text: str, name: str) -> float:
    damage = text.count("\ufffd") + len(PRIVATE_USE.findall(text))
    if name in _CHINESE:
        return damage
    # Latin-1 reads anything; a run of accented letters is what misread Chinese looks like.
    return damage + 0.5 * len(_LATIN.findall(text))
