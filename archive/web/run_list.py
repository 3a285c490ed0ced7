"""Runs of the crawler: what each brought, how it ended, and what needs a look."""

from __future__ import annotations

from typing import Any

from archive.store import Archive
from archive.web.asking import Asking, leaf, title_row
from archive.web.attention import attention

_A_PAGE = 40

RUNS = """
SELECT r.*, c.errand, c.since, c.until, t.name, t.publication
FROM runs r JOIN crawls c ON c.id = r.crawl_id JOIN titles t ON t.id = c.title_id
"""
_TITLES = "SELECT name, publication FROM titles ORDER BY publication, name"


def run_list(archive: Archive, asked: Asking) -> dict[str, Any]:
    """The newest runs of all titles or of `?title=`.  Raises NotHere for one that is none."""
    chosen = asked.text("title")
    values = [title_row(archive, chosen)["id"]] if chosen else []
    where = " WHERE c.title_id = ?" if chosen else ""

    def path(number: int) -> str:
        return asked.to.runs(chosen, number)

    return {
        "chosen": chosen,
        "titles": archive.query(_TITLES),
        "leaf": leaf(archive, asked, _A_PAGE, path, f"{RUNS}{where} ORDER BY r.id DESC", *values),
        "attention": attention(archive),
    }
