"""Which reader made a record: the version of baokan, and a digest of all that reads pages."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_FOLDER = Path(__file__).parent
_READS = ("extract", "platforms", "rules")


@cache
def reader(rules: Path | None = None) -> str:
    """`baokan 0.1.0 (3f9a1c0b2d4e)`: two readers with the same name read every page alike.

    The digest covers the code of the extractor and the platforms, and the rules: those in the
    folder `rules` where it is given.
    """
    digest = hashlib.sha256()
    for name in _READS:
        folder = rules if rules and name == "rules" else _FOLDER / name
        for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*.toml")):
            digest.update(f"{name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return f"baokan {version('baokan')} ({digest.hexdigest()[:12]})"
