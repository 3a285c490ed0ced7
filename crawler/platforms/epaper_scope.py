"""Which addresses are an e-paper title's own: its hosts, and its tree among sister papers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from crawler.platforms.epaper_grammar import Address
from crawler.platforms.founder_trees import paper_of
from crawler.platforms.links import bare_host
from crawler.titles import Title, TitleError


class Scope:
    """Made from a title's entry and its option `hosts`; raises TitleError for a wrong one."""

    def __init__(self, title: Title, address: Callable[[str], Address | None]) -> None:
        hosts = title.options.get("hosts", [])
        if not isinstance(hosts, list) or not all(isinstance(h, str) and h for h in hosts):
            raise TitleError(f"{title.name}: hosts must be a list of host names")
        self._hosts = {bare_host(title.entry), *(bare_host(f"//{host}") for host in hosts)}
        self._address = address
        entry = address(title.entry)
        folder = entry.paper if entry else urlsplit(urljoin(title.entry, ".")).path
        self._folder = paper_of(folder).lower()

    def on_host(self, url: str) -> bool:
        """On one of the title's hosts."""
        return bare_host(url) in self._hosts

    def holds(self, url: str) -> bool:
        """On one of the title's hosts, inside its own tree: sister papers live beside it."""
        address = self._address(url)
        path = address.paper if address else urlsplit(url).path.lower()
        return self.on_host(url) and path.startswith(self._folder)
