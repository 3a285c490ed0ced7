"""Publishing platforms: how the sites of a family are crawled and read, one file a platform.

The module of each name in `PLATFORMS` has `make(title) -> Platform`, which raises TitleError for
options that it cannot use, and `recognise(page: Fetched) -> Sign | None`, which says whether a
page shows the platform's marks.  An e-paper needs neither: its `GRAMMAR` (`epaper_grammar`) is
enough.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from crawler.platforms.base import Fetched, Platform, Sign
from crawler.titles import Title, TitleError

PLATFORMS = (
    "founder_classic", "founder_nbs", "founder_new", "founder_short",
    "founder_web", "trs", "peoplecn", "xinhua", "chinanews",
    "jfjb", "stdaily", "jfdaily", "qstheory", "periodical",
    "paperindex", "joyhua", "shtml", "szbz", "datedir", "qpaper", "uniflows", "edition",
    "feed", "sitemap", "site",
)  # fmt: skip


def platform_for(title: Title) -> Platform:
    """The platform of a title; TitleError when its name is unknown or its options are wrong."""
    module = module_of(title, title.platform)
    if hasattr(module, "make"):
        made: Platform = module.make(title)
        return made
    from crawler.platforms.epaper import Epaper  # a crawl of another platform needs none of it

    return Epaper(title, module.GRAMMAR)


def module_of(title: Title, name: str) -> ModuleType:
    """The module of a platform; TitleError when its name is unknown."""
    if name not in PLATFORMS:
        raise TitleError(f"{title.name}: unknown platform {name!r}; known: {', '.join(PLATFORMS)}")
    return _module(name)


def recognise(page: Fetched) -> list[tuple[str, Sign]]:
    """The platforms whose marks `page` shows, the strongest first; `site` fits any page and is
    never among them."""
    signs = [(name, _sign(_module(name), page)) for name in PLATFORMS]
    found = [(name, sign) for name, sign in signs if sign is not None]
    return sorted(found, key=lambda pair: -pair[1].strength)


def _sign(module: ModuleType, page: Fetched) -> Sign | None:
    if hasattr(module, "recognise"):
        sign: Sign | None = module.recognise(page)
        return sign
    from crawler.platforms.epaper_signs import sign_of

    return sign_of(page, module.GRAMMAR)


def _module(name: str) -> ModuleType:
    # Only what is wanted: a crawl needs one of them.
    return importlib.import_module(f"crawler.platforms.{name}")
