"""What two printings of one text have in common, whatever the desk changed: pure functions.

A text is folded (NFKC, lower case, letters and digits only, traditional characters made
simplified) and cut into its runs of five characters, the shingles, each a 32-bit number.  The 16
smallest numbers are the text's keys (bottom-k sketch, Broder 1997): two texts that share a part
of their shingles share about that part of their keys, also when one is a piece of the other.
"""

from __future__ import annotations

import functools
import heapq
import zlib
from collections.abc import Callable

from archive.identity import normal_text, text_hash

WIDTH = 5  # characters of a shingle
KEYS = 16
LEAST_LENGTH = 100  # letters and digits: shorter texts may be alike by chance (weather, captions)

_MIX = 0x9E3779B1  # odd, 2**32 over the golden ratio: spreads what CRC leaves in order
_WORD = 0xFFFFFFFF


def counted_text(body: str, editorial_note: str | None) -> str:
    """The text without the note (开栏语, 编者按) that the reprinting desk put before it."""
    return body.removeprefix(editorial_note or "")


def body_hash(body: str, editorial_note: str | None) -> str:
    """The hash by which exact copies are known, or "" for a text too short to tell."""
    text = counted_text(body, editorial_note)
    return text_hash(text) if len(normal_text(text)) >= LEAST_LENGTH else ""


def fold(text: str) -> str:
    """The text as shingles see it: `臺灣 Ａ，1` → `台湾a1`."""
    # Words of Taiwan (軟體) stay as they are: turning them into ours would turn the same
    # characters of a simplified text, too.
    return _simplified()(normal_text(text))


@functools.cache
def _simplified() -> Callable[[str], str]:
    import opencc  # its tables are loaded when the first text comes

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def shingles(folded: str) -> frozenset[int]:
    """The runs of five characters of a folded text, as mixed 32-bit numbers; a shorter text has
    none.  Two different runs have the same number once in 2**32 times."""
    data = folded.encode("utf-32-le", "surrogatepass")
    size, crc = 4 * WIDTH, zlib.crc32
    ends = range(size, len(data) + 1, 4)
    return frozenset([crc(data[end - size : end]) * _MIX & _WORD for end in ends])


def keys(of: frozenset[int]) -> list[int]:
    """The smallest numbers of a text, in order: what it is looked up by."""
    return heapq.nsmallest(KEYS, of)
