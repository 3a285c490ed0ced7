"""What mastheads and footers said of a title, as periods: a licence number that changed, an
organiser that came back.

A fact holds from crawl to crawl as long as each one shows it.  Only crawls that show any fact of
its kind count: one that read no footer says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archive.known_issues import find_title
from archive.store import Archive

_CRAWLS = """
SELECT m.id, m.kind, m.value, m.raw, m.first_seen AS known_since, m.first_capture AS known_by,
    c.crawl_id, c.first_seen, c.last_seen, c.first_capture, c.last_capture
FROM mastheads m JOIN masthead_crawls c ON c.masthead_id = m.id
WHERE m.title_id = ? ORDER BY c.first_seen, c.crawl_id, m.id
"""

# Facts of archives that did not yet note the crawls: all that is known is the first and last time.
_OLDER = """
SELECT id, kind, value, raw, first_seen, last_seen, first_capture FROM mastheads
WHERE title_id = ? AND NOT EXISTS (SELECT 1 FROM masthead_crawls WHERE masthead_id = mastheads.id)
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A period in which a title's pages showed a fact; times are UTC."""

    kind: str
    value: str
    raw: str
    first_seen: str
    last_seen: str
    first_capture: int | None
    last_capture: int | None
    state: Literal["current", "ended"]
    replaced_by: str = ""  # the value, or values, of its kind that came when it ended


@dataclass(frozen=True, slots=True)
class _Run:
    """A fact's presence in consecutive crawls, by their places among those of its kind."""

    first: int
    last: int
    opens: bool  # the first of its fact
    rows: Sequence[Mapping[str, Any]]

    @property
    def begin(self) -> tuple[str, int | None]:
        """When it was seen first, and in which capture: for a fact of an older archive that may
        be before the first crawl that was noted."""
        one = self.rows[0]
        if self.opens:
            return one["known_since"], one["known_by"]
        return one["first_seen"], one["first_capture"]


def history(archive: Archive, title: str) -> list[Span]:
    """The periods of every fact, by kind and time.

    Raises ArchiveError when the title is not in the archive.
    """
    title_id = find_title(archive, title)["id"]
    seen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in archive.query(_CRAWLS, title_id):
        seen[row["kind"]].append(row)
    older: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in archive.query(_OLDER, title_id):
        older[row["kind"]].append(row)
    found: list[Span] = []
    for kind in {*seen, *older}:
        found += _spans(seen[kind])
        found += _older_spans(older[kind], seen[kind])
    return sorted(found, key=lambda span: (span.kind, span.first_seen, span.value))


def _spans(rows: Sequence[Mapping[str, Any]]) -> Iterator[Span]:
    """The periods of the facts of one kind; `rows` are in the order of time."""
    place = {crawl: n for n, crawl in enumerate(dict.fromkeys(row["crawl_id"] for row in rows))}
    facts: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        facts[row["id"]].append(row)
    runs = [run for own in facts.values() for run in _runs(own, place)]
    for run in runs:
        ended = run.last < len(place) - 1
        one, last = run.rows[0], run.rows[-1]
        yield Span(
            one["kind"],
            one["value"],
            one["raw"],
            run.begin[0],
            max(row["last_seen"] for row in run.rows),
            run.begin[1],
            last["last_capture"],
            "ended" if ended else "current",
            " · ".join(_successors(run, runs)) if ended else "",
        )


def _runs(rows: Sequence[Mapping[str, Any]], place: Mapping[int, int]) -> Iterator[_Run]:
    """One fact's rows, cut where a crawl of its kind did not show it."""
    ordered = sorted(rows, key=lambda row: place[row["crawl_id"]])
    begin = 0
    for n, row in enumerate(ordered):
        here = place[row["crawl_id"]]
        following = place[ordered[n + 1]["crawl_id"]] if n + 1 < len(ordered) else None
        if following != here + 1:
            first = place[ordered[begin]["crawl_id"]]
            yield _Run(first, here, begin == 0, ordered[begin : n + 1])
            begin = n + 1


def _successors(ended: _Run, runs: Sequence[_Run]) -> list[str]:
    """The values that begin in the crawl after the last one that showed the fact; or in that one,
    after it was seen for the last time."""
    last_seen = max(row["last_seen"] for row in ended.rows)
    found = []
    for run in runs:
        during = run.first == ended.last and run.rows[0]["first_seen"] > last_seen
        if run is not ended and (run.first == ended.last + 1 or during):
            found.append(str(run.rows[0]["value"]))
    return found


def _older_spans(
    rows: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]
) -> Iterator[Span]:
    """One period for each fact; it has ended when its kind was seen in crawls since."""
    for row in rows:
        later = [one for one in known if one["first_seen"] > row["last_seen"]]
        first = [one for one in later if one["crawl_id"] == later[0]["crawl_id"]]
        successors = dict.fromkeys(
            str(one["value"]) for one in first if one["known_since"] > row["last_seen"]
        )
        yield Span(
            row["kind"],
            row["value"],
            row["raw"],
            row["first_seen"],
            row["last_seen"],
            row["first_capture"],
            None,
            "ended" if later else "current",
            " · ".join(successors),
        )
