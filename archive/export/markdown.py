"""Markdown (CommonMark) with YAML front matter, for Obsidian, pandoc, Zettlr and every editor.

The text is escaped: an asterisk in an article is an asterisk, and no tag of it is one.
https://spec.commonmark.org/0.31.2/#backslash-escapes, https://yaml.org/spec/1.1/#id872840
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.record_dict import as_dict
from archive.export.text import one_line, web_address

SUFFIX = ".md"

# Inside of a line: CommonMark, tables and ~~ of GitHub, $ ^ @ of pandoc, == of Obsidian.
_INLINE = re.compile(r"[\\`*_\[\]{}<>&~|$^@=#!]")
_AT_BEGIN = re.compile(r"(\d{1,9})([.)])|([+:%-])")
_BARE_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")

# All that a double-quoted scalar may not hold as it is, though JSON leaves it alone.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def document(entry: Entry) -> str:
    """One article: front matter, kicker, headline, subtitle, byline, paragraphs, pictures."""
    byline = " ".join(f"{a.role} {a.name}".strip() for a in entry.authors)
    blocks = [escaped(entry.kicker), _heading(parts.title(entry)), _dashed(entry.subtitle)]
    blocks += [escaped(byline), *map(escaped, entry.paragraphs)]
    blocks += [escaped(f"图：{image.caption} {image.credit}") for image in entry.images
               if image.caption or image.credit]  # fmt: skip
    blocks.append(f"<{_link(entry.url)}>" if _link(entry.url) else "")
    return front_matter(entry) + "\n" + "\n\n".join(b for b in blocks if b) + "\n"


def front_matter(entry: Entry) -> str:
    """The facts between two lines of `---`; every text is a double-quoted scalar."""
    facts = {name: value for name, value in as_dict(entry).items() if name != "body"}
    lines = [f"{name}: {_scalar(value)}" for name, value in facts.items() if value or value == 0]
    return "\n".join(["---", *lines, "---", ""])


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """All articles for one file, an empty line between two; pandoc reads every block of facts."""
    for number, entry in enumerate(entries):
        yield ("\n" if number else "") + document(entry)


def fill(folder: Path, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Write a file for each entry, `2022-08-04-123.md`; what has no day is `undated-123.md`.
    Yields what was written."""
    for entry in entries:
        day = entry.date if re.fullmatch(r"[\d-]{4,10}", entry.date, re.ASCII) else "undated"
        with (folder / f"{day}-{entry.id}{SUFFIX}").open("xb") as file:
            file.write(document(entry).encode())
        yield entry


def escaped(text: str) -> str:
    """One line that Markdown shows as it is."""
    line = _INLINE.sub(r"\\\g<0>", one_line(text))
    line = _BARE_LINK.sub(
        lambda m: "".join(g for g in (m[1], m[3]) if g) + f"\\{m[2] or m[4]}", line
    )
    return _AT_BEGIN.sub(_begin, line, count=1) if _AT_BEGIN.match(line) else line


def _begin(match: re.Match[str]) -> str:
    """`1.` and `-` would begin a list there, `---` a line or another block of facts."""
    return rf"{match[1]}\{match[2]}" if match[1] else rf"\{match[3]}"


def _heading(title: str) -> str:
    return f"# {escaped(title)}"


def _dashed(subtitle: str) -> str:
    return f"——{escaped(subtitle)}" if one_line(subtitle) else ""


def _link(url: str) -> str:
    return web_address(url).replace("\\", "%5C")


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
