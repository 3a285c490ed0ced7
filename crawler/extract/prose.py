"""How much of a line reads like prose: the weight that finds the text of a page."""

from __future__ import annotations

import re
from itertools import pairwise

from . import hints, labels
from .boilerplate import Rules
from .dom import Document, Line
from .masthead import is_footer_line

SHORTEST = 10  # characters
_PUNCTUATION = "，。、；：“「,."
_BETWEEN_LINKS = " |｜·-"  # a bar of links holds these and links
_END = re.compile(r"[。！？!?.”」…）)]$")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff，、；：！？…—]")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff\uf900-\ufaff]")
_DATED = re.compile(r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}")
_RIGHTS = ("本网", "本網", "本站", "版权", "版權")
_DECLARATION = re.compile(
    r"凡本[网網站报報]|注明[“\"「]?(?:来源|來源)|版[权權]均[属屬]|最[终終]解[释釋][权權]|转载目的在于"
    r"|文责自负|不承[担擔][^。]{0,20}[责責]任|知[识識][产產][权權]|未[经經]本[网網站]|30日内进行"
)
_VERSE = range(2, 25)  # characters of a line of verse
_LEAST_VERSE = 6  # lines
_UNPUNCTUATED = 1_000  # characters
_LITTLE = 60.0  # weight of prose that a poem may hold


def weigh(document: Document, rules: Rules) -> list[float]:
    """One weight a line: 0 for what is no text, else its characters outside links and more."""
    whole = document.head_title
    raw = [0.0 if n.text == whole else _weight(n, rules) for n in document.lines]
    _drop_teasers(document, raw)
    _add_verse(document, raw, rules)
    if not any(raw):
        _add_poem(document, raw, rules)
    return raw


def _weight(line: Line, rules: Rules) -> float:
    text = line.text
    if len(text) < SHORTEST or line.heading:
        return 0.0
    plain = line.plain
    if plain < SHORTEST or line.linked > plain:
        return 0.0
    if line.linked and line.linked > plain - sum(map(text.count, _BETWEEN_LINKS)):
        return 0.0
    marks = sum(map(text.count, _PUNCTUATION))
    if not marks and plain < 40:
        return 0.0
    if plain < 25 and not _END.search(text):
        return 0.0
    if text.count("\ufffd") * 20 > len(text) or text.count("?") * 4 > len(text):
        return 0.0  # bytes that are no text, or a text that a database has lost
    if len(text) < 160 and len(_LETTER.findall(text)) < 0.5 * len(text.replace(" ", "")):
        return 0.0
    if len(text) < 200 and (":" in text or "：" in text):
        labelled = labels.count_labels(text, rules)
        if labelled >= 2 or (labelled and not _END.search(text)):
            return 0.0
    if len(text) < 80 and not _END.search(text) and _DATED.search(text):
        return 0.0
    if len(text) < 200 and (rules.line_rule(text) or is_footer_line(text, rules)):
        return 0.0  # a footer is no text, also where the page has no other
    if any(word in text for word in _RIGHTS) and len(_DECLARATION.findall(text)) > 1:
        return 0.0
    if plain > _UNPUNCTUATED and marks * _UNPUNCTUATED < plain:
        return _LITTLE  # characters without end are no better a text than one sentence
    return plain + 5.0 * min(marks, plain // 5)


def _drop_teasers(document: Document, raw: list[float]) -> None:
    """What stands right under a linked headline tells of another article."""
    for line, following in pairwise(document.lines):
        if line.heading and line.is_link and raw[following.index] and not following.heading:
            raw[following.index] = 0.0


def _add_poem(document: Document, raw: list[float], rules: Rules) -> None:
    """On a page without prose, the longest run of short lines in one block that are no links."""
    best: list[Line] = []
    run: list[Line] = []
    for line in document.lines:
        fits = (
            len(line.text) in _VERSE
            and not line.linked
            and not line.heading
            and not line.hint & (hints.FURNITURE | hints.HIDDEN | hints.INFO)
            and len(_HAN.findall(line.text)) >= 0.8 * len(line.text.replace(" ", ""))
            and rules.line_rule(line.text) is None
        )
        if not fits:
            run = []
            continue
        if not run or run[0].block != line.block:
            run = []
        run.append(line)
        if len(run) > len(best):
            best = run
    if len(best) >= _LEAST_VERSE:
        for line in best:
            raw[line.index] = float(len(line.text))


def _add_verse(document: Document, raw: list[float], rules: Rules) -> None:
    """Short lines without punctuation are text where the publishing system says so: poems."""
    marked = [n for n in document.lines if n.hint & hints.BODY_MARK and not n.heading]
    if sum(raw[n.index] for n in marked) > _LITTLE:
        return  # prose: its subheads are taken in anyway
    for line in marked:
        if raw[line.index]:
            continue
        if line.linked or line.hint & (hints.FURNITURE | hints.HIDDEN) or len(line.text) > 40:
            continue
        if _DATED.search(line.text) or labels.count_labels(line.text, rules):
            continue
        if rules.line_rule(line.text) is None:
            raw[line.index] = 0.5 * len(line.text)
