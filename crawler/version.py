"""Which baokan this is, also in an egg."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path


def version() -> str:
    """Of this baokan, such as 0.1.0."""
    try:
        return metadata.version("baokan")
    except metadata.PackageNotFoundError:
        # Python takes the name of an egg for that of the project; scrapyd calls it `1.egg`.
        inside = metadata.distributions(path=[str(Path(__file__).parents[1])])
        return next(one.version for one in inside if one.metadata["Name"] == "baokan")
