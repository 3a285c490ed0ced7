"""The user's kept pages: `FOLDER/NAME/` holds page.html, expected.json and meta.json.

`expected.json` is what the page says, for people to correct: sorted keys, the body as a list
with one paragraph a line.  `meta.json` says where the page is from, and who found the expected
record right; that holds for the very text of `expected.json` which was reviewed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.records import Article
from crawler.extract import Reading, examine

PAGE, EXPECTED, META = "page.html", "expected.json", "meta.json"
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
# How the record came about, and not what the page says.
_NOT_EXPECTED = {"url", "provenance", "unread"}
FIELDS = frozenset(f.name for f in dataclasses.fields(Article)) - _NOT_EXPECTED
_META_KEYS = {"url": str, "headers": dict, "page_sha256": str, "recorded": str}


class FixtureError(ValueError):
    """A kept page that cannot be used; the message names the file and says why."""


@dataclass(frozen=True, slots=True)
class Fixture:
    """One kept page.  `meta` is all of meta.json."""

    name: str
    body: bytes
    meta: dict[str, Any]
    expected: dict[str, Any]
    expected_sha256: str

    @property
    def reviewed(self) -> dict[str, str] | None:
        """`by`, `at` and `expected_sha256` of the review; None when there was none, or
        expected.json is another since."""
        review: dict[str, str] | None = self.meta.get("reviewed")
        if not review or review["expected_sha256"] != self.expected_sha256:
            return None
        return review

    @property
    def edited(self) -> bool:
        """Whether expected.json was changed after its review."""
        return bool(self.meta.get("reviewed")) and not self.reviewed

    def read(self) -> Reading:
        """What the reader says of the page now."""
        return _read(self.body, self.meta)


def name_of(url: str, file: str) -> str:
    """A folder's name made of the page's address, or else of its file's name."""
    parts = urlsplit(url)
    text = f"{parts.netloc}{parts.path} {parts.query}" if parts.netloc else Path(file).stem
    name = _NOT_IN_A_NAME.sub("-", unquote(text)).strip("-._")[:60]
    return name.rstrip("-._") or "page"


def names(folder: Path) -> list[str]:
    """The kept pages of a folder, in order.  Raises OSError."""
    found = (p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    return sorted(found)


def expected_of(article: Article) -> dict[str, Any]:
    """What expected.json says of a record: JSON-ready, the body as a list of paragraphs."""
    record = {name: value for name, value in article.as_dict().items() if name in FIELDS}
    record["body"] = article.body.split("\n") if article.body else []
    plain: dict[str, Any] = json.loads(json.dumps(record))  # tuples are lists
    return plain


def keep(folder: Path, name: str, body: bytes, meta: Mapping[str, Any], *, again: bool) -> Fixture:
    """Write a page with what the reader says of it now, unreviewed.

    `meta` has `url`, `headers`, `recorded` and `fetched` (UTC).  Raises FixtureError for a
    name that is taken unless `again`, or is none; OSError.
    """
    place = _place(folder, name)
    if place.exists() and not again:
        raise FixtureError(f"{place}: kept already{_whose(folder, name)}; --again replaces it")
    place.mkdir(parents=True, exist_ok=True)
    (place / META).unlink(missing_ok=True)  # while it is not there, the others prove nothing
    _write(place / PAGE, body)
    written = dict(meta) | {"page_sha256": _sha256(body), "reviewed": None}
    expected = expected_of(_read(body, meta).article)
    _write(place / EXPECTED, _json(expected))
    _write(place / META, _json(written))
    return load(folder, name)


def load(folder: Path, name: str) -> Fixture:
    """Read a kept page.  Raises FixtureError, one line, for anything that is not in order."""
    place = _place(folder, name)
    if not place.is_dir():
        raise FixtureError(f"{place}: no such page")
    body = _bytes(place / PAGE)
    text = _bytes(place / EXPECTED)
    meta, expected = _object(place / META, _bytes(place / META)), _object(place / EXPECTED, text)
    for key, kind in _META_KEYS.items():
        if not isinstance(meta.get(key), kind):
            raise FixtureError(f"{place / META}: {key} is missing or of the wrong kind")
    if not _is_time(meta.get("fetched")):
        raise FixtureError(f"{place / META}: fetched must be null or a time with its zone")
    if not all(isinstance(value, str) for value in meta["headers"].values()):
        raise FixtureError(f"{place / META}: headers must be strings")
    signed = meta.get("reviewed")
    if signed is not None and not _is_review(signed):
        raise FixtureError(
            f"{place / META}: reviewed must be null or have by, at, expected_sha256"
        )
    if _sha256(body) != meta["page_sha256"]:
        raise FixtureError(
            f"{place / PAGE}: not the bytes that were recorded (its SHA-256 differs); get the"
            " file back, or record the page again"
        )
    if unknown := sorted(set(expected) - FIELDS):
        raise FixtureError(f"{place / EXPECTED}: {unknown[0]} is no field of a record")
    paragraphs = expected.get("body", [])
    if not isinstance(paragraphs, list) or not all(isinstance(p, str) for p in paragraphs):
        raise FixtureError(f"{place / EXPECTED}: body must be a list of paragraphs")
    return Fixture(name, body, meta, expected, _sha256(text))


def accept(folder: Path, name: str, record: Mapping[str, Any]) -> Fixture:
    """Take a reading as what is expected of the page from now on, unreviewed."""
    fixture = load(folder, name)
    _write(folder / name / EXPECTED, _json(record))
    _write(folder / name / META, _json(fixture.meta | {"reviewed": None}))
    return load(folder, name)


def review(folder: Path, name: str, by: str, at: str) -> Fixture:
    """Write down who found expected.json right, and when (UTC)."""
    fixture = load(folder, name)
    signed = {"by": by, "at": at, "expected_sha256": fixture.expected_sha256}
    _write(folder / name / META, _json(fixture.meta | {"reviewed": signed}))
    return load(folder, name)


def _read(body: bytes, meta: Mapping[str, Any]) -> Reading:
    captured = datetime.fromisoformat(meta["fetched"]) if meta["fetched"] else None
    return examine(body, meta["url"], meta["headers"], captured=captured)


def _place(folder: Path, name: str) -> Path:
    if not name or name.startswith(".") or Path(name).name != name:
        raise FixtureError(f"{name or '(empty)'}: not the name of a kept page")
    return folder / name


def _whose(folder: Path, name: str) -> str:
    try:
        signed = load(folder, name).reviewed
    except FixtureError:
        return ""
    return f", reviewed by {signed['by']} at {signed['at'][:10]}" if signed else ", not reviewed"


def _is_time(value: Any) -> bool:
    try:
        return value is None or datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        return False


def _is_review(value: Any) -> bool:
    keys = ("by", "at", "expected_sha256")
    return isinstance(value, dict) and all(isinstance(value.get(key), str) for key in keys)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FixtureError(f"{path}: {error.strerror}") from error


def _object(path: Path, text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise FixtureError(f"{path}: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise FixtureError(f"{path}: line {error.lineno}: {error.msg}") from None
    except RecursionError:
        raise FixtureError(f"{path}: nested too deep") from None
    if not isinstance(value, dict):
        raise FixtureError(f"{path}: not one JSON object")
    return value


def _json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _sha256(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _write(path: Path, text: bytes) -> None:
    """All of it or nothing: a crash or a full disk leaves the old file."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(text)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FixtureError(f"{path}: {error.strerror}") from error
