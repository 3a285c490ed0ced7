"""What the WARC files of a run say of it, so that the archive can be made again from them."""

from __future__ import annotations

import json

from archive.runs import Opened
from archive.store import Archive
from crawler.reader import reader
from crawler.titles import Title


def about(archive: Archive, title: Title, opened: Opened) -> dict[str, str]:
    """Fields of the warcinfo record."""
    columns = "entry, since, until, errand, opened_at"
    (crawl,) = archive.query(f"SELECT {columns} FROM crawls WHERE id = ?", opened.crawl_id)
    told = {"title": title.as_row(), "crawl": crawl, "run": opened.run_id}
    told |= {"reader": reader(), "vanish_seconds": archive.vanish_seconds}
    return {"isPartOf": title.name, "baokan": json.dumps(told, ensure_ascii=False)}
