"""Texts that a page carries only as data: JSON-LD ``articleBody``, ``__NEXT_DATA__`` and the like.

A page built in the browser is an empty shell with its article in a script.  The longest string
of Chinese prose in that data is the text; it is used only where the page shows none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

_SCRIPT = re.compile(r"<script\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST = 60  # Chinese characters of a text
_MOST_SCRIPTS = 60
_MOST_VALUES = 20_000  # of one script


def longest_text(source: str) -> str:
    """The longest text in the scripts of a page, as HTML paragraphs; "" where there is none."""
    best, size = "", 0
    for script in _scripts(source):
        for value in _strings(script):
            if len(value) <= size or not ("。" in value or "<p" in value):
                continue
            plain = _TAG.sub("", value)
            if len(plain) > size and len(_HAN.findall(plain)) >= _LEAST:
                best, size = value, len(plain)
    if "<p" in best or "<br" in best:
        return best
    return "".join(f"<p>{escape(line)}</p>" for line in best.split("\n") if line.strip())


def _scripts(source: str) -> Iterator[str]:
    at = 0
    for _ in range(_MOST_SCRIPTS):
        opened = _SCRIPT.search(source, at)
        if opened is None:
            return
        at = source.find("</script", opened.end())
        if at < 0:
            return
        yield source[opened.end() : at]


def _strings(script: str) -> Iterator[str]:
    """Every string of the first object in `script`: the data itself, or what is assigned."""
    start = script.find("{")
    try:
        data = json.JSONDecoder(strict=False).raw_decode(script, start)[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return
    waiting: list[Any] = [data]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
