"""From a request to an answer: language, archive, headers, and what is said when there is none."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from datasette import Response
from datasette.utils import sqlite_timelimit

from archive.errors import ArchiveError
from archive.migrate import APPLICATION_ID, migrations
from archive.store import Archive
from archive.web import fleet_source
from archive.web.asking import Asking, NotHere
from archive.web.paths import Paths, with_query
from archive.web.render import page
from archive.web.words import LANGUAGES, Language, language_of, words

STRICT = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# Stored bytes run nothing, whatever a browser takes them for.
SANDBOX = STRICT | {"Content-Security-Policy": "sandbox; default-src 'none'"}
_LOG = logging.getLogger(__name__)
_COOKIE = "baokan_lang"
_COOKIE_SECONDS = 365 * 24 * 3600
_LONGEST_MS = 20_000  # of the queries of one page

Values = dict[str, Any]  # of a template; `status` is the answer's, if it is not 200


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes of the archive; with `download_name` they are saved, not shown: browsers show no PDF
    in a sandbox."""

    body: bytes
    content_type: str
    download_name: str = ""


def html_of(template: str, make: Callable[[Archive, Asking], Values]) -> Callable[..., Any]:
    """The view of a page: what `make` gives, in the template."""

    async def view(datasette: Any, request: Any) -> Response:
        def work(archive: Archive, asked: Asking) -> Response:
            values = make(archive, asked)
            return _html(request, asked, template, values, values.pop("status", 200))

        return await _answered(datasette, request, work)

    return view


def bytes_of(make: Callable[[Archive, Asking], Stored]) -> Callable[..., Any]:
    """The view of stored bytes."""

    async def view(datasette: Any, request: Any) -> Response:
        def work(archive: Archive, asked: Asking) -> Response:
            stored = make(archive, asked)
            headers = dict(SANDBOX)
            if stored.download_name:
                headers["Content-Disposition"] = f'attachment; filename="{stored.download_name}"'
            return Response(stored.body, headers=headers, content_type=stored.content_type)

        return await _answered(datasette, request, work)

    return view


async def problem(
    datasette: Any, request: Any, status: int, word: str, *values: object
) -> Response:
    """A page that says why there is none."""
    name = unquote(request.url_vars.get("database") or "")
    asked = _asking(datasette, request, name if name in datasette.databases else "")
    return _problem(request, asked, status, word, *values)


def is_archive(connection: sqlite3.Connection) -> bool:
    """Whether a database of Datasette's is one of ours."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def paths(datasette: Any, name: str) -> Paths:
    """The addresses of an archive's pages; of none with the name ""."""
    base = datasette.setting("base_url").rstrip("/")
    data = datasette.urls.database(name) if name else f"{base}/"
    return Paths(base, name, data, has_fleet=fleet_source.look is not None)


async def _answered(
    datasette: Any, request: Any, work: Callable[[Archive, Asking], Response]
) -> Response:
    name = unquote(request.url_vars["database"])
    if name not in datasette.databases or name == "_internal":
        return await problem(datasette, request, 404, "no_database", name)
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    database = datasette.databases[name]
    asked = _asking(datasette, request, name)

    def inside(connection: sqlite3.Connection) -> Response:
        if not is_archive(connection):
            outside = _asking(datasette, request, "")
            return _problem(request, outside, 404, "no_archive", name)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != migrations()[-1][0]:
            return _problem(request, asked, 500, "other_version", name)
        archive = Archive(connection, Path(database.path or name))
        try:
            with sqlite_timelimit(connection, _LONGEST_MS):
                return work(archive, asked)
        except NotHere as missing:
            return _problem(request, asked, missing.status, missing.word, *missing.values)
        except ArchiveError as error:
            said = str(error).removeprefix(
                f"{archive.path}: "
            )  # where it lies is nobody's business
            return _problem(request, asked, 500, "unreadable", said)
        except Exception:  # Datasette's own page of errors has scripts, and none of our headers
            _LOG.exception("%s", request.path)
            return _problem(request, asked, 500, "unexpected")

    response: Response = await database.execute_fn(inside)
    return response


def _asking(datasette: Any, request: Any, name: str) -> Asking:
    given = {key: unquote(value or "") for key, value in request.url_vars.items()}
    query: dict[str, str] = {}
    for key, value in parse_qsl(request.query_string, keep_blank_values=True):
        query.setdefault(key, value)
    return Asking(paths(datasette, name), _language(request, query), given, query)


def _language(request: Any, query: Mapping[str, str]) -> Language:
    chosen = [query.get("lang"), request.cookies.get(_COOKIE)]
    known = [language for wish in chosen for language in LANGUAGES if language == wish]
    return known[0] if known else language_of(request.headers.get("accept-language", ""))


def _problem(request: Any, asked: Asking, status: int, word: str, *values: object) -> Response:
    w = words(asked.language)
    said = getattr(w, word)
    heading = w.not_found if status == 404 else w.broken
    shown = {"heading": heading, "said": said % values if values else said}
    return _html(request, asked, "problem.html", shown, status)


def _html(request: Any, asked: Asking, template: str, values: Values, status: int) -> Response:
    other = "zh" if asked.language == "en" else "en"
    address = with_query(request.path, asked.query | {"lang": other})
    shown = {"to": asked.to, "other_language": address, **values}
    text = page(template, asked.language, shown)
    response = Response.html(text, status=status, headers=STRICT | {"Vary": "Accept-Language"})
    if asked.query.get("lang") in LANGUAGES:
        response.set_cookie(_COOKIE, asked.language, max_age=_COOKIE_SECONDS, httponly=True)
    return response
