"""One thing that an archive lacks of a title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# An issue that ought to be there, a page (版) of one, an article that a page lists, a further page
# (分页) of an article.
GapKind = Literal["issue", "page", "article", "part"]
KINDS: tuple[GapKind, ...] = ("issue", "page", "article", "part")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lacking, and why as far as that is known.

    `date` is the day of the issue, or "" where that is not known (of a magazine's missing issue it
    is an estimate); `url` is where it may be asked for, or "".
    """

    kind: GapKind
    date: str
    label: str = ""  # of a magazine's issue: 2022年第15期
    page: str = ""  # label of the page; several that nothing leads to are divided by blanks
    url: str = ""
    detail: str = ""  # one line for people

    def order(self) -> tuple[str, str, int, str, str]:
        """Issue by issue, then as the pages are printed."""
        return self.date, self.label, KINDS.index(self.kind), self.page, self.url
