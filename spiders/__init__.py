"""The catalogue as Scrapy spiders: each record of `catalogue/*.toml` becomes one."""

from pathlib import Path

from crawler.spider import spider_class
from crawler.titles import load_catalogue

for _title in load_catalogue(Path(__file__).parent / "catalogue"):
    _spider = spider_class(_title)
    _spider.__module__ = __name__  # where Scrapy's spider loader looks for it
    globals()[_spider.__name__] = _spider
