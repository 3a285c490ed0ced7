"""A probed page as one HTML file: nothing is loaded from elsewhere, no script is needed."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib.resources import files
from string import Template

from archive.records import Article
from crawler.extract import Reading
from crawler.extract.audit import Seen
from crawler.probe import SIGNS, Counts, FieldRow, about, count, field_rows, visible


def probe_page(reading: Reading) -> str:
    """The whole file.  What the page says is text in it, never markup."""
    article, counts = reading.article, count(reading)
    language = _safe(article.language or "zh")
    headline = _safe(article.title or "(no headline)")
    return _template().substitute(
        title=f"{headline} – baokan probe",
        headline=headline,
        language=language,
        notice="" if article.kind == "article" else _notice(article),
        about="".join(_pair(name, value) for name, value in about(article)),
        sentence=_safe(counts.sentence()),
        bar="".join(_part(kind, counts) for kind in SIGNS if counts.lines[kind]),
        switches="\n".join(
            f'<input class="switch" type="checkbox" id="show-{kind}" checked>' for kind in SIGNS
        ),
        legend="".join(_label(kind, counts) for kind in SIGNS),
        lines="".join(_line(line, language) for line in reading.lines)
        or '<li class="none">The page shows no line.</li>\n',
        fields="".join(_field(row) for row in field_rows(article)),
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template(files("crawler").joinpath("templates", "probe.html").read_text("utf-8"))


def _safe(text: str) -> str:
    return escape(visible(text))


def _notice(article: Article) -> str:
    return f'<p class="no-article">This page is no article: {_safe(article.kind)}</p>\n'


def _pair(name: str, value: str) -> str:
    text = _safe(value)
    if value.startswith(("http://", "https://")):
        text = f'<a href="{text}" rel="noreferrer noopener">{text}</a>'
    return f"<div><dt>{_safe(name)}</dt><dd>{text}</dd></div>\n"


def _part(kind: str, counts: Counts) -> str:
    return f'<span class="{kind}" style="flex: {counts.characters[kind]} 1 0"></span>'


def _label(kind: str, counts: Counts) -> str:
    share = f'<span class="share"> · {100 * counts.share(kind):.1f} %</span>'
    return (
        f'<label for="show-{kind}"><span class="sign">{SIGNS[kind]}</span> {kind}'
        f' <span class="count">{counts.lines[kind]:,}{share}</span></label>\n'
    )


def _line(line: Seen, language: str) -> str:
    return (
        f'<li class="{line.kind}"><span class="sign" title="{line.kind}">{SIGNS[line.kind]}</span>'
        f'<span class="what">{_safe(line.what)}</span>'
        f'<span class="text" lang="{language}">{_safe(line.text)}</span></li>\n'
    )


def _field(row: FieldRow) -> str:
    cells = zip(("value", "printed", "given by"), (row.shown, row.printed, row.by), strict=True)
    tail = "".join(f'<td data-name="{name}">{_safe(text or "")}</td>' for name, text in cells)
    absent = ' class="absent"' if row.value is None else ""
    return f'<tr{absent}><th scope="row">{_safe(row.field)}</th>{tail}</tr>\n'
