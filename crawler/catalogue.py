"""The titles that can be crawled: the catalogue, and the user's own folder of records.

Scrapy's spider loader, too.  A crawl needs one title of hundreds: names are found by one search
over the files, and only the record that is wanted is parsed.  `baokan titles` reads them all.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler import packed
from crawler.run import project_settings
from crawler.spider import PressSpider, spider_class
from crawler.titles import Block, Title, TitleError, blocks_of, title_of


class Catalogue:
    """All records of the folder `catalogue` of each package in SPIDER_MODULES, and of the folder
    that BAOKAN_TITLES names.  Raises TitleError for a name that two records have."""

    def __init__(self, folders: Sequence[Traversable]) -> None:
        self._blocks: dict[str, Block] = {}
        for folder in folders:
            for block in blocks_of(folder):
                if block.name in self._blocks:
                    raise TitleError(f"{block.file.name}: {block.name}: the name is taken")
                self._blocks[block.name] = block

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Scrapy's constructor.  Raises TitleError for a folder that is not there."""
        folders = [_folder(module) for module in settings.getlist("SPIDER_MODULES")]
        own = settings.get("BAOKAN_TITLES")
        if own:
            if not Path(own).is_dir():
                raise TitleError(f"BAOKAN_TITLES: {own} is no folder")
            folders.append(Path(own))
        return cls(folders)

    def list(self) -> builtins.list[str]:
        """All names, in order."""
        return sorted(self._blocks)

    def load(self, spider_name: str) -> type[PressSpider]:
        """The spider of a name.  Raises KeyError for one that is not there, as Scrapy wants it,
        and TitleError for a record that cannot be used."""
        return spider_class(title_of(self._blocks[spider_name]))

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """None: an address alone does not say which title it is asked for."""
        return []


def catalogue() -> list[Title]:
    """All titles, by name.  Raises TitleError, naming file and title, for the first record that
    cannot be used."""
    loader = get_spider_loader(project_settings())
    assert isinstance(loader, Catalogue)
    return [loader.load(name).title for name in loader.list()]


def spider_of(name: str) -> type[PressSpider]:
    """The spider of a title.  Raises TitleError, with the likely names, when there is none."""
    loader = get_spider_loader(project_settings())
    assert isinstance(loader, Catalogue)
    try:
        return loader.load(name)
    except KeyError:
        near = get_close_matches(name, loader.list(), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: baokan titles"
        raise TitleError(f"unknown title {name!r}; {hint}") from None


def _folder(module: str) -> Traversable:
    try:
        return packed.folder(module, "catalogue")
    except ModuleNotFoundError:
        raise TitleError(f"SPIDER_MODULES: there is no package {module}") from None
