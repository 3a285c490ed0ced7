"""Bylines: who wrote, in lines of their own and in brackets inside the text.

Grammar: ``[outlet] role names [outlet role names …] [tail]``, as in ``湖南日报全媒体记者王为薇
通讯员彭国清梁涛``; names glued or spaced, brackets round roles or round everything, marks
(□ ■) before, tails (摄, 报道, 文/图, 发自北京) behind.  A line that is not wholly a byline is
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import Person

from . import labels
from .boilerplate import Rules
from .names import HAN, is_organisation, read_names, split_run
from .tails import cut_tail

LONGEST_BYLINE = 80  # characters
_MARKS = re.compile(r"^[□■▲△●○◆◇◎★☆※▪•·\s\-—*]+")
_SENTENCE = re.compile(r"[。！？?!；“”\"]")
_QUOTED_OUTLET = re.compile(
    r"[“\"「][^“”\"「」]{2,12}[”\"」](?=\S{0,4}(?:记者|記者|评论员|工作室))"
)
_ROLE_BRACKETS = re.compile(r"[【\[〔]\s?([^【】\[\]〔〕]{1,14})\s?[】\]〕]\s?[:：]?")
_LEADING = re.compile(
    r"^(?:整合|综合|整理|(?:文|图|视频|撰文|摄影)(?:[/／、](?:文|图|视频|摄影|摄))*)[\s/／]+"
)
_TEXT_AND_PHOTO = re.compile(
    r"(?P<role>文[/／]?图|图[/／]文|文[/／]摄|文)[\s/／:：]\s?(?P<names>\S.{1,40})"
)
_DATELINE = re.compile(
    r"^(?:[【(（]?.{0,30}?(?:讯|电|訊|電|消息)[】)）]?\s{0,2})?[（(【〔\[]([^（）()【】〔〕\[\]]{2,70})[)）】〕\]]"
)
_SPOKEN = re.compile(
    r"^(?:[【（(\[〔][^【】（）()\[\]〔〕]{1,12}[讯訊电電][】）)\]〕]|[^，。：、；\s]{1,12}[讯訊])\s{0,2}"
    r"([^，。：:；]{0,12}(?:记者|記者|通讯员|通訊員)[^，。：:；]{2,40}?)(?:综合|摄影|專題|综合)?(?:报道|報道|报导|報導)"
)
_CLOSING = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,90})[)）】\]]\s{0,2}(?:\d{6,8})?$")
_FIRM = re.compile(r"\s?[:：/／丨|｜】\]]|\s[-—－]\s")  # behind a label: its value follows
_SIGNED_BEHIND = re.compile(r"[。！？…”][（(]([^（）()]{2,30})[)）]$")
_SLASHED = re.compile(
    r"(?:^|(?<=[\s、，]))(?P<role>(?:图文|文图|文字|文|图片|图|攝影|摄影|摄|视频|制图|漫画|撰文|采写|口述|整理|编译|翻译)"
    r"(?:\s?[、/／&+]\s?(?:文字|文|图片|图|摄影|摄|视频))?)\s?[/／|｜丨:：]\s?"
    r"(?!(?:视频|图片|图|摄影|摄|文)[\s/／])"
)
_PICTURES = re.compile(r"图片|图|攝影|摄影|摄|视频|制图|漫画|口述")
_SIGNED = re.compile(r"[（(]\s?([^（）()]{2,12})\s?[)）]")
_DESK = re.compile(rf"[{HAN}]{{2,6}}(?:中心|组|組|部)[/／][{HAN}]{{2,6}}(?:報導|报导|报道)")
# Collective pen names of the party press, kept as printed with the role 评论员.
_PSEUDONYMS = frozenset(
    ("任仲平", "国纪平", "钟声", "仲音", "和音", "任理轩", "钟华论", "辛识平", "郑青原", "仲祖文")
)
_COMMENTATOR = re.compile(rf"(?:本[报刊网台社]|[{HAN}]{{2,8}}[报网社刊台])(?:特约)?评论员")


@dataclass(frozen=True, slots=True)
class Byline:
    """`people` whose names are sure; `editors` credited in the same place.

    No people at all means: surely a byline, but its names cannot be cut with certainty.
    """

    people: tuple[Person, ...]
    editors: tuple[Person, ...] = ()


def read_line(
    text: str, rules: Rules, place: str = "byline", *, vouched: bool = False
) -> Byline | None:
    """A line that is a byline and nothing else, or None.

    `vouched`: it stands where only a byline stands (in brackets behind a dateline), so that
    names need no surname of the list: ``（通讯员其美多吉）``.
    """
    if len(text) > LONGEST_BYLINE or _SENTENCE.search(_QUOTED_OUTLET.sub("", text)):
        return None
    bare = labels.trim(_MARKS.sub("", text))
    if _DESK.fullmatch(bare):
        return Byline(())
    if bare in _PSEUDONYMS or _COMMENTATOR.fullmatch(bare):
        return Byline((Person(bare, "评论员", text, "", place),))
    if text[:1] in "□■◎" and (names := read_names(bare, rules, sure_surname=True, spaced=False)):
        return Byline(tuple(Person(n, "作者", text, "", place) for n in names))
    vouched = vouched or (text[:1] in "（(" and text[-1:] in "）)")
    roles = _ROLE_BRACKETS.sub(r" \1 ", bare).strip() if _ROLE_BRACKETS.match(text) else bare
    found = _read_roles(roles, text, rules, place, vouched)
    return found or read_slashed(bare, text, rules, place) or _read_text(bare, text, rules, place)


def read_brackets(
    paragraph: str, rules: Rules, *, first: bool, last: bool, final: bool = False
) -> Byline | None:
    """The byline in brackets behind a dateline (`first`) or at a paragraph's end (`last`).

    `final`: the paragraph is the last one, where bare names in brackets sign the text.
    """
    if first and (match := _DATELINE.match(paragraph)):
        found = read_line(match[1], rules, vouched=True)
        if found and found.people:
            return found
    if first and (match := _SPOKEN.match(paragraph[:120])):
        found = read_line(match[1], rules, vouched=True)
        if found and found.people:
            return found
    if last and (match := _CLOSING.search(paragraph[-100:])):
        found = read_credit(match[1], match[0].strip(), rules)
        if found and (found.people or found.editors):
            return found
    if final and (match := _SIGNED_BEHIND.search(paragraph[-40:])):
        return _signed(match[1], match[0][1:], rules)
    return None


def _signed(text: str, raw: str, rules: Rules) -> Byline | None:
    """`…。（庾信 莘然）`: names behind the last sentence; a word of two characters is not sure."""
    names = read_names(text, rules, sure_surname=True, spaced=False)
    if not names or (len(names) == 1 and len(names[0]) < 3):
        return None
    return Byline(tuple(Person(n, "作者", raw, "", "byline") for n in names))


def read_signature(line: str, rules: Rules) -> Byline | None:
    """`（羅森）` alone on the last line: a name with a surname, and nothing else."""
    match = _SIGNED.fullmatch(line)
    if match and (names := split_run("".join(match[1].split()), rules)) and len(names) == 1:
        return Byline((Person(names[0], "作者", line, "", "byline"),))
    return None


def read_credit(text: str, raw: str, rules: Rules, place: str = "byline") -> Byline | None:
    """Labelled credits (``编辑 刘晓阳 校对 李铭``, ``执笔/叨叨姐``), else a byline."""
    found = labels.read_labels(text, rules, loose=True)
    starts_labelled = bool(found) and found[0].start == 0
    if starts_labelled:
        people: list[Person] = []
        editors: list[Person] = []
        for item in found:
            field, _, role = item.meaning.partition(":")
            if field not in ("author", "editor"):
                return None
            loose = not _FIRM.match(item.raw, len(item.label))
            names = read_names(_without_outlet(item.value, rules), rules, sure_surname=loose)
            role = item.label if role in ("", "-") else role
            target = people if field == "author" else editors
            target += [Person(n, _even(role), item.raw, "", place) for n in names or ()]
        if people or editors:
            return Byline(tuple(people), tuple(editors))
    return read_line(text, rules, place) or read_line(raw, rules, place)


def _read_text(text: str, raw: str, rules: Rules, place: str) -> Byline | None:
    """``文 江以璿``, ``文/图 何静``: a name with a surname behind the word for text."""
    match = _TEXT_AND_PHOTO.fullmatch(text)
    if match and (names := read_names(match["names"], rules, sure_surname=True)):
        return Byline(tuple(Person(n, match["role"], raw, "", place) for n in names))
    return None


def read_slashed(text: str, raw: str, rules: Rules, place: str) -> Byline | None:
    """``文/司空见 图/Ling``, ``文、图丨何静``: who wrote; who only took pictures is left out."""
    marks = list(_SLASHED.finditer(text)) if text[:1] in "文图圖摄撰采口整编翻漫制视" else []
    if not marks or marks[0].start():
        return None
    people: list[Person] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        value = text[mark.end() : following.start() if following else len(text)].strip()
        colon = mark[0].rstrip()[-1] in ":："
        if names := read_names(value, rules, sure_surname=colon):
            found = tuple(Person(n, mark["role"], raw, "", place) for n in names)
        elif line := read_line(value, rules, place):  # 文/本报记者 李静
            found = line.people
        else:
            return None
        people += () if _PICTURES.fullmatch(mark["role"]) else found
    return Byline(tuple(people))


def _read_roles(text: str, raw: str, rules: Rules, place: str, vouched: bool) -> Byline | None:
    text = cut_tail(_LEADING.sub("", text), rules)
    matches = list(rules.once(_role_pattern).finditer(text))
    if not matches:
        return None
    affiliation, names = _affiliation(text[: matches[0].start()], rules)
    if names or affiliation is None:
        return None
    chunks: list[tuple[str, str, str, bool]] = []  # role, outlet, names, whether a blank follows
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        chunk = text[match.end() : following.start() if following else len(text)]
        chunk = chunk.strip(" :：、，,/／|｜")
        next_affiliation: str | None = ""
        names = chunk
        if following and chunk:
            next_affiliation, names = _affiliation(chunk, rules)
            if next_affiliation is None:
                return None
        elif chunk:
            names = _without_outlet(chunk, rules)
        spaced = text[match.end() : match.end() + 1].isspace()
        chunks.append((match[0], affiliation or "", names, spaced))
        affiliation = next_affiliation
    cuts = [read_names(n, rules, sure_surname=True, spaced=s) if n else () for *_, n, s in chunks]
    vouched = vouched or any(cuts)  # one name that is sure speaks for the others
    people: list[Person] = []
    for (role, outlet, names, _), cut in zip(chunks, cuts, strict=True):
        if cut is None and vouched:
            cut = _plain_names(names, rules)
        if cut is None and not _looks_like_names(names, rules):
            return None
        people += [Person(n, role, raw, outlet, place) for n in cut or ()]
    return Byline(tuple(people))


def _plain_names(text: str, rules: Rules) -> tuple[str, ...] | None:
    """Names without a known surname, each in a piece of its own: 朵兰, 水一方, 其美多吉."""
    names = read_names(text, rules)
    if not names or any(
        split_run(n, rules) is None and len(n) > 5 and "·" not in n for n in names
    ):
        return None
    return names


def _affiliation(text: str, rules: Rules) -> tuple[str | None, str]:
    """Cut `names outlet`: (outlet or '', names before it); (None, …) when it is neither."""
    text = text.strip(" 、，,/／|｜")
    if not text:
        return "", ""
    if is_organisation(text, rules) and not re.search(r"\s", text):
        return text, ""
    *before, last = text.split()
    if before and is_organisation(last, rules):
        return last, " ".join(before)
    if read_names(text, rules, sure_surname=True):
        return "", text
    for outlet in rules.words["outlets"]:  # names and outlet glued together
        if text.endswith(outlet) and split_run(text[: -len(outlet)], rules):
            return outlet, text[: -len(outlet)]
    return None, text


def _without_outlet(text: str, rules: Rules) -> str:
    # 实习生 温素霞 新华国际客户端报道: the outlet behind the names is no name.
    words = text.split()
    while len(words) > 1 and is_organisation(words[-1], rules):
        words.pop()
    return " ".join(words)


def _looks_like_names(text: str, rules: Rules) -> bool:
    # Surely a byline although its names cannot be cut: 李文王文明 behind a role.
    words = re.split(r"[\s、，,；;/／]+", text)
    if len(words) > 1:
        return all(2 <= len(word) <= 4 for word in words) and len(text) <= 40
    return len(text) <= 12 and text[:1] in rules.words["surnames"] and len(text) >= 4


def _even(role: str) -> str:
    return "".join(role.split())


def _role_pattern(rules: Rules) -> re.Pattern[str]:
    words = sorted(rules.words["roles"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
