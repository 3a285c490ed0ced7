"""The titles and spiders that the project's SPIDER_MODULES hold."""

from __future__ import annotations

from difflib import get_close_matches

from scrapy.spiderloader import SpiderLoader

from crawler.run import project_settings
from crawler.spider import PressSpider
from crawler.titles import Title, TitleError


def catalogue() -> list[Title]:
    """All titles, by name."""
    loader = SpiderLoader.from_settings(project_settings())
    spiders = (loader.load(name) for name in sorted(loader.list()))
    return [spider.title for spider in spiders if issubclass(spider, PressSpider)]


def spider_of(name: str) -> type[PressSpider]:
    """The spider of a title.  Raises TitleError, with the likely names, when there is none."""
    loader = SpiderLoader.from_settings(project_settings())
    try:
        spider = loader.load(name)
    except KeyError:
        near = get_close_matches(name, loader.list(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: baokan titles"
        raise TitleError(f"unknown title {name!r}; {hint}") from None
    assert issubclass(spider, PressSpider)
    return spider
