"""Ten thousand broken pages: what must hold of the record of each.

The quick run has the first few hundred, all of them are run in CI.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from crawler.extract import extract
from crawler.extract.charset import decode
from tests.mutations import OPERATIONS, mutate

HERE = Path(__file__).parent
OWN = (HERE / "pages", HERE / "corpus")
SAVED = HERE.parents[1] / "shared" / "pages"  # real pages, where a copy lies beside the checkout
LARGEST = 40_000  # bytes of a page that is mutated: the smaller, the more of them in the time
URL = "http://press.example/a/2023-03/12/content_1.html"
QUICK, CHUNK = 300, 485


@cache
def pages(*folders: Path) -> tuple[bytes, ...]:
    """The saved pages of the folders, in the order of their paths."""
    found = sorted(path for folder in folders for path in folder.rglob("*.html"))
    return tuple(p.read_bytes() for p in found if p.stat().st_size <= LARGEST)


def complaint(page: bytes) -> str:
    """What does not hold of the page's record, or nothing."""
    article = extract(page, URL)
    json.dumps(article.as_dict(), ensure_ascii=False).encode()
    if article.kind == "article" and not article.body.strip():
        return "an article without a text"
    if article != extract(page, URL):
        return "another record from the same bytes"
    raw = decode(page).text  # in a script or style, entities stand for themselves
    if not (prints(html.unescape(raw), article.body) or prints(raw, article.body)):
        return "text that the page does not print, or not in this order"
    return ""


def prints(page: str, body: str) -> bool:
    """Whether the characters of the body stand in the page in this order, with others between."""
    position = 0
    for character in "".join(body.split()):
        found = page.find(character, position)
        if found < 0 and character != "\ufffd":  # which stands for what is broken
            return False
        position = max(position, found + 1)
    return True


def complaints(numbers: range, originals: Sequence[bytes]) -> dict[int, str]:
    """Mutation → what does not hold of it."""
    found = {}
    for number in numbers:
        try:
            said = complaint(mutate(number, originals))
        except Exception as error:  # the number is what the reader of the failure needs
            said = repr(error)
        if said:
            found[number] = said
    return found


def test_every_operation_changes_pages() -> None:
    page, other = pages(*OWN)[:2]
    for operation in OPERATIONS:
        changed = {operation(random.Random(seed), page, other) for seed in range(20)} - {page}
        assert changed, operation


def test_what_a_page_prints() -> None:
    assert prints("<p>湖水<b>亮</b>了</p>", "湖水亮了")
    assert not prints("<p>湖水亮了</p>", "湖亮水了")
    assert not prints("<p>湖水亮了</p>", "湖水亮了。")


@pytest.mark.forty(29)
def test_first_mutations(round_seed: int) -> None:
    begin = round_seed * 1_000_000
    assert complaints(range(begin, begin + QUICK), pages(*OWN)) == {}


@pytest.mark.forty(29)
@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("chunk", range(18))
def test_mutations(chunk: int) -> None:
    begin = QUICK + chunk * CHUNK
    assert complaints(range(begin, begin + CHUNK), pages(*OWN)) == {}


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.skipif(not SAVED.is_dir(), reason="no saved pages in ../shared/pages")
@pytest.mark.parametrize("chunk", range(2))
def test_mutations_of_saved_pages(chunk: int) -> None:
    begin = 100_000 + chunk * CHUNK
    assert complaints(range(begin, begin + CHUNK), pages(SAVED)) == {}
