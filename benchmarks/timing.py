"""Time of reading as a multiple of a bare parse, on a machine that does other work too.

In each round a page is parsed once and read once by every tool, in turn, so that whatever slows
the machine slows all of them; the quickest round of each counts.  Only ratios of times of the
same page and the same run mean anything.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping

import lxml.html

PARSE = "bare parse"
Work = Callable[[], object]


def bare_parse(text: str) -> Work:
    """A call that parses the page with lxml, from bytes that are ready, and does no more."""
    data = text.encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(huge_tree=True, encoding="utf-8")
    return lambda: lxml.html.document_fromstring(data, parser=parser)


def interleaved(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Name → seconds of its quickest call; infinite for a work that always raises."""
    best = dict.fromkeys(works, math.inf)
    for _ in range(rounds):
        for name, work in works.items():
            begin = time.perf_counter()
            try:
                work()
            except Exception:
                continue  # how quickly it gave up is no measure of anything
            best[name] = min(best[name], time.perf_counter() - begin)
    return best


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
