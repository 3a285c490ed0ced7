"""Which addresses belong to a site and are worth asking for."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import tldextract

# The list of public suffixes (com.cn, org.hk …) that the package carries: no network, no cache.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

_FILES = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?|pdf|docx?|xlsx?|pptx?|wps|ofd|ceb|epub|txt|csv"
    r"|zip|rar|7z|gz|tar|exe|apk|ipa|dmg|iso|css|js|json|xml|rss|atom|woff2?|ttf|eot|swf"
    r"|mp[34]|m4[av]|avi|wmv|wma|wav|flv|mov|mkv|rmvb|rm|m3u8|ogg)(?:\.\d)?$",
    re.I,
)
_NO_READING = re.compile(
    r"(?:^|[/_.?&=-])(?:log(?:in|out)|sign(?:in|up|out)|regist(?:er|ration)|passport|captcha|search"
    r"|so|print|printpage|comment|vote|share|feedback|guestbook|wp-admin|admin|cart|download"
    r"|addfav|bookmark|tousu|ajax|api)(?:$|[/_.?&=-])",
    re.I,
)
_NO_READING_TEXT = re.compile(
    r"[\s\[【]*(?:登[录陆]|注册|退出|打印(?:本[页文])?|搜索|高级搜索|设为首页|加入收藏|收藏本[站页]|我要评论|发表评论"
    r"|分享(?:到\w{0,6})?|下载(?:中心|专区|\s*app)?|客户端)[\s\]】]*"
)


class Scope:
    """The site of one home page."""

    def __init__(self, home: str) -> None:
        parts = urlsplit(home)
        host = (parts.hostname or "").lower()
        self._place = parts.netloc.rpartition("@")[2].lower()
        self._exact = "." not in host or _is_ip(host)
        self._base = host.removeprefix("www.")
        self._parents = _parents(self._base)

    def holds(self, url: str) -> bool:
        """True for an address on the site: its host, sub-domains, or the names above it.

        For an IP address or a name without a dot: exactly the same host and port.
        """
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").lower().rstrip(".")
        except ValueError:
            return False
        if parts.scheme not in ("http", "https"):
            return False
        if self._exact:
            return parts.netloc.rpartition("@")[2].lower() == self._place
        host = host.removeprefix("www.")
        return host == self._base or host.endswith("." + self._base) or host in self._parents

    def wants(self, url: str, text: str = "") -> bool:
        """True for a page to read: on the site, no file, no log-in, search, print or such."""
        if not self.holds(url) or _NO_READING_TEXT.fullmatch(text):
            return False
        parts = urlsplit(url)
        if _FILES.search(parts.path):
            return False
        return not _NO_READING.search(f"{parts.path}?{parts.query}")


def registered_domain(url: str) -> str:
    """`http://a.b.com.cn/x` → `b.com.cn`; empty for an IP address or a name without a suffix."""
    try:
        return _SUFFIXES(urlsplit(url).hostname or "").top_domain_under_public_suffix
    except ValueError:  # [ in the host
        return ""


def _parents(host: str) -> frozenset[str]:
    """`a.b.c.com.cn` → `b.c.com.cn`, `c.com.cn`: never a public suffix."""
    registered = _SUFFIXES(host).top_domain_under_public_suffix
    parents = set()
    while registered and host != registered and host.endswith("." + registered):
        host = host.partition(".")[2]
        parents.add(host)
    return frozenset(parents)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
