"""Whether the archive holds what the demo press printed, and nothing else."""

from __future__ import annotations

from typing import Any

from archive.identity import url_key
from archive.store import Archive
from crawler.demo.press import DemoPress
from crawler.demo.truth import Document
from crawler.run import Ended

# Fates whose text belongs into the archive.
_KEPT = ("article", "reprint", "edited")
# Fates that leave a row in the frontier with its reason, and no article.
_REFUSED = {
    "challenge": ("failed", "bot check"),
    "error 500": ("failed", "HTTP 500"),
    "empty": ("refused", "no text"),
    "pseudo": ("refused", "page credit"),
    "picture": ("refused", "picture without a headline"),
    "not found": ("gone", "HTTP 404"),
    "forbidden by robots.txt": ("refused", "robots.txt"),
}


def check(archive: Archive, press: DemoPress, ended: list[Ended]) -> list[str]:
    """One line for each document whose fate in the archive is another than the press printed.

    To be called after the press's second visit was crawled.
    """
    wrong: list[str] = []
    for document in press.truth():
        if document.fate in _KEPT:
            wrong += _kept(archive, document)
        elif document.fate in _REFUSED:
            wrong += _refused(archive, document)
        elif document.fate == "vanished":
            row = _article(archive, document.url)
            if row is None or row["status"] == "live":
                wrong.append(f"{document.url}: has vanished, but the archive does not say so")
    known = {url_key(url) for d in press.truth() for url in (d.url, *d.aliases)}
    for row in archive.query("SELECT url, url_key FROM article_urls"):
        if row["url_key"] not in known:
            wrong.append(f"{row['url']}: no article, but archived as one")
    edited = [d for d in press.truth() if d.fate == "edited"]
    revised = archive.query("SELECT count(*) AS n FROM articles WHERE revision = 2")[0]["n"]
    if revised != len(edited):
        wrong.append(f"{revised} articles have a second revision, not {len(edited)}")
    return wrong


def _article(archive: Archive, url: str) -> dict[str, Any] | None:
    rows = archive.query(
        "SELECT a.* FROM article_urls u JOIN articles a ON a.id = u.article_id"
        " WHERE u.url_key = ?",
        url_key(url),
    )
    return rows[0] if rows else None


def _kept(archive: Archive, document: Document) -> list[str]:
    row = _article(archive, document.url)
    if row is None:
        return [f"{document.url}: {document.title}: not archived"]
    wrong = []
    for name, want in (
        ("title", document.title),
        ("subtitle", document.subtitle),
        ("published", document.published),
        ("source", document.source),
    ):
        if want and row[name] != want:
            wrong.append(f"{document.url}: {name} is {row[name]!r}, not {want!r}")
    captions = archive.query(
        "SELECT caption || credit AS text FROM images WHERE article_id = ?", row["id"]
    )
    printed = row["body"] + "".join(image["text"] for image in captions)
    if document.marker not in printed:
        wrong.append(f"{document.url}: the text lacks {document.marker!r}")
    names = {
        r["name"] for r in archive.query("SELECT name FROM people WHERE article_id = ?", row["id"])
    }
    if missing := set(document.people) - names:
        wrong.append(f"{document.url}: not credited: {' '.join(sorted(missing))}")
    if row["unread"] != "[]":
        wrong.append(f"{document.url}: unread lines: {row['unread']}")
    return wrong


def _refused(archive: Archive, document: Document) -> list[str]:
    state, reason = _REFUSED[document.fate]
    rows = archive.query(
        "SELECT state, reason FROM frontier WHERE url_key = ? ORDER BY id", url_key(document.url)
    )
    if _article(archive, document.url) is not None:
        return [f"{document.url}: archived, although it is: {document.fate}"]
    if document.fate == "picture" and not archive.query(
        "SELECT 1 FROM placements WHERE url_key = ? AND kind = 'picture' AND instr(text, ?)",
        url_key(document.url), document.marker,
    ):  # fmt: skip
        return [f"{document.url}: the page does not keep its picture's caption"]
    if not rows or rows[0]["state"] != state or reason not in rows[0]["reason"]:
        return [f"{document.url}: {document.fate} is written down as {rows}"]
    return []
