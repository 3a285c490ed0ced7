"""When two addresses, or two texts, are the same: pure functions, standard library only."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Query parameters that say where the reader came from, never which article it is:
# campaign tags of the big advertising systems, share and "from" tags of Chinese portals and
# WeChat, and the `div` of Founder e-papers (`content_1.htm?div=-1` is `content_1.htm`).
_TRACKING = re.compile(
    r"^(?:utm_\w+|div|from|spm|scm|share\w*|isappinstalled|nsukey|tdsourcetag|wechat_\w+|wx\w*"
    r"|_t|_r|timestamp|ref|referer|referrer|bd_vid|hmsr|hm\w{2}|gclid|fbclid|msclkid|yclid"
    r"|tracking\w*|trackid|sessionid|jsessionid|phpsessid)$",
    re.I,
)
_INDEX = re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.I)
_ROUTE = "/~!$&'()*+,;=:@-._?"
_NO_LETTER = re.compile(r"[\W_]+")  # what str.isalnum() is false of
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/]*$", re.I)


def url_key(url: str) -> str:
    """The identity of an address: `https://WWW.A.cn:443/x/index.html?div=-1#p` → `www.a.cn/x/`.

    Scheme, default port, fragment, tracking parameters and a trailing index page do not count;
    the order of the remaining parameters does not either.  The path keeps its case: press
    servers run on both kinds of file systems.  A fragment that is a path (`#/home?id=7`) counts:
    it is how single-page applications name their pages.

    Raises ValueError for an address without a host or with a port that is none.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise ValueError(f"no host in the address {url!r}")
    port = parts.port
    place = f"[{host}]" if ":" in host else host
    if port and port not in (80, 443):
        place += f":{port}"
    path = _SESSION_IN_PATH.sub("", unquote(parts.path, errors="surrogateescape")) or "/"
    path = quote(path, safe="/~!$&'()*+,;=:@-._", errors="surrogateescape")
    path = _INDEX.sub("", path)
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((k, v) for k, v in pairs if not _TRACKING.match(k))
    query = urlencode(kept, errors="surrogateescape")
    route = parts.fragment.removeprefix("!")
    if len(route) < 2 or route[0] != "/":
        return f"{place}{path}?{query}" if query else f"{place}{path}"
    route = quote(unquote(route, errors="surrogateescape"), safe=_ROUTE, errors="surrogateescape")
    return f"{place}{path}?{query}#{route}" if query else f"{place}{path}#{route}"


def host_of(url: str) -> str:
    """Host and, if it is not the default one, port: what politeness is counted by."""
    return key_host(url_key(url))


def key_host(key: str) -> str:
    """The host, as host_of() gives it, of what url_key() gave."""
    return key.split("/", 1)[0]


@lru_cache(maxsize=16)  # of one article: its text is looked at from several sides
def normal_text(text: str) -> str:
    """The text by which two copies are the same: NFKC, letters and digits only, lower case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def text_hash(*parts: str | None) -> str:
    """SHA-256 (hex) of the normalised parts; an absent part counts as empty."""
    joined = "\x1f".join(normal_text(part or "") for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
