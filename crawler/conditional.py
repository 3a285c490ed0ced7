"""Looking at an archived page again: ask whether it has changed, and read the answer."""

from __future__ import annotations

from archive import captures
from archive.exchange import Exchange
from archive.identity import url_key
from archive.queue import Asked
from archive.store import Archive
from archive.warc import payload_digest

# How often in a row a page is taken for unchanged by its date of change alone.
_DATES_BELIEVED = 2


def validators(archive: Archive, asked: Asked) -> dict[str, str]:
    """The headers that make a request conditional; none for a page that was not read before.

    The server's name of the version (ETag) goes alone: next to a date, some look at the date.
    A date alone is believed twice: an edit that leaves it as it was is seen the third time.
    """
    if asked.context.get("post"):
        return {}
    with archive.reading() as connection:
        known = captures.last_version(connection, asked.url_key)
    if known is None:
        return {}
    if known["etag"]:
        return {"If-None-Match": known["etag"]}
    if known["last_modified"] and known["confirmed"] < _DATES_BELIEVED:
        return {"If-Modified-Since": known["last_modified"]}
    return {}


def held_by(archive: Archive, exchange: Exchange) -> tuple[str, tuple[int, str, str] | None]:
    """(digest of the page, the earlier capture that holds it as id, address and time): these
    bytes were there before, or the server says so (304)."""
    digest = payload_digest(exchange.payload)
    with archive.reading() as connection:
        if exchange.status == 304:
            same = captures.last_version(connection, url_key(exchange.asked))
            digest = same["digest"] if same else digest
        else:
            same = captures.same_payload(connection, digest) if exchange.payload else None
    return digest, (same["id"], same["url"], same["fetched_at"]) if same else None
