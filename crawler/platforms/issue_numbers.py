"""Numbers of magazine issues as they are printed: 2022年第12期, 2024年第7-8期."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from crawler.platforms.links import one_line

# In front of it a link may name the magazine, behind it say 目录.
_NAME = r"\W{0,3}(?:《?[^\W\d]{2,12}》?\W{0,3})?"
_ISSUE = re.compile(
    _NAME + r"(?:(?P<year>(?:19|20)\d\d)\s?年?\s?)?第\s?(?P<first>\d{1,3})"
    r"(?:\s?[-－—–~、/]{1,2}\s?(?P<last>\d{1,3}))?\s?期(?:合刊)?\W{0,3}(?:目录|总目)?\W{0,3}"
)
_YEAR = re.compile(_NAME + r"(?P<year>(?:19|20)\d\d)\s?年?(?:总?目录|合订本|各期)?\W{0,3}")
_LONGEST = 40  # characters; a longer text is a headline


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One issue: `first` to `last` number (the same but for a double issue) of a year."""

    year: int
    first: int
    last: int

    @property
    def label(self) -> str:
        """2022年第12期."""
        numbers = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.year}年第{numbers}期"

    def days(self, per_year: int) -> tuple[date, date]:
        """The first and the last day of the time that it is the issue of, where `per_year` issues
        come out a year; 0: the whole year, because that is not known."""
        if not per_year:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        months = [min(12, (n - 1) * 12 // per_year + 1) for n in (self.first, self.last)]
        end = max(months[0], min(12, -(-self.last * 12 // per_year)))
        return date(self.year, months[0], 1), date(self.year, end, monthrange(self.year, end)[1])


def number_of(text: str, year: int = 0) -> Number | None:
    """The issue that a text names and nothing else; `year` is that of the page, for 第12期."""
    text = one_line(text)
    match = _ISSUE.fullmatch(text) if len(text) <= _LONGEST else None
    printed = int(match["year"] or year) if match else 0
    if match is None or not printed:
        return None
    first = int(match["first"])
    last = int(match["last"] or first)
    return Number(printed, first, last) if 0 < first <= last else None


def year_of(text: str) -> int:
    """The year that a text names and nothing else; 0 for none."""
    text = one_line(text)
    match = _YEAR.fullmatch(text) if len(text) <= _LONGEST else None
    return int(match["year"]) if match else 0
