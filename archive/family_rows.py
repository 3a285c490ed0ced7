"""Rows of `families`: which articles are printings of one text, and which was the first.

A member that comes costs the same in a family of two and of five thousand.  Only when the first
printing changes, two families turn out to be one, or a revision takes a member away, all members
are gone through.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from archive.likeness import JOINING

# A text that one title printed on so many days (征稿启事, 订阅) stands there for good: which
# printing was the first says nothing.
_STANDING_DAYS = 3

# The order of printings: by day (a month without a day is its end); on one day the one that names
# no other source; then the one archived first.
_ORDERED = (
    " FROM articles a JOIN titles t ON t.id = a.title_id WHERE {}"
    " ORDER BY substr(coalesce(a.published, '9999') || '-99-99', 1, 10),"
    " coalesce(a.source, '') NOT IN ('', t.publication), a.id LIMIT 1"
)
_JOINS = f"kind IN ({', '.join(repr(kind) for kind in JOINING)})"


def family_of(connection: sqlite3.Connection, article_id: int) -> int | None:
    """The family that the article is in."""
    row = connection.execute("SELECT family_id FROM articles WHERE id = ?", (article_id,))
    family: int | None = row.fetchone()[0]
    return family


def is_reprinted(connection: sqlite3.Connection, article_id: int) -> bool:
    """Whether another title has the text, too; not for a standing text."""
    row = connection.execute(
        "SELECT 1 FROM articles a JOIN families f ON f.id = a.family_id"
        " WHERE a.id = ? AND f.kind = 'reprints'",
        (article_id,),
    ).fetchone()
    return row is not None


def unite(connection: sqlite3.Connection, article_id: int, others: Iterable[int]) -> None:
    """The article is a printing of the same text as these others: one family of all."""
    alone, known = [], set()
    for member in {article_id, *others}:
        family = family_of(connection, member)
        if family is None:
            alone.append(member)
        else:
            known.add(family)
    if len(alone) + len(known) < 2:
        return
    if not known:
        _settle(connection, _found(connection, alone))
        return
    family = max(known, key=lambda number: (_size(connection, number), -number))
    for other in known - {family}:
        connection.execute(
            "UPDATE articles SET family_id = ? WHERE family_id = ?", (family, other)
        )
        connection.execute("DELETE FROM families WHERE id = ?", (other,))
    _move(connection, family, alone)
    if len(known) == 1 and alone == [article_id]:
        _welcome(connection, family, article_id)
    else:
        _settle(connection, family)


def reorder(connection: sqlite3.Connection, article_id: int) -> None:
    """The day or the source of a member changed: which printing is the first now?"""
    family = family_of(connection, article_id)
    if family is not None:
        _settle(connection, family)


def leave(connection: sqlite3.Connection, article_id: int) -> None:
    """Take an article, whose pairs are deleted already, out of its family, which falls into what
    its pairs still hold together."""
    family = family_of(connection, article_id)
    if family is None:
        return
    _free(connection, [article_id])
    rows = connection.execute("SELECT id FROM articles WHERE family_id = ?", (family,))
    links = connection.execute(
        f"SELECT article_id, other_id FROM reprint_pairs WHERE {_JOINS} AND article_id IN"
        " (SELECT id FROM articles WHERE family_id = ?)",
        (family,),
    )
    groups = components([row[0] for row in rows], [(row[0], row[1]) for row in links])
    for group in groups[1:]:
        if len(group) == 1:
            _free(connection, group)
        else:
            _settle(connection, _found(connection, group))
    _settle(connection, family)


def components(members: Iterable[int], links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The members that links hold together, directly or over others; the largest group first."""
    near: dict[int, set[int]] = {member: set() for member in members}
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
    groups = []
    while near:
        todo = [next(iter(near))]
        group: set[int] = set()
        while todo:
            member = todo.pop()
            group.add(member)
            todo += near.pop(member, set()) - group
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))


def _found(connection: sqlite3.Connection, members: list[int]) -> int:
    row = connection.execute(
        "INSERT INTO families (first_article, kind) VALUES (?, 'repeats') RETURNING id",
        (members[0],),
    ).fetchone()
    _move(connection, row[0], members)
    return int(row[0])


def _move(connection: sqlite3.Connection, family: int, members: Iterable[int]) -> None:
    connection.executemany(
        "UPDATE articles SET family_id = ? WHERE id = ?", [(family, one) for one in members]
    )


def _free(connection: sqlite3.Connection, members: Iterable[int]) -> None:
    connection.executemany(
        "UPDATE articles SET family_id = NULL, reprint_of = NULL WHERE id = ?",
        [(one,) for one in members],
    )


def _size(connection: sqlite3.Connection, family: int) -> int:
    row = connection.execute("SELECT count(*) FROM articles WHERE family_id = ?", (family,))
    return int(row.fetchone()[0])


def _welcome(connection: sqlite3.Connection, family: int, article_id: int) -> None:
    """What one member more changes, without looking at all others where nothing does."""
    row = connection.execute(
        "SELECT f.kind, f.first_article, a.title_id, o.title_id AS first_title FROM families f"
        " JOIN articles a ON a.id = ? JOIN articles o ON o.id = f.first_article WHERE f.id = ?",
        (article_id, family),
    ).fetchone()
    first = connection.execute(
        "SELECT a.id" + _ORDERED.format("a.id IN (?, ?)"), (article_id, row["first_article"])
    ).fetchone()[0]
    earlier = first == article_id
    if row["kind"] == "standing":
        connection.execute("UPDATE families SET first_article = ? WHERE id = ?", (first, family))
        return
    days = connection.execute(
        "SELECT DISTINCT substr(published, 1, 10) FROM articles WHERE family_id = ?"
        " AND title_id = ? AND published IS NOT NULL LIMIT ?",
        (family, row["title_id"], _STANDING_DAYS),
    ).fetchall()
    another = row["kind"] == "repeats" and row["title_id"] != row["first_title"]
    if earlier or another or len(days) == _STANDING_DAYS:
        _settle(connection, family)
    elif row["kind"] == "reprints":
        connection.execute("UPDATE articles SET reprint_of = ? WHERE id = ?", (first, article_id))


def _settle(connection: sqlite3.Connection, family: int) -> None:
    """Kind and first printing of a family, and what its members are, from all members; a family
    of one is none."""
    titles: dict[int, set[str]] = defaultdict(set)
    rows = connection.execute(
        "SELECT DISTINCT title_id, substr(published, 1, 10) FROM articles WHERE family_id = ?",
        (family,),
    )
    for title, day in rows:
        titles[title] |= {day} - {None}
    if _size(connection, family) < 2:
        connection.execute(
            "UPDATE articles SET family_id = NULL, reprint_of = NULL WHERE family_id = ?",
            (family,),
        )
        connection.execute("DELETE FROM families WHERE id = ?", (family,))
        return
    first = connection.execute(
        "SELECT a.id" + _ORDERED.format("a.family_id = ?"), (family,)
    ).fetchone()[0]
    kind = "reprints" if len(titles) > 1 else "repeats"
    if any(len(days) >= _STANDING_DAYS for days in titles.values()):
        kind = "standing"
    connection.execute(
        "UPDATE families SET kind = ?, first_article = ? WHERE id = ?", (kind, first, family)
    )
    connection.execute(
        "UPDATE articles SET reprint_of = ?1 WHERE family_id = ?2 AND reprint_of IS NOT ?1"
        " AND id IS NOT ?1",
        (first if kind == "reprints" else None, family),
    )
    connection.execute("UPDATE articles SET reprint_of = NULL WHERE id = ?", (first,))
