"""Founder e-papers: what is read out of their articles."""

from __future__ import annotations

from archive.records import Article, Ask, Found
from crawler.platforms import platform_for
from crawler.platforms.base import Platform
from tests.founder_pages import ARTICLE, DAY, NBS_DAY
from tests.test_platform_founder import NBS_TITLE, hubin, read

__all__ = ["hubin"]  # the fixture


def article(found: Found) -> Article:
    assert found.article is not None, found
    return found.article


def test_an_article_has_the_day_of_its_issue(hubin: Platform) -> None:
    context = {"date": "2022-02-12", "page_label": "A01", "page_name": "头版"}
    found = read(hubin, Ask(DAY + "content_8101.htm", "article", context), ARTICLE)
    got = article(found)
    assert (found.verdict, got.title) == ("article", "春水初涨 渔船出港")
    assert (got.published, got.published_precision) == ("2022-02-12", "day")
    assert (got.page_label, got.page_name, got.issue_label) == ("A01", "头版", "2022-02-12")
    assert got.provenance["published"].startswith("e-paper")


def test_the_address_of_an_article_says_day_and_page() -> None:
    ask = Ask(NBS_DAY + "nw.D110000hubinrb_20220804_1-02.htm", "article")
    got = article(
        read(platform_for(NBS_TITLE), ask, ARTICLE.replace("第A01版：<STRONG>头版</STRONG>", ""))
    )
    assert (got.published, got.page_label, got.page_name) == ("2022-08-04", "02", None)


def test_what_the_page_prints_stands(hubin: Platform) -> None:
    printed = ARTICLE.replace("<DIV id=ozoom>", "<p>2022年02月11日 23:50</p><DIV id=ozoom>")
    ask = Ask(DAY + "content_8101.htm", "article", {"date": "2022-02-12"})
    assert article(read(hubin, ask, printed)).published == "2022-02-11T23:50+08:00"
