"""Publishing platforms: how the sites of a family are crawled and read, one file a platform."""

from __future__ import annotations

from collections.abc import Callable

from crawler.platforms.base import Platform
from crawler.platforms.founder import Founder
from crawler.platforms.site import Site
from crawler.titles import Title, TitleError

PLATFORMS: dict[str, Callable[[Title], Platform]] = {"founder": Founder, "site": Site}


def platform_for(title: Title) -> Platform:
    """The platform of a title; TitleError when its name is unknown or its options are wrong."""
    maker = PLATFORMS.get(title.platform)
    if maker is None:
        raise TitleError(
            f"{title.name}: unknown platform {title.platform!r}; known: {', '.join(PLATFORMS)}"
        )
    return maker(title)
