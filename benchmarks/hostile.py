"""How long reading a hostile page takes, beside a bare lxml parse of the part that is read.

    .venv/bin/python benchmarks/hostile.py [WORD of the cases' names]

Seconds are those of the processor, so that other work on the machine does not count.  The worst
come first; a case above two seconds makes the exit status 1.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.extract import extract
from crawler.extract.limits import MOST_BYTES
from tests.hostile_pages import ARTICLE
from tests.hostile_sizes import GROUPS

MOST = 2.0  # seconds of one page


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def parse(body: bytes) -> None:
    """A bare parse into a tree; what lxml gives up on is measured as far as it came."""
    try:
        etree.fromstring(body, etree.HTMLParser(huge_tree=True, encoding="utf-8"))
    except etree.LxmlError:
        return


def main() -> int:
    """Print one line a case; 1 where one takes longer than it may."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    extract(ARTICLE)  # the rules are loaded and compiled
    rows = []
    for case in (case for cases in GROUPS.values() for case in cases if word in case.name):
        page = case.build()
        reading = seconds(lambda: extract(page))  # noqa: B023
        body = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
        parsing = seconds(lambda: parse(body[:MOST_BYTES]))  # noqa: B023
        rows.append((reading, reading / max(parsing, 1e-6), len(body), case.name))
    if not rows:
        sys.exit(f"{word}: no case has this in its name")
    for reading, ratio, size, name in sorted(rows, reverse=True):
        print(f"{reading:6.2f} s  {ratio:7.1f} x lxml parse  {size >> 10:6} KiB  {name[:60]!r}")
    slow = sum(reading > MOST for reading, *_ in rows)
    print(f"{len(rows)} cases, {slow} above {MOST:g} s")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
