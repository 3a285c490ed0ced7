"""`python -m tests.asked_run ARCHIVE DELAY URL …`: ask for these addresses and no other, with that
many seconds between two requests to a host; exit code of the crawl."""

from __future__ import annotations

import sys

from archive.records import Ask
from crawler import settings as ours
from crawler.errand import Errand
from crawler.run import Job, run
from crawler.spider import spider_class, with_errand
from crawler.titles import adhoc_title


def main(archive: str, delay: str, *urls: str) -> int:
    asks = tuple(Ask(url, "article") for url in urls)
    spider = with_errand(spider_class(adhoc_title(urls[0])), Errand("revisit", asks))
    slot = {"delay": float(delay), "concurrency": 2}
    settings = {
        "BAOKAN_ARCHIVE": archive,
        "DOWNLOAD_SLOTS": dict.fromkeys(ours.LOOPBACK_HOSTS, slot),
    }
    return run([Job(spider, settings)])[0].exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
