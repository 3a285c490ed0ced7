"""The catalogue as Scrapy spiders: each record of `catalogue/*.toml` becomes one."""

from pathlib import Path

from crawler.spider import PressSpider, spider_class
from crawler.titles import load_catalogue


def _spiders() -> dict[str, type[PressSpider]]:
    found = {}
    for title in load_catalogue(Path(__file__).parent / "catalogue"):
        spider = spider_class(title)
        spider.__module__ = __name__  # where Scrapy's spider loader looks for it
        found[spider.__name__] = spider
    return found


globals().update(_spiders())
