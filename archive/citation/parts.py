"""The parts of a citation that its formats share."""

from __future__ import annotations

import re

from archive.export.entry import Entry
from archive.export.text import one_line
from archive.issue_labels import number_of


def headline(entry: Entry) -> str:
    """The headline with its 副题 behind a colon, as GB/T 7714 sets 其他题名信息; the 引题 where
    there is nothing else, and "" for an article without any."""
    parts = [one_line(entry.title), one_line(entry.subtitle)]
    return ": ".join(part for part in parts if part) or one_line(entry.kicker)


def title(entry: Entry) -> str:
    """The headline alone, for a heading; it is never empty."""
    return one_line(entry.title) or one_line(entry.kicker) or "（无题）"


def names(entry: Entry) -> list[str]:
    """The authors as printed.

    No name is turned round or cut into family and given name.  A Chinese name has the family
    name first, of one character or two (欧阳, 诸葛, and many of no list); one of other peoples of
    China has none; and whether `Mao Zedong` and `Edgar Snow` begin with it, the page does not say.
    """
    return [name for name in map(one_line, entry.writers) if name]


def publication(entry: Entry) -> str:
    """The newspaper, magazine or site."""
    return one_line(entry.publication)


def date_parts(day: str) -> tuple[int, ...]:
    """(2022, 8, 4), (2022, 8) or (2022,): as much of a day as is known; () for what is none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", day, re.ASCII)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def issue_number(entry: Entry) -> str:
    """The number that the label of a magazine's issue tells: 15, 1-2 (合刊), 345 (总); else ""."""
    number = number_of(one_line(entry.issue_label))
    if number is None:
        return ""
    return f"{number.first}-{number.last}" if number.last != number.first else str(number.first)


def place(entry: Entry) -> str:
    """The place of publication; 全国 is none."""
    found = one_line(entry.place)
    return "" if found == "全国" else found


def key(entry: Entry) -> str:
    """A name for the entry, the same as long as the archive is: `hunan_daily-2022-08-04-123`."""
    title = re.sub(r"[^A-Za-z0-9_.]+", "_", entry.title_name).strip("_") or "article"
    day = "-".join(f"{part:02d}" for part in date_parts(entry.date))
    return "-".join(part for part in (title, day, str(entry.id)) if part)
