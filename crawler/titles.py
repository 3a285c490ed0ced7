"""What a publication is and which platform it is published on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import urlsplit

from archive.rhythm import declared
from crawler.packed import files_of

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_SEEN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_CN = re.compile(r"CN\d{2}-\d{4}(?:/[A-Z]{1,2}\d*)?")
_ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
_BLOCK = re.compile(r"^[ \t]*\[\[[ \t]*title[ \t]*\]\]", re.M)
_NAMED = re.compile(r"""^[ \t]*name[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.M)
_KINDS = ("newspaper", "magazine", "website")
_COLUMNS = ("name", "publication", "kind", "platform", "entry", "publisher", "place", "rhythm")


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
    cn: str = ""  # 国内统一刊号: CN43-0001, CN43-1000/D
    issn: str = ""  # 1002-4980
    encoding: str = ""  # of its pages, where not UTF-8: for people, bytes are read as they are
    seen: str = ""  # year and month of the evidence for entry and platform
    rhythm: str = ""  # how often it appears: daily, weekdays, 1,3,5, weekly, monthly …
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
        for name, form in (("cn", _CN), ("issn", _ISSN)):
            value = getattr(self, name)
            if value and not form.fullmatch(value):
                raise TitleError(f"{self.name}: {name} is none: {value!r}")
        if self.seen and not _SEEN.fullmatch(self.seen):
            raise TitleError(f"{self.name}: seen must be a year or a month (2022-08)")
        try:
            declared(self.rhythm)
        except ValueError as error:
            raise TitleError(f"{self.name}: {error}") from None
        if not _is_address(self.entry):
            raise TitleError(f"{self.name}: entry is no http address: {self.entry!r}")

    def as_row(self) -> dict[str, str]:
        """The columns of the archive's table `titles`."""
        row: dict[str, str] = {name: getattr(self, name) for name in _COLUMNS}
        return row | {"options": json.dumps(self.options, ensure_ascii=False, default=str)}


@dataclass(frozen=True, slots=True)
class Block:
    """One record as text, not parsed yet."""

    file: Traversable
    name: str  # as a quick look finds it
    text: str


def blocks_of(folder: Traversable) -> list[Block]:
    """The `[[title]]` tables of the TOML files in `folder`, by file name, then in file order.

    Raises TitleError for a file that cannot be read, has something before its first title, or a
    record without a plain line `name = "…"`.
    """
    return [block for file in files_of(folder, ".toml") for block in _blocks(file)]


def _blocks(path: Traversable) -> list[Block]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TitleError(f"{path.name}: {error}") from None
    starts = [match.start() for match in _BLOCK.finditer(text)]
    head = text[: starts[0]] if starts else text
    if any(line.strip() and not line.lstrip().startswith("#") for line in head.splitlines()):
        raise TitleError(
            f"{path.name}: titles are written as [[title]]; the file begins otherwise"
        )
    found = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        name = _NAMED.search(block)
        if name is None:
            line = text.count("\n", 0, start) + 1
            raise TitleError(f'{path.name}: line {line}: a title without a line name = "…"')
        found.append(Block(path, name[1], block))
    return found


def title_of(block: Block) -> Title:
    """The title of a record.

    Raises TitleError, naming file and title, for one that is no TOML or has a missing, unknown or
    impossible key or name.
    """
    where = f"{block.file.name}: {block.name}"
    try:
        content = tomllib.loads(block.text)
    except tomllib.TOMLDecodeError as error:
        raise TitleError(f"{where}: {error}") from None
    if unknown := set(content) - {"title"}:
        raise TitleError(f"{block.file.name}: unknown table {', '.join(sorted(unknown))}")
    (record,) = content["title"]
    if unknown := set(record) - {item.name for item in fields(Title)}:
        raise TitleError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    if record.get("name") != block.name:  # that of another table, or written with escapes
        raise TitleError(f"{where}: the first line name = … is not that of the title")
    try:
        return Title(**record)
    except TypeError as error:  # a required key is missing
        raise TitleError(f"{where}: {error}") from None
    except TitleError as error:
        raise TitleError(f"{block.file.name}: {error}") from None


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


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def title_of_row(row: Mapping[str, str]) -> Title:
    """The title as a row of the archive's table `titles` tells of it: as it was crawled last.

    Raises TitleError for a row of a platform or with options that are none.
    """
    return Title(
        **{name: row.get(name, "") for name in _COLUMNS},
        options=json.loads(row["options"], object_hook=_with_days),
    )


def _with_days(table: dict[str, Any]) -> dict[str, Any]:
    # JSON has no days; TOML has them in these keys of an edition.
    days = {name: date.fromisoformat(table[name]) for name in ("since", "until") if name in table}
    return table | days
