"""The PDF and the picture of each page (版): asked for like any address, kept as files.

This is the one place for all platforms: they only say in `Page.pdf` and `Page.picture` where the
files are.  Robots, delay, retries and kills are those of every request of the frontier.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from archive import page_files
from archive.file_kinds import file_kind
from archive.records import Ask, Found

KIND = page_files.KIND
OFF = "page files are switched off"

_PRIORITY = -10  # after all articles
_SECONDS = 300.0  # for one answer: a PDF of 30 MB over a slow line
_NAMES = {"pdf": "a PDF", "picture": "a picture"}


def wanted(settings: BaseSettings) -> bool:
    """Whether page files are fetched: the setting BAOKAN_PAGE_FILES, which may come from a shell
    as `False`, `0`, `no` or `off`."""
    value = str(settings.get("BAOKAN_PAGE_FILES")).strip().lower()
    return value not in ("", "0", "false", "no", "off", "none")


def meta(settings: BaseSettings) -> dict[str, Any]:
    """What Scrapy's downloader has to know of such a request: its own bound on size, which may be
    above or below that of all others, and more time."""
    most = settings.getint("BAOKAN_PAGE_FILE_MAX")
    return {
        "download_maxsize": most,
        "download_warnsize": 0,
        "download_timeout": max(_SECONDS, settings.getfloat("DOWNLOAD_TIMEOUT")),
    }


def asks(ask: Ask, found: Found) -> Iterator[Ask]:
    """A request for each file of the pages that an answer told of."""
    day = found.issue.date if found.issue else ask.context.get("date", "")
    if not day:
        return  # the page belongs to no issue and is not kept either
    issue = found.issue.label if found.issue else ""
    for page in found.pages:
        for kind, url in (("pdf", page.pdf), ("picture", page.picture)):
            context = {"date": day, "issue_label": issue, "page_label": page.label, "file": kind}
            if url:
                known = {name: value for name, value in context.items() if value}
                yield Ask(url, KIND, known, ask.depth + 1, _PRIORITY)


def read(ask: Ask, body: bytes, folder: Path, part: str) -> Found:
    """Keep the answer, or say why it is none: a page with status 200 instead of a file.

    Raises ArchiveError when it cannot be written.
    """
    wanted_kind = ask.context.get("file", "pdf")
    kind = file_kind(body)
    if kind is None or (kind.suffix == ".pdf") != (wanted_kind == "pdf"):
        got = f", but {kind.content_type}" if kind else ""
        return Found("error", reason=f"not {_NAMES[wanted_kind]}{got}")
    return Found(KIND, file=page_files.store(folder, body, kind, part))
