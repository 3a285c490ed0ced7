"""One article with everything the archive knows about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from archive import family_list as families
from archive import warc_read
from archive.coding import decoded
from archive.errors import ArchiveError
from archive.identity import url_key
from archive.shelf import Shelf
from archive.store import Archive
from archive.warc import payload_digest


def find_article(archive: Archive, wanted: str) -> int:
    """The id of an article by its id or any address it was seen under.

    Raises ArchiveError when there is none.
    """
    if wanted.isdecimal() and len(wanted) < 19:  # SQLite's integers end there
        rows = archive.query("SELECT id FROM articles WHERE id = ?", int(wanted))
    else:
        try:
            key = url_key(wanted)
        except ValueError:
            raise ArchiveError(f"{wanted!r} is neither an article's id nor its address") from None
        rows = archive.query(
            # Title by title: the index of addresses begins with the title.
            "SELECT u.article_id AS id FROM titles t CROSS JOIN article_urls u"
            " ON u.title_id = t.id WHERE u.url_key = ? UNION ALL"
            " SELECT article_id FROM article_parts WHERE url_key = ? AND record IS NOT NULL",
            key,
            key,
        )
    if not rows:
        raise ArchiveError(f"{archive.path}: no article {wanted}; look with: baokan search WORDS")
    return int(rows[0]["id"])


def article(archive: Archive, article_id: int) -> dict[str, Any]:
    """The row of `articles` with its title, issue, people, images, addresses, places and their
    page files, revisions, sightings, pages (分页), the articles that it continues, reprints,
    what it quotes or is quoted in, and capture."""
    one = archive.query(
        "SELECT a.*, t.name AS title_name, t.publication, i.date AS issue_date"
        " FROM articles a JOIN titles t ON t.id = a.title_id"
        " LEFT JOIN issues i ON i.id = a.issue_id WHERE a.id = ?",
        article_id,
    )[0]
    one["provenance"] = json.loads(one["provenance"])
    one["unread"] = json.loads(one["unread"])
    one["people"] = archive.query(
        "SELECT name, role, affiliation, raw, place FROM people WHERE article_id = ?"
        " ORDER BY position",
        article_id,
    )
    one["images"] = archive.query(
        "SELECT url, caption, credit FROM images WHERE article_id = ? ORDER BY position",
        article_id,
    )
    one["urls"] = archive.query(
        "SELECT url, first_seen FROM article_urls WHERE article_id = ? ORDER BY rowid", article_id
    )
    one["places"] = archive.query(
        "SELECT i.date, p.label, p.name, x.position FROM placements x"
        " JOIN pages p ON p.id = x.page_id JOIN issues i ON i.id = p.issue_id"
        " WHERE x.article_id = ? ORDER BY i.date, p.label, x.position",
        article_id,
    )
    one["revisions"] = archive.query(
        "SELECT number, seen_at, title, capture_id FROM revisions WHERE article_id = ?"
        " ORDER BY number",
        article_id,
    )
    one["sightings"] = archive.query(
        "SELECT seen_at, kind, reason, capture_id FROM sightings WHERE article_id = ? ORDER BY id",
        article_id,
    )
    one["article_parts"] = archive.query(
        "SELECT number, url, seen_at, missing_since, whole, left_out, capture_id"
        " FROM article_parts WHERE article_id = ? ORDER BY number",
        article_id,
    )
    one["page_files"] = archive.query(
        "SELECT p.label, f.kind, ? || '/' || f.file AS file, f.content_type, f.size, f.width,"
        " f.height, x.area FROM placements x JOIN pages p ON p.id = x.page_id JOIN page_files f"
        " ON f.page_id = p.id WHERE x.article_id = ? AND f.last_seen = (SELECT max(last_seen)"
        "  FROM page_files WHERE page_id = p.id AND kind = f.kind) ORDER BY p.label, f.kind",
        str(archive.files_folder),
        article_id,
    )
    for name, mine, other in (
        ("continues_at", "from_article", "to_article"),
        ("continues", "to_article", "from_article"),
    ):
        one[name] = archive.query(
            f"SELECT a.id, a.page_label, a.title, a.url, j.rule FROM jumps j"
            f" JOIN articles a ON a.id = j.{other} WHERE j.{mine} = ?",
            article_id,
        )
    one["reprints"] = families.members(archive, one["family_id"], article_id)
    one["related"] = families.related(archive, article_id)
    captures = archive.query("SELECT * FROM captures WHERE id = ?", one["capture_id"])
    one["capture"] = captures[0] if captures else None
    return one


def at_revision(archive: Archive, one: dict[str, Any], number: int) -> dict[str, Any]:
    """What `article()` gave, with the fields, people and images of one revision.

    Raises ArchiveError when there is none.
    """
    record = json.loads(_revision(archive, one["id"], number)["record"])
    fields = {name: value for name, value in record.items() if name in one and name != "url"}
    keywords = " ".join(record["keywords"])
    people = [*record["authors"], *record["editors"]]
    return one | fields | {"keywords": keywords, "people": people, "revision": number}


def revision_capture(archive: Archive, article_id: int, number: int) -> int | None:
    """The capture that one revision was read from.  Raises ArchiveError when there is none."""
    capture_id: int | None = _revision(archive, article_id, number)["capture_id"]
    return capture_id


def _revision(archive: Archive, article_id: int, number: int) -> dict[str, Any]:
    rows = archive.query(
        "SELECT * FROM revisions WHERE article_id = ? AND number = ?", article_id, number
    )
    if not rows:
        raise ArchiveError(f"{archive.path}: article {article_id} has no revision {number}")
    return rows[0]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture stands: file and offset of its record, and of the one with its payload."""

    capture_id: int
    file: str
    offset: int
    digest: str
    payload_file: str
    payload_offset: int


def place_of(archive: Archive, capture_id: int) -> Place:
    """Where a capture stands.  Raises ArchiveError when there is none."""
    rows = archive.query(
        "SELECT c.id, c.warc_file, c.warc_offset, c.digest, coalesce(h.warc_file, c.warc_file),"
        " coalesce(h.warc_offset, c.warc_offset) FROM captures c"
        " LEFT JOIN captures h ON h.id = c.refers_to WHERE c.id = ?",
        capture_id,
    )
    if not rows:
        raise ArchiveError(f"{archive.path}: no capture {capture_id}")
    return Place(*rows[0].values())


def raw(archive: Archive, capture_id: int) -> tuple[dict[str, str], bytes]:
    """(response headers, bytes without transport compression) of a capture.

    Raises ArchiveError for a capture or a WARC file that is missing, was changed, or cannot be
    unpacked.
    """
    return raw_at(archive.shelf, place_of(archive, capture_id))


def raw_at(shelf: Shelf, place: Place) -> tuple[dict[str, str], bytes]:
    """The same, of a capture on a shelf of WARC files."""
    headers, payload = warc_read.read(shelf, place.file, place.offset)
    if (place.payload_file, place.payload_offset) != (place.file, place.offset):
        _, payload = warc_read.read(shelf, place.payload_file, place.payload_offset)
    if payload_digest(payload) != place.digest:
        raise ArchiveError(f"{place.file}: capture {place.capture_id} was changed since")
    try:
        return headers, decoded(headers, payload)
    except ValueError as error:
        raise ArchiveError(f"{place.file}: capture {place.capture_id}: {error}") from error
