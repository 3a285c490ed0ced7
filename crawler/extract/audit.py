"""The law of the house: every visible line is text, a field, or known boilerplate."""

from __future__ import annotations

from collections.abc import Mapping

from . import hints
from .boilerplate import Rules
from .dom import Document
from .masthead import is_masthead_line

MOST = 200  # lines reported; a page with more is a list, not an article


def unread(document: Document, roles: Mapping[int, str], rules: Rules) -> tuple[str, ...]:
    """The lines that nothing explains, in order."""
    found = []
    for line in document.lines:
        if line.index in roles or line.is_link or line.hint & (hints.FURNITURE | hints.HIDDEN):
            continue
        if rules.line_rule(line.text) or is_masthead_line(line.text, rules):
            continue
        found.append(line.text)
        if len(found) >= MOST:
            break
    return tuple(found)
