"""The body of a response as text, to be looked at: never wrong bytes dropped without a sign."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_DECLARED_WITHIN = 4096  # bytes in which a page or an XML document names its charset
_ENCODING = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.I)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# Charsets whose bytes are UTF-8, too, though they mean something else.
_NOT_LIKE_ASCII = ("utf-16", "utf-32", "iso-2022", "hz")
# GB18030 holds all of GBK and GB2312, which browsers, too, read with it.
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}


def body_text(body: bytes, content_type: str, *, cut: bool = False) -> tuple[str, str]:
    """(text, name of the charset).  The byte order mark goes first; then UTF-8, whatever the page
    calls itself, as nothing else looks like it; then the header, the document's own words, and
    GB18030.  With `cut` the bytes end somewhere inside a text."""
    for charset in _charsets(body, content_type):
        try:
            decoder = codecs.getincrementaldecoder(charset)()
            return decoder.decode(body, final=not cut), charset
        except ValueError:
            continue
    return body.decode("utf-8", "replace"), "utf-8"


def _charsets(body: bytes, content_type: str) -> list[str]:
    marked = [name for mark, name in _MARKS if body.startswith(mark)]
    named = _CHARSET.findall(content_type)[:1]
    named += [n.decode("ascii") for n in _ENCODING.findall(body[:_DECLARED_WITHIN])[:1]]
    named = [_CHINESE.get(name.lower(), name.lower()) for name in named]
    wide = [name for name in named if name.startswith(_NOT_LIKE_ASCII)]
    return [name for name in (*marked, *wide, "utf-8", *named, "gb18030") if _is_text_codec(name)]


def _is_text_codec(name: str) -> bool:
    """Python knows codecs of bytes and of text, too: `rot13`, `zip` are none of these."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except (LookupError, ValueError):
        return False
