"""Articles by day and title: a row of columns a title, all on one axis of time and one scale.
The smallest titles share the last row, which has a scale of its own.

Short spans go by day, longer ones by month, year, ten or a hundred years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from archive.known_issues import day_of
from archive.store import Archive
from archive.web import charts_svg as svg

_MOST_TITLES = 12
_MOST_COLUMNS = 124  # four months by day, ten years by month
_LEFT, _TOP, _ROW, _BAR = 150, 74, 58, 40  # pixels
_ROOM = 744  # for the columns


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many articles a publication has of a day (`2022-08-04`, Chinese time)."""

    publication: str
    day: str
    articles: int


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says; {} are filled in."""

    title: str
    articles: str  # {count}
    others: str  # {count}: titles that share a row
    most: str  # {count}: what the highest column stands for
    empty: str
    head: tuple[str, str, str]  # of the table: title, time, articles


ZH = Words(
    "各报每日稿件", "{count:,} 篇", "其余 {count} 种", "最高一柱：{count:,} 篇",
    "没有带日期的稿件", ("报刊", "时间", "稿件"),
)  # fmt: skip
EN = Words(
    "Articles by day and title", "articles: {count:,}", "{count} other titles",
    "highest column: {count:,} articles", "No article has a date",
    ("Title", "Time", "Articles"),
)  # fmt: skip

_COUNTS = """
SELECT t.publication, substr(a.published, 1, 10) AS day, count(*) AS articles
FROM articles a JOIN titles t ON t.id = a.title_id
WHERE length(a.published) >= 10 AND a.published >= ?1 AND a.published < ?2 || '~'
    AND (?3 = '' OR t.name = ?3)
GROUP BY a.title_id, day ORDER BY day, t.publication
"""


def day_counts(
    archive: Archive, title: str = "", since: str = "", until: str = ""
) -> list[DayCount]:
    """The articles of each day; of one title by its name (`hunan_daily`) or of all, from one day
    to another (`2022-08-04`, also `2022-08`), both inclusive; "" does not bound."""
    return [DayCount(**row) for row in archive.query(_COUNTS, since, until, title)]


def days_svg(rows: Sequence[DayCount], words: Words) -> str:
    """The picture.  Days that are none are left out."""
    binned = _Binned(rows)
    if not binned.columns:
        return svg.empty_picture("chart-days", words.title, words.empty)
    names, rest = svg.first_and_rest(binned.titles, _MOST_TITLES)
    highest = max(max(binned.counted[name].values()) for name in names)
    shown = [_Row(name, binned.counted[name], highest) for name in names]
    if rest:  # on a scale of its own: it would flatten the others
        together: Counter[str] = Counter()
        for name in rest:
            together.update(binned.counted[name])
        said, most = words.others.format(count=len(rest)), max(together.values())
        shown.append(_Row(said, together, most, words.most.format(count=most), svg.QUIET))
    foot = _TOP + _ROW * len(shown)
    parts = [
        svg.text(20, 52, words.most.format(count=highest), more=f' fill="{svg.QUIET}"'),
        *_grid(binned, foot),
    ]
    for place, row in enumerate(shown):
        parts += row.drawn(binned, _TOP + _ROW * place + _BAR, words)
    return svg.picture("chart-days", words.title, _LEFT + _ROOM + 26, foot + 34, parts)


def days_table(rows: Sequence[DayCount], words: Words) -> svg.Table:
    """The same numbers for a table, by time and title; every title has rows of its own."""
    binned = _Binned(rows)
    return svg.Table(
        words.head,
        tuple(
            (svg.plain(name), column, binned.counted[name][column])
            for column in binned.columns
            for name in binned.titles
            if binned.counted[name][column]
        ),
    )


class _Binned:
    """The counts by title (the largest first) and column (each from the first to the last)."""

    def __init__(self, rows: Sequence[DayCount]) -> None:
        days = [(row, day) for row in rows if row.articles > 0 and (day := day_of(row.day))]
        self.columns: list[str] = []
        self.counted: dict[str, Counter[str]] = defaultdict(Counter)
        if days:
            first, last = min(day for _, day in days), max(day for _, day in days)
            self.columns, name = _columns(first, last)
            for row, day in days:
                self.counted[row.publication][name(day)] += row.articles
        self.titles = sorted(self.counted, key=lambda one: (-self.counted[one].total(), one))


def _columns(first: date, last: date) -> tuple[list[str], Callable[[date], str]]:
    """The names of all columns, and which one a day is in."""
    if (last - first).days < _MOST_COLUMNS:
        days = range(first.toordinal(), last.toordinal() + 1)
        return [date.fromordinal(n).isoformat() for n in days], date.isoformat
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= _MOST_COLUMNS:
        return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in months], lambda day: day.isoformat()[:7]
    step = next(n for n in (1, 10, 100) if (last.year - first.year) // n < _MOST_COLUMNS - 1)

    def name(year: int) -> str:
        begin = year // step * step
        return f"{begin:04d}" if step == 1 else f"{begin:04d}–{begin + step - 1:04d}"

    every = range(first.year // step * step, last.year + 1, step)
    return [name(year) for year in every], lambda day: name(day.year)


def _grid(binned: _Binned, foot: float) -> Iterator[str]:
    """Lines of time with their names, as many as there is room for."""
    step = _ROOM / len(binned.columns)
    room = svg.width_of(binned.columns[0], 11) + 14
    free = 0.0
    for place, column in enumerate(binned.columns):
        x = _LEFT + place * step
        if x >= free and x + room - 14 <= _LEFT + _ROOM + 20:
            free = x + room
            yield svg.line(x, _TOP - 6, x, foot + 4)
            yield svg.text(x, foot + 20, column, size=11, more=f' fill="{svg.QUIET}"')


@dataclass(frozen=True, slots=True)
class _Row:
    """A title, or several: what a column of full height stands for, and a remark above."""

    name: str
    counts: Counter[str]
    highest: int
    remark: str = ""
    colour: str = svg.PALETTE[0]

    def drawn(self, binned: _Binned, base: float, words: Words) -> Iterator[str]:
        total = words.articles.format(count=self.counts.total())
        label = svg.fitted(self.name, _LEFT - 32, 12)
        quiet = f' fill="{svg.QUIET}"'
        end = ' text-anchor="end"'
        yield svg.text(_LEFT - 12, base - 18, label, more=end)
        yield svg.text(_LEFT - 12, base - 3, total, size=11, more=end + quiet)
        if self.remark:
            yield svg.text(_LEFT, base - _BAR - 4, self.remark, size=11, more=quiet)
        step = _ROOM / len(binned.columns)
        width = min(step - min(2.0, step / 4), 36.0)
        for number, column in enumerate(binned.columns):
            count = self.counts[column]
            if count:
                height = max(1.5, _BAR * count / self.highest)
                told = f"{self.name} {column} · {words.articles.format(count=count)}"
                x = _LEFT + number * step
                yield svg.rect(x, base - height, width, height, self.colour, told)
        yield svg.line(_LEFT, base, _LEFT + _ROOM, base, "#8c959f")
