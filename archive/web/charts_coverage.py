"""Which fields the articles of each title have: a table of shares, by colour and number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.store import Archive
from archive.web import charts_svg as svg

FIELDS = (
    "headline", "kicker", "subtitle", "day", "people", "source", "column", "page", "keywords",
    "images",
)  # fmt: skip

_MOST_TITLES = 40
_LEFT, _TOP, _CELL, _ROW = 190, 88, 72, 30  # pixels
# From nothing to all: the lightness alone tells, to every kind of sight.
_LIGHT, _DARK = (0xEE, 0xF3, 0xF8), (0x08, 0x45, 0x80)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many `articles` of a publication each of FIELDS is known; `day`: at least the day of
    publication; `people`: at least one name."""

    publication: str
    articles: int
    having: Mapping[str, int]

    def share(self, field: str) -> float:
        """From 0 to 1."""
        share = self.having.get(field, 0) / self.articles if self.articles > 0 else 0.0
        return min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says; {} are filled in."""

    title: str
    articles: str
    more: str  # {count}: titles that are not shown
    empty: str
    publication: str
    fields: Mapping[str, str]


ZH = Words(
    "各报字段覆盖率", "稿件", "稿件较少的 {count} 种未画出", "没有稿件", "报刊",
    dict(zip(FIELDS, ("标题", "引题", "副题", "日期", "人名", "来源", "栏目", "版次", "关键词",
                      "图片"), strict=True)),
)  # fmt: skip
EN = Words(
    "Fields by title", "Articles", "{count} smaller titles are not shown", "No articles", "Title",
    dict(zip(FIELDS, ("Headline", "Kicker", "Subtitle", "Day", "People", "Source", "Column",
                      "Page", "Keywords", "Images"), strict=True)),
)  # fmt: skip

_COVERAGE = """
SELECT t.publication, count(*) AS articles, count(a.title) AS headline, count(a.kicker) AS kicker,
    count(a.subtitle) AS subtitle, sum(length(coalesce(a.published, '')) >= 10) AS day,
    sum(EXISTS (SELECT 1 FROM people WHERE article_id = a.id)) AS people,
    count(a.source) AS source, count(a."column") AS "column", sum(a.page_label != '') AS page,
    sum(a.keywords != '') AS keywords,
    sum(EXISTS (SELECT 1 FROM images WHERE article_id = a.id)) AS images
FROM articles a JOIN titles t ON t.id = a.title_id
GROUP BY a.title_id ORDER BY articles DESC, t.publication
"""


def coverage(archive: Archive) -> list[Coverage]:
    """All titles with articles, the largest first."""
    return [
        Coverage(row["publication"], row["articles"], {name: row[name] for name in FIELDS})
        for row in archive.query(_COVERAGE)
    ]


def coverage_svg(rows: Sequence[Coverage], words: Words) -> str:
    """The picture, in the order of the rows."""
    rows = [row for row in rows if row.articles > 0]
    if not rows:
        return svg.empty_picture("chart-coverage", words.title, words.empty)
    shown = rows[:_MOST_TITLES]
    parts = list(_head(words))
    for place, row in enumerate(shown):
        parts += _row(row, _TOP + _ROW * place, words)
    foot = _TOP + _ROW * len(shown)
    if len(rows) > len(shown):
        told = words.more.format(count=len(rows) - len(shown))
        parts.append(svg.text(20, foot + 20, told, more=f' fill="{svg.QUIET}"'))
        foot += 20
    width = _LEFT + 70 + _CELL * len(FIELDS) + 20
    return svg.picture("chart-coverage", words.title, width, foot + 20, parts)


def coverage_table(rows: Sequence[Coverage], words: Words) -> svg.Table:
    """The same in percent, for a table."""
    return svg.Table(
        (words.publication, words.articles, *(f"{words.fields[name]} %" for name in FIELDS)),
        tuple(
            (svg.plain(row.publication), row.articles, *(_percent(row, name) for name in FIELDS))
            for row in rows
            if row.articles > 0
        ),
    )


def _percent(row: Coverage, field: str) -> int:
    """Rounded; but 0 means none and 100 all."""
    share = row.share(field)
    return round(share * 100) if share in (0.0, 1.0) else min(99, max(1, round(share * 100)))


def _head(words: Words) -> Iterator[str]:
    quiet = f' text-anchor="middle" fill="{svg.QUIET}"'
    end = f' text-anchor="end" fill="{svg.QUIET}"'
    yield svg.text(_LEFT + 56, _TOP - 12, words.articles, more=end)
    for place, name in enumerate(FIELDS):
        label = svg.fitted(words.fields[name], _CELL - 4, 12)
        yield svg.text(_LEFT + 70 + _CELL * (place + 0.5), _TOP - 12, label, more=quiet)


def _row(row: Coverage, y: float, words: Words) -> Iterator[str]:
    middle = y + _ROW / 2 + 4
    end = ' text-anchor="end"'
    yield svg.text(_LEFT - 12, middle, svg.fitted(row.publication, _LEFT - 32, 12), more=end)
    yield svg.text(_LEFT + 56, middle, f"{row.articles:,}", more=end)
    for place, name in enumerate(FIELDS):
        share, x = row.share(name), _LEFT + 70 + _CELL * place
        told = f"{row.publication} · {words.fields[name]}: {_percent(row, name)} %"
        told += f" ({row.having.get(name, 0):,} / {row.articles:,})"
        yield svg.rect(x + 1, y + 1, _CELL - 2, _ROW - 2, _colour(share), told)
        ink = f' text-anchor="middle" pointer-events="none" fill="{_ink(share)}"'
        yield svg.text(x + _CELL / 2, middle, str(_percent(row, name)), more=ink)


def _mixed(share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(_LIGHT, _DARK, strict=True))


def _colour(share: float) -> str:
    return "#{:02x}{:02x}{:02x}".format(*_mixed(share))


def _ink(share: float) -> str:
    """Black or white, whichever is the clearer; one of them always has a contrast above 4.5."""
    return "#000000" if luminance(_mixed(share)) > 0.179 else "#ffffff"


def luminance(colour: Sequence[int]) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    parts = (value / 255 for value in colour)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
