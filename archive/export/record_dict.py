"""An entry as one record of JSON: everything, under the names of the archive's columns."""

from __future__ import annotations

import dataclasses
from typing import Any

from archive.export.entry import Entry


def as_dict(entry: Entry) -> dict[str, Any]:
    """Dicts, lists, strings and numbers; `body` is a list of paragraphs, and what is not known
    is "" or, where it is no text, None."""
    found = dataclasses.asdict(entry)
    found["body"] = list(found.pop("paragraphs"))
    found["published_precision"] = found.pop("precision")
    found["provenance"] = dict(entry.provenance)
    for name in ("authors", "editors", "images"):
        found[name] = list(found[name])
    # The long ones go to the end, where a person who looks at a line does not have to pass them.
    last = ("capture", "images", "provenance", "body")
    return {n: v for n, v in found.items() if n not in last} | {n: found[n] for n in last}
