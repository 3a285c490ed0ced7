"""Numbered SQL files bring an archive of any released version to the newest, one at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from archive import families, ledger, search_rows
from archive.errors import ArchiveError

APPLICATION_ID = 0x62616F6B  # "baok", in the header of the file: `file archive.db` shows it

# What SQL alone cannot do for the rows of an older archive, by the number of the step, in whose
# transaction it runs.
AFTER: dict[int, Callable[[sqlite3.Connection], None]] = {
    6: ledger.begin,
    7: families.begin,
    8: search_rows.begin,
}


def migrations() -> list[tuple[int, str]]:
    """(number, SQL) of every migration, in order; the numbers run from 1 without a gap."""
    folder = resources.files("archive") / "migrations"
    files = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name[0].isdigit())
    return [(int(name.split("_", 1)[0]), sql) for name, sql in files]


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema to the newest version, each step in a transaction of its own.

    Raises ArchiveError for a file of another program and for an archive of a newer baokan.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION_ID and (tables or version):
        raise ArchiveError(f"{path}: a database of another program, not a baokan archive")
    steps = migrations()
    if version > steps[-1][0]:
        raise ArchiveError(
            f"{path}: made by a newer baokan (version {version}, this one reads up to "
            f"{steps[-1][0]}); upgrade with: pip install -U baokan"
        )
    for number, sql in steps:
        if number > version:
            _step(connection, number, sql)


def _step(connection: sqlite3.Connection, number: int, sql: str) -> None:
    # executescript() would commit first: the statements run one by one inside one transaction.
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Somebody else may have migrated between our look and our lock.
        if connection.execute("PRAGMA user_version").fetchone()[0] < number:
            for statement in _statements(sql):
                connection.execute(statement)
            if number in AFTER:
                AFTER[number](connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def _statements(sql: str) -> list[str]:
    found, part = [], ""
    for line in sql.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return found
