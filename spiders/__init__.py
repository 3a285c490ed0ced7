"""The titles to crawl: `catalogue/*.toml`, one record each.

`crawler.catalogue` makes a Scrapy spider of a record; there is no code here.
"""
