"""How far a scheduled crawl looks back beyond the days that were covered already."""

from __future__ import annotations

from crawler.platforms import platform_for
from crawler.platforms.epaper import Epaper
from crawler.titles import Title

_PERIODICAL = 45  # days: an issue is dated by its month, and is put out some weeks later
_PAGES = 1  # day: what a website publishes in the evening bears the day of the morning's crawl


def overlap(title: Title) -> int:
    """Days.  An issue of an e-paper is whole when it is there: 0."""
    if title.kind == "magazine":
        return _PERIODICAL
    return 0 if isinstance(platform_for(title), Epaper) else _PAGES
