"""Text of the archive, made fit for what it is written into.

What a page says is hostile: it may hold control characters that XML forbids, line breaks where a
format has one line, and addresses that are none.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# All that is no Char of XML 1.0 (https://www.w3.org/TR/xml/#charsets), and DEL with the C1
# controls but for NEL, which it only discourages: no reader shows them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_SPACE = re.compile(r"[\s\u2028\u2029\x85]+")


def clean(text: str | None) -> str:
    """Without the control characters, halves of surrogate pairs and other code points that XML
    forbids; "" for None."""
    return _FORBIDDEN.sub("", text or "")


def one_line(text: str | None) -> str:
    """Clean, and each run of white space (line breaks, full-width blanks) is one blank."""
    # The separators 1C to 1F are control characters for XML and white space for Python.
    plain = _FORBIDDEN.sub("", _SPACE.sub(" ", text or ""))
    return _SPACE.sub(" ", plain).strip()  # between two blanks there may have been one of them


def web_address(url: str) -> str:
    """An http or https address as a URI (RFC 3986): other characters percent-encoded; "" for
    `javascript:` and whatever else a link should not lead to."""
    text = one_line(url)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    # `[` and `]` belong to hosts in IPv6 alone: elsewhere RFC 3986 wants them encoded.
    safe = "%/:=&?~#+!$,;'@()*"
    scheme, _, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{quote(authority, safe=safe + '[]')}{slash}{quote(_escaped(path), safe)}"


def _escaped(path: str) -> str:
    """A percent sign that begins no escape is one that has to be escaped itself, and a second `#`
    ends no address."""
    path = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", path)
    begin, mark, fragment = path.partition("#")
    return begin + mark + fragment.replace("#", "%23")
