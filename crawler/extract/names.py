"""Names of people: cutting a printed run into them, and telling them from outlets.

Right or None: a glued run is cut only when the surname list leaves exactly one way.
"""

from __future__ import annotations

import re

from .boilerplate import Rules

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_ALL_HAN = re.compile(rf"[{HAN}]+")
_FOREIGN = re.compile(rf"[{HAN}]{{1,12}}(?:[·•・][{HAN}]{{1,12}}){{1,4}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'’\-]{0,20}(?: [A-Z][A-Za-z.'’\-]{0,20}){0,3}")
_USER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{1,20}")
_STAFF_CODE = re.compile(r"[_\s]?[A-Z]{1,4}_?\d{2,6}\b|_[A-Za-z]{1,4}\d{2,6}")
_NOTE = re.compile(r"[（(【\[][^（）()【】\[\]]{0,20}[）)】\]]")
_SEPARATORS = re.compile(r"[\s、，,；;/／|｜&＆▪◆■●]+")
_AFFILIATION_AFTER = re.compile(
    r"[，,：:]\s?(?:系|为|是|单位|[^，,：:]{0,20}(?:大学|学院|研究|公司|中心|委员|书记|教授)).*$"
)
_ORGANISATION = re.compile(
    r"(?:报|报社|日报|晚报|早报|都市报|商报|网|社|通讯社|台|电视台|电台|广播|部|中心|办|办公室|局|委|委员会|厅|厛|院|所|大学|学院|"
    r"公司|集团|协会|学会|频道|客户端|工作室|编辑部|小组|处|支部|党委|政府|法院|银行|医院|周刊|杂志|月刊|新闻|财经|时报|時報|日報|報|"
    r"網|研究会|联盟|支队|总队|大队|公号|公众号|头条|快报|观察|中学|小学|学校|总台|传媒|媒体|博客|论坛|报道|记者站|专栏|在线|社區|電台|資訊|中央社)$"
)  # fmt: skip
_QUOTED = re.compile(r"[“\"「][^“”\"「」]{2,12}[”\"」]")  # “湖区视点”记者: a column
_ROLES = ("记者", "記者", "本报记者", "通讯员", "通訊員", "实习生", "评论员", "特约", "作者")
LONGEST_RUN = 24  # characters of glued names worth trying
_PARTICLES = re.compile(r"[的了是在有被将把与及从向对吗呢吧这那们我你他她它您]")


def is_organisation(text: str, rules: Rules) -> bool:
    """Whether `text` names an outlet or an office rather than a person."""
    if text in rules.words["outlets"] or text in rules.words["outlet_aliases"]:
        return True
    if (text.startswith("《") and "》" in text) or _QUOTED.fullmatch(text):
        return True
    if re.search(r"[·•-]", text) and text.split()[0] == text:
        parts = re.split(r"[·•-]", text)
        if any(part in rules.words["outlets"] for part in parts):
            return True
    return len(text) >= 2 and _ORGANISATION.search(text) is not None


def split_run(run: str, rules: Rules) -> tuple[str, ...] | None:
    """The only way to cut glued Han names, or None: 彭国清梁涛 has one, 李文王文明 two."""
    if not 2 <= len(run) <= LONGEST_RUN or not _ALL_HAN.fullmatch(run):
        return None
    ways = _ways(run, rules.once(_surnames))
    return ways[0] if len(ways) == 1 else None


def read_names(
    text: str, rules: Rules, *, sure_surname: bool = False, spaced: bool = True
) -> tuple[str, ...] | None:
    """The names in a value like ``沈小晓 任彦、王 珂``; None when any piece is not surely one.

    Labels vouch for pen names (``责编：小婷``); `sure_surname` asks for a surname of the list,
    as for text that no label introduces.  `spaced`: a blank stands before the text, so that a
    longer name without a surname (格桑边觉) begins where the text begins.
    """
    text = _STAFF_CODE.sub("", _NOTE.sub(" ", _AFFILIATION_AFTER.sub("", text)))
    pieces = [p.strip(".。-—_:：") for p in _pieces(text)]
    joined = _join_spaced([p for p in pieces if p], rules)
    if joined is None:
        return None
    names: list[str] = []
    for piece in joined:
        if names and piece in rules.words["labels"]:
            break  # a label without a colon: what follows is its value
        found = _names_of(piece, rules, sure_surname, spaced, len(joined) == 1)
        if found is None:
            return None
        names.extend(found)
    return tuple(dict.fromkeys(names))


def _names_of(
    piece: str, rules: Rules, sure_surname: bool, spaced: bool, alone: bool
) -> tuple[str, ...] | None:
    if piece in rules.words["junk"] or piece in rules.words["roles"]:
        return None
    if is_organisation(piece, rules) or (len(piece) > 3 and piece.startswith(_ROLES)):
        return None
    if _FOREIGN.fullmatch(piece) or _LATIN.fullmatch(piece):
        return (piece,)
    if not _ALL_HAN.fullmatch(piece):
        if sure_surname or not _USER_NAME.fullmatch(piece):
            return None
        return (piece,)  # behind a label
    if len(piece) >= 4:
        ways = _ways(piece, rules.once(_surnames)) if len(piece) <= LONGEST_RUN else []
        if len(ways) == 1 and (alone or len(ways[0]) == 1):
            return ways[0]
        if "和" in piece and len(both := piece.split("和")) == 2:
            cut = [split_run(half, rules) for half in both]
            if cut[0] and cut[1]:
                return (*cut[0], *cut[1])
        if spaced and len(piece) <= 5 and not ways and not _PARTICLES.search(piece):
            return (piece,)  # 格桑边觉: one name that no surname begins
        return None
    begin = 1 if piece[:1] in rules.words["surnames"] else 0  # 向 is a surname and a particle
    if len(piece) < 2 or _PARTICLES.search(piece, begin):
        return None
    if sure_surname and not is_name(piece, rules):
        return None
    return (piece,)


def is_han(text: str) -> bool:
    """Whether `text` is Han characters and nothing else (no foreign name)."""
    return _ALL_HAN.fullmatch(text) is not None


def is_name(piece: str, rules: Rules) -> bool:
    """Whether `piece`, standing alone, begins with a surname and is as long as a name."""
    if rules.words["surnames"].get(piece[:1]) == "rare":
        return len(piece) in (2, 3) and _ALL_HAN.fullmatch(piece) is not None
    return split_run(piece, rules) == (piece,)


def _pieces(text: str) -> list[str]:
    # "Demi Xia" keeps its blank: Latin words are one piece.
    pieces: list[str] = []
    for word in _SEPARATORS.split(text.strip()):
        latin = bool(pieces) and _LATIN.fullmatch(pieces[-1]) and _LATIN.fullmatch(word)
        if latin and not re.search(r"[、，,；;/／|｜&＆]\s*" + re.escape(word), text):
            pieces[-1] += " " + word
        else:
            pieces.append(word)
    return pieces


def _join_spaced(pieces: list[str], rules: Rules) -> list[str] | None:
    # 王 珂, 欧阳 菲: a blank between surname and a single character is typesetting.
    joined: list[str] = []
    waiting = ""
    for piece in pieces:
        single = len(piece) == 1 and _ALL_HAN.fullmatch(piece) is not None
        if single and waiting:
            joined.append(waiting + piece)
            waiting = ""
        elif single and joined and rules.words["surnames"].get(joined[-1]) == "compound":
            joined[-1] += piece
        elif single:
            waiting = piece
        elif waiting:
            return None
        else:
            joined.append(piece)
    return None if waiting else joined


def _surnames(rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    words = rules.words["surnames"].items()
    single = frozenset(w for w, kind in words if kind == "single")
    return single, frozenset(w for w, kind in words if kind == "compound")


def _ways(
    run: str, surnames: tuple[frozenset[str], frozenset[str]], most: int = 2
) -> list[tuple[str, ...]]:
    """At most `most` ways to cut `run`, counted from the end so that no tail is tried twice."""
    single, compound = surnames
    tails: list[list[tuple[str, ...]]] = [[] for _ in range(len(run) + 1)]
    tails[len(run)] = [()]
    for start in range(len(run) - 2, -1, -1):
        double = run[start : start + 2] in compound and start + 3 <= len(run)
        lengths = (3, 4) if double else (2, 3) if run[start] in single else ()
        for length in lengths:
            if start + length <= len(run):
                name = run[start : start + length]
                tails[start] += [(name, *tail) for tail in tails[start + length]]
        tails[start] = tails[start][:most]
    return tails[0]
