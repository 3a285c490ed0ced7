"""Ready-made queries for Datasette: archive/web/queries.toml as the hook `canned_queries`.

https://docs.datasette.io/en/0.65.1/plugin_hooks.html#canned-queries-datasette-database-actor
"""

from __future__ import annotations

import functools
import re
import sqlite3
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from datasette import hookimpl

from archive.migrate import APPLICATION_ID

_NAMED = re.compile(r"(?<![:\w]):([a-z_]+)\b")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be filled in; both texts say what an empty one means."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its SELECT; titles and descriptions in Chinese and English."""

    name: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    sql: str
    parameters: tuple[Parameter, ...]

    def values(self, **given: str) -> dict[str, str]:
        """All parameters, those that are not given empty, as Datasette fills them in."""
        return {one.name: given.get(one.name, "") for one in self.parameters}


@functools.cache
def queries() -> dict[str, Query]:
    """All of them by name, in the order of the file."""
    text = (resources.files("archive.web") / "queries.toml").read_text("utf-8")
    file = tomllib.loads(text)
    known = {name: Parameter(name, **words) for name, words in file["parameters"].items()}
    found = {}
    for name, own in file["queries"].items():
        sql = own.pop("sql").strip()
        named = dict.fromkeys(_NAMED.findall(sql))
        found[name] = Query(name, **own, sql=sql, parameters=tuple(known[n] for n in named))
    return found


@hookimpl  # type: ignore[untyped-decorator]
def canned_queries(
    datasette: Any, database: str, actor: Any
) -> Callable[[], Awaitable[dict[str, dict[str, Any]]]]:
    """The queries on the page of an archive; none for a database of another kind, or for an
    archive that an older version wrote last."""

    async def of_archive() -> dict[str, dict[str, Any]]:
        if database not in datasette.databases:
            return {}
        fits = await datasette.databases[database].execute_fn(_has_views)
        return {name: _shown(query) for name, query in queries().items()} if fits else {}

    return of_archive


def _has_views(connection: sqlite3.Connection) -> bool:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        return False
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = 'article_list'"
    return connection.execute(sql).fetchone() is not None


def _shown(query: Query) -> dict[str, Any]:
    """As Datasette takes it.  It makes text of the description, never HTML."""
    told = " ".join(f"[{one.name}] {one.zh} · {one.en}." for one in query.parameters)
    return {
        "sql": query.sql,
        "title": f"{query.title_zh} · {query.title_en}",
        "description": f"{query.zh} {query.en} {told}".strip(),
        "params": [one.name for one in query.parameters],
        "hide_sql": True,
    }
