"""The Datasette plugin: `datasette archive.db` has the pages of archive/web/pages.py.

A page is made on a read-only connection of Datasette's own.  Nothing of the archive can run: no
script is allowed, and every text is escaped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl

from archive.errors import ArchiveError
from archive.migrate import APPLICATION_ID
from archive.store import Archive
from archive.web import pages

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_NAME = "(?P<database>[^/]+)"


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The addresses of the pages."""
    root = pages.ROOT
    return [
        (rf"^{root}/style\.css$", _style),
        (rf"^{root}/{_NAME}$", _index),
        (rf"^{root}/{_NAME}/diff/(?P<article>\d{{1,15}})$", _diff),
        (rf"^{root}/{_NAME}/calendar/(?P<title>[^/]+)(?:/(?P<year>\d{{4}}))?$", _year),
    ]


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """A link in Datasette's menu for each archive."""
    return [
        {"href": f"{pages.ROOT}/{name}", "label": f"报刊 {name}"}
        for name in datasette.databases
        if name not in ("_internal", "_memory")
    ]


async def _index(datasette: Any, request: Any) -> Response:
    return await _made(datasette, request, pages.index)


async def _diff(datasette: Any, request: Any) -> Response:
    article = int(request.url_vars["article"])
    old, new = (_number(request.args.get(name)) for name in ("a", "b"))

    def make(archive: Archive, database: str) -> str:
        return pages.changes(archive, database, article, old, new)

    return await _made(datasette, request, make)


async def _year(datasette: Any, request: Any) -> Response:
    title, year = request.url_vars["title"], int(request.url_vars["year"] or 0)

    def make(archive: Archive, database: str) -> str:
        return pages.year(archive, database, title, year)

    return await _made(datasette, request, make)


async def _style() -> Response:
    text = (resources.files("archive.web") / "style.css").read_text("utf-8")
    return Response(text, headers=_HEADERS, content_type="text/css; charset=utf-8")


async def _made(datasette: Any, request: Any, make: Callable[[Archive, str], str]) -> Response:
    name = request.url_vars["database"]
    if name not in datasette.databases:
        raise NotFound(f"no database {name}")
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    database = datasette.databases[name]

    def work(connection: sqlite3.Connection) -> tuple[str, int]:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            return pages.problem(f"{name} is no baokan archive", name), 404
        archive = Archive(connection, Path(database.path or name))
        try:
            return make(archive, name), 200
        except ArchiveError as error:
            return pages.problem(str(error), name), 404

    page, status = await database.execute_fn(work)
    return Response.html(page, status=status, headers=_HEADERS)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
