"""A press of 102 articles that changes from day to day, on loopback.

Day 1: all are there.  Day 2: three were edited, one of them with its date of change left as it
was; one is gone for good; one is gone and comes back on day 3.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.demo.server import Hit, Reply, Served, Server, replying
from tests.presses.bulk import NOT_FOUND, article, article_path, framed, links_of
from tests.presses.phrases import story

COUNT = 102
EDITED = (11, 12, 13)  # 13: with an old date
DELETED, BACK = 40, 41
OLD = "Mon, 02 Jan 2023 08:00:00 GMT"
NEW = "Tue, 03 Jan 2023 09:30:00 GMT"


class ChangingPress(Served):
    """`day` may be set while it runs; `log` are the hits, `sent` the bytes of bodies so far.

    `named`: whether it gives ETags.  `homeward`: what is gone leads to the home page.
    """

    def __init__(self, *, named: bool = True, homeward: bool = False) -> None:
        self.day = 1
        self.named, self.homeward = named, homeward
        self.log: list[Hit] = []
        self._server = Server(replying(self._answer, self.log), "127.0.0.1", 0)
        self.base = self._server.base + "/"

    def url(self, number: int) -> str:
        """Where article `number` stands."""
        return self.base.rstrip("/") + article_path(number)

    def paths(self) -> list[str]:
        """The paths of articles that were asked for since the log was cleared."""
        return [hit.path for hit in self.log if hit.path.endswith(".shtml")]

    def statuses(self) -> dict[str, int]:
        """Path of an article → status of its last answer."""
        return {hit.path: hit.status for hit in self.log if hit.path.endswith(".shtml")}

    def _answer(self, target: str) -> Reply:
        path = target.partition("?")[0]
        if path == "/":
            rows = [(article_path(n), story(n)[0]) for n in range(COUNT)]
            return framed("首页", links_of(rows))
        number = {article_path(n): n for n in range(COUNT)}.get(path)
        if number is None:
            return NOT_FOUND
        if (number == DELETED and self.day > 1) or (number == BACK and self.day == 2):
            return Reply(b"", 302, location="/") if self.homeward else NOT_FOUND
        page = replace(article(number), modified=OLD, named=self.named)
        if number in EDITED and self.day > 1:
            page = replace(page, body=edited(page.body), modified=NEW if number != 13 else OLD)
        return page


def edited(body: bytes) -> bytes:
    """The page with another last sentence."""
    return body.replace("。</p>\n</div>".encode(), "，后来又改了。</p>\n</div>".encode(), 1)
