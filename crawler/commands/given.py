"""A page that is given to a command: a file, an address, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from crawler.clock import utc
from crawler.commands.options import UserError
from crawler.fetch import FetchError, fetch


@dataclass(frozen=True, slots=True)
class Given:
    """The page's bytes, transport compression undone, and what is known about them."""

    body: bytes
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    fetched: str | None = None  # UTC; None for a file: nobody knows how old it is

    @property
    def captured(self) -> datetime | None:
        """`fetched`, as the reader wants it."""
        return datetime.fromisoformat(self.fetched) if self.fetched else None


def read_given(page: str, url: str, contact: str) -> Given:
    """Fetch or open `page`; `url` is the address that a file came from.

    Raises UserError, one line, when it cannot be had.
    """
    if page.startswith(("http://", "https://")):
        try:
            final, body, headers = fetch(page, contact)
        except FetchError as error:
            raise UserError(str(error)) from error
        return Given(body, final, headers, utc())
    if "://" in page:
        raise UserError(f"{page}: not an http(s) address")
    try:
        with open_input(page) as file:
            return Given(file.read(), url)
    except OSError as error:
        raise UserError(f"{page}: {error.strerror}") from error


def open_input(name: str) -> BinaryIO:
    """A file, or standard input for `-`; raises UserError."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise UserError(f"{name}: {error.strerror}") from error
