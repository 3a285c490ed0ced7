"""What a document turned out to be: article, list, challenge, error or empty shell."""

from __future__ import annotations

from archive.records import PageKind

from .boilerplate import Rules
from .dom import Document

LEAST_TEXT = 60  # characters of prose; less may still be a short item
SURE_TEXT = 400  # characters of prose that no list has in one block
_MOST_WORDS = 600  # characters of visible text on a bot check or an error page
_FEW_LINKS = 12
_MANY_HEADLINES = 12  # linked lines of headline length among the paragraphs: teasers


def read_kind(
    document: Document,
    raw: str,
    prose: int,
    body: str,
    dated: bool,
    headlines: int,
    rules: Rules,
) -> tuple[PageKind, str]:
    """(kind, the rule or count that says so).

    `prose` is the number of characters of the body in lines that read like prose; `dated`
    whether the page prints a date or credit of its own beside the headline; `headlines` counts
    linked lines between its paragraphs where it has no headline itself.
    """
    stripped = raw.strip()
    if not stripped:
        return "empty", "no characters"
    if stripped[0] in "{[" and not document.markup:
        rule = rules.first(stripped[:4000], ("error",))
        return ("error", rule.id) if rule else ("empty", "JSON without a page")
    linked, plain = _amounts(document)
    if prose < SURE_TEXT and plain < _MOST_WORDS:
        shown = "\n".join([document.head_title, *(line.text for line in document.lines[:40])])
        if prose < LEAST_TEXT * 3:
            rule = rules.first(shown, ("challenge",)) or rules.first(shown, ("error",))
            if rule is None and len(document.lines) < 5:
                rule = rules.first(raw[:20_000], ("challenge",))
            if rule:
                return ("challenge" if rule.kind == "challenge" else "error"), rule.id
    links = sum(1 for line in document.lines if line.is_link)
    if headlines >= _MANY_HEADLINES:
        return "list", f"{headlines} linked lines between paragraphs"
    if prose >= SURE_TEXT or (dated and prose >= LEAST_TEXT):
        return "article", f"{prose} characters of prose"
    if links > _FEW_LINKS and linked > 3 * prose and not dated:
        return "list", f"{links} linked lines"
    if prose >= LEAST_TEXT or (body and dated):
        return "article", f"{prose} characters of prose"
    if links > _FEW_LINKS and not dated:
        return "list", f"{links} linked lines"
    return "empty", "no text"


def _amounts(document: Document) -> tuple[int, int]:
    linked = sum(line.linked for line in document.lines)
    return linked, sum(line.plain for line in document.lines)
