"""Answers that a site crawl makes nothing of, and what it cannot be asked for."""

from __future__ import annotations

from datetime import date

import pytest

from archive.records import Ask
from crawler.platforms import platform_for
from crawler.platforms.base import Fetched, Platform
from crawler.titles import Title, TitleError
from tests.site_pages import HOME, article, headline


def reed() -> Platform:
    return platform_for(Title("reed", "芦苇", "site", HOME, kind="magazine"))


@pytest.mark.parametrize(
    ("status", "content_type", "body", "verdict"),
    [
        (404, "text/html", "x", "missing"),
        (403, "text/html", "x", "refused"),
        (500, "text/html", "x", "error"),
        (200, "application/pdf", "%PDF", "not html"),
        (200, "text/html", " ", "empty"),
    ],
)
def test_answers_that_cannot_be_read(
    status: int, content_type: str, body: str, verdict: str
) -> None:
    page = Fetched(HOME + "a/1.html", status, body.encode(), {"content-type": content_type})
    found = reed().read(Ask(HOME + "a/1.html", "any"), page)
    assert (found.verdict, found.asks, found.article) == (verdict, (), None)
    assert found.reason


def test_an_address_that_sends_away_from_the_site() -> None:
    page = Fetched("http://login.example/", 200, article(headline(1)).encode())
    assert reed().read(Ask(HOME + "a/1.html", "any"), page).verdict == "elsewhere"


def test_a_site_has_no_days() -> None:
    with pytest.raises(TitleError, match="reed: "):
        reed().starts(date(2022, 8, 1), date(2022, 8, 2))
