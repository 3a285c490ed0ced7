"""From the region to the paragraphs: what inside it is text, and what each other line is."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import byline, hints, infoline
from .boilerplate import Rules
from .captions import is_caption
from .dom import Document, Line
from .header import QUESTION, is_interview
from .headline import same
from .infoline import Info
from .main_text import Region
from .masthead import is_footer_line

_SUMMARY = 5  # paragraphs within which a summary's sentence comes again
_AT_THE_ENDS = 1_000  # lines of a text within which a credit or byline is looked for
_ENOUGH = 150.0  # weight of text before a line that may end it


@dataclass(slots=True)
class Body:
    """`kept`: the lines of the text; `roles`: line → what it is, for the audit."""

    kept: list[int] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)


def read_body(
    document: Document,
    region: Region,
    start: int,
    info: Info,
    rules: Rules,
    known: dict[int, str],
    title: str,
) -> Body:
    """Read lines `start` to the end of the text; credits and bylines go into `info`."""
    body = Body()
    stop = _end(document, region, start, rules)
    own = document.blocks[region.block].hint
    total = region.weight(start, stop)
    rest = total
    interview = is_interview(document)
    for index in range(start, stop):
        line = document.lines[index]
        rest -= region.weights[index]
        if index in known:
            continue
        if index < start + 3 and same(line.text, title):
            body.roles[index] = "headline"
            continue
        role = _furniture(line, own, rules, region.weights[index])
        if not role and interview and QUESTION.match(line.text):
            body.kept.append(index)
            continue
        if not role and (index < start + _AT_THE_ENDS or index >= stop - _AT_THE_ENDS):
            begins, ends = index < start + 3, rest <= 0.2 * total
            role = _credit_or_byline(line, begins, ends, info, rules)
        if not role and is_caption(line, region.weights[index]):
            role = "caption"
        if role:
            body.roles[index] = role
        else:
            body.kept.append(index)
    _drop_summary(document, body)
    _drop_tail(document, body, region, rules)
    _read_brackets(document, body, info, rules)
    return body


def _end(document: Document, region: Region, start: int, rules: Rules) -> int:
    """The line before which the text has surely ended."""
    total = region.weight(start, region.last + 1)
    seen = 0.0
    inside = start  # lines below are in a box of links that the text goes on behind
    for index in range(start, region.last + 1):
        if index < inside:
            continue
        text = document.lines[index].text
        rest = total - seen
        if seen and (seen >= _ENOUGH or rest < 0.4 * total):
            rule = rules.line_rule(text)
            if rule and rule.ends:
                inside = _behind_box(document, region, index)
                if not inside:
                    return index
                continue
            short = len(text) < 300 and rest - region.weights[index] < 0.2 * total
            if short and is_footer_line(text, rules):
                return index
        seen += region.weights[index]
    return region.last + 1


def _behind_box(document: Document, region: Region, index: int) -> int:
    """The line behind the box of links that line `index` heads, if the text goes on there; or 0.

    It goes on where a line of prose follows that is set like the prose before the box.
    """
    blocks, lines = document.blocks, document.lines
    before = [i for i in range(region.first, index) if region.weights[i]]
    if not before:
        return 0
    around = {0}
    block = lines[before[-1]].block
    while block:
        around.add(block)
        block = blocks[block].parent
    box = lines[index].block
    while box and blocks[box].parent not in around:
        box = blocks[box].parent
    end = index + 1
    while box not in around and end <= region.last and _holds(document, box, lines[end].block):
        end += 1
    if end < index + 2 or any(region.weights[i] for i in range(index + 1, end)):
        return 0
    following = next((i for i in range(end, region.last + 1) if region.weights[i]), 0)
    if not following or following > end + 4:
        return 0
    own = document.blocks[region.block].hint
    set_like = {_setting(document, lines[i]) for i in before[-3:]}
    strange = lines[following].hint & ~own & (hints.FURNITURE | hints.HIDDEN)
    return end if not strange and _setting(document, lines[following]) in set_like else 0


def _holds(document: Document, outer: int, block: int) -> bool:
    while block > outer:
        block = document.blocks[block].parent
    return block == outer


def _setting(document: Document, line: Line) -> tuple[str, str, int]:
    block = document.blocks[line.block]
    return block.tag, block.names, block.depth


def _furniture(line: Line, own: int, rules: Rules, weight: float) -> str:
    strange = line.hint & ~own & (hints.FURNITURE | hints.HIDDEN)
    if strange and not (strange == hints.TOOLS and len(line.text) > 60):
        return "furniture by its class"
    if line.is_link and (not weight or len(line.text) < 60):
        return "link"
    rule = rules.line_rule(line.text)
    return rule.id if rule else ""


def _credit_or_byline(line: Line, begins: bool, ends: bool, info: Info, rules: Rules) -> str:
    if len(line.text) > infoline.LONGEST_CREDIT:
        return ""
    if (begins or ends) and infoline.read_credit(line.spaced, info, rules):
        return "credit"
    found = byline.read_line(line.text, rules)
    if found is None and ends:
        found = byline.read_signature(line.text, rules)
    if found is None and begins:
        found = byline.read_credit(line.text, line.text, rules)
    if found is None:
        return ""
    info.add_people(list(found.people), list(found.editors), f"byline {line.text[:40]}")
    info.bylines.append(line.text)
    return "byline"


def _drop_summary(document: Document, body: Body) -> None:
    """A summary in a box of its own says again how the text begins: it is no paragraph."""
    if len(body.kept) < 3:
        return
    first, *following = (document.lines[i] for i in body.kept[:_SUMMARY])
    text = "".join(first.text.split()).rstrip("….。")
    if len(text) < 20:
        return
    for line in following:
        if line.block != first.block and "".join(line.text.split()).startswith(text):
            body.roles[body.kept.pop(0)] = "summary"
            return


def _drop_tail(document: Document, body: Body, region: Region, rules: Rules) -> None:
    """Short lines behind a credit at the very end are no text (but the credit may stand early)."""
    credit = [i for i, role in body.roles.items() if role == "credit"]
    if not credit or not body.kept:
        return
    last = max(credit)
    after = [i for i in body.kept if i > last]
    before = [i for i in body.kept if i < last]
    if (
        after
        and before
        and sum(region.weights[i] for i in after) < 0.1 * sum(region.weights[i] for i in before)
    ):
        for index in after:
            body.roles[index] = "behind the credits"
        body.kept = before


def _read_brackets(document: Document, body: Body, info: Info, rules: Rules) -> None:
    heavy = body.kept
    for number, index in enumerate(heavy):
        first, last = number < 3, number >= len(heavy) - 2
        if not first and not last:
            continue
        text = document.lines[index].text
        final = number == len(heavy) - 1
        found = byline.read_brackets(text, rules, first=first, last=last, final=final)
        if found:
            info.add_people(list(found.people), list(found.editors), "byline in brackets")
            info.bylines.append((*found.people, *found.editors)[0].raw)
        if last:
            infoline.read_citation(text, info)
