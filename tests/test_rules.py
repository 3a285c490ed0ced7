"""The rules as data: each hits what it must and misses what it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.extract.boilerplate import (
    KINDS,
    LINE_KINDS,
    RULES_FOLDER,
    Rule,
    RuleError,
    default_rules,
    join_spaced,
    load_rules,
)
from crawler.extract.masthead import even, facts_of

RULES = load_rules().rules


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_hits_and_misses(rule: Rule) -> None:
    assert rule.kind in KINDS
    assert rule.hits, "a rule needs strings that it must hit"
    assert rule.misses, "a rule needs strings that it must miss"
    for hit in rule.hits:
        line = " ".join(hit.split())
        assert rule.matches(line) or rule.matches(join_spaced(line)), hit
    assert [m for m in rule.misses if rule.matches(m)] == []


@pytest.mark.parametrize("rule", default_rules().of_kind(*LINE_KINDS), ids=lambda r: r.id)
def test_a_line_is_known_by_its_rule(rule: Rule) -> None:
    """Also when it is asked about as pages do, with the rules of all kinds at once."""
    rules = default_rules()
    assert len(rule.misses) >= 3
    assert len(rule.hits) >= 3
    assert [h for h in rule.hits if rules.line_rule(h) is None] == []
    assert [m for m in rule.misses if rules.line_rule(m) is rule] == []


@pytest.mark.parametrize("rule", default_rules().of_kind("fact"), ids=lambda r: r.id)
def test_a_fact_rule_gives_its_value(rule: Rule) -> None:
    for hit in rule.hits:
        line = even(hit)
        match = rule.pattern.search(line)
        assert match is not None, hit
        assert match.lastgroup
        assert match[match.lastgroup].strip() in line
        facts = facts_of(hit, default_rules())
        assert rule.fact in {fact.kind for fact in facts}, hit
        assert all(fact.value and fact.raw in line for fact in facts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[rule]]\nid="a"\nkind="tools"\npattern="("\nhits=["("]\nmisses=[]', "a.toml: a:"),
        ('[[rule]]\nid="a"\nkind="toys"\npattern="x"\nhits=["x"]\nmisses=["y"]', "unknown kind"),
        ('[[rule]]\nid="a"\nkind="tools"\npattern="x"\nhits=["x"]', "misses"),
        ('[[rule]]\nid="a"\nkind="fact"\npattern="x"\nhits=["x"]\nmisses=["y"]', "fact"),
        (
            '[[rule]]\nid="a"\nkind="fact"\nfact="icp"\npattern="x"\nhits=["x"]\nmisses=["y"]',
            "lists its triggers",
        ),
        (
            '[[rule]]\nid="a"\nkind="tools"\npattern="x"\ntriggers=["A b"]\nhits=[]\nmisses=[]',
            "a trigger has a blank",
        ),
        ('[[rule]]\nid="a"\nkind="tools"\npattern="{day}"\nhits=["x"]\nmisses=["y"]', "part day"),
        ('[parts]\nb = "{a}"\na = "x"', "a.toml: b: unknown part a"),
        ('[[rule]]\nid="a"\nkind="tools"\ncolour="red"\npattern="x"', "unknown key colour"),
    ],
)
def test_unsound_rules_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message):
        load_rules(tmp_path)


def test_a_part_stands_for_its_alternatives_the_longest_first(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        '[parts]\ncity = ["湖", "湖岸"]\n[[rule]]\nid="a"\nkind="tools"\npattern="^{city}+?$"\n'
        'hits=["湖岸湖"]\nmisses=["岸"]',
        "utf-8",
    )
    rules = load_rules(tmp_path)
    assert rules.rules[0].pattern.pattern == "^(?:湖岸|湖)+?$"
    assert rules.line_rule("湖岸湖") is rules.rules[0]
    assert rules.line_rule("湖岸岸") is None


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    rule = '[[rule]]\nid="a"\nkind="tools"\npattern="x"\nhits=["x"]\nmisses=["y"]\n'
    (tmp_path / "a.toml").write_text(rule, "utf-8")
    (tmp_path / "b.toml").write_text(rule, "utf-8")
    with pytest.raises(RuleError, match="the id is taken"):
        load_rules(tmp_path)


def test_rules_are_packaged_where_they_are_loaded_from() -> None:
    assert sorted(p.name for p in RULES_FOLDER.glob("*.toml"))
    assert len(RULES) > 40
