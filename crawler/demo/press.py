"""The demo press: a magazine and a newspaper that do not exist, served on loopback.

    with DemoPress() as press:
        crawl(press.magazine, press.paper)
        press.next_visit()  # one article is edited, one has vanished
        crawl(press.magazine, press.paper)

It has the shapes and the traps of the real press, and knows what a crawl has to find.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from crawler.demo import magazine, paper
from crawler.demo.server import Hit, Reply, Served, Server, replying
from crawler.demo.truth import Document, IssueTruth

NOT_FOUND = Reply("<h1>404</h1><p>您访问的页面不存在。</p>".encode(), status=404)


class DemoPress(Served):
    """Both sites on one port; a context manager.  Attributes hold once it is entered.

    Port 0 takes any free one.  Raises OSError if a given port is taken.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.log: list[Hit] = []
        self.visit = 1
        self._site: dict[str, Reply] = {}
        self._print()
        self._server = Server(replying(self._answer, self.log), host, port)
        self.base = self._server.base
        self.magazine = self.base + "/"
        self.paper = self.base + paper.FOLDER

    def next_visit(self) -> None:
        """Go on to the second day: one article edited, one vanished, nothing else changed.

        Raises ValueError when that day is already here.
        """
        if self.visit == 2:
            raise ValueError("the demo press has two days only")
        self.visit = 2
        self._print()

    def truth(self) -> list[Document]:
        """Every document that is linked, and what becomes of it on this visit."""
        return [*magazine.truth(self.base, self.visit), *paper.truth(self.base)]

    def issues(self) -> list[IssueTruth]:
        """The newspaper's days, with and without an issue."""
        return paper.issues(self.base)

    def listing(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each page of the newspaper: issue, label, addresses of the articles it lists."""
        return paper.listing(self.base)

    def _print(self) -> None:
        pages = magazine.site(self.visit) | paper.site()
        self._site = {_key(path): reply for path, reply in pages.items()}

    def _answer(self, target: str) -> Reply:
        return self._site.get(_key(target), NOT_FOUND)


def _key(target: str) -> str:
    """What a target is looked up by.

    Parameters count for the dynamic pages only, and there in any order; files do not look at
    them, as on real servers.
    """
    parts = urlsplit(target)
    path = unquote(parts.path)
    if not path.lower().endswith(".aspx"):
        return path
    return path.lower() + "?" + urlencode(sorted(parse_qsl(parts.query)))
