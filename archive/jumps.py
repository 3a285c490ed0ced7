"""Jump lines: an article that says 下转第2版 and the one on page 2 that says 上接第1版.

The two are linked, never joined: e-papers often print the whole text under the first of them.
All links of an issue are found anew from all that it holds, so that the order in which its
articles arrive makes no difference, and a revision that drops a mark drops its link.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from archive.identity import normal_text

_NUMBER = re.compile(r"\d+")
# What an e-paper puts into the headline of the second part: （上接第1版）, 紧接A01版.
_MARK = re.compile(
    r"[（(【\[]?\s?(?:下转|下轉|上接|上承|紧接|緊接|转|轉|接)\s?第?\s?"
    r"(?:[A-Za-z]{0,2}\s?\d{1,3}|[〇零一二三四五六七八九十]{1,4})\s?[版页頁]\s?[）)】\]]?"
)
_LEAST_SHARED = 6  # letters: a shorter headline may be part of another one by chance


@dataclass(frozen=True, slots=True)
class Part:
    """An article with a jump mark: where it stands, and where the mark points."""

    id: int
    page: str  # label of its page: A01
    title: str
    to: str  # the page it goes on at, or ""
    back: str  # the page it began on, or ""


def link(connection: sqlite3.Connection, issue_id: int) -> None:
    """Find the links of an issue anew."""
    parts = [
        Part(row["id"], row["page_label"], row["title"] or "", row["to"] or "", row["back"] or "")
        for row in connection.execute(
            "SELECT id, page_label, title, continued_to AS 'to', continued_from AS back"
            " FROM articles WHERE issue_id = ?"
            " AND (continued_to IS NOT NULL OR continued_from IS NOT NULL)",
            (issue_id,),
        )
    ]
    connection.execute("DELETE FROM jumps WHERE issue_id = ?", (issue_id,))
    if len(parts) < 2:
        return
    labels = connection.execute(
        "SELECT label FROM pages WHERE issue_id = ? UNION"
        " SELECT page_label FROM articles WHERE issue_id = ?",
        (issue_id, issue_id),
    )
    for head, tail, rule in pairs(parts, [row[0] for row in labels]):
        connection.execute(
            "INSERT INTO jumps (from_article, to_article, issue_id, rule) VALUES (?, ?, ?, ?)",
            (head, tail, issue_id, rule),
        )


def pairs(parts: Iterable[Part], labels: Iterable[str]) -> list[tuple[int, int, str]]:
    """(first part, second part, rule) of articles of one issue that surely continue each other.

    Both marks have to agree with the pages that both stand on.  Then the headlines decide: the
    same one (rule `headline`), one that holds the other (`part of headline`), or a second part
    without a headline of its own (`only the mark`).  Where two would do, neither is taken.
    """
    known = {_plain(label) for label in labels if label}
    parts = list(parts)
    fitting = [
        (head, tail, rule)
        for head in parts
        for tail in parts
        if head.id != tail.id
        and head.page
        and tail.page
        and _page(head.to, known) == _plain(tail.page)
        and _page(tail.back, known) == _plain(head.page)
        and (rule := _rule(head.title, tail.title))
    ]
    found: list[tuple[int, int, str]] = []
    for wanted in ("headline", "part of headline", "only the mark"):
        now = [(head.id, tail.id) for head, tail, rule in fitting if rule == wanted]
        heads, tails = Counter(h for h, _ in now), Counter(t for _, t in now)
        found += [(h, t, wanted) for h, t in now if heads[h] == tails[t] == 1]
        # An article that two others would fit is not given to a third one on a weaker sign.
        fitting = [
            (head, tail, rule)
            for head, tail, rule in fitting
            if head.id not in heads and tail.id not in tails
        ]
    return sorted(found)


def _rule(head: str, tail: str) -> str:
    one, other = _words(head), _words(tail)
    if not other:
        return "only the mark"
    if one == other:
        return "headline"
    if min(len(one), len(other)) >= _LEAST_SHARED and (one in other or other in one):
        return "part of headline"
    return ""


def _words(title: str) -> str:
    return normal_text(_MARK.sub("", title))


def _plain(label: str) -> str:
    """`A01` → `A1`, `02` → `2`"""
    return _NUMBER.sub(lambda found: str(int(found[0])), label.strip().upper())


def _page(printed: str, known: set[str]) -> str:
    """The page that a mark means, among the pages of the issue; "" where that is not certain.

    As it is labelled, or by its number alone (第2版 of a paper whose pages are A01, A02), where
    only one page has that number.
    """
    if not printed:
        return ""
    plain = _plain(printed)
    if plain in known:
        return plain
    numbers = _NUMBER.findall(plain)
    same = [label for label in known if _NUMBER.findall(label) == numbers]
    alike = [label for label in same if label.isdecimal() or plain.isdecimal()]
    return alike[0] if len(numbers) == 1 and len(alike) == 1 == len(same) else ""
