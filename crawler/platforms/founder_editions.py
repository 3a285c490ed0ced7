"""Where the issue of a day is to be found: the date grammar of a Founder title's options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from crawler.titles import Title, TitleError

_TOKENS = {"{YYYY}": "%Y", "{MM}": "%m", "{DD}": "%d"}
_KEYS = {"since", "until", "issue"}


@dataclass(frozen=True, slots=True)
class Edition:
    """One address grammar and the days for which it holds (inclusive; None: open)."""

    issue: str  # html/{YYYY}-{MM}/{DD}/node_201.htm, relative to the title's entry
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """True when this grammar is known to hold on `day`."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


def editions_of(title: Title) -> list[Edition]:
    """The editions of a title's options; TitleError for a record that cannot be used."""
    if unknown := set(title.options) - {"editions"}:
        raise TitleError(f"{title.name}: unknown option {', '.join(sorted(unknown))}")
    records = title.options.get("editions", [])
    if not isinstance(records, list) or not all(isinstance(r, Mapping) for r in records):
        raise TitleError(f"{title.name}: editions must be a list of tables")
    return [_edition(title, record) for record in records]


def front_page(title: Title, editions: list[Edition], day: date) -> str | None:
    """The address of the first page of `day`; None when no edition holds on that day."""
    for edition in editions:
        if edition.holds_on(day):
            path = edition.issue
            for token, code in _TOKENS.items():
                path = path.replace(token, day.strftime(code))
            return urljoin(title.entry, path)
    return None


def days(since: date, until: date) -> list[date]:
    """Every day from `since` to `until`, both inclusive."""
    return [since + timedelta(n) for n in range((until - since).days + 1)]


def _edition(title: Title, record: Mapping[str, Any]) -> Edition:
    where = f"{title.name}: editions"
    if unknown := set(record) - _KEYS:
        raise TitleError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    issue = record.get("issue")
    if not isinstance(issue, str) or not all(token in issue for token in _TOKENS):
        raise TitleError(f"{where}: issue must be an address with {{YYYY}}, {{MM}} and {{DD}}")
    if re.search(r"[{}]", re.sub(r"\{(?:YYYY|MM|DD)\}", "", issue)):
        raise TitleError(f"{where}: issue has an unknown placeholder: {issue}")
    since, until = record.get("since"), record.get("until")
    for name, day in (("since", since), ("until", until)):
        if day is not None and type(day) is not date:
            raise TitleError(f"{where}: {name} must be a date without quotes: 2024-11-30")
    return Edition(issue, since, until)
