"""The files that come with the project, also where it is one file itself: scrapyd runs an egg."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable


def folder(package: str, *names: str) -> Traversable:
    """A folder in a package.  Raises ModuleNotFoundError for a package that is not there."""
    return resources.files(package).joinpath(*names)


def files_of(place: Traversable, suffix: str) -> Iterator[Traversable]:
    """The files of a folder whose names end so, in order; none where there is no folder."""
    if place.is_dir():
        found = (file for file in place.iterdir() if file.name.endswith(suffix))
        yield from sorted(found, key=lambda file: file.name)
