"""A log for machines and for later: one line an event, as text or as JSON.

Texts of other people (addresses, reasons, headlines) cannot break a line or disguise it: what is
no printable character is written as an escape.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any, Literal

from archive.errors import ArchiveError
from crawler.guard import one_line

Format = Literal["line", "json"]

_logger = logging.getLogger("baokan")


def event(name: str, *, level: int = logging.INFO, **keys: Any) -> None:
    """Log one event; `keys` are what it is about, in the order in which they are written.

    docs/logs.md lists the events and their keys.
    """
    text = " ".join(f"{key}={_shown(value)}" for key, value in keys.items())
    _logger.log(level, "%s", f"{name} {text}", extra={"event": name, "keys": keys})


def start_log(path: Path, form: Format) -> logging.Handler:
    """A handler that appends to the file at `path`, also after logrotate has moved it away.

    Raises ArchiveError where it cannot be written.
    """
    if not path.parent.is_dir():
        raise ArchiveError(f"{path}: cannot be written (the folder {path.parent} is not there)")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise ArchiveError(f"{path}: cannot be written; check its owner and permissions")
    # It is made by the first event: `--help` and errors leave no empty file.
    handler = WatchedFileHandler(path, encoding="utf-8", errors="backslashreplace", delay=True)
    handler.addFilter(_worth_it)
    handler.setFormatter(_Json() if form == "json" else _Line())
    return handler


def _worth_it(record: logging.LogRecord) -> bool:
    """Libraries tell much at the level of information that is nothing to keep."""
    return record.levelno >= (logging.INFO if hasattr(record, "event") else logging.WARNING)


def _shown(value: Any) -> str:
    """A value in a line: bare where it is one word, else as a JSON string."""
    text = one_line("" if value is None else str(value))
    plain = text and not any(c in text for c in ' "=\\')
    return text if plain else json.dumps(text, ensure_ascii=False)


def _at(record: logging.LogRecord) -> str:
    return (
        datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
    )


def _told(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    """Event and keys; what was not logged by `event` is the event `message`."""
    name = getattr(record, "event", "")
    if name:
        return name, record.__dict__["keys"]
    keys: dict[str, Any] = {"logger": record.name, "text": record.getMessage()}
    if record.exc_info and record.exc_info[1] is not None:
        keys["error"] = f"{type(record.exc_info[1]).__name__}: {record.exc_info[1]}"
    return "message", keys


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        name, keys = _told(record)
        words = [_at(record), record.levelname, name]
        return " ".join([*words, *(f"{key}={_shown(value)}" for key, value in keys.items())])


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        name, keys = _told(record)
        told = {"at": _at(record), "level": record.levelname, "event": name}
        safe = {
            key: one_line(value) if isinstance(value, str) else value
            for key, value in keys.items()
        }
        return json.dumps(told | safe, ensure_ascii=False, default=str)
