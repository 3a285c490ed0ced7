"""Saved pages, broken in the ways that servers, proxies, editors and ill will break them.

Mutation number n of the same pages is always the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Operation = Callable[[random.Random, bytes, bytes], bytes]

TAGS = tuple(
    b"""<div> </div> <p> </p> <a> </a> <a~href=x> <b> <table> </table> <td> </td> <h1> </h1> <br>
    <pre> </pre> <ul> <li> </ul> <script> </script> <style> </style> <!-- --> <title> </title>
    <textarea> <noscript> </noscript> <body> </body> </html> <img> <span~style=display:none>
    <![CDATA[ ]]> <?x <meta~charset=big5> <select> <form> <font> < > </ & &#x110000; &nbsp; " '
    """.split()
)
STRANGE = (
    *(chr(c) for c in (*range(32), 127, 0x85, 0xA0, 0xAD, 0x200B, 0x200F, 0x2028, 0x202E, 0x3000)),
    *"\ufeff\ufffd\ufffe\ue000\u0301😀𠮷\U000e0001\U0010ffff",
)
CODINGS = ("utf-8", "gb18030", "big5", "latin-1", "utf-16-le", "utf-16", "cp1252", "shift_jis")
REPEATS = 200


def mutate(number: int, pages: Sequence[bytes]) -> bytes:
    """One of `pages` with one to three things done to it."""
    rng = random.Random(number)
    page = rng.choice(pages)
    for _ in range(rng.randint(1, 3)):
        page = rng.choice(OPERATIONS)(rng, page, rng.choice(pages))
    return page


def _range(rng: random.Random, page: bytes, longest: int = 3000) -> tuple[int, int]:
    start = rng.randint(0, len(page))
    return start, min(len(page), start + rng.randint(0, longest))


def _insert(rng: random.Random, page: bytes, what: bytes) -> bytes:
    at = rng.randint(0, len(page))
    return page[:at] + what + page[at:]


def delete(rng: random.Random, page: bytes, _: bytes) -> bytes:
    start, end = _range(rng, page)
    return page[:start] + page[end:]


def duplicate(rng: random.Random, page: bytes, _: bytes) -> bytes:
    start, end = _range(rng, page)
    return _insert(rng, page, page[start:end])


def swap(rng: random.Random, page: bytes, _: bytes) -> bytes:
    one, two, three = sorted(rng.randint(0, len(page)) for _ in range(3))
    return page[:one] + page[two:three] + page[one:two] + page[three:]


def flip(rng: random.Random, page: bytes, _: bytes) -> bytes:
    flipped = bytearray(page)
    for _ in range(rng.choice((1, 10, 100)) if page else 0):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)


def drop_tags(rng: random.Random, page: bytes, _: bytes) -> bytes:
    parts = page.split(b"<")
    share = rng.choice((0.02, 0.2, 0.9))
    kept = [p if rng.random() >= share else p.partition(b">")[2] for p in parts[1:]]
    return parts[0] + b"".join(b"<" * (rng.random() >= 0.01) + p for p in kept)


def insert_tags(rng: random.Random, page: bytes, _: bytes) -> bytes:
    for _ in range(rng.choice((1, 5, 30))):
        page = _insert(rng, page, rng.choice(TAGS).replace(b"~", b" "))
    return page


def close_early(rng: random.Random, page: bytes, _: bytes) -> bytes:
    return _insert(rng, page, rng.choice((b"</div>" * 9, b"</body></html>", b"</table>" * 5)))


def splice(rng: random.Random, page: bytes, other: bytes) -> bytes:
    return page[: rng.randint(0, len(page))] + other[rng.randint(0, len(other)) :]


def truncate(rng: random.Random, page: bytes, _: bytes) -> bytes:
    return page[: rng.randint(0, len(page))]


def recode(rng: random.Random, page: bytes, _: bytes) -> bytes:
    read, written = rng.choice(CODINGS), rng.choice(CODINGS)
    return page.decode(read, "replace").encode(written, "replace")


def strange(rng: random.Random, page: bytes, _: bytes) -> bytes:
    for _ in range(rng.choice((1, 20, 200))):
        page = _insert(rng, page, rng.choice(STRANGE).encode())
    return page


def repeat(rng: random.Random, page: bytes, _: bytes) -> bytes:
    start, end = _range(rng, page, 300)
    return page[:start] + page[start:end] * REPEATS + page[end:]


OPERATIONS: tuple[Operation, ...] = (
    delete, duplicate, swap, flip, drop_tags, insert_tags, close_early, splice, truncate, recode,
    strange, repeat,
)  # fmt: skip
