"""Which days a scheduled crawl looks at, beyond those that were covered already."""

from __future__ import annotations

from crawler.platforms import platform_for
from crawler.platforms.epaper import Epaper
from crawler.platforms.site import Site
from crawler.titles import Title

_PERIODICAL = 45  # days: an issue is dated by its month, and is put out some weeks later
_PAGES = 1  # day: what a website publishes in the evening bears the day of the morning's crawl


def overlap(title: Title) -> int:
    """Days.  An issue of an e-paper is whole when it is there: 0."""
    if title.kind == "magazine":
        return _PERIODICAL
    return 0 if isinstance(platform_for(title), Epaper) else _PAGES


def has_days(title: Title) -> bool:
    """Whether a crawl of the title can be narrowed to a span of days: a site that says nowhere
    where a day is can only be walked whole."""
    return not isinstance(platform_for(title), Site)
