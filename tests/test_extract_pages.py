"""Whole pages: every ``tests/pages/<case>.html`` gives what ``<case>.json`` says of it.

The truth names the keys that the case is about; people are [name, role, affiliation, place],
facts of the masthead kind → value.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article
from crawler.extract import extract
from tests.layouts import LAYOUTS, bylines_in_one_line, full_width, take_apart

PAGES = Path(__file__).parent / "pages"
CASES = sorted(p.stem for p in PAGES.glob("*.html"))
DUMP = PAGES / "dump.txt"


def shown(article: Article, key: str) -> Any:
    value = getattr(article, key)
    if key in ("authors", "editors"):
        return [[p.name, p.role, p.affiliation, p.place] for p in value]
    if key == "masthead":
        return {f.kind: f.value for f in value}
    if key == "images":
        return [[i.url, i.caption, i.credit] for i in value]
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES)
def test_page(case: str) -> None:
    truth = json.loads((PAGES / f"{case}.json").read_text("utf-8"))
    article = extract((PAGES / f"{case}.html").read_bytes(), "http://press.example/a/1.html")
    assert {key: shown(article, key) for key in truth} == truth


def test_every_case_has_its_truth() -> None:
    assert CASES
    assert {p.stem for p in PAGES.glob("*.json")} == set(CASES)


def test_plain_dump_and_layouts_agree() -> None:
    plain = extract(DUMP.read_bytes())
    for layout in LAYOUTS.values():
        page = extract(layout(take_apart(DUMP.read_text("utf-8"))))
        for key in ("title", "subtitle", "body", "authors", "editors", "published", "masthead"):
            assert getattr(page, key) == getattr(plain, key), key


@pytest.mark.parametrize("layout", LAYOUTS)
def test_full_width_and_one_line_bylines(layout: str) -> None:
    parts = full_width(take_apart(DUMP.read_text("utf-8")))
    parts = bylines_in_one_line(parts, ("云湖日报全媒体记者 陈若溪 通讯员 李思源 何静 龚文博",))
    article = extract(LAYOUTS[layout](parts))
    assert [p.name for p in article.authors] == ["陈若溪", "李思源", "何静", "龚文博"]
    assert article.body == parts.body
    assert article.unread == ()


def test_same_bytes_same_record() -> None:
    body = (PAGES / "tables.html").read_bytes()
    assert extract(body) == extract(body)


def test_provenance_names_what_gave_a_field() -> None:
    article = extract(DUMP.read_bytes())
    assert article.provenance["source"] == "label 来源"
    assert article.provenance["published"] == "label 发布日期"
    assert {"title", "editors", "authors", "kind"} <= set(article.provenance)


def test_text_that_is_already_decoded() -> None:
    page = extract(DUMP.read_text("utf-8"))
    assert page.encoding is None
    assert page.body == extract(DUMP.read_bytes()).body


def test_no_boilerplate_in_any_body() -> None:
    parts = take_apart(DUMP.read_text("utf-8"))
    furniture = {*parts.above, parts.title, parts.deck, parts.info, *parts.footer, *parts.bylines}
    for case in CASES:
        body = extract((PAGES / f"{case}.html").read_bytes()).body
        assert not furniture & set(body.split("\n"))
