"""The record against what a person reads: every page of every folder of tests/corpus.

The pages are invented, in the shape of real publishing systems; see tests/corpus/README.md.
A bar is what was reached: a change may raise it, never lower it.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archive.records import Article
from crawler.extract import extract

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
BARS = {
    "mainland": {
        "title": 1.0, "subtitle": 1.0, "day": 1.0, "minute": 1.0, "author": 1.0, "source": 1.0,
        "editor": 1.0, "body_p": 0.995, "body_r": 0.995, "body_f1": 0.995,
    },
    "overseas": {
        "title": 1.0, "subtitle": 1.0, "day": 0.86, "minute": 0.8, "author": 0.87,
        "source": 0.87, "editor": 1.0, "body_p": 0.99, "body_r": 0.96, "body_f1": 0.97,
    },
}  # fmt: skip
NEVER = ("false_date", "false_author", "false_source", "leak")
EDITS = (
    "编",
    "編",
    "editor",
)  # who checks, reads proofs or oversees is kept too, but edits nothing


@cache
def scoring() -> ModuleType:
    """benchmarks/scoring.py, which is a program's part and no package."""
    path = HERE.parent / "benchmarks" / "scoring.py"
    spec = importlib.util.spec_from_file_location("corpus_scoring", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "author": [p.name for p in article.authors],
        "editor": [p.name for p in article.editors if any(e in p.role.lower() for e in EDITS)],
        "source": article.source,
        "published": article.published,
        "body": article.body,
    }


@cache
def scores(folder: str) -> dict[str, dict[str, Any]]:
    """File → its measures."""
    found = {}
    for line in (CORPUS / folder / "manifest.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        article = extract((CORPUS / folder / page["file"]).read_bytes(), page["url"] or "")
        found[page["file"]] = scoring().score_page(page["truth"], answer(article))
    return found


def lost(value: Any) -> bool:
    """Whether a page loses something in a measure; authors are (right, wrong, missed)."""
    return bool(value[1] or value[2]) if isinstance(value, tuple) else value < 0.97


def test_every_folder_has_its_bars() -> None:
    assert {path.parent.name for path in CORPUS.glob("*/manifest.jsonl")} == set(BARS)


@pytest.mark.parametrize("folder", BARS)
def test_every_page_of_a_manifest_is_there(folder: str) -> None:
    pages = {path.name for path in (CORPUS / folder).glob("*.html")}
    assert set(scores(folder)) == pages
    assert len(pages) >= 28


@pytest.mark.parametrize(
    ("folder", "measure"), [(f, measure) for f, bars in BARS.items() for measure in bars]
)
def test_a_folder_reaches_its_bar(folder: str, measure: str) -> None:
    pages = scores(folder)
    reached = scoring().totals(pages.values(), set(scoring().MEASURES.values()))[measure]
    of_page = "body_r" if measure == "body_f1" else measure
    failing = [
        file for file, s in pages.items() if s.get(of_page) is not None and lost(s[of_page])
    ]
    assert reached is not None
    assert reached >= BARS[folder][measure], f"{folder}: {measure} {reached:.3f} in {failing}"


@pytest.mark.parametrize("folder", BARS)
@pytest.mark.parametrize("fault", NEVER)
def test_nothing_is_given_that_the_page_does_not_say(folder: str, fault: str) -> None:
    assert [file for file, score in scores(folder).items() if score.get(fault)] == []
