"""Hostile pages: none breaks the reader, none is passed off as an article without a text.

No time is asserted here; ``benchmarks/hostile.py`` measures it.
"""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from crawler.extract import extract, limits
from tests.hostile_pages import ARTICLE, HEAD, SENTENCES, TEXT, TOP, Case
from tests.hostile_sizes import GROUPS

LARGE = ("huge", "long")
CASES = [
    pytest.param(
        case,
        id=case.name,
        marks=[pytest.mark.slow, pytest.mark.release] if group in LARGE else [],
    )
    for group, cases in GROUPS.items()
    for case in cases
]


def missing(article: Article) -> list[str]:
    """The sentences of the hostile pages' article that its body does not have."""
    return [s for s in SENTENCES if s not in article.body]


@pytest.mark.forty(27)
@pytest.mark.timeout(120)
@pytest.mark.parametrize("case", CASES)
def test_hostile_page(case: Case) -> None:
    article = extract(case.build(), "http://press.example/a.html")
    assert json.dumps(article.as_dict(), ensure_ascii=False).encode()
    assert article.kind != "article" or article.body.strip()
    if case.text:
        assert article.kind == "article"
        assert missing(article) == []
    if case.provenance:
        assert article.provenance[case.provenance]


def test_a_page_within_the_limits_is_not_cut() -> None:
    assert not {"cut", "dom"} & set(extract(ARTICLE).provenance)


@pytest.mark.forty(27)
def test_what_was_read_of_a_page_that_is_too_large_is_said() -> None:
    page = ARTICLE.encode() + b" " * limits.MOST_BYTES
    assert extract(page).provenance["cut"] == "read the first 8 MiB of 8.0 MiB"
    assert extract(page.decode()).provenance["cut"].startswith("read the first 8,388,608 of 8,3")
    lines = ARTICLE + "<p>湖</p>" * limits.MOST_LINES
    assert extract(lines).provenance["cut"] == f"read the first {limits.MOST_LINES:,} lines"


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}{TOP}<textarea>{''.join(SENTENCES)}</textarea>",
        f"{HEAD}{TOP}<textarea>{TEXT.replace('<', '&lt;').replace('>', '&gt;')}</textarea>",
        f"{HEAD}{TOP}<noscript>{TEXT}</noscript>",
        f"{HEAD}{TOP}<a href=/>{TEXT}",
        f"{HEAD}{TOP}<!-- {TEXT}",
    ],
    ids=["textarea", "escaped markup", "noscript", "link", "comment"],
)
def test_text_that_markup_hides_is_found_and_said_to_be(page: str) -> None:
    article = extract(page)
    assert (article.kind, missing(article)) == ("article", [])
    assert "hides" in article.provenance["dom"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<noscript>本站的页面需要 JavaScript，请在浏览器中启用它，然后再次打开。</noscript>",
        "<textarea>文明上网，理性发言，请遵守新闻评论服务协议，留言须经审核后才会显示。</textarea>",
        f"<div style='display:none'>x</div><script>var text = '{SENTENCES[0]}';</script>",
    ],
    ids=["noscript", "textarea", "script"],
)
def test_a_hidden_notice_is_no_article(hidden: str) -> None:
    assert extract(f"{HEAD}{TOP}{hidden}</body></html>").kind == "empty"


def test_a_text_of_question_marks_is_no_article() -> None:
    lost = "".join(f"<p>{'?' * 140}, {'?' * 130}2023{'?' * 9}.</p>" for _ in range(12))
    assert extract(f"{HEAD}{TOP}{lost}").kind == "empty"
