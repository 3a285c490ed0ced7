"""State files that were cut or changed: it is said or mended, and no page is missing unsaid."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.press import DemoPress
from tests.crawling import Result, baokan, rows

pytestmark = pytest.mark.slow

VARIANTS = 50
ARTICLES = 23  # of the demo's newspaper


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder of a crawl that was stopped half way, and the address of its press."""
    state = tmp_path_factory.mktemp("stopped") / "state"
    state.mkdir()
    with DemoPress() as press:
        told = crawl(press.paper, state / "archive.db", "--max-pages", "25")
        assert told.code == 4
        yield state, press.paper


def crawl(base: str, archive: Path, *more: str) -> Result:
    return baokan("crawl", "hunan_daily", "--entry", base, "--since", "2022-08-03", "--until",
                  "2022-08-04", "--archive", archive, "--quiet", *more)  # fmt: skip


def damage(file: Path, dice: random.Random) -> str:
    """Cut the file, or change some bytes of it; says what was done."""
    data = bytearray(file.read_bytes())
    if dice.random() < 0.5:
        length = dice.randrange(len(data))
        file.write_bytes(data[:length])
        return f"{file.name} cut to {length} of {len(data)}"
    places = [dice.randrange(len(data)) for _ in range(dice.choice((1, 1, 8, 64)))]
    for place in places:
        data[place] ^= dice.randrange(1, 256)
    file.write_bytes(data)
    return f"{file.name} changed at {places[:3]}…"


@pytest.mark.forty(6)
@pytest.mark.parametrize("variant", range(VARIANTS))
def test_damage_is_told_or_mended(stopped: tuple[Path, str], tmp_path: Path, variant: int) -> None:
    state, base = stopped
    folder = tmp_path / "state"
    shutil.copytree(state, folder)
    archive = folder / "archive.db"
    files = [archive] if variant % 3 else sorted((folder / "archive.warc").glob("*.gz"))
    what = damage(files[0], random.Random(variant))
    told = crawl(base, archive)
    assert "Traceback" not in told.err, what
    assert told.err.count("\n") <= 2, what
    if told.code:
        return
    # The crawl says that it is complete: then it is.  Damage of what was there before is found by
    # verify, which compares each byte.
    assert rows(archive, "SELECT count(DISTINCT url) FROM articles") == [(ARTICLES,)], what
    verified = baokan("verify", "--archive", archive)
    if files[0] != archive:
        assert verified.code == 10, what
