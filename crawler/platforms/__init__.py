"""Publishing platforms: how the sites of a family are crawled and read, one file a platform.

The module of each name in `PLATFORMS` has `make(title) -> Platform`, which raises TitleError for
options that it cannot use, and `recognise(page: Fetched) -> Sign | None`, which says whether a
page shows the platform's marks.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.titles import Title, TitleError

PLATFORMS = (
    "founder",
    "jfjb", "stdaily", "jfdaily", "qstheory", "periodical",
    "site",
)  # fmt: skip


def platform_for(title: Title) -> Platform:
    """The platform of a title; TitleError when its name is unknown or its options are wrong."""
    if title.platform not in PLATFORMS:
        raise TitleError(
            f"{title.name}: unknown platform {title.platform!r}; known: {', '.join(PLATFORMS)}"
        )
    made: Platform = _module(title.platform).make(title)
    return made


def recognise(page: Fetched) -> list[tuple[str, Sign]]:
    """The platforms whose marks `page` shows, the strongest first; `site` fits any page and is
    never among them."""
    signs = [(name, _module(name).recognise(page)) for name in PLATFORMS]
    found = [(name, sign) for name, sign in signs if sign is not None]
    return sorted(found, key=lambda pair: -pair[1].strength)


def _module(name: str) -> ModuleType:
    # Only what is wanted: a crawl needs one of them.
    return importlib.import_module(f"crawler.platforms.{name}")
