"""Reprints (转载): families of articles that are printings of one text, found as they are stored.

An article is looked up by the keys of its text (archive/shingle_rows.py), compared with what that
finds (archive/likeness.py), and joins the family of what is alike (archive/family_rows.py), in
the transaction that stores it.  What a new article costs is bounded, whatever is archived: few
texts are compared, and of a family no more are looked up than stand for it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

from archive import family_rows, shingle_rows
from archive.fingerprint import counted_text, keys
from archive.likeness import JOINING, Likeness, Text, compare

_MOST_COMPARED = 20
_ENOUGH_OF_A_FAMILY = 3
# When so many texts of a family stand under an article's keys already, it needs none of its own.
_STAND_FOR_FAMILY = 20


def enter(connection: sqlite3.Connection, article_id: int) -> bool:
    """A new article: whether another title has its text, too."""
    family_rows.unite(connection, article_id, _match(connection, article_id))
    return family_rows.is_reprinted(connection, article_id)


def revise(connection: sqlite3.Connection, article_id: int, before: sqlite3.Row) -> None:
    """An article that was rewritten, with its row of before: it may leave its family, whose rest
    is held together anew, and join another."""
    after = _row(connection, article_id)
    if after["body_hash"] == before["body_hash"]:
        if (after["published"], after["source"]) != (before["published"], before["source"]):
            family_rows.reorder(connection, article_id)
        return
    partners = _partners(connection, article_id)
    for column in ("article_id", "other_id"):
        connection.execute(f"DELETE FROM reprint_pairs WHERE {column} = ?", (article_id,))
    heir = _hand_over(connection, article_id, before["body_hash"], partners)
    family_rows.leave(connection, article_id)
    if heir is not None:
        family_rows.unite(connection, heir, _look_up(connection, heir))
    for partner in partners:
        if not _partners(connection, partner):
            family_rows.unite(connection, partner, _match(connection, partner))
    family_rows.unite(connection, article_id, _match(connection, article_id))


def begin(connection: sqlite3.Connection) -> None:
    """The families of an archive from before them."""
    for row in connection.execute("SELECT id FROM articles ORDER BY id").fetchall():
        enter(connection, row[0])


def _row(connection: sqlite3.Connection, article_id: int) -> sqlite3.Row:
    row: sqlite3.Row = connection.execute(
        "SELECT id, body, editorial_note, body_hash, published, source FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    return row


def _text(row: sqlite3.Row) -> Text:
    return Text(counted_text(row["body"], row["editorial_note"]))


def _partners(connection: sqlite3.Connection, article_id: int) -> list[int]:
    rows = connection.execute(
        "SELECT other_id FROM reprint_pairs WHERE article_id = ?1"
        " UNION SELECT article_id FROM reprint_pairs WHERE other_id = ?1",
        (article_id,),
    )
    return [row[0] for row in rows]


def _match(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """Write down what the article's text is like; the articles whose family it joins."""
    known_by = _row(connection, article_id)["body_hash"]
    if not known_by:
        return []
    twin = connection.execute(
        "SELECT id FROM articles WHERE body_hash = ? AND id != ? ORDER BY id LIMIT 1",
        (known_by, article_id),
    ).fetchone()
    if twin is None:
        return _look_up(connection, article_id)
    # The other stands for the text, with its keys and its pairs.
    _pair(connection, article_id, twin[0], Likeness("copy", 1.0, 1.0))
    return [twin[0]]


def _look_up(connection: sqlite3.Connection, article_id: int) -> list[int]:
    """Compare the article with those that share its keys; the ones that it joins."""
    text = _text(_row(connection, article_id))
    own = keys(text.shingles)
    candidates = shingle_rows.candidates(connection, article_id, own)
    families = {other: family_rows.family_of(connection, other) for other in candidates}
    met: Counter[int | None] = Counter()
    joined: list[int] = []
    compared = 0
    for other, family in families.items():
        if family is not None and met[family] == _ENOUGH_OF_A_FAMILY:
            continue
        if compared == _MOST_COMPARED:
            break
        compared += 1
        like = compare(text, _text(_row(connection, other)))
        if like is not None:
            _pair(connection, article_id, other, like)
            if like.kind in JOINING:
                joined.append(other)
                met[family] += 1
    beside = sum(family is not None and met[family] > 0 for family in families.values())
    if beside < _STAND_FOR_FAMILY:
        shingle_rows.add(connection, article_id, own)
    return joined


def _pair(connection: sqlite3.Connection, one: int, other: int, like: Likeness) -> None:
    if one < other:
        one, other, like = other, one, like.from_other_side()
    connection.execute(
        "INSERT OR REPLACE INTO reprint_pairs (article_id, other_id, kind, jaccard, containment)"
        " VALUES (?, ?, ?, ?, ?)",
        (one, other, like.kind, like.jaccard, like.containment),
    )


def _hand_over(
    connection: sqlite3.Connection, article_id: int, known_by: str, partners: Iterable[int]
) -> int | None:
    """The article's text of before is found no more by it.  Where exact copies of that text are
    left they hang on the oldest now; the one that has to be looked up in its place, if any."""
    stood = shingle_rows.remove(connection, article_id)
    rows = connection.execute(
        "SELECT id FROM articles WHERE body_hash = ? AND body_hash != '' ORDER BY id", (known_by,)
    )
    twins = [row[0] for row in rows]
    copies = set(partners) & set(twins[1:])
    for twin in sorted(copies):
        _pair(connection, twin, twins[0], Likeness("copy", 1.0, 1.0))
    if not stood:
        return None
    if twins:
        return int(twins[0])
    waiting = (one for one in partners if not shingle_rows.is_there(connection, one))
    return next(waiting, None)
