"""After shards were merged: judge the crawls of the fleet that have come as a whole by now."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from archive import shared
from archive.store import Archive
from crawler.after_run import look_after


def judge_shared(archive: Archive, settings: BaseSettings) -> None:
    """Judge each as if it had been crawled here, and tell people.  Raises ArchiveError."""
    for run_id in shared.whole(archive):
        look_after(archive, run_id, settings)
