"""JSON Lines: one article a line, with everything that is known of it (https://jsonlines.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from archive.export.entry import Entry
from archive.export.record_dict import as_dict

# Line breaks for some readers (Python's splitlines, JavaScript before 2019), though not for JSON.
_BREAKS = re.compile("[\x85\u2028\u2029]")


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The lines, each with its end."""
    for entry in entries:
        text = json.dumps(as_dict(entry), ensure_ascii=False, separators=(",", ":"))
        text = _BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        # Half of a surrogate pair, which UTF-8 does not have, becomes the JSON escape of itself.
        yield text.encode("utf-8", "backslashreplace") + b"\n"
