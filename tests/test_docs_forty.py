"""docs/reliability.md lists the forty tests, and what answers them, as they are in the code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from archive.crash_points import POINTS
from tests.crawling import ROOT
from tests.forty import FORTY

PAGE = (ROOT / "docs/reliability.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.*?) \|$", re.M)


def marked() -> dict[int, set[str]]:
    """Number → the tests that carry it."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            for mark in getattr(node, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.forty":
                    for number in mark.args:
                        name = f"{path.name}::{getattr(node, 'name', '')}"
                        found[int(ast.literal_eval(number))].add(name)
    return found


def test_each_of_the_forty_is_answered() -> None:
    assert sorted(FORTY) == sorted(marked()) == list(range(1, 41))


def test_the_table_is_that_of_the_tests() -> None:
    rows = {int(row[0]): row for row in ROW.findall(PAGE)}
    assert sorted(rows) == list(range(1, 41)), "write it: .venv/bin/pytest -m forty --forty"
    found = marked()
    for number, (_, what, mark, tier, _, by) in rows.items():
        asked = FORTY[number]
        assert (what, mark) == (asked.what, asked.mark)
        assert tier.split(", ")[0] == asked.tier
        assert set(re.findall(r"`(.+?)`", by)) == found[number], number


def test_at_least_36_pass() -> None:
    ours = [row[4] for row in ROW.findall(PAGE)]
    assert sum(one.startswith("passes") for one in ours) >= 36
    assert all(one.startswith(("passes", "**fails**: ")) for one in ours)


def test_the_points_of_a_crash_are_listed() -> None:
    assert all(f"`{point}`" in PAGE for point in POINTS)
