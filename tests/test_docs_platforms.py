"""Every platform has a page, and the record that it shows can be used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from crawler.platforms import PLATFORMS, platform_for
from crawler.titles import Title

FOLDER = Path(__file__).parents[1] / "docs" / "platforms"


def test_the_index_names_every_platform_and_no_other() -> None:
    index = (FOLDER / "index.md").read_text("utf-8")
    named = re.findall(r"\| \[(\w+)\]\((\w+)\.md\)", index)
    assert sorted(named) == sorted((name, name) for name in PLATFORMS)
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted([*PLATFORMS, "index"])


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_record_of_a_platforms_page_can_be_crawled(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.S)
    records = [r for block in blocks for r in tomllib.loads(block).get("title", [])]
    assert records, "no [[title]] in a toml block"
    for record in records:
        title = Title(**record)
        assert title.platform == name
        assert platform_for(title).starts(None, None)
