"""`sqlite-utils search archive.db articles 渡口`, with the query as a person types it.

sqlite-utils looks for an index that stores the text as it is, and says that there is none.  In an
environment with baokan its command asks our index for `articles` and `article_list`; every other
table and file is searched as before.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from archive.migrate import APPLICATION_ID
from archive.search import match
from archive.search_query import QueryError

_TABLES = ("articles", "article_list")
_SQL = (
    "SELECT {columns} FROM {table} JOIN (SELECT rowid AS hit,"
    " bm25(article_search, 1.0, 10.0, 5.0, 3.0, 0.0) AS score FROM article_search"
    " WHERE article_search MATCH search_match(:query)) ON hit = {table}.id ORDER BY {order}"
)


def replace_search(cli: click.Group) -> None:
    """Put our search in front of the command of that name."""
    command = cli.commands["search"]
    plain = command.callback
    query = cli.commands["query"]
    if plain is None:
        return

    def search(**options: Any) -> Any:
        if options["dbtable"] not in _TABLES or not _is_archive(options["path"], options["q"]):
            return plain(**options)
        sql = _statement(options)
        if options.pop("show_sql"):
            click.echo(sql)
            return None
        given = {name: options[name] for name in _OUTPUT}
        context = click.get_current_context()
        asked = [("query", options["q"])]
        return context.invoke(query, path=options["path"], sql=sql, param=asked, **given)

    command.callback = search


_OUTPUT = ("nl", "arrays", "csv", "tsv", "no_headers", "table", "fmt", "json_cols", "ascii_",
           "load_extension")  # fmt: skip


def _statement(options: dict[str, Any]) -> str:
    table = options["dbtable"]
    columns = ", ".join(_name(one) for one in options["column"]) or f"{table}.*"
    limit = f" LIMIT {int(options['limit'])}" if options["limit"] is not None else ""
    return _SQL.format(columns=columns, table=table, order=options["order"] or "score") + limit


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _is_archive(path: str, query: str) -> bool:
    """Whether the file is a baokan archive; what is no database is left to sqlite-utils.  Raises
    ClickException for a query that means nothing: the error of an SQL function has no text."""
    if not Path(path).is_file():
        return False
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as one:
        try:
            if one.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return False
            match(one, query)
        except sqlite3.DatabaseError:
            return False
        except QueryError as error:
            raise click.ClickException(str(error)) from None
    return True
