"""Editorial notes (开栏语, 编者按) and the column that an article belongs to."""

from __future__ import annotations

import re

from .boilerplate import Rules

LONGEST_NOTE = 4  # paragraphs after a marker that stands alone
_COLUMN_IN_NOTE = re.compile(
    r"(?:开设|推出|开辟|推出了|开设了|開設|推出)[^。《》“”]{0,24}[《“「](?P<name>[^《》“”「」]{2,24})[》”」][^。《》]{0,12}?(?:专栏|栏目|專欄|欄目|系列报道|系列)"
)
_COLUMN_LINE = re.compile(r"[【\[［](?P<name>[^【】\[\]［］：:]{2,20})[】\]］]")
_BRACKETS = re.compile(r"^[【\[（(〔]\s?(.{2,8}?)\s?[】\]）)〕]\s?[:：]?\s?")


def read_note(paragraphs: list[str], rules: Rules) -> tuple[str, range] | None:
    """The editorial note of a body and the paragraphs it takes, or None.

    ``【开栏语】`` alone on its line takes the paragraph after it; ``编者按：…`` is one paragraph.
    """
    edges = [*range(min(4, len(paragraphs))), *range(max(4, len(paragraphs) - 3), len(paragraphs))]
    for index in edges:
        text = paragraphs[index]
        rest = _after_marker(text, rules)
        if rest is None:
            continue
        if rest:
            return text, range(index, index + 1)
        end = index + 1
        while end < len(paragraphs) and end <= index + LONGEST_NOTE:
            end += 1
            if len(paragraphs[end - 1]) >= 60:
                break
        if end > index + 1:
            return "\n".join(paragraphs[index:end]), range(index, end)
    return None


def read_column(note: str | None, lines: list[str], rules: Rules) -> tuple[str, str] | None:
    """(column, what gave it): the one a note opens, or a bracketed line above the text."""
    if note and (match := _COLUMN_IN_NOTE.search(note)):
        return match["name"], "editorial note"
    for line in lines:
        match = _COLUMN_LINE.fullmatch(line)
        if not match or match["name"] in rules.words["heads"]:
            continue
        if _after_marker(line, rules) is None and not re.search(r"[电讯電訊，。！？]", line):
            return match["name"], "line in brackets above the text"
    return None


def _after_marker(text: str, rules: Rules) -> str | None:
    """What follows an editorial marker at the start of `text`; None without a marker."""
    notes = rules.words["notes"]
    if match := _BRACKETS.match(text):
        if match[1].replace(" ", "") in notes:
            return text[match.end() :].strip()
        return None
    match = rules.once(_marker).match(text)
    return text[match.end() :].strip() if match else None


def _marker(rules: Rules) -> re.Pattern[str]:
    words = sorted(rules.words["notes"], key=len, reverse=True)
    names = "|".join(map(re.escape, words))
    return re.compile(rf"^(?:{names})(?:\s?[:：]\s?|\s*$|\s+(?=\S))")
