"""How long reading a page takes, as a multiple of a bare lxml parse of the same text.

    .venv/bin/python benchmarks/extract.py [FOLDER of .html files, default tests/pages]

Both are timed in turn on the same page, best of five rounds, so that a busy machine slows both.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import lxml.html

from crawler.extract import extract
from crawler.extract.charset import decode

ROUNDS = 5


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the quickest call."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times) * 1000


def main() -> None:
    """Print one line a page, then the median and the 95th percentile of the ratios."""
    folder = Path(
        sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "tests/pages"
    )
    ratios = []
    for path in sorted(folder.rglob("*.html")):
        body = path.read_bytes()
        text = decode(body, {}).text
        parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
        parsing = best(lambda: lxml.html.document_fromstring(text.encode(), parser=parser))  # noqa: B023
        reading = best(lambda: extract(body))  # noqa: B023
        ratios.append(reading / parsing)
        print(
            f"{reading / parsing:6.1f} x  {reading:8.2f} ms  {len(body) >> 10:5} KiB  {path.name}"
        )
    if not ratios:
        sys.exit(f"{folder}: no .html file")
    print(f"median {statistics.median(ratios):.1f} x lxml parse, "
          f"95th percentile {sorted(ratios)[int(0.95 * len(ratios))]:.1f} x")  # fmt: skip


if __name__ == "__main__":
    main()
