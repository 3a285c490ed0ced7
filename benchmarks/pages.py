"""The pages of a benchmark: files of a folder, with their truth where there is one."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.extract.charset import decode

_DECLARED = re.compile(r"(<meta[^>]{0,300}?charset\s*=\s*[\"']?)[\w:-]+", re.I)
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: the bytes as served, and the same as text for tools that take text."""

    name: str
    data: bytes
    text: str
    url: str
    truth: dict[str, Any] | None


def load(folder: Path) -> list[Page]:
    """The pages of every manifest.jsonl below the folder, or else its .html files.

    A manifest has one JSON object a line: ``file`` (beside the manifest), ``site``, ``url`` and
    ``encoding`` (either may be null), ``truth`` (may be absent).  Without a manifest the truth
    of ``a.html`` is the record ``a.json`` beside it, where there is one.  Raises ValueError
    naming the file and line that cannot be read.
    """
    manifests = sorted(folder.rglob("manifest.jsonl"))
    if manifests:
        return [page for manifest in manifests for page in _listed(manifest, folder)]
    return [_beside(path, folder) for path in sorted(folder.rglob("*.html"))]


def _listed(manifest: Path, folder: Path) -> Iterator[Page]:
    for number, line in enumerate(manifest.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            path = manifest.parent / row["file"]
            data = path.read_bytes()
            url = row.get("url") or f"http://{row.get('site') or 'localhost'}/"
            text = _text(data, row.get("encoding"))
        except (ValueError, KeyError, TypeError, AttributeError, LookupError, OSError) as error:
            raise ValueError(f"{manifest}, line {number}: {_said(error)}") from error
        yield Page(str(path.relative_to(folder)), data, text, url, row.get("truth"))


def _beside(path: Path, folder: Path) -> Page:
    data, record = path.read_bytes(), path.with_suffix(".json")
    truth = None
    if record.is_file():
        try:
            truth = _truth(json.loads(record.read_text("utf-8")))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise ValueError(f"{record}: {_said(error)}") from error
    return Page(str(path.relative_to(folder)), data, _text(data, None), "http://localhost/", truth)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _truth(record: dict[str, Any]) -> dict[str, Any]:
    """The truth in a record of ``tests/pages``: people are [name, role, outlet, place]."""
    truth = {key: record[key] for key in ("title", "subtitle", "body") if key in record}
    for key in ("author", "editor"):
        if f"{key}s" in record:
            truth[key] = [person[0] for person in record[f"{key}s"]]
    for key in ("source", "published"):
        if key in record:
            truth |= {key: record[key], f"{key}_none": record[key] is None}
    return truth


def _text(data: bytes, encoding: str | None) -> str:
    """The page decoded, its declarations of a charset made to agree.

    Tools that take text must not fail at a charset: some decode again what a meta declares, and
    lxml refuses text with an XML declaration.
    """
    text = data.decode(encoding, "replace") if encoding else decode(data, {}).text
    return _DECLARED.sub(r"\1utf-8", _PROLOG.sub("", text.removeprefix("\ufeff"), count=1))


def mutated(text: str, chance: random.Random) -> bytes:
    """The page as no cache has seen it: some characters, digits, a class and an id are new.

    UTF-8 or GB18030, as the generator will have it.
    """
    letters = list(text)
    for place in chance.choices(range(len(letters)), k=60) if letters else ():
        if "一" <= letters[place] <= "龥":
            letters[place] = _han(chance, 1)
        elif letters[place].isdecimal():
            letters[place] = str(chance.randrange(10))
    word, sentence = f"{chance.getrandbits(64):x}", _han(chance, 40)
    new = f'<p class="c{word}" id="i{word}"><b>{_han(chance, 3)}</b>：{sentence}。</p>'
    body = "".join(letters)
    cut = body.find("</p>", chance.randrange(len(body) + 1))
    page = body + new if cut < 0 else body[: cut + 4] + new + body[cut + 4 :]
    return page.encode(chance.choice(("utf-8", "gb18030")), "replace")


def _han(chance: random.Random, count: int) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(count))
