"""Tell people of alarms: a webhook, an e-mail, or both."""

from __future__ import annotations

import json
import logging
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from archive import alarms
from archive.store import Archive
from crawler.clock import utc
from crawler.polite import is_loopback

logger = logging.getLogger(__name__)

_SECONDS = 10.0
_COLUMNS = ("id", "title", "kind", "field", "source", "message", "measured", "expected",
            "raised_at")  # fmt: skip


class TellError(ValueError):
    """A way to tell is written wrong; the message says which setting and how to write it."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How people are told; "" for a way that is not used.

    `webhook`: an https address (http only on this machine) that a JSON object is POSTed to.
    `smtp`: `smtp://user:password@host:587` (STARTTLS) or `smtps://…` (TLS from the beginning);
    without a user and on this machine neither is asked for.  `mail_to`: addresses, by commas.
    """

    webhook: str = ""
    smtp: str = ""
    mail_to: str = ""

    def check(self) -> None:
        """Raises TellError for what cannot be used; it never shows a password."""
        if self.webhook and not (self.webhook.startswith("https://") or is_loopback(self.webhook)):
            raise TellError("BAOKAN_WEBHOOK is no https address")
        if bool(self.smtp) != bool(self.mail_to):
            raise TellError("BAOKAN_SMTP and BAOKAN_MAIL_TO are used together or not at all")
        if self.smtp:
            parts = urlsplit(self.smtp)
            if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
                raise TellError("BAOKAN_SMTP is not written as smtp://user:password@host:587")

    def used(self) -> list[tuple[str, Callable[[Sequence[Mapping[str, Any]]], None]]]:
        """The ways that are used, by name."""
        ways = [("webhook", self._post)] if self.webhook else []
        return ways + ([("e-mail", self._mail)] if self.smtp else [])

    def _post(self, rows: Sequence[Mapping[str, Any]]) -> None:
        body = json.dumps({"alarms": _plain(rows)}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "baokan"}
        request = urllib.request.Request(self.webhook, body, headers)
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            answer.read(1)

    def _mail(self, rows: Sequence[Mapping[str, Any]]) -> None:
        parts = urlsplit(self.smtp)
        message = EmailMessage()
        user = unquote(parts.username or "")
        message["From"] = user if "@" in user else f"baokan@{parts.hostname}"
        message["To"] = self.mail_to
        message["Subject"] = _subject(rows)
        message.set_content("\n".join(_line(row) for row in rows) + "\n\nbaokan health\n")
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
        with self._server(parts.scheme, parts.hostname or "", port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)

    def _server(self, scheme: str, host: str, port: int) -> smtplib.SMTP:
        """A connection that nobody reads along, but on this machine."""
        context = ssl.create_default_context()
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=context)
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        if not is_loopback(self.smtp):
            server.starttls(context=context)
        return server


def tell(archive: Archive, ways: Ways) -> list[str]:
    """Tell of the open alarms that nobody was told of; returns what did not work, a line each.

    Those stay untold, and are told after the next run.  Raises ArchiveError.
    """
    rows = alarms.untold(archive)
    used = ways.used()
    if not rows or not used:
        return []
    problems = []
    for name, send in used:
        try:
            send(rows)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            reason = f"{type(error).__name__}: {error}".partition("\n")[0]
            problems.append(f"{len(rows)} alarms could not be told by {name}: {reason}")
    if not problems:
        with archive.transaction() as connection:
            alarms.told(connection, [row["id"] for row in rows], utc())
    return problems


def _plain(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in _COLUMNS} for row in rows]


def _line(row: Mapping[str, Any]) -> str:
    return f"{row['title'] or 'the archive'}: {row['message']} (since {row['raised_at']})"


def _subject(rows: Sequence[Mapping[str, Any]]) -> str:
    names = sorted({row["title"] or "the archive" for row in rows})
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"baokan: {len(rows)} alarms: {', '.join(names[:3])}{more}"
