"""The rules as data: each hits what it must, misses what it must, and stays linear."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.extract.boilerplate import KINDS, RULES_FOLDER, Rule, RuleError, load_rules

RULES = load_rules().rules

# Run in a fresh interpreter, so that a pattern that never ends can be killed.
HOSTILE = """
import sys
from crawler.extract.boilerplate import load_rules
wanted = set(sys.argv[1:])
whole = ("1", " ", "ICP", ".")
texts = [(unit * 1_000_000)[:1_000_000] for unit in whole]
texts += [(unit * 100_000)[:100_000] for unit in (
    "湘ICP备", "电话:0", "0731-", "来源：", "版权所有", "a@b.", "《", "主办 ", "首页 > ",
    "1 2 3 ", "分享到：微信 ", "字号：大 ", "- | ", "举报邮箱地址:a.", "相关阅读 ",
    "请", "{\\"code\\":", "公安机关",
)]
for rule in load_rules().rules:
    if rule.id in wanted:
        for text in texts:
            rule.pattern.search(text)
print("done")
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_hits_and_misses(rule: Rule) -> None:
    assert rule.kind in KINDS
    assert rule.hits, "a rule needs strings that it must hit"
    assert rule.misses, "a rule needs strings that it must miss"
    assert [h for h in rule.hits if not rule.matches(h)] == []
    assert [m for m in rule.misses if rule.matches(m)] == []


def test_fact_rules_give_their_value() -> None:
    for rule in RULES:
        if rule.kind == "fact":
            for hit in rule.hits:
                match = rule.pattern.search(hit)
                assert match is not None
                assert match["value"].strip() in hit


@pytest.mark.parametrize("part", range(4))
@pytest.mark.timeout(120)
def test_every_pattern_is_linear_on_a_hostile_megabyte(part: int) -> None:
    names = [rule.id for rule in RULES][part::4]
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE, *names],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout.strip() == "done", done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[rule]]\nid="a"\nkind="tools"\npattern="("\nhits=["("]\nmisses=[]', "a.toml: a:"),
        ('[[rule]]\nid="a"\nkind="toys"\npattern="x"\nhits=["x"]\nmisses=["y"]', "unknown kind"),
        ('[[rule]]\nid="a"\nkind="tools"\npattern="x"\nhits=["x"]', "misses"),
        ('[[rule]]\nid="a"\nkind="fact"\npattern="x"\nhits=["x"]\nmisses=["y"]', "fact"),
        ('[[rule]]\nid="a"\nkind="tools"\ncolour="red"\npattern="x"', "unknown key colour"),
    ],
)
def test_unsound_rules_are_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message):
        load_rules(tmp_path)


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    rule = '[[rule]]\nid="a"\nkind="tools"\npattern="x"\nhits=["x"]\nmisses=["y"]\n'
    (tmp_path / "a.toml").write_text(rule, "utf-8")
    (tmp_path / "b.toml").write_text(rule, "utf-8")
    with pytest.raises(RuleError, match="the id is taken"):
        load_rules(tmp_path)


def test_rules_are_packaged_where_they_are_loaded_from() -> None:
    assert sorted(p.name for p in RULES_FOLDER.glob("*.toml"))
    assert len(RULES) > 40
