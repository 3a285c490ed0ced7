"""The forty tests of a trustworthy archive: what each asks, and the table that a run writes.

A test that answers one carries its number: `@pytest.mark.forty(12)`.  The tiers are markers, too:
`every_change` (a minute), `release` (ten), `nightly` (`--rounds 200`, a seed each).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Tier = Literal["every change", "release"]

NIGHTLY = (1, 2, 9, 29)


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the forty: what is done, and when it has passed."""

    what: str
    mark: str
    tier: Tier = "release"


_EVERY: Tier = "every change"

FORTY: Mapping[int, Asked] = {
    1: Asked(
        "kill -9 at 15, 50 and 85 % of a 400-page crawl, then the same command",
        "400 of 400; asked twice only what was under way; exit 0 only when complete",
    ),
    2: Asked("25 random kills", "done and archived are the same pages; integrity ok"),
    3: Asked(
        "one signal, two signals, Ctrl-C while it ends",
        "ended in 10 s, in 2 s; nothing lost; exit 5",
    ),
    4: Asked(
        "resume, stop, resume from one state three times",
        "the archive of an unbroken crawl each time",
    ),
    5: Asked("resume does not ask again for what is done", "no more than was under way"),
    6: Asked(
        "50 damages of state files", "one line and exit ≠ 0, or whole; never 0 with a page missing"
    ),
    7: Asked("disk full in the middle", "exit 7, integrity ok, goes on to the end"),
    8: Asked(
        "archive that cannot be written, missing folder, wrong title",
        "two lines at most, exit ≠ 0, no request sent",
        _EVERY,
    ),
    9: Asked(
        "database and log as they are at 200 instants of a crawl",
        "200 of 200 open, integrity ok, only the tail lost",
    ),
    10: Asked(
        "two crawls and a reader for a minute",
        "none locked out; reader's p95 ≤ 200 ms; no row lost",
    ),
    11: Asked(
        "kill -9 while migrating, from every version", "the old schema or the new; all rows kept"
    ),
    12: Asked("scheduler killed with 5 crawls queued", "5 of 5 made, none twice"),
    13: Asked(
        "all pages 500; a name without address; no article", "exit ≠ 0; the run says why", _EVERY
    ),
    14: Asked(
        "a bot check in the place of pages, from the 50th on", "none an article; alarm in that run"
    ),
    15: Asked(
        "author, date or text is found no more, on all or 30 % of the pages",
        "alarm in that run by field and rule; one replay restores all",
    ),
    16: Asked("one issue missing, one with 2 of 8 pages", "both are named, with the pages"),
    17: Asked(
        "one article edited, one deleted, one deleted and back",
        "one revision, one vanished, one returned; no text lost",
    ),
    18: Asked(
        "robots.txt: 503, 403, dropped, hanging, HTML, 600 KB, BOM, GBK",
        "nothing asked while it cannot be had; 404 allows; kept for 24 h at most",
        _EVERY,
    ),
    19: Asked(
        "robots.txt hangs on one of four hosts", "the others at their rate; it waits ≤ 30 s"
    ),
    20: Asked(
        "40 paths with wildcards, $, longest match, groups", "40 of 40 as RFC 9309 has it", _EVERY
    ),
    21: Asked("Crawl-delay 2 where ours is 1", "gaps of 2 s in the server's log", _EVERY),
    22: Asked(
        "429 and 503 with Retry-After, seconds and date",
        "not earlier; only that host waits",
        _EVERY,
    ),
    23: Asked(
        "delay and open requests under redirects and retries",
        "hold in 100 % of the server's log",
        _EVERY,
    ),
    24: Asked(
        "100 pages again: 97 unchanged, 3 edited, one with its old date",
        "97 × 304, 3 revisions, ≤ 5 % of the bytes",
        _EVERY,
    ),
    25: Asked(
        "bombs of 2 GB: gzip, deflate, br, zstd, nested, in a sitemap",
        "≤ 100 MB more; the crawl goes on",
    ),
    26: Asked(
        "sitemaps in circles, 10⁶ addresses, calendars and redirects without end",
        "bounded and reported",
    ),
    27: Asked(
        "nested 256, 2,048, 200,000 deep; 5,000 tags left open",
        "the text, or a record that says it is incomplete",
        _EVERY,
    ),
    28: Asked("each rule on a megabyte of what it nearly matches", "all end soon", _EVERY),
    29: Asked("10,000 mutated pages", "no error, none slow, same in same out"),
    30: Asked("40 charsets: labels that lie, none, GB18030, Big5, UTF-16", "40 of 40", _EVERY),
    31: Asked("60 Chinese dates", "right or none, never wrong; ≥ 57 right", _EVERY),
    32: Asked(
        "addresses that lead inside, by link, redirect, name and in odd forms",
        "the canary is never asked; each is counted",
        _EVERY,
    ),
    33: Asked(
        "titles, names and addresses with ../, NUL, line ends, 4 KB, marks of direction",
        "nothing outside the archive; a log line stays one",
        _EVERY,
    ),
    34: Asked(
        "60 scripts in every field, on every page, in feeds and exports",
        "none runs in Chromium; CSP on each answer",
        _EVERY,
    ),
    35: Asked(
        "a raw capture is looked at", "text, or a sandbox without scripts; nobody else is asked"
    ),
    36: Asked(
        "SQL of visitors: endless, writing, loading",
        "stopped in 1.1 s; not a byte changed",
        _EVERY,
    ),
    37: Asked("what is open while a crawl runs", "no port; TLS verified", _EVERY),
    38: Asked(
        "20 flipped bits, a cut file, lines of the ledger out and exchanged",
        "verify names exactly these; exit ≠ 0",
    ),
    39: Asked(
        "all captures read again, with the same rules and with one changed",
        "the same; only what that rule hits",
        _EVERY,
    ),
    40: Asked(
        "backup in the middle of a crawl, restore; exports and back", "the same counts and hashes"
    ),
}


@dataclass(slots=True)
class Results:
    """How the tests of each number ended: name → outcome, and the reason where it is no pass."""

    by_number: dict[int, dict[str, tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, numbers: Sequence[int], name: str, outcome: str, reason: str) -> None:
        """A test has ended; a failure in its set-up or end counts as well."""
        for number in numbers:
            before = self.by_number[number].get(name)
            if before is None or before[0] == "passed":
                self.by_number[number][name] = (outcome, reason)

    def ours(self, number: int) -> str:
        """Our column: passes, fails with the reason, or why it was not run."""
        found = self.by_number.get(number, {})
        bad = [one for one in found.values() if one[0] not in ("passed", "skipped")]
        skipped = [one for one in found.values() if one[0] == "skipped"]
        if not found:
            return "not run"
        if bad:
            return f"**fails**: {bad[0][1]}"
        if len(skipped) == len(found):
            return f"skipped: {skipped[0][1]}"
        return "passes" + (f" ({len(skipped)} skipped: {skipped[0][1]})" if skipped else "")


_BEGIN, _END = (
    "<!-- written by pytest -m forty --forty -->",
    "<!-- end of what pytest has written -->",
)


def write(page: Path, results: Results) -> None:
    """Put the table into the page, between its two marks.  Numbers of which this run had no test
    keep their rows."""
    text = page.read_text("utf-8")
    head, _, rest = text.partition(_BEGIN)
    old, mark, tail = rest.partition(_END)
    if not mark:
        raise ValueError(f"{page}: the marks of the table are not there")
    page.write_text(f"{head}{_BEGIN}\n\n{table(results, old)}\n{_END}{tail}", "utf-8")


def table(results: Results, old: str = "") -> str:
    """The table as Markdown; `old` is the one before."""
    before = {
        int(row.split("|")[1]): row
        for row in old.splitlines()
        if row[:2] == "| " and row[2].isdigit()
    }
    rows = {
        number: _row(number, results)
        if number in results.by_number
        else before.get(number, _row(number, results))
        for number in FORTY
    }
    passing = sum(row.split(" | ")[4].startswith("passes") for row in rows.values())
    lines = ["| # | test | passes when | tier | baokan | by |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *rows.values()]) + f"\n\n{passing} of {len(FORTY)} pass.\n"


def _row(number: int, results: Results) -> str:
    asked = FORTY[number]
    tests = sorted({name.partition("[")[0] for name in results.by_number.get(number, {})})
    by = "<br>".join(f"`{name}`" for name in tests)
    tier = asked.tier + (", nightly" if number in NIGHTLY else "")
    ours = results.ours(number)
    return f"| {number} | {asked.what} | {asked.mark} | {tier} | {ours} | {by} |"
