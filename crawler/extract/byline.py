"""Bylines: who wrote, in lines of their own and in brackets inside the text.

Grammar: ``[outlet] role names [outlet role names …] [tail]``, as in ``湖南日报全媒体记者王为薇
通讯员彭国清梁涛``; names glued or spaced, brackets round roles or round everything, marks
(□ ■) before, tails (摄, 报道, 文/图, 发自北京) behind.  A line that is not wholly a byline is
text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.records import Person

from . import labels
from .boilerplate import Rules
from .names import HAN, is_organisation, read_names, split_run

LONGEST_BYLINE = 80  # characters
_MARKS = re.compile(r"^[□■▲△●○◆◇◎★☆※▪•·\s\-—*]+")
_SENTENCE = re.compile(r"[。！？?!；“”\"]")
_ROLE_BRACKETS = re.compile(r"[【\[〔]\s?([^【】\[\]〔〕]{1,14})\s?[】\]〕]\s?[:：]?")
_LEADING = re.compile(
    r"^(?:整合|综合|整理|(?:文|图|视频|撰文|摄影)(?:[/／、](?:文|图|视频|摄影|摄))*)[\s/／]+"
)
_TEXT_AND_PHOTO = re.compile(
    r"(?P<role>文[/／]?图|图[/／]文|文[/／]摄|文)[\s/／:：]\s?(?P<names>\S.{1,40})"
)
_SENT_FROM = re.compile(r"\s?发自\s?\S{2,12}$")
_PLACE_REPORT = re.compile(rf"[\s/／][{HAN}]{{2,8}}(?:专电|摄影报道|报道|報導|電|电)$")
_INSIDE_PHOTO = re.compile(r"(?:受访者|受訪者|通讯员|本人|主办方|采访对象)?\s?(?:供图|提供|供圖)$")
_DATELINE = re.compile(
    r"^(?:[【(（]?.{0,30}?(?:讯|电|訊|電|消息)[】)）]?\s{0,2})?[（(【]([^（）()【】]{2,70})[)）】]"
)
_CLOSING = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,90})[)）】\]]\s{0,2}$")
_SIGNED = re.compile(r"[（(]\s?([^（）()]{2,12})\s?[)）]")
_NUMBERED_TAIL = re.compile(r"[\s，,、/／|]+$")
_DESK = re.compile(rf"[{HAN}]{{2,6}}(?:中心|组|組|部)[/／][{HAN}]{{2,6}}(?:報導|报导|报道)")
_PSEUDONYMS = frozenset(
    {"本报评论员", "新华社评论员", "人民日报评论员", "任仲平", "国纪平", "本刊评论员"}
)


@dataclass(frozen=True, slots=True)
class Byline:
    """`people` whose names are sure; `editors` credited in the same place.

    No people at all means: surely a byline, but its names cannot be cut with certainty.
    """

    people: tuple[Person, ...]
    editors: tuple[Person, ...] = ()


def read_line(text: str, rules: Rules, place: str = "byline") -> Byline | None:
    """A line that is a byline and nothing else, or None."""
    if len(text) > LONGEST_BYLINE or _SENTENCE.search(text):
        return None
    bare = labels.trim(_MARKS.sub("", text))
    if _DESK.fullmatch(bare):
        return Byline(())
    if bare in _PSEUDONYMS:
        return Byline((Person(bare, "评论员", text, "", place),))
    if text[:1] in "□■" and (names := read_names(bare, rules, sure_surname=True, spaced=False)):
        return Byline(tuple(Person(n, "作者", text, "", place) for n in names))
    bare = _ROLE_BRACKETS.sub(r" \1 ", bare).strip() if _ROLE_BRACKETS.match(text) else bare
    return _read_roles(bare, text, rules, place)


def read_brackets(paragraph: str, rules: Rules, *, first: bool, last: bool) -> Byline | None:
    """The byline in brackets behind a dateline (`first`) or at a paragraph's end (`last`)."""
    if first and (match := _DATELINE.match(paragraph)):
        found = read_line(match[1], rules)
        if found and found.people:
            return found
    if last and (match := _CLOSING.search(paragraph[-100:])):
        found = read_credit(match[1], match[0].strip(), rules)
        if found and (found.people or found.editors):
            return found
    return None


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
            loose = item.raw[len(item.label) : len(item.label) + 1].isspace()
            names = read_names(_without_outlet(item.value, rules), rules, sure_surname=loose)
            role = item.label if role in ("", "-") else role
            target = people if field == "author" else editors
            target += [Person(n, _even(role), item.raw, "", place) for n in names or ()]
        if people or editors:
            return Byline(tuple(people), tuple(editors))
    match = _TEXT_AND_PHOTO.fullmatch(text)
    if match and (names := read_names(match["names"], rules, sure_surname=True)):
        return Byline(tuple(Person(n, match["role"], raw, "", place) for n in names))
    return read_line(text, rules, place) or read_line(raw, rules, place)


def _read_roles(text: str, raw: str, rules: Rules, place: str) -> Byline | None:
    text = _cut_tail(_LEADING.sub("", text), rules)
    matches = list(_role_pattern(tuple(rules.words["roles"])).finditer(text))
    if not matches:
        return None
    affiliation, names = _affiliation(text[: matches[0].start()], rules)
    if names or affiliation is None:
        return None
    people: list[Person] = []
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
        cut = read_names(names, rules, sure_surname=True, spaced=spaced) if names else ()
        if cut is None:
            if not _looks_like_names(names, rules):
                return None
            cut = ()
        people += [Person(n, match[0], raw, affiliation or "", place) for n in cut]
        affiliation = next_affiliation
    return Byline(tuple(people))


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


def _cut_tail(text: str, rules: Rules) -> str:
    tails = _tail_pattern(tuple(rules.words["tails"]))
    while True:
        shorter = _SENT_FROM.sub("", text)
        shorter = _INSIDE_PHOTO.sub("", shorter)
        shorter = _PLACE_REPORT.sub("", shorter)
        shorter = tails.sub("", shorter)
        shorter = _NUMBERED_TAIL.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def _looks_like_names(text: str, rules: Rules) -> bool:
    # Surely a byline although its names cannot be cut: 李文王文明 behind a role.
    words = re.split(r"[\s、，,；;/／]+", text)
    if len(words) > 1:
        return all(2 <= len(word) <= 4 for word in words) and len(text) <= 40
    return len(text) <= 12 and text[:1] in rules.words["surnames"] and len(text) >= 4


def _even(role: str) -> str:
    return "".join(role.split())


@lru_cache(maxsize=8)
def _role_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


@lru_cache(maxsize=8)
def _tail_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?:[\s/／、]+(?:{names})|(?<=\S)[/／](?:{names})"
        r"|(?<=\S)(?:摄影报道|摄影報導|综合报道|报道|報導|整理|供图|摄|攝))$"
    )
