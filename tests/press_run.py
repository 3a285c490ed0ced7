"""`python -m tests.press_run PRESS ENTRY ARCHIVE`: crawl a test press over its span, in a process
of its own, so that it can be killed."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from crawler.run import Job, run
from crawler.spider import spider_class
from tests.presses.papers import all_presses
from tests.presses.walk import title_of


def main(name: str, entry: str, archive: Path) -> int:
    """Exit code of the crawl."""
    press = next(press for press in all_presses() if press.name == name)
    spider = spider_class(replace(title_of(press), entry=entry))
    arguments = dict(zip(("since", "until"), press.span or (), strict=False))
    settings = {"BAOKAN_ARCHIVE": str(archive), "BAOKAN_RETRY_WAITS": ["0.1"]}
    return run([Job(spider, settings, arguments)])[0].exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
