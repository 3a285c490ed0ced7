"""Settle a visit in the archive."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from archive.records import Visit
from crawler.session import Session, session_of


class Ingest:
    """The last pipeline: one visit is one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Ingest:
        """Scrapy's constructor."""
        return cls(session_of(crawler))

    def process_item(self, item: Any) -> Any:
        """Ingest a Visit; anything else a spider of one's own may yield passes by."""
        if isinstance(item, Visit):
            self.session.settle(item)
        return item
