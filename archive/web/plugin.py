"""The Datasette plugin: `datasette archive.db` has the reading room of docs/reading-room.md.

Every page is made on a read-only connection of Datasette's own.  Nothing of the archive can run:
no script is allowed, every text is escaped, and stored bytes come in a sandbox.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

from datasette import Response, hookimpl
from datasette.views.index import IndexView

from archive import functions, search_functions
from archive.web.answer import STRICT, bytes_of, html_of, is_archive, paths, problem
from archive.web.article import article
from archive.web.canned import canned_queries  # noqa: F401 - a hook
from archive.web.capture import capture, capture_bytes
from archive.web.changes import changes
from archive.web.downloads import (
    ARTICLE_FORMATS,
    ISSUE_FORMATS,
    SEARCH_FORMATS,
    article_file,
    issue_file,
    search_file,
    title_feed,
)
from archive.web.figures import charts, query_list
from archive.web.fleet import fleet
from archive.web.home import home
from archive.web.issue import issue
from archive.web.metadata import metadata
from archive.web.page_file import page_file
from archive.web.page_view import page_view
from archive.web.paths import ROOT
from archive.web.person import people, person
from archive.web.run_list import run_list
from archive.web.search_json import search_json
from archive.web.search_page import search_page
from archive.web.title import title
from archive.web.year import year

_ID = r"(?P<id>\d{1,15})"
_NAME = "(?P<name>[^/]+)"


def _forms(names: tuple[str, ...]) -> str:
    return f"(?P<form>{'|'.join(map(re.escape, names))})"


# Address behind that of the archive, the template of the page, what gives it its values.
PAGES = (
    ("", "home.html", home),
    (f"/article/{_ID}", "article.html", article),
    (f"/diff/{_ID}", "changes.html", changes),
    (f"/issue/{_ID}", "issue.html", issue),
    (f"/page/{_ID}", "page.html", page_view),
    (f"/title/{_NAME}", "title.html", title),
    (rf"/calendar/{_NAME}(?:/(?P<year>\d{{4}}))?", "year.html", year),
    ("/people", "people.html", people),
    ("/person", "person.html", person),
    ("/runs", "runs.html", run_list),
    (f"/capture/{_ID}", "capture.html", capture),
    ("/search", "search.html", search_page),
    ("/charts", "charts.html", charts),
    ("/queries", "queries.html", query_list),
)

# Addresses of stored bytes.
FILES = (
    (f"/capture/{_ID}/raw", capture_bytes),
    ("/file/(?P<digest>[0-9a-f]{64})", page_file),
    (rf"/article/{_ID}\.{_forms(ARTICLE_FORMATS)}", article_file),
    (rf"/issue/{_ID}\.{_forms(ISSUE_FORMATS)}", issue_file),
    (rf"/search\.{_forms((*SEARCH_FORMATS, 'atom'))}", search_file),
    (r"/search\.json", search_json),
    (f"/title/{_NAME}/feed\\.atom", title_feed),
)


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The addresses of the pages; what is below the root and is none of them is our own 404."""
    room = f"{ROOT}/(?P<database>[^/]+)"
    return [
        ("^/(?P<format>)$", _front),
        (rf"^{ROOT}/style\.css$", _style),
        *((f"^{room}{path}$", html_of(template, make)) for path, template, make in PAGES),
        *((f"^{room}{path}$", bytes_of(make)) for path, make in FILES),
        (f"^{room}/fleet$", fleet),
        (f"^{room}(?:/.*)?$", _nowhere),
        (f"^{ROOT}/?$", _nowhere),
    ]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Our SQL functions, and our index behind Datasette's own search box."""
    functions.register(conn)
    search_functions.register(conn)
    search_functions.take_search_box(conn)


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any) -> dict[str, Any]:
    """What archive/web/metadata.py says."""
    return metadata(datasette)


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """A link in Datasette's menu for each archive."""

    async def links() -> list[dict[str, str]]:
        return [
            {"href": paths(datasette, name).home, "label": f"报刊 {name}"}
            for name in await _archives(datasette)
        ]

    return links


async def _archives(datasette: Any) -> list[str]:
    found = []
    for name, database in datasette.databases.items():
        if name not in ("_internal", "_memory") and await database.execute_fn(is_archive):
            found.append(name)
    return found


async def _front(datasette: Any, request: Any, send: Any) -> Any:
    """The only archive's reading room; with none or several Datasette's own list."""
    archives = await _archives(datasette)
    if len(archives) == 1:
        return Response.redirect(paths(datasette, archives[0]).home, headers=dict(STRICT))
    return await IndexView.as_view(datasette)(request, send)


async def _style() -> Response:
    text = (resources.files("archive.web") / "style.css").read_text("utf-8")
    return Response(text, headers=dict(STRICT), content_type="text/css; charset=utf-8")


async def _nowhere(datasette: Any, request: Any) -> Response:
    return await problem(datasette, request, 404, "no_address")
