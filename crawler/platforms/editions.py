"""Where the issue of a day is to be found: the date grammar in an e-paper title's options.

`editions` is a list of tables:

    issue     address of the first page of a day with {YYYY}, {MM}, {DD}, relative to the entry
    since, until   the days for which it holds, inclusive; without: open
    platform  where the template changed: the platform of those days
    calendar  address of a month's list of issues, with {YYYY} and {MM}, where it is unusual
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from crawler.platforms.epaper_grammar import filled
from crawler.titles import Title, TitleError

_TOKENS = ("{YYYY}", "{MM}", "{DD}")
_KEYS = {"since", "until", "issue", "platform", "calendar"}


@dataclass(frozen=True, slots=True)
class Edition:
    """One address grammar and the days for which it holds (inclusive; None: open)."""

    issue: str  # absolute, with tokens
    since: date | None = None
    until: date | None = None
    platform: str = ""
    calendar: str = ""  # absolute, with tokens

    def holds_on(self, day: date) -> bool:
        """True when this grammar is known to hold on `day`."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def editions_of(title: Title) -> list[Edition]:
    """The editions of a title's options; TitleError for a record that cannot be used."""
    records = title.options.get("editions", [])
    if not isinstance(records, list) or not all(isinstance(r, Mapping) for r in records):
        raise TitleError(f"{title.name}: editions must be a list of tables")
    return [_edition(title, record) for record in records]


def edition_on(editions: list[Edition], day: date) -> Edition | None:
    """The edition that holds on a day."""
    return next((edition for edition in editions if edition.holds_on(day)), None)


def front_page(editions: list[Edition], day: date) -> str | None:
    """The address of the first page of `day`; None when no edition holds on that day."""
    edition = edition_on(editions, day)
    return filled(edition.issue, day) if edition else None


def not_known(title: Title, editions: list[Edition], day: date) -> TitleError:
    """Why the issue of that day cannot be asked for."""
    ends = [e.until for e in editions if e.until and e.until < day]
    starts = [e.since for e in editions if e.since and e.since > day]
    if ends:
        last = max(ends)
        why = (
            f"from {last + timedelta(1)} on its issues are on a platform that is not known "
            f"yet; ask for days up to {last}"
        )
    else:
        why = f"no address is known for the issue of {day}; the first known is {min(starts)}"
    return TitleError(f"{title.name}: {why}")


def _edition(title: Title, record: Mapping[str, Any]) -> Edition:
    where = f"{title.name}: editions"
    if unknown := set(record) - _KEYS:
        raise TitleError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    issue, calendar = record.get("issue"), record.get("calendar", "")
    if not isinstance(issue, str) or not all(token in issue for token in _TOKENS):
        raise TitleError(f"{where}: issue must be an address with {{YYYY}}, {{MM}} and {{DD}}")
    if not isinstance(calendar, str) or (calendar and "{MM}" not in calendar):
        raise TitleError(f"{where}: calendar must be an address with {{YYYY}} and {{MM}}")
    for template in (issue, calendar):
        if re.search(r"[{}]", re.sub(r"\{(?:YYYY|MM|DD)\}", "", template)):
            raise TitleError(f"{where}: issue has an unknown placeholder: {template}")
    since, until = record.get("since"), record.get("until")
    for name, day in (("since", since), ("until", until)):
        if day is not None and type(day) is not date:
            raise TitleError(f"{where}: {name} must be a date without quotes: 2024-11-30")
    platform = record.get("platform", "")
    if not isinstance(platform, str):
        raise TitleError(f"{where}: platform must be a name")
    absolute = urljoin(title.entry, calendar) if calendar else ""
    return Edition(urljoin(title.entry, issue), since, until, platform, absolute)
