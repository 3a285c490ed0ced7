"""Entries out of the archive, a batch at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.export.entry import Capture, Credit, Entry, Picture
from archive.masthead_history import Span, history
from archive.store import Archive

_BATCH = 200  # articles that are in memory at once
_IDS = "(SELECT value FROM json_each(?))"

# Authors and editors are told apart by the record: a role alone does not say which they are.
_ARTICLES = f"""
SELECT a.*, t.name AS title_name, t.publication, t.kind, t.publisher, t.place,
    i.date AS issue_date, i.label AS issue_label, json_extract(r.record, '$.authors') AS authors,
    json_extract(r.record, '$.editors') AS editors,
    json_extract(r.record, '$.page_name') AS page_name, c.digest, c.fetched_at,
    c.url AS capture_url, c.warc_file, c.warc_offset
FROM articles a JOIN titles t ON t.id = a.title_id LEFT JOIN issues i ON i.id = a.issue_id
    LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
    LEFT JOIN captures c ON c.id = a.capture_id
WHERE a.id IN {_IDS}
"""
_PLACES = f"""
SELECT x.article_id, p.issue_id, p.label, p.name FROM placements x JOIN pages p ON p.id = x.page_id
WHERE x.article_id IN {_IDS} ORDER BY x.article_id, p.label, x.position, x.id
"""
_IMAGES = f"""
SELECT article_id, url, caption, credit FROM images
WHERE article_id IN {_IDS} ORDER BY article_id, position
"""
_FACTS = ("cn", "issn", "publisher")


def entries(archive: Archive, ids: Iterable[int]) -> Iterator[Entry]:
    """The entries of these articles, in this order; an id that is not there is left out."""
    facts: dict[int, dict[str, str]] = {}
    for batch in _batches(ids):
        wanted = json.dumps(batch)
        found = {row["id"]: row for row in archive.query(_ARTICLES, wanted)}
        places = _by_article(archive.query(_PLACES, wanted))
        images = _by_article(archive.query(_IMAGES, wanted))
        for row in (found[article_id] for article_id in batch if article_id in found):
            if row["title_id"] not in facts:
                facts[row["title_id"]] = _facts(archive, row["title_name"])
            article_id = row["id"]
            yield _entry(row, places[article_id], images[article_id], facts[row["title_id"]])


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for article_id in ids:
        batch.append(article_id)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _by_article(rows: Iterable[dict[str, Any]]) -> Mapping[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["article_id"]].append(row)
    return found


def _facts(archive: Archive, title: str) -> dict[str, str]:
    spans = history(archive, title)
    return {kind: newest(spans, kind) for kind in _FACTS}


def newest(spans: Sequence[Span], kind: str) -> str:
    """What the mastheads say now of this kind; "" where they say two things, as the footer of a
    press group does that names the numbers of all its papers."""
    values = {span.value for span in spans if span.kind == kind and span.state == "current"}
    return values.pop() if len(values) == 1 else ""


def _entry(
    row: Mapping[str, Any],
    places: Sequence[Mapping[str, Any]],
    images: Sequence[Mapping[str, Any]],
    facts: Mapping[str, str],
) -> Entry:
    place = _place(row, places)
    label = row["page_label"] or (place["label"] if place else "")
    return Entry(
        id=row["id"],
        title_name=row["title_name"],
        publication=row["publication"],
        kind=row["kind"],
        url=row["url"],
        title=row["title"] or "",
        kicker=row["kicker"] or "",
        subtitle=row["subtitle"] or "",
        column=row["column"] or "",
        authors=_credits(row["authors"]),
        editors=_credits(row["editors"]),
        publisher=row["publisher"] or facts["publisher"],
        place=row["place"] or "",
        cn=facts["cn"],
        issn=facts["issn"],
        issue_id=row["issue_id"],
        issue_date=row["issue_date"] or "",
        issue_label=row["issue_label"] or _cited_issue(row),
        page_label=label or "",
        page_name=(place["name"] if place else "") or row["page_name"] or "",
        published=row["published"] or "",
        precision=row["published_precision"] or "",
        source=row["source"] or "",
        language=row["language"] or "",
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        status=row["status"],
        missing_since=row["missing_since"] or "",
        revision=row["revision"],
        paragraphs=tuple(line for line in (row["body"] or "").split("\n") if line.strip()),
        images=tuple(Picture(i["url"], i["caption"] or "", i["credit"] or "") for i in images),
        provenance=json.loads(row["provenance"] or "{}"),
        capture=_capture(row),
    )


def _cited_issue(row: Mapping[str, Any]) -> str:
    """The issue that a magazine's page names, where it is not that of another magazine."""
    own = row["kind"] == "magazine" and row["cited_publication"] in (None, "", row["publication"])
    return (row["cited_issue"] or "") if own else ""


def _place(
    row: Mapping[str, Any], places: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The page of the article's issue that lists it; the one that it says itself, if several."""
    own = [place for place in places if place["issue_id"] == row["issue_id"]]
    said = [place for place in own if place["label"] == row["page_label"]]
    return next(iter(said), None) or (next(iter(own), None) if not row["page_label"] else None)


def _credits(people: str | None) -> tuple[Credit, ...]:
    return tuple(
        Credit(person["name"], person["role"] or "", person.get("affiliation") or "")
        for person in json.loads(people or "[]")
    )


def _capture(row: Mapping[str, Any]) -> Capture | None:
    if row["digest"] is None:
        return None
    return Capture(
        row["digest"], row["fetched_at"], row["capture_url"], row["warc_file"], row["warc_offset"]
    )
