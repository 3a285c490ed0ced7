"""Saved pages of real e-papers, measured where `../shared/pages` is at hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from archive.records import Ask
from crawler.platforms import platform_for, recognise
from crawler.platforms.base import Fetched
from crawler.scout import Step, Walk
from crawler.scout_record import record_of
from crawler.titles import Title, adhoc_title

NODES = Path(__file__).parents[2] / "shared" / "pages" / "nodes"


def nodes(kind: str) -> list[dict[str, Any]]:
    manifest = NODES / "manifest.jsonl"
    if not manifest.exists():
        return []
    records = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    return [r for r in records if r["kind"] == kind]


def body_of(record: dict[str, Any]) -> bytes:
    return (NODES / record["file"]).read_bytes()


needs_pages = pytest.mark.skipif(not NODES.exists(), reason=f"no saved pages in {NODES}")


@needs_pages
def test_real_pages_of_e_papers_are_read_completely() -> None:
    records = nodes("epaper-node")
    assert records
    for record in records:
        url, truth = record["url"], record["truth"]
        platform = "founder_nbs" if "nbs." in url else "founder_classic"
        title = Title("paper", truth["paper"], platform, urljoin(url, "../../../"))
        found = platform_for(title).read(
            Ask(url, "issue", {"date": truth["published"]}), Fetched(url, 200, body_of(record))
        )
        assert found.issue is not None
        assert found.pages
        assert (found.issue.date, found.pages[0].label) == (truth["published"], truth["page"])
        assert [(e.url, e.title) for e in found.pages[0].entries] == [
            (urljoin(url, link["url"]), link["title"]) for link in truth["links"]
        ]
        assert all(e.area for e in found.pages[0].entries)
        page = Fetched(url, 200, body_of(record))
        assert recognise(page)[0][0] == platform
        walk = Walk(title, None, (Step("issue", url, 200, found, page),))
        assert record_of(walk, date(2026, 1, 1)).publication == truth["paper"]
        assert found.pages[0].name
        assert found.pages[0].pdf
        assert found.pages[0].picture
        pages = [ask for ask in found.asks if ask.kind == "page"]
        assert len(pages) >= 10
        assert all(urljoin(ask.url, ".") == urljoin(url, ".") for ask in found.asks)


@needs_pages
def test_real_lists_are_followed_on_their_site_only() -> None:
    records = nodes("list")
    assert records
    for record in records:
        url = record["url"] or f"http://www.{record['site']}/list/"
        platform = platform_for(adhoc_title(url))
        found = platform.read(Ask(url, "entry"), Fetched(url, 200, body_of(record)))
        assert found.verdict == "list"
        assert len(found.asks) >= 7, record["file"]
        for ask in found.asks:
            assert record["site"] in ask.url.split("/")[2]
            assert not ask.url.lower().endswith((".jpg", ".png", ".css", ".js", ".pdf", ".swf"))
