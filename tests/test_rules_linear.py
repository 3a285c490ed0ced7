"""No pattern runs away: on a megabyte of hostile text, nor on a short line that nearly fits.

Nothing is timed here: a pattern with nested repeats does not end, and the test's own time limit
says so.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.extract import byline, dates, labels, masthead, names
from crawler.extract.boilerplate import LONGEST_LINE, Rule, default_rules

RULES = default_rules()
MEGABYTE = 1_000_000
UNITS = ("1", " ", "湖", "ICP", ".-", "（[", "湘ICP备1 ", "电话：0")
SHORT = ("1", " ", "ICP", ".-")  # those that every change tries on all rules
FILLERS = {"1", " ", ".", ">", "|", "，", "：", "湖", "更多"}
ENTRIES: dict[str, Callable[[str], object]] = {
    "line_rule": RULES.line_rule,
    "facts_of": lambda text: masthead.facts_of(text, RULES),
    "find_dates": dates.find_dates,
    "read_names": lambda text: names.read_names(text, RULES),
    "read_labels": lambda text: labels.read_labels(text, RULES),
    "read_line": lambda text: byline.read_line(text, RULES),
}


def hostile(unit: str) -> str:
    return (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]


@pytest.mark.forty(28)
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(one, marks=[] if one in SHORT else pytest.mark.release, id=one)
        for one in UNITS
    ],
)
def test_every_pattern_ends_on_a_megabyte(unit: str) -> None:
    text = hostile(unit)
    for rule in RULES.rules:
        found = rule.pattern.search(text)
        assert found is None or found.end() <= MEGABYTE, rule.id


@pytest.mark.forty(28)
@pytest.mark.timeout(120)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("entry", ENTRIES)
def test_every_reader_ends_on_a_megabyte(entry: str, unit: str) -> None:
    ENTRIES[entry](hostile(unit))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("unit", UNITS)
def test_a_reader_finds_nothing_in_lines_of_one_letter(unit: str) -> None:
    """The longest lines that are searched at all."""
    for size in (LONGEST_LINE, masthead.LONGEST):
        text = hostile(unit)[:size]
        assert masthead.facts_of(text, RULES) == ()
        assert RULES.line_rule(text) is None


@pytest.mark.forty(28)
@pytest.mark.timeout(60)
@pytest.mark.parametrize("rule", RULES.rules, ids=lambda r: r.id)
def test_no_pattern_runs_away_on_a_line_that_nearly_fits(rule: Rule) -> None:
    """Pieces of what it hits, over and over, and a last character that no rule knows."""
    for hit in rule.hits:
        pieces = FILLERS | {
            hit,
            *(hit[i : i + n] for n in (1, 2, 3) for i in range(len(hit) - n + 1)),
        }
        for piece in pieces:
            for head in ("", hit):
                line = (head + piece * LONGEST_LINE)[: LONGEST_LINE - 1] + "㊙"
                found = rule.pattern.search(line)
                assert found is None or found.end() <= LONGEST_LINE
