"""Every test press, crawled in memory: the platforms alone, without network and archive."""

from __future__ import annotations

import pytest

from tests.presses.papers import all_presses
from tests.presses.static import Press
from tests.presses.walk import headlines, walk

PRESSES = all_presses()


@pytest.mark.parametrize("press", PRESSES, ids=lambda press: press.name)
def test_a_platform_finds_all_of_its_press_and_nothing_else(press: Press) -> None:
    found = walk(press, press.span)
    assert headlines(found) == dict(press.articles), found.reasons
    assert {day: list(pages) for day, pages in found.issues.items()} == {
        day: list(labels) for day, labels in press.issues.items()
    }
    assert found.absent == list(press.absent)
    pseudo = [path for path, verdict in found.verdicts.items() if verdict == "pseudo"]
    assert sorted(pseudo) == sorted(press.pseudo)
