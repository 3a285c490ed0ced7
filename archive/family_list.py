"""Families of reprints, to be read: members, what each is to another, the largest families."""

from __future__ import annotations

from typing import Any

from archive.errors import ArchiveError
from archive.store import Archive

# What other articles are to one, from whichever side their pair was written down.
_PAIR = """
SELECT article_id AS id, kind, jaccard, containment FROM reprint_pairs WHERE other_id = :id
UNION ALL SELECT other_id, CASE kind WHEN 'part' THEN 'extended' WHEN 'extended' THEN 'part'
    WHEN 'excerpt' THEN 'quotes' WHEN 'quotes' THEN 'excerpt' ELSE kind END, jaccard, containment
FROM reprint_pairs WHERE article_id = :id
"""
_OF_MEMBER = (
    "a.id, t.publication, a.published, a.title, a.source, a.url, a.id = f.first_article AS first"
)


def members(
    archive: Archive, family_id: int | None, but: int | None = None
) -> list[dict[str, Any]]:
    """The members of a family by day of publication, without the article `but`; `kind` is what
    each is to that, with `jaccard` and `containment` (None where the two were not compared)."""
    if family_id is None:
        return []
    pair = _PAIR.replace(":id", str(but or 0))
    return archive.query(
        f"SELECT {_OF_MEMBER}, p.kind, p.jaccard, p.containment FROM articles a"
        " JOIN titles t ON t.id = a.title_id JOIN families f ON f.id = a.family_id"
        f" LEFT JOIN ({pair}) p ON p.id = a.id WHERE a.family_id = ? AND a.id != ?"
        " ORDER BY a.published, a.id",
        family_id,
        but or 0,
    )


def related(archive: Archive, article_id: int) -> list[dict[str, Any]]:
    """Articles that are a small piece of the article (`excerpt`), or hold it as one (`quotes`)."""
    pair = _PAIR.replace(":id", str(article_id))
    return archive.query(
        f"SELECT a.id, p.kind, a.title, t.publication, a.published, a.url FROM ({pair}) p"
        " JOIN articles a ON a.id = p.id JOIN titles t ON t.id = a.title_id"
        " WHERE p.kind IN ('excerpt', 'quotes') ORDER BY a.published, a.id"
    )


def families(
    archive: Archive, title: str | None = None, limit: int | None = None
) -> list[dict[str, Any]]:
    """Families of at least two titles, the largest first: `family`, `members`, `titles`, and of
    the first printing `first`, `publication`, `published`, `title`.  With `title`, those that it
    has a member of.  Raises ArchiveError for a title that is not archived."""
    if title and not archive.query("SELECT 1 FROM titles WHERE name = ?", title):
        raise ArchiveError(f"{archive.path}: no title {title!r} is archived; see: baokan stats")
    return archive.query(
        "SELECT f.id AS family, count(*) AS members, count(DISTINCT m.title_id) AS titles,"
        " f.first_article AS first, t.publication, a.published, a.title"
        " FROM families f JOIN articles m ON m.family_id = f.id"
        " JOIN articles a ON a.id = f.first_article JOIN titles t ON t.id = a.title_id"
        " WHERE f.kind = 'reprints' AND (?1 IS NULL OR EXISTS (SELECT 1 FROM articles x"
        "  JOIN titles y ON y.id = x.title_id WHERE x.family_id = f.id AND y.name = ?1))"
        " GROUP BY f.id ORDER BY members DESC, f.id LIMIT ?2",
        title,
        -1 if limit is None else limit,
    )
