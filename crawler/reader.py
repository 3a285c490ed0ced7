"""Which reader made a record: the version of baokan, and a digest of all that reads pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from crawler import packed
from crawler.version import VERSION

_READS = ("extract", "platforms", "rules")


@cache
def reader(rules: Path | None = None) -> str:
    """`baokan 0.1.0 (3f9a1c0b2d4e)`: two readers with the same name read every page alike.

    The digest covers the code of the extractor and the platforms, and the rules: those in the
    folder `rules` where it is given.
    """
    digest = hashlib.sha256()
    for name in _READS:
        folder = rules if rules and name == "rules" else packed.folder("crawler", name)
        for file in (*packed.files_of(folder, ".py"), *packed.files_of(folder, ".toml")):
            digest.update(f"{name}/{file.name}\0".encode() + file.read_bytes() + b"\0")
    return f"baokan {VERSION} ({digest.hexdigest()[:12]})"
