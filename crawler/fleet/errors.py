"""What can be wrong with the Redis of a fleet, each told in one line."""

from __future__ import annotations

import re

from redis import exceptions

from archive.errors import ArchiveError


class FrontierError(ArchiveError):
    """The shared frontier cannot be used; the message says why and what to do."""


def shown(url: str) -> str:
    """The address of a Redis without its password.

    Of one that is not written as an address is, nobody can say where the password ends: nothing
    but its scheme is shown.
    """
    scheme, sign, rest = url.partition("://") if "://" in url else ("", "", url)
    secret, _, place = rest.rpartition("@")
    if any(one in secret for one in "/?#"):
        return f"{scheme}{sign}…"
    return f"{scheme}{sign}{re.split('[?#]', place)[0]}"


def wrong_address(error: ValueError, url: str) -> FrontierError:
    """One line for an address that redis-py does not understand."""
    where = shown(url)
    why = "a password with / ? # or @ in it is written with %2F %3F %23 %40"
    return FrontierError(
        f"{where}: {why if where.endswith('…') else error} (such as redis://host:6379/0)"
    )


def explain(error: Exception, url: str) -> FrontierError:
    """One line for what redis-py raised."""
    where, text = shown(url), " ".join(str(error).split())
    if isinstance(error, exceptions.AuthenticationError) or "NOAUTH" in text:
        # redis-py's AuthenticationError is a ConnectionError, too: first.
        return FrontierError(
            f"{where}: refuses the password; give it as redis://:PASSWORD@host:6379/0"
        )
    if "WRONGPASS" in text:
        return FrontierError(
            f"{where}: refuses the password; give it as redis://:PASSWORD@host:6379/0"
        )
    if isinstance(error, exceptions.OutOfMemoryError) or "OOM" in text:
        return FrontierError(
            f"{where}: its memory is full; raise maxmemory: nothing is lost, and the same"
            " command goes on"
        )
    if "NOPERM" in text:
        return FrontierError(f"{where}: this user may not do that: {text}")
    if isinstance(error, exceptions.ConnectionError | exceptions.TimeoutError):
        return FrontierError(
            f"{where}: cannot be reached: {text.rstrip('.')}; nothing is lost, and the"
            " same command goes on when it is there"
        )
    return FrontierError(f"{where}: {text}")


def passes(error: Exception) -> bool:
    """Whether it is worth to try again: the server is away, starts, or is full for a while."""
    if isinstance(error, exceptions.AuthenticationError):
        return False
    away = (
        exceptions.ConnectionError,
        exceptions.TimeoutError,
        exceptions.BusyLoadingError,
        exceptions.OutOfMemoryError,
        exceptions.ReadOnlyError,
    )
    text = str(error)
    return isinstance(error, away) or any(one in text for one in ("OOM", "LOADING", "MISCONF"))
