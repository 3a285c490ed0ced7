"""Answers that cannot be read: what to say of them, the same way on every platform."""

from __future__ import annotations

from collections.abc import Sequence

from archive.records import Article, Found
from crawler.extract import extract
from crawler.platforms.base import Fetched

_NOT_THERE = "error-not-found"  # the rule of crawler/rules/pages.toml
_TEXT_TYPES = ("html", "xml", "text/plain")


def unread(page: Fetched, types: Sequence[str] = _TEXT_TYPES) -> Found | None:
    """Why an answer is not worth reading; None when it has status 200 and one of `types` in its
    content type, if it has any (no types: whatever it is).

    Verdicts: `missing` (404, 410), `refused` (401, 403, 451), `error` (other statuses),
    `not html`.
    """
    status = page.status
    if status in (404, 410):
        return Found("missing", reason=f"{status}: the page is not there")
    if status in (401, 403, 451):
        return Found("refused", reason=f"{status}: the site refuses the page")
    if status != 200:
        return Found("error", reason=f"status {status}")
    content_type = page.headers.get("content-type", "").lower()
    if types and content_type and not any(kind in content_type for kind in types):
        return Found("not html", reason=f"the page is {content_type}")
    return None


def instead_of(page: Fetched, reason: str) -> Found:
    """What to say of a page that is not what was asked for: a bot check, an error message, an
    empty shell, or else `error` with this reason."""
    judged = extract(page.body, page.url, page.headers, captured=page.captured)
    if judged.kind in ("challenge", "error", "empty"):
        return not_an_article(judged)
    return Found("error", reason=reason)


def not_an_article(article: Article) -> Found:
    """The answer for a page that was taken for an article and turned out to be none."""
    reasons = {
        "list": "a list of links, not an article",
        "challenge": "a bot check or a login wall",
        "error": "an error message served with status 200",
        "empty": "no text on the page",
    }
    if article.provenance.get("kind") == _NOT_THERE:
        return Found("missing", reason="the page says that what it had is not there")
    return Found(article.kind, reason=reasons.get(article.kind, article.kind))
