"""What header and footer say of the publication itself: licences, organs, telephones.

The grammar lies in ``crawler/rules/licences.toml``, ``masthead.toml`` and ``contact.toml``.
Here a line is made even before it is read (full width, dashes, letters set apart, labels glued
together), and the values after it, so that one licence is one value however it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.records import Fact

from .boilerplate import Rules, join_spaced, packed

LONGEST = 1000  # characters of one line that are searched
_LONGEST_KEPT = 300  # longer lines are not asked about twice
_MOST_SEEN = 20_000  # lines: as many as a page may have

_DASHES = dict.fromkeys(map(ord, "－–—―‐‑−"), "-")
_EVEN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "} | _DASHES
# A label with all its words, and what a value ends in when the next label is glued to it:
# 主办：某社承办：某网地址：…路1号邮编：…
_VALUE_END = re.compile(
    r"[0-9a-zA-Z社局委会會网網团團司心厅办室台院府报報刊处站组学部号號楼层座厦]"
)
_LABEL = re.compile(
    r"(?:违法|违规|不良|有害|举报|舉報|新闻|新聞|报料|广告|廣告|客服|值班|咨询|联系|监督|投诉|发行|订阅|编辑|部|和|及|信息|服务"
    r"|运行|日常|管理|设计|网站|常年|技[术術]|电子){0,8}+"
    r"(?:主管|主[办辦]|承[办辦印]|协办|協辦|支[持援]|维护|制作|建设|出版|法律顾问|电话|電話|热线|熱線|邮箱|信箱|郵箱"
    r"|传真|傳真|邮编|邮政编码|郵編|[社地]址)(?:[单單]位|地址|号码)?\s?:"
)
_SIMPLIFIED = str.maketrans(
    "備號證許營經網晉遼滬蘇閩贛魯粵瓊貴雲陝隴寧發", "备号证许营经网晋辽沪苏闽赣鲁粤琼贵云陕陇宁发"
)
_BRACKETS = str.maketrans("〔〕【】", "[][]")
_ICP = re.compile(r"(.ICP备)\D*(\d+)号?(?:-(\d+[AX]?))?号?", re.IGNORECASE)

# Printed numbers lose their blanks, names and addresses keep them.
_NUMBERS = ("licence", "telephone", "fax", "icp", "police", "site_code", "cn", "issn",
            "postal_subscription", "email")  # fmt: skip
# These stand in sentences too: "报名电话：…，额满为止。"
_CONTACTS = ("telephone", "fax", "email", "address", "postcode")


def read_facts(texts: Iterable[str], rules: Rules) -> tuple[Fact, ...]:
    """The facts of these lines, each kind and value once, in order."""
    found: dict[tuple[str, str], Fact] = {}
    for text in texts:
        for fact in facts_of(text, rules):
            found.setdefault((fact.kind, fact.value), fact)
    return tuple(found.values())


def facts_of(text: str, rules: Rules) -> tuple[Fact, ...]:
    """The facts of one line, as they stand in it."""
    seen = rules.facts_seen
    if text in seen:
        return seen[text]
    facts = _read(text[:LONGEST], rules)
    if len(text) <= _LONGEST_KEPT:
        if len(seen) >= _MOST_SEEN:
            seen.clear()
        seen[text] = facts
    return facts


def is_masthead_line(text: str, rules: Rules) -> bool:
    """Whether the line states facts of the publication."""
    return bool(facts_of(text, rules))


def is_footer_line(text: str, rules: Rules) -> bool:
    """Whether the line states them and is no sentence of the text that gives a telephone."""
    facts = facts_of(text, rules)
    if not facts:
        return False
    if "。" not in text or not all(fact.kind.endswith(_CONTACTS) for fact in facts):
        return True
    return 3 * sum(len(fact.raw) for fact in facts) >= len(text)


def even(text: str) -> str:
    """Half-width letters, digits and marks, one kind of dash, single blanks.

    人 民 网 → 人民网, and a label that is glued to the value before it is set apart.
    """
    text = join_spaced(" ".join(text.translate(_EVEN).split())).replace("--", "-")
    return _LABEL.sub(_set_apart, text)


def _set_apart(label: re.Match[str]) -> str:
    glued = label.start() > 0 and _VALUE_END.match(label.string, label.start() - 1)
    return f" {label[0]}" if glued else label[0]


def _read(text: str, rules: Rules) -> tuple[Fact, ...]:
    group = rules.group(("fact",))
    if group.worth.search(packed(text)) is None:
        return ()
    line = even(text)
    found: list[tuple[int, Fact]] = []
    taken = set()
    for rule in group.triggered(packed(line)):
        family = rule.fact.rpartition("_")[2]  # a telephone for reports is not a telephone too
        for match in rule.pattern.finditer(line):
            name = match.lastgroup or "value"
            value = _value(match[name], rule.fact)
            if value and (family, match.start(name)) not in taken:
                taken.add((family, match.start(name)))
                found.append((match.start(), Fact(rule.fact, value, match[0].strip())))
    return tuple(fact for _, fact in sorted(found, key=lambda pair: pair[0]))


def _value(value: str, kind: str) -> str:
    """One spelling of a number: 滬ICP備 10000001-2 號 → 沪ICP备10000001号-2."""
    if not kind.endswith(_NUMBERS):
        return value.strip(" .,，。:：;；|、-").rstrip("及和")
    value = "".join(value.split()).strip(".,;:|-").translate(_SIMPLIFIED)
    if kind == "icp" and (parts := _ICP.fullmatch(value)):
        site = f"-{parts[3].upper()}" if parts[3] else ""
        return f"{parts[1].upper()}{parts[2]}号{site}"
    if kind == "culture_licence":
        return re.sub(r"\((\d{4})\)", r"[\1]", value.translate(_BRACKETS))
    if kind == "cn":
        value = value.upper().replace(":", "")
        return value if value.startswith("CN") else f"CN{value}"
    return value.upper() if kind in ("issn", "icp_licence", "telecom_licence") else value
