"""Fixity: whether everything is still as it was written, and what exactly is not.

Four things are compared: the ledger with itself (archive/chain.py), the rows with the ledger, the
articles with their newest revisions, and the files beside the archive with the rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from archive import chain, fixity_files
from archive.articles import fields_of
from archive.findings import Finding, Report
from archive.ledger import COVERED, sha256
from archive.record_json import article_of
from archive.store import Archive

# An article's row that was made by another version may lack a column that is made anew today.
_NOT_COMPARED = {"body_hash"}


def verify(archive: Archive, step: Callable[[int], None] = lambda _: None) -> Report:
    """Compare everything; `step` is told how many captures have been compared meanwhile.

    Nothing is written.  Raises ArchiveError for an archive that cannot be read at all.
    """
    report = Report()
    with archive.reading() as connection:
        found = chain.check(connection)
        report.lines, report.head = found.lines, found.head
        unlisted = _rows(connection, found, report)
        _lines(connection, found, unlisted, report)
        _articles(connection, report)
        fixity_files.compare(connection, archive, report, step)
    return report


def knows(archive: Archive, head: str) -> bool:
    """Whether a hash that was kept elsewhere is one of the ledger."""
    return bool(archive.query("SELECT 1 FROM ledger WHERE hash = ?", head.lower()))


def _rows(connection: sqlite3.Connection, found: chain.Chain, report: Report) -> list[str]:
    """Compare each row with its newest line; returns the rows that have none."""
    unlisted = []
    for kind, (table, columns) in COVERED.items():
        newest = (
            f"SELECT {columns}, (SELECT digest FROM ledger WHERE kind = '{kind}'"
            f" AND row_id = t.id ORDER BY seq DESC LIMIT 1) FROM {table} t"
        )
        for row in connection.execute(newest):
            report.rows += 1
            if (kind, row[0]) in found.broken:
                continue
            if row[-1] is None:
                unlisted.append(_named(connection, kind, row[0]))
            elif sha256(tuple(row)[:-1]) != row[-1]:
                report.findings.append(_changed(connection, kind, row[0]))
        for (row_id,) in connection.execute(
            f"SELECT DISTINCT row_id FROM ledger WHERE kind = ? AND NOT EXISTS"
            f" (SELECT 1 FROM {table} WHERE id = row_id)",
            (kind,),
        ):
            if (kind, row_id) not in found.broken:
                report.findings.append(
                    Finding(kind, f"{kind} {row_id}", "the row was taken out of the archive")
                )
    return unlisted


def _changed(connection: sqlite3.Connection, kind: str, row_id: int) -> Finding:
    return Finding(kind, _named(connection, kind, row_id), "the row was changed")


def _named(connection: sqlite3.Connection, kind: str, row_id: int) -> str:
    if kind == "capture":
        url = connection.execute("SELECT url FROM captures WHERE id = ?", (row_id,)).fetchone()[0]
        return f"capture {row_id} {url}"
    table, columns = COVERED[kind]
    row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,)).fetchone()
    number = f", revision {row['number']}" if "number" in columns else ""
    return f"{kind} {row_id} (article {row['article_id']}{number})"


def _lines(
    connection: sqlite3.Connection, found: chain.Chain, unlisted: list[str], report: Report
) -> None:
    explained = len(found.missing) == len(unlisted)
    names = iter(unlisted if explained else ())
    for seq in found.missing:
        lost = next(names, "")
        detail = f"taken out; it stood for {lost}" if lost else "taken out"
        report.findings.append(Finding("line", f"ledger line {seq}", detail))
    for seq in found.changed:
        row = connection.execute("SELECT * FROM ledger WHERE seq = ?", (seq,)).fetchone()
        detail = f"changed; it stands for {row['kind']} {row['row_id']}"
        report.findings.append(Finding("line", f"ledger line {seq}", detail))
    for seq, written in found.moved.items():
        detail = f"moved; it was written as line {written}"
        report.findings.append(Finding("line", f"ledger line {seq}", detail))
    if not explained:
        for name in unlisted:
            report.findings.append(Finding("line", name, "no line of the ledger vouches for it"))


def _articles(connection: sqlite3.Connection, report: Report) -> None:
    """Each article is what its newest revision says."""
    rows = connection.execute(
        "SELECT a.*, r.record FROM articles a LEFT JOIN revisions r ON r.article_id = a.id"
        " AND r.number = a.revision"
    )
    for row in rows:
        report.articles += 1
        where = f"article {row['id']} {row['url']}"
        if row["record"] is None:
            report.findings.append(Finding("article", where, "its newest revision is not there"))
        elif different := _different(connection, row, json.loads(row["record"])):
            detail = f"not what its revision {row['revision']} says: {', '.join(different)}"
            report.findings.append(Finding("article", where, detail))


def _different(
    connection: sqlite3.Connection, row: sqlite3.Row, record: dict[str, Any]
) -> list[str]:
    article = article_of(record)
    told = fields_of(article)
    names = [name for name, value in told.items() if row[name] != value]
    people = connection.execute(
        "SELECT name, role, affiliation, raw, place FROM people WHERE article_id = ?"
        " ORDER BY position",
        (row["id"],),
    )
    printed = [*article.authors, *article.editors]
    if [tuple(p) for p in people] != [
        (p.name, p.role, p.affiliation, p.raw, p.place) for p in printed
    ]:
        names.append("people")
    images = connection.execute(
        "SELECT url, caption, credit FROM images WHERE article_id = ? ORDER BY position",
        (row["id"],),
    )
    if [tuple(i) for i in images] != [(i.url, i.caption, i.credit) for i in article.images]:
        names.append("images")
    return [name for name in names if name not in _NOT_COMPARED]
