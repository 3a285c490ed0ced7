"""The law of the house: every visible line is text, a field, or known boilerplate."""

from __future__ import annotations

from collections.abc import Mapping

from . import dates, hints
from .boilerplate import Rules
from .dom import Document
from .masthead import is_masthead_line

MOST = 200  # lines reported; a page with more is a list, not an article


def _is_date(text: str) -> bool:
    """A line that is a date and nothing else: of a list entry, a comment, the day's clock."""
    found = dates.find_dates(text) if len(text) <= 40 else []
    return len(found) == 1 and len(text) - len(found[0].raw) <= 1


def unread(document: Document, roles: Mapping[int, str], rules: Rules) -> tuple[str, ...]:
    """The lines that nothing explains, in order."""
    found = []
    for line in document.lines:
        if line.index in roles or line.is_link or line.hint & (hints.FURNITURE | hints.HIDDEN):
            continue
        if _is_date(line.text) or rules.line_rule(line.text) or is_masthead_line(line.text, rules):
            continue
        found.append(line.text)
        if len(found) >= MOST:
            break
    return tuple(found)
