"""What a publication is and which platform it is published on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_SEEN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_KINDS = ("newspaper", "magazine", "website")


class TitleError(ValueError):
    """A record of the catalogue that cannot be used; the message names file and title."""


@dataclass(frozen=True, slots=True)
class Title:
    """One publication: a record of the catalogue (``spiders/catalogue/*.toml``).

    ``options`` is the platform's own table; each platform documents its keys and checks them.
    Raises TitleError for a value that cannot be used, also from ``dataclasses.replace``.
    """

    name: str  # of the spider: pinyin or English, snake_case
    publication: str  # 湖南日报
    platform: str  # a name in crawler.platforms
    entry: str  # where the crawl begins
    kind: str = "newspaper"  # newspaper, magazine, or website for neither
    publisher: str = ""
    place: str = ""  # province, or 全国
    seen: str = ""  # year and month of the evidence for entry and platform
    options: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "options":
                if not isinstance(value, Mapping):
                    raise TitleError(f"{self.name}: options must be a table")
            elif not isinstance(value, str):
                raise TitleError(f"{self.name}: {item.name} must be a string, not {value!r}")
        if not _NAME.fullmatch(self.name):
            raise TitleError(f"{self.name}: name must be lower-case letters, digits and _")
        for required in ("publication", "platform"):
            if not getattr(self, required).strip():
                raise TitleError(f"{self.name}: {required} is empty")
        if self.kind not in _KINDS:
            raise TitleError(f"{self.name}: kind must be {', '.join(_KINDS)}, not {self.kind!r}")
        if self.seen and not _SEEN.fullmatch(self.seen):
            raise TitleError(f"{self.name}: seen must be a year or a month (2022-08)")
        if not _is_address(self.entry):
            raise TitleError(f"{self.name}: entry is no http address: {self.entry!r}")


def load_catalogue(folder: Path) -> list[Title]:
    """All titles of the TOML files in `folder`, by file name, then in file order.

    Raises TitleError, naming file and title, for a file that is no TOML and for a record with a
    missing, unknown, repeated or impossible key or name.
    """
    titles: dict[str, Title] = {}
    for path in sorted(folder.glob("*.toml")):
        for record in _records(path):
            name = str(record.get("name", "?"))
            if name in titles:
                raise TitleError(f"{path.name}: {name}: the name is taken")
            titles[name] = _title(path, name, record)
    return list(titles.values())


def adhoc_title(url: str) -> Title:
    """A title for any site, from its home page: `http://127.0.0.1:8000/` → `site_127_0_0_1_8000`.

    Raises TitleError when `url` is no http address.
    """
    if not _is_address(url):
        raise TitleError(f"no http address: {url!r}")
    place = urlsplit(url).netloc.rpartition("@")[2].lower()
    try:
        ascii_place = place.encode("idna").decode("ascii")
    except UnicodeError:
        raise TitleError(f"no host name: {place!r}") from None
    # a-b.cn and a.b.cn are two sites: a hyphen counts two.
    name = "site_" + re.sub(r"[^a-z0-9_]+", "_", ascii_place.replace("-", "__")).strip("_")
    return Title(name[:63], place, "site", url, kind="website")


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TitleError(f"{path.name}: {error}") from None
    if unknown := set(content) - {"title"}:
        raise TitleError(f"{path.name}: unknown table {', '.join(sorted(unknown))}")
    records = content.get("title", [])
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise TitleError(f"{path.name}: titles are written as [[title]]")
    return records


def _title(path: Path, name: str, record: Mapping[str, Any]) -> Title:
    if unknown := set(record) - {item.name for item in fields(Title)}:
        raise TitleError(f"{path.name}: {name}: unknown key {', '.join(sorted(unknown))}")
    try:
        return Title(**record)
    except TypeError as error:  # a required key is missing
        raise TitleError(f"{path.name}: {name}: {error}") from None
    except TitleError as error:
        raise TitleError(f"{path.name}: {error}") from None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
