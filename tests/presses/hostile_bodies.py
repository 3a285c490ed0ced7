"""What the hostile press sends: honest pages, and the same under odd codings and headers."""

from __future__ import annotations

import gzip
import html
import zlib
from collections.abc import Callable
from functools import cache

import brotli

from tests.presses.phrases import story

BOMB_SIZE = 20 * 1024 * 1024  # bytes, decompressed
LINKS = 100_000


def page(title: str, main: str, head: str = "") -> bytes:
    """A small page in UTF-8."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"{head}</head><body>{main}</body></html>"
    ).encode()


def article(number: int) -> bytes:
    """An honest article."""
    title, paragraphs = story(number)
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    info = "<div>来源:栗坪日报 发布日期:2023年03月04日 08时00分00秒</div>"
    return page(title, f"<h1>{html.escape(title)}</h1>{info}<div id=zoom>{text}</div>")


def links(paths: list[str]) -> str:
    """A list of links."""
    return "<ul>" + "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths) + "</ul>"


@cache
def many_links() -> bytes:
    """A page of 100,000 links, all different."""
    return page("链接", links([f"/article/{number}" for number in range(LINKS)]))


@cache
def bomb() -> bytes:
    """A gzip file of about 20 kB that unpacks to 20 MB."""
    return gzip.compress(b"a" * BOMB_SIZE, mtime=0)


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _cut_gzip(body: bytes) -> bytes:
    packed = gzip.compress(body, mtime=0)
    return packed[: len(packed) // 2]


# Name in the path: what Content-Encoding says, and what is done to the body.
CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip-capitals": ("GZIP", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "gzip-blanks": (" gzip ", gzip.compress),
    "gzip-twice": ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
    "gzip-members": ("gzip", lambda b: gzip.compress(b[:99]) + gzip.compress(b[99:])),
    "gzip-cut": ("gzip", _cut_gzip),
    "gzip-garbage-after": ("gzip", lambda body: gzip.compress(body) + b"\0" * 16),
    "gzip-lie": ("gzip", bytes),  # says gzip and is plain
    "deflate": ("deflate", zlib.compress),
    "deflate-raw": ("deflate", _raw_deflate),
    "br": ("br", brotli.compress),
    "identity": ("identity", bytes),
    "utf-8": ("utf-8", bytes),  # a charset where a coding belongs
    "empty": ("", bytes),
}

# Name in the path: the headers that come with an honest article.
HEADERS: dict[str, tuple[tuple[str, str], ...]] = {
    "two-types": (("Content-Type", "text/html; charset=gb2312"), ("Content-Type", "text/html")),
    "two-lengths-differ": (("Content-Length", "1"),),
    "two-cookies": (("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Path=/")),
    "latin-1": (("X-Note", "caf\xe9 \xa3"),),
    "empty-value": (("Last-Modified", ""), ("ETag", "")),
    "bad-dates": (("Last-Modified", "yesterday"), ("Expires", "-1")),
    "wrong-type": (("Content-Type", "image/jpeg"),),
    "no-type": (("Content-Type", ""),),
    "long": (("X-Long", "n" * 30_000),),
    "many": tuple((f"X-{number}", "1") for number in range(80)),
}
