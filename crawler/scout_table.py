"""What a scouting saw, as text for people: the way to the issue, the requests, the fields."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from crawler.extract import Reading, examine
from crawler.probe import count
from crawler.probe_page import probe_page
from crawler.scout import Scouted, Step, Walk

_FIELDS = ("kicker", "title", "subtitle", "published", "source", "page_label", "page_name")


def print_way(scouted: Scouted, out: Console) -> None:
    """The entry's redirects, and which platform was recognised by which marks."""
    for page in scouted.chain:
        out.print(f"{page.status} {page.url}")
    best = scouted.best
    for walk in scouted.walks:
        if walk is not best and walk.sign is not None:
            marks = "; ".join(walk.sign.marks)
            out.print(f"not {walk.title.platform}: {marks}, but {walk.problem}")
    if best is not None and best.sign is not None:
        out.print(f"platform {best.title.platform}: {'; '.join(best.sign.marks)}")
    elif best is not None:
        out.print("no platform fits; `site` reads it, which learns what is an article")


def print_walk(walk: Walk, out: Console) -> None:
    """Every request with what was read, then the fields of the articles side by side."""
    out.print()
    out.print(_requests(walk))
    out.print()
    out.print(_fields(walk))
    for number, reading in enumerate(readings(walk), 1):
        out.print(f"article {number}: {count(reading).sentence()}")


def readings(walk: Walk) -> list[Reading]:
    """The walk's articles with what each of their lines was taken for."""
    return [
        examine(s.page.body, s.page.url, s.page.headers, captured=s.page.captured)
        for s, _ in walk.articles
        if s.page is not None and s.found.article is not None
    ]


def write_probe(walk: Walk, file: Path) -> bool:
    """Write the probe page of the first article; False when there is none.  Raises OSError."""
    for reading in readings(walk)[:1]:
        file.write_text(probe_page(reading), "utf-8", errors="replace")
        return True
    return False


def _requests(walk: Walk) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("asked as", "address", "read"):
        table.add_column(column, overflow="fold")
    for step in walk.steps:
        where = urlsplit(step.url)
        address = where.path + (f"?{where.query}" if where.query else "")
        table.add_row(step.kind, address, _said(step))
    return table


def _fields(walk: Walk) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("field")
    articles = [article for _, article in walk.articles]
    for number in range(1, len(articles) + 1):
        table.add_column(f"article {number}", overflow="fold")
    for name in _FIELDS:
        table.add_row(name, *(str(getattr(a, name) or "–") for a in articles))
    table.add_row("authors", *("、".join(p.name for p in a.authors) or "–" for a in articles))
    table.add_row("text", *(f"{len(a.body)} characters" for a in articles))
    return table


def _said(step: Step) -> str:
    found = step.found
    if found.pages:
        first, issue = found.pages[0], found.issue
        words = [(issue.label or issue.date) if issue else "", "page", first.label, first.name]
        line = " ".join(word for word in words if word)
        if len(found.pages) > 1:
            line += f" and {len(found.pages) - 1} more pages"
        files = [
            f", {name}" for name, url in (("PDF", first.pdf), ("picture", first.picture)) if url
        ]
        return f"{line}: {sum(len(p.entries) for p in found.pages)} entries{''.join(files)}"
    if step.articles:
        return f"article: {step.articles[0].title or ''}"
    if found.reason:
        return f"{found.verdict}: {found.reason}"
    return f"{found.verdict}, leads to {len(found.asks)}"
