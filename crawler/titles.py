"""What a publication is and which platform it is published on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class TitleError(ValueError):
    """A record of the catalogue that cannot be used; the message names file and title."""


@dataclass(frozen=True, slots=True)
class Title:
    """One publication: a record of the catalogue (``spiders/catalogue/*.toml``).

    ``options`` is the platform's own table; each platform documents its keys.
    """

    name: str  # of the spider: pinyin or English, snake_case
    publication: str  # 湖南日报
    platform: str  # a name in crawler.platforms
    entry: str  # where the crawl begins
    kind: str = "newspaper"  # newspaper or magazine
    publisher: str = ""
    place: str = ""  # province, or 全国
    seen: str = ""  # year and month of the evidence for entry and platform
    options: Mapping[str, Any] = field(default_factory=dict)


def load_catalogue(folder: Path) -> list[Title]:
    """All titles of the TOML files in `folder`, by file name, then in file order.

    Raises TitleError for a record with a missing, unknown or repeated key or name.
    """
    known = {f.name for f in fields(Title)}
    titles: dict[str, Title] = {}
    for path in sorted(folder.glob("*.toml")):
        for record in tomllib.loads(path.read_text("utf-8")).get("title", []):
            name = str(record.get("name", "?"))
            if unknown := set(record) - known:
                raise TitleError(f"{path.name}: {name}: unknown key {', '.join(sorted(unknown))}")
            if name in titles:
                raise TitleError(f"{path.name}: {name}: the name is taken")
            try:
                titles[name] = Title(**record)
            except TypeError as error:
                raise TitleError(f"{path.name}: {name}: {error}") from None
    return list(titles.values())
