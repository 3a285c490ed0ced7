"""An article: its text as it was printed, and everything that the archive knows about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from archive.proof import proof
from archive.reading import article as everything_of
from archive.reading import at_revision
from archive.store import Archive
from archive.web.asking import Asking, NotHere
from archive.web.downloads import ARTICLE_FORMATS, LABELS, cited
from archive.web.held import held_picture

_MOST_REPRINTS = 50

_PLACES = """
SELECT i.id AS issue_id, i.date, i.label AS issue_label, p.id AS page_id, p.label, p.name,
    x.position, (SELECT o.article_id FROM placements o WHERE o.page_id = x.page_id
        AND o.position < x.position AND o.article_id IS NOT NULL AND o.article_id != x.article_id
        ORDER BY o.position DESC LIMIT 1) AS before_id,
    (SELECT o.article_id FROM placements o WHERE o.page_id = x.page_id
        AND o.position > x.position AND o.article_id IS NOT NULL AND o.article_id != x.article_id
        ORDER BY o.position LIMIT 1) AS after_id
FROM placements x JOIN pages p ON p.id = x.page_id JOIN issues i ON i.id = p.issue_id
WHERE x.article_id = ? ORDER BY i.date, p.label, x.position
"""
_KNOWN = "SELECT 1 FROM people WHERE name = ? LIMIT 1"
_ISSUE = "SELECT id, date, label FROM issues WHERE id = ?"
_HEADLINE = "SELECT id, title, language FROM articles WHERE id = ?"


def article(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The newest text, or the one that `?revision=` names.  Raises NotHere."""
    article_id, wanted = asked.number("id"), asked.number("revision")
    if not archive.query("SELECT 1 FROM articles WHERE id = ?", article_id):
        raise NotHere("no_article", article_id)
    one = everything_of(archive, article_id)
    newest = one["revision"]
    numbers = [row["number"] for row in one["revisions"]]
    if wanted and wanted not in numbers:
        raise NotHere("no_revision", article_id, wanted)
    number = wanted or newest
    if number != newest:
        # A record's publication is what the page names; the title is not in it.
        one = at_revision(archive, one, number) | {"publication": one["publication"]}
    families = archive.query("SELECT * FROM families WHERE id = ?", one["family_id"])
    fields = proof(archive, article_id, number)
    return {
        "one": one | {name: _printed(one[name]) for name in _PRINTED},
        "number": number,
        "newest": newest,
        "seen_at": next(row["seen_at"] for row in one["revisions"] if row["number"] == number),
        "before": max((n for n in numbers if n < number), default=None),
        "after": min((n for n in numbers if n > number), default=None),
        "blocks": _blocks(one["body"], one["editorial_note"]),
        "credits": _credits(archive, one["people"]),
        "pictures": [
            image | {"capture": held_picture(archive, image["url"])} for image in one["images"]
        ],
        "issue": next(iter(archive.query(_ISSUE, one["issue_id"])), None),
        "places": [_place(archive, row) for row in archive.query(_PLACES, article_id)],
        "addresses": [row["url"] for row in one["urls"] if row["url"] != one["url"]],
        "family": families[0] if families else None,
        "reprints": one["reprints"][:_MOST_REPRINTS],
        "more_reprints": max(0, len(one["reprints"]) - _MOST_REPRINTS),
        "fields": fields,
        "responses": _responses(fields),
        "citation": cited(archive, article_id),
        "forms": [(LABELS[form], asked.to.download("article", article_id, form))
                  for form in ARTICLE_FORMATS],
    }  # fmt: skip


# Fields that a revision's record keeps with what was read out of them.
_PRINTED = ("dateline", "continued_to", "continued_from")


def _printed(value: str | Mapping[str, Any] | None) -> str:
    """The field as the table has it, also where it comes from a record: of a jump its page."""
    if isinstance(value, Mapping):
        return str(value.get("page") or value.get("raw") or "")
    return value or ""


def _blocks(body: str, note: str | None) -> list[dict[str, Any]]:
    """The paragraphs of the text, those of the editorial note apart, where it stands in it."""
    lines = body.split("\n")
    wanted = (note or "").split("\n")
    size = len(wanted)
    at = next((n for n in range(len(lines)) if note and lines[n : n + size] == wanted), None)
    if at is None:
        return [{"note": False, "lines": lines}]
    parts = [(False, lines[:at]), (True, wanted), (False, lines[at + size :])]
    return [{"note": is_note, "lines": part} for is_note, part in parts if part]


def _credits(archive: Archive, people: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """People with the same role side by side, in the order of the page.  A name that stands only
    in an older text has no page of its own: `known` is false."""

    def role(person: Mapping[str, Any]) -> str:
        return f"{person['affiliation'] or ''}{person['role'] or ''}"

    def names(group: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        once = dict.fromkeys(person["name"] for person in group)
        return [{"name": name, "known": bool(archive.query(_KNOWN, name))} for name in once]

    return [{"role": name, "people": names(group)} for name, group in groupby(people, role)]


def _place(archive: Archive, row: dict[str, Any]) -> dict[str, Any]:
    beside = {
        name: next(iter(archive.query(_HEADLINE, row[f"{name}_id"])), None)
        for name in ("before", "after")
    }
    return row | beside


def _responses(fields: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The captures that the fields were read from: one, and those of further pages (分页)."""
    if not fields or "capture_id" not in fields[0]:
        return []
    further = [field["further"] for field in fields if field["field"] == "body"]
    return [fields[0], *(one for pages in further for one in pages if one)]
