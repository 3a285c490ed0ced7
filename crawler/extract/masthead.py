"""What header and footer say of the publication itself: licences, organiser, telephones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from archive.records import Fact

from .boilerplate import Rules

_WORTH = re.compile(
    r"备|I\s?C\s?P|许可|新出网|国新网|刊\s?号|出版|ISSN|邮发|电\s?话|電話|传\s?真|傳真|热线|邮箱|郵箱|信箱|"
    r"主办|主管|版\s?权|举报|舉報|地\s?址|邮\s?编|邮政编码|標識碼|标识码|E-?mail|TEL|Fax|联系我们|投稿",
    re.IGNORECASE,
)
_DASHES = str.maketrans(dict.fromkeys("－–—―‐‑−", "-"))
_LETTER_SPACED = re.compile(r"(?:\S ){5,}\S")
LONGEST = 600  # characters of one line that are searched


def read_facts(texts: Iterable[str], rules: Rules) -> tuple[Fact, ...]:
    """The facts of these lines, each kind and value once, in order."""
    found: dict[tuple[str, str], Fact] = {}
    for text in texts:
        for fact in facts_of(text, rules):
            found.setdefault((fact.kind, fact.value), fact)
    return tuple(found.values())


def facts_of(text: str, rules: Rules) -> list[Fact]:
    """The facts of one line."""
    if _WORTH.search(text) is None:
        return []
    even = _even(text[:LONGEST])
    facts = []
    for rule in rules.of_kind("fact"):
        for match in rule.pattern.finditer(even):
            value = _value(match["value"], rule.fact)
            if value:
                facts.append(Fact(rule.fact, value, match[0].strip()))
    return facts


def is_masthead_line(text: str, rules: Rules) -> bool:
    """Whether the line states facts of the publication (and so is no text)."""
    return bool(facts_of(text, rules))


def _even(text: str) -> str:
    """Full-width digits, letters and all dashes made even; 人 民 网 → 人民网."""
    text = "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in text)
    text = text.translate(_DASHES)
    spaced = _LETTER_SPACED.search(text)
    if spaced and len(spaced[0]) > len(text) / 2:
        text = text.replace(" ", "")
    return text


def _value(value: str, kind: str) -> str:
    if kind in ("icp", "icp_licence", "telecom_licence", "cn", "telephone", "report_telephone"):
        value = "".join(value.split())
    return value.strip(" .,，。:：;；|、-").rstrip("及和")
