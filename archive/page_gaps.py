"""Pages (版) that an issue has and the archive has not.

Three things tell of them, the surest first: a page that the issue leads to and that did not come;
a number left out in the labels (01, 02, 04); an issue with clearly fewer pages than others of its
weekday.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from typing import Any

from archive.gap import Gap
from archive.identity import url_key
from archive.known_issues import KnownIssue
from archive.page_labels import Key, all_keys, holes, keys_of, label_by_address, written
from archive.store import Archive

# With how many issues of its weekday an issue is compared: those nearest in time, because papers
# grow thinner over the years; fewer than _LEAST tell nothing.
_NEAREST = 12
_LEAST = 4


@dataclass(slots=True)
class _Pages:
    """One issue's pages: those that are there, and those that were asked for in vain."""

    issue: KnownIssue
    there: list[tuple[str, str]] = field(default_factory=list)  # (address, label)
    bare: set[str] = field(default_factory=set)  # labels of pages that list nothing
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: set[Key] = field(default_factory=set)


def page_gaps(archive: Archive, title_id: int, issues: Sequence[KnownIssue]) -> list[Gap]:
    """The missing pages of these issues, as far as anything of the issue is there."""
    own = {issue.id: _Pages(issue) for issue in issues if issue.there}
    for row in archive.query(
        "SELECT p.issue_id, p.label, p.url, NOT EXISTS (SELECT 1 FROM placements"
        " WHERE page_id = p.id) AS bare FROM json_each(?) i JOIN pages p ON p.issue_id = i.value"
        " ORDER BY p.id",
        json.dumps(list(own)),
    ):
        pages = own[row["issue_id"]]
        pages.there.append((row["url"], row["label"]))
        pages.bare |= {row["label"]} if row["bare"] else set()
    for pages in own.values():
        pages.keys = all_keys(label for _, label in pages.there)
    _add_asked(archive, title_id, own)
    compare = _Compared(list(own.values()))
    return [gap for pages in own.values() for gap in _gaps_of(pages, compare)]


def _add_asked(archive: Archive, title_id: int, own: dict[int, _Pages]) -> None:
    by_name: dict[str, _Pages] = {}
    for pages in own.values():
        by_name.setdefault(pages.issue.label or pages.issue.date, pages)
    for row in _unanswered(archive, title_id):
        context = json.loads(row["context"])
        found = by_name.get(context.get("issue_label") or context.get("date", ""))
        if found is not None:
            found.asked.append(row | {"label": context.get("page_label", "")})


def _unanswered(archive: Archive, title_id: int) -> list[dict[str, Any]]:
    """Requests for pages that no crawl of the title has seen answered, by their newest try."""
    return archive.query(
        "SELECT f.url, f.url_key, f.context, f.state, f.reason FROM frontier f"
        " WHERE f.kind = 'page' AND f.state IN"
        "  ('queued', 'in flight', 'gone', 'refused', 'failed')"
        " AND f.crawl_id IN (SELECT id FROM crawls WHERE title_id = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM crawls c JOIN frontier o ON o.crawl_id = c.id"
        "  WHERE c.title_id = ?1 AND o.kind = 'page' AND o.url_key = f.url_key"
        "  AND (o.state = 'done' OR o.id > f.id)) ORDER BY f.id",
        title_id,
    )


def _gaps_of(pages: _Pages, compare: _Compared) -> Iterator[Gap]:
    issue = pages.issue
    labels = [label for _, label in pages.there]
    asked = list(_asked_in_vain(pages))
    named = [gap for gap in asked if gap.page]
    unnamed = [gap for gap in asked if not gap.page]
    keys = pages.keys | all_keys(gap.page for gap in named)
    left_out = [written(key, labels) for key in holes(keys) if not compare.never_has(key)]
    if len(left_out) >= len(unnamed):  # these are the pages whose label nothing else tells
        named += [replace(gap, page=page) for gap, page in zip(unnamed, left_out, strict=False)]
        detail = "left out between the labels of the issue"
        for page in left_out[len(unnamed) :]:
            named.append(Gap("page", issue.date, issue.label, page, issue.url, detail))
        unnamed = []
    yield from (*named, *unnamed)
    usual = compare.usual(pages)
    keys |= all_keys(gap.page for gap in named)
    if usual is not None and (len(keys) + len(unnamed)) * 2 < usual.count:
        page = " ".join(written(key, usual.labels) for key in sorted(usual.keys - keys))
        detail = f"{len(pages.keys)} pages, usually {usual.count:g}"
        yield Gap("page", issue.date, issue.label, page, issue.url, detail)


def _asked_in_vain(pages: _Pages) -> Iterator[Gap]:
    """Pages that were asked for and did not come.  One that the list of the issue names already
    is there with a row, but lists nothing."""
    label_at = {url_key(url): label for url, label in pages.there}
    for row in pages.asked:
        label = label_at.get(row["url_key"]) or row["label"]
        label = label or label_by_address(row["url"], pages.there)
        if label not in pages.bare and (
            row["url_key"] in label_at or (label and set(keys_of(label)) <= pages.keys)
        ):
            continue
        detail = f"{row['state']}: {row['reason']}" if row["reason"] else str(row["state"])
        if row["state"] in ("queued", "in flight"):
            detail = "not asked yet"
        yield Gap("page", pages.issue.date, pages.issue.label, label, row["url"], detail)


@dataclass(frozen=True, slots=True)
class _Usual:
    count: float
    keys: frozenset[Key]
    labels: tuple[str, ...]


class _Compared:
    """What other issues of the title have."""

    def __init__(self, every: Sequence[_Pages]) -> None:
        self._by_weekday: dict[int, list[tuple[date, _Pages]]] = defaultdict(list)
        for pages in every:  # by date, as they come
            day = pages.issue.day
            if day is not None and pages.there and not pages.issue.label:
                self._by_weekday[day.isoweekday()].append((day, pages))
        self._having = Counter(key for pages in every for key in pages.keys)
        self._reaching: Counter[Key] = Counter()
        for pages in every:
            for section in {section for section, _ in pages.keys}:
                top = max(n for own, n in pages.keys if own == section)
                self._reaching.update((section, n) for n in range(1, min(top, 1000)))

    def never_has(self, key: Key) -> bool:
        """Whether the paper leaves the number out every time, such as a page of advertisements:
        enough issues have higher ones, and none has it."""
        return not self._having[key] and self._reaching[key] > _LEAST

    def usual(self, pages: _Pages) -> _Usual | None:
        """The pages of the issues of that weekday around it; None for too few."""
        day = pages.issue.day
        if day is None or pages.issue.label:
            return None
        same = self._by_weekday[day.isoweekday()]
        place = bisect_left(same, day, key=lambda x: x[0])
        around = same[max(0, place - _NEAREST) : place + _NEAREST + 1]
        others = [(abs((d - day).days), o) for d, o in around if o is not pages]
        near = [other for _, other in sorted(others, key=lambda x: x[0])[:_NEAREST]]
        if len(near) < _LEAST:
            return None
        counted = Counter(key for other in near for key in other.keys)
        often = frozenset(key for key, count in counted.items() if count * 2 >= len(near))
        labels = tuple(label for other in near for _, label in other.there)
        return _Usual(median(len(other.keys) for other in near), often, labels)
