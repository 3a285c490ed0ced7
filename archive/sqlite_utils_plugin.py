"""The sqlite-utils plugin: `sqlite-utils …` on an archive, in an environment with baokan, has our
SQL functions and searches with our index."""

from __future__ import annotations

import sqlite3

import click
from sqlite_utils import hookimpl

from archive import search_functions
from archive.sqlite_utils_search import replace_search


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The functions of archive/search_functions.py."""
    search_functions.register(conn)


@hookimpl
def register_commands(cli: click.Group) -> None:
    """Our search for archives."""
    replace_search(cli)
