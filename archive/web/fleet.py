"""The page of a fleet: who works, on what, what holds it up.

It is asked for anew with each page, outside of the threads that read SQLite: a Redis that does
not answer holds up nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from datasette import Response

from archive.store import Archive
from archive.web import fleet_source
from archive.web.answer import Values, html_of, problem
from archive.web.asking import Asking

MOST = 50  # of each list
_LOG = logging.getLogger(__name__)


async def fleet(datasette: Any, request: Any) -> Response:
    """The view; a page that says that there is none where nobody serves a fleet."""
    if fleet_source.look is None:
        return await problem(datasette, request, 404, "no_address")
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    try:
        told = await asyncio.to_thread(fleet_source.look)
    except Exception:  # as in archive/web/answer.py
        _LOG.exception("%s", request.path)
        return await problem(datasette, request, 500, "unexpected")

    def make(archive: Archive, asked: Asking) -> Values:
        if "crawls" not in told:
            return {"fleet": told, "known": False, "most": MOST, "status": 503}
        stuck = [(one["title"], one["crawl"], url) for one in told["stuck"] for url in one["urls"]]
        return {"fleet": told, "known": True, "most": MOST, "stuck": stuck}

    answer: Response = await html_of("fleet.html", make)(datasette, request)
    return answer
