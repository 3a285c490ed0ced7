"""The pages of the archive in the browser: what changed in an article, and the year of a title.

They are whole HTML documents without a script; every text of the archive is escaped.
"""

from __future__ import annotations

import json
from datetime import date
from html import escape
from urllib.parse import quote

from archive import calendar
from archive.diff import diff
from archive.errors import ArchiveError
from archive.gap import Gap
from archive.store import Archive
from archive.web.diff_html import diff_html
from archive.web.year_svg import year_svg

ROOT = "/-/baokan"


def index(archive: Archive, database: str) -> str:
    """Titles with their years, and the articles whose text changed, the newest first."""
    titles = "".join(
        f"<li>{escape(row['publication'])} <code>{escape(row['name'])}</code> "
        + " ".join(
            f'<a href="{year_path(database, row["name"], year)}">{year}</a>'
            for year in calendar.years(archive, row["name"])
        )
        + "</li>"
        for row in archive.query("SELECT name, publication FROM titles ORDER BY name")
    )
    changed = "".join(
        f'<li>{escape(row["seen_at"][:10])} <a href="{diff_path(database, row["id"])}">'
        f"{escape(row['title'] or row['url'])}</a></li>"
        for row in archive.query(
            "SELECT a.id, a.title, a.url, r.seen_at FROM revisions r JOIN articles a"
            " ON a.id = r.article_id AND a.revision = r.number WHERE r.number > 1"
            " ORDER BY r.seen_at DESC LIMIT 100"
        )
    )
    return _page(
        "报刊 · baokan",
        f"<h2>期历 · calendars</h2><ul>{titles or '<li>–</li>'}</ul>"
        f"<h2>改动 · changed articles</h2><ul>{changed or '<li>–</li>'}</ul>",
        database,
    )


def changes(archive: Archive, database: str, article_id: int, old: int, new: int) -> str:
    """What changed between two revisions; 0 for `new` is the newest, for `old` the one before.

    Raises ArchiveError when there is no such article or revision.
    """
    rows = {
        row["number"]: row
        for row in archive.query(
            "SELECT r.number, r.seen_at, r.record, r.capture_id, a.title, a.url FROM revisions r"
            " JOIN articles a ON a.id = r.article_id WHERE r.article_id = ? ORDER BY r.number",
            article_id,
        )
    }
    if not rows:
        raise ArchiveError(f"no article {article_id}")
    new = new or max(rows)
    old = old or max(1, new - 1)
    for number in (old, new):
        if number not in rows:
            raise ArchiveError(f"article {article_id} has no revision {number}")
    links = " ".join(
        f'<a href="{diff_path(database, article_id)}?a={number - 1}&amp;b={number}">'
        f"{number - 1} → {number}</a>"
        for number in rows
        if number > 1
    )
    said = "".join(
        f"<tr><th>{sign} {number}</th><td>{escape(rows[number]['seen_at'])}</td>"
        f"<td>{_capture(database, rows[number]['capture_id'])}</td></tr>"
        for sign, number in (("−", old), ("+", new))
    )
    found = diff(json.loads(rows[old]["record"]), json.loads(rows[new]["record"]))
    same = "" if found.changed else "<p>没有实质改动 · nothing but trivial changes</p>"
    return _page(
        rows[new]["title"] or rows[new]["url"],
        f'<p class="url">{escape(rows[new]["url"])}</p><nav>修订 · revisions: {links or "1"}</nav>'
        f'<table class="sides">{said}</table>{same}<article class="diff">{diff_html(found)}'
        "</article>",
        database,
    )


def year(archive: Archive, database: str, title: str, wanted: int) -> str:
    """The picture of a year and what it lacks; 0 is the newest year.

    Raises ArchiveError when the title is not archived or has no issue.
    """
    known = calendar.years(archive, title)
    if not known:
        raise ArchiveError(f"no issue of {title} is archived")
    wanted = wanted or max(known)
    links = " ".join(
        f'<a href="{year_path(database, title, one)}">{one}</a>' if one != wanted else str(one)
        for one in known
    )
    picture = year_svg(calendar.days(archive, title, wanted), wanted)
    lacking = calendar.gaps(archive, title, date(wanted, 1, 1), date(wanted, 12, 31))
    (row,) = archive.query("SELECT publication FROM titles WHERE name = ?", title)
    return _page(
        f"{row['publication']} {wanted}",
        f'<nav>{links}</nav><div class="year">{picture}</div>{_gaps(lacking)}',
        database,
    )


def problem(text: str, database: str) -> str:
    """A page that says why there is none."""
    return _page("报刊 · baokan", f"<p>{escape(text)}</p>", database)


def diff_path(database: str, article_id: int) -> str:
    """Where the changes of an article are."""
    return f"{ROOT}/{quote(database)}/diff/{article_id}"


def year_path(database: str, title: str, wanted: int) -> str:
    """Where the year of a title is."""
    return f"{ROOT}/{quote(database)}/calendar/{quote(title)}/{wanted}"


def _gaps(lacking: list[Gap]) -> str:
    if not lacking:
        return "<p>无缺 · no gaps</p>"
    rows = "".join(
        f"<tr><td>{escape(gap.date)}</td><td>{escape(gap.label)}</td><td>{gap.kind}</td>"
        f"<td>{escape(gap.page)}</td><td>{escape(gap.detail)}</td></tr>"
        for gap in lacking
    )
    head = "<tr><th>日 day</th><th>期 issue</th><th>缺 lacking</th><th>版 page</th><th></th></tr>"
    return f'<table class="gaps">{head}{rows}</table>'


def _capture(database: str, capture_id: int | None) -> str:
    if capture_id is None:
        return ""
    return f'<a href="/{quote(database)}/captures/{capture_id}">capture {capture_id}</a>'


def _page(title: str, content: str, database: str) -> str:
    home = f"{ROOT}/{quote(database)}"
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{ROOT}/style.css"></head>'
        f'<body><header><a href="{home}">报刊 baokan</a> · <a href="/{quote(database)}">'
        f"数据 · data</a></header><main><h1>{escape(title)}</h1>{content}</main></body></html>"
    )
