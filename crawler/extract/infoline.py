"""The information line under the headline and the credits under the text, read by label.

The order differs on every site, so position says nothing: a value belongs to the label before
it, and a label without a value has none.  Dates, outlets and bylines may stand unlabelled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.records import Person

from . import byline, dates, labels
from .boilerplate import Rules
from .compact_dates import read_labelled
from .dates import Moment
from .names import HAN, is_organisation, read_names
from .outlet import OUTLET_CHARS, is_outlet

LONGEST_CREDIT = 120  # characters
UNLABELLED = "date of the information line"
_SENTENCE_END = re.compile(r"[。！!；]")
_CITED = re.compile(
    r"《\s?(?P<name>[^《》]{2,20}?)\s?》\s?[（(]\s?(?P<date>\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
    r"\s?第?\s?(?P<page>[A-Z]{0,2}\d{1,3})?\s?版?\s?[)）]"
)
_CITED_ISSUE = re.compile(
    r"《\s?(?P<name>[^《》]{2,20}?)\s?》\s?(?:杂志)?\s?(?P<issue>\d{4}\s?(?:年第\s?\d{1,2}\s?期|/\d{1,2}(?!\d)))"
)
_ORIGINAL = re.compile(r"[（(]?\s?原(?:标)?题为?\s?[:：]?\s?《(.{2,80})》\s?[)）]?")
_TRAILING = re.compile(
    r"\s+(?:[（(]?(?:我要|参与|发表|查看|点击|分享|评论|打印|收藏|手机|微信|字号|字体|浏览|阅读|责任|听新闻|听文章|朗读|语音播报|关注|跟[贴帖]"
    r"|A[-+]|T[|+-]).*)$"
)
_BARE_SOURCE = re.compile(r"(?:本文|文章)?(?:来源|稿源|來源)于?\s?《?([^《》\s]{2,12})》?")
_EVENT = re.compile(r"(?:地\s?点|地址|会场)\s?[:：]")
_DOMAIN = re.compile(
    r"(?!www\.)[a-z][a-z\d\-]{1,20}(?:\.[a-z\d\-]{2,12}){1,2}"
)  # the slot of an outlet
_BEFORE = re.compile(
    r"(?:[【\[(（][^【】\[\]()（）]{0,8}[】\])）]\s?){0,4}[【\[(（\s]{0,3}"
)  # 【纠错】


@dataclass(slots=True)
class Info:
    """Fields of the information line and credits; `by` says which label gave each."""

    site: str = ""  # the name that <title> ends with
    names_site: bool = False  # whether the information line has it, which is a weak source
    source: str | None = None
    source_raw: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    # Values that may be a date not printed in full (今天15:33, 9-27 22:20), and what gave them.
    undated: list[tuple[str, str]] = field(default_factory=list)
    authors: list[Person] = field(default_factory=list)
    editors: list[Person] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)  # of the text, as printed
    original_title: str | None = None
    keywords: tuple[str, ...] = ()
    publication: str | None = None
    issue_label: str | None = None
    page_label: str | None = None
    by: dict[str, str] = field(default_factory=dict)

    def add_people(self, people: list[Person], editors: list[Person], by: str) -> None:
        for target, new, name in (
            (self.authors, people, "authors"),
            (self.editors, editors, "editors"),
        ):
            known = {p.name for p in target}
            target += [p for p in new if p.name not in known]
            if new:
                self.by.setdefault(name, by)


def read_header(text: str, info: Info, rules: Rules) -> None:
    """Read the lines between headline and text (joined by line breaks) into `info`."""
    found = labels.read_labels(text, rules)
    event = _EVENT.search(text) is not None  # 时间：… 地点：… announces something
    for item in found:
        if not (event and item.meaning == "published"):
            _take(item, info, rules, "infoline")
    rest = _without(text, [(f.start, f.end) for f in found if f.value or f.meaning == "-"])
    _cite(text, info)
    rest = _CITED.sub("\n", rest)  # the paper's own name is no source
    moments = [m for m in dates.find_dates(text) if not _is_updated(m, found)]
    if info.published is None and moments and not event:
        best = max(moments, key=lambda m: (m.has_time, -m.start))
        info.published = best
        info.by["published"] = UNLABELLED
    rest = _without(rest, [(m.start, m.end) for m in dates.find_dates(rest)])
    if info.published is None and not event:
        info.undated += [(line, UNLABELLED) for line in rest.split("\n") if line.strip()]
    _read_unlabelled(rest, info, rules)


def read_credit(text: str, info: Info, rules: Rules) -> bool:
    """Read one line of closing credits into `info`; False when it is something else."""
    bare = labels.trim(text)
    if len(text) > LONGEST_CREDIT or _SENTENCE_END.search(bare):
        return False
    if title := _ORIGINAL.fullmatch(text):
        info.original_title = info.original_title or title[1]
        info.by.setdefault("original_title", "line 原题")
        return True
    if _CITED.fullmatch(bare) or _CITED.fullmatch(text):
        _cite(text, info)
        return True
    found = labels.read_labels(bare, rules) or labels.read_labels(bare, rules, loose=True)
    if not found or not _BEFORE.fullmatch(bare, 0, found[0].start):
        return False
    if any(len(f.value) > 60 for f in found):
        return False
    loose = not labels.count_labels(bare, rules)
    if loose:
        return _read_loose(bare, text, info, rules)
    if not any(_credible(f, rules) for f in found):
        return False
    for item in found:
        _take(item, info, rules, "byline")
    return True


def clean_source(value: str, rules: Rules) -> tuple[str, str] | None:
    """(normalised outlet, printed value) or None: ``[ 国际金融报 ]`` → 国际金融报."""
    value = labels.trim(_TRAILING.sub("", value))
    for moment in dates.find_dates(value):
        value = value.replace(moment.raw, " ")
    raw = value = re.sub(r"\s+(?=[(（])", "", labels.trim(value))
    if re.search(rf"[{HAN}]", value):
        value = labels.trim(re.split(r"[\s|｜,，;；\u3000]", value)[0])
    if quoted := re.fullmatch(r"《([^《》]+)》.{0,12}", value):
        value = quoted[1]
    if value in rules.words["junk"] or len(value) < 2 or not OUTLET_CHARS.fullmatch(value):
        return None
    if len(value) > 30 or re.fullmatch(r"[\d\-]+", value):
        return None
    return rules.words["outlet_aliases"].get(value, value), raw


def _take(item: labels.Labelled, info: Info, rules: Rules, place: str) -> None:
    kind, _, role = item.meaning.partition(":")
    if not item.value:
        return
    if kind == "source" and info.source is None:
        if outlet := clean_source(item.value, rules):
            info.source, info.source_raw = outlet
            info.by["source"] = f"label {item.label}"
        _cite(item.value, info)
    elif kind in ("author", "editor"):
        role = item.label if role in ("", "-") else role
        role = "".join(role.split())
        value = _TRAILING.sub("", re.split(r"[|｜]", _undated(item.value))[0].strip())
        names = read_names(value, rules) if len(value) <= 60 else None
        people = [Person(n, role, item.raw, "", place) for n in names or ()]
        if kind == "author" and not people and role != "摄影":
            found = byline.read_credit(item.value, item.raw, rules, place)
            people = list(found.people) if found else []
        if kind == "author" and role in ("摄影", "图", "图片"):
            return
        is_author = kind == "author"
        info.add_people(
            people if is_author else [], [] if is_author else people, f"label {item.label}"
        )
    elif kind == "published":
        moment = read_labelled(item.value)
        if moment is None:
            info.undated.append((item.value, f"label {item.label}"))
        elif info.published is None or len(moment.iso) > len(info.published.iso):
            info.published = moment
            info.by["published"] = f"label {item.label}"
    elif kind == "updated":
        info.updated = info.updated or dates.read_date(item.value)
    elif kind == "original_title":
        info.original_title = info.original_title or labels.trim(item.value).strip("《》")
        info.by.setdefault("original_title", f"label {item.label}")
    elif kind == "keywords":
        words = [w for w in re.split(r"[\s,，;；、|]+", item.value) if w]
        info.keywords = info.keywords or tuple(words[:20])


def _undated(value: str) -> str:
    for moment in dates.find_dates(value):
        value = value.replace(moment.raw, "|")
    return value


def _read_loose(bare: str, raw: str, info: Info, rules: Rules) -> bool:
    found = byline.read_credit(bare, raw, rules)
    if not found or not (found.people or found.editors):
        return False
    info.add_people(list(found.people), list(found.editors), "credit line")
    return True


def _credible(item: labels.Labelled, rules: Rules) -> bool:
    """Whether the value is what the label promises (a question behind 记者： is not)."""
    kind = item.meaning.partition(":")[0]
    if kind in ("author", "editor"):
        short = len(item.value) <= 40 and not re.search(r"[？?！，。]", item.value)
        if kind == "author" and item.value and read_names(item.value, rules) is None:
            return byline.read_credit(item.value, item.raw, rules) is not None
        return not item.value or (
            short and (read_names(item.value, rules) is not None or len(item.value) <= 12)
        )
    if kind == "source":
        return not item.value or len(item.value) <= 30
    if kind == "published":
        return dates.read_date(item.value) is not None
    return kind in ("original_title", "updated", "keywords")


def _read_unlabelled(text: str, info: Info, rules: Rules) -> None:
    for line in text.split("\n"):
        for chunk in re.split(r"[|｜\u3000]+", line):
            chunk = labels.trim(chunk)
            if not 2 <= len(chunk) <= byline.LONGEST_BYLINE:
                continue
            if bare := _BARE_SOURCE.fullmatch(chunk):
                chunk = bare[1] if is_organisation(bare[1], rules) or bare[1].isascii() else chunk
                if chunk == bare[1] and info.source is None and chunk not in rules.words["junk"]:
                    info.source, info.source_raw = chunk, chunk
                    info.by["source"] = "label without a colon"
                    continue
            words = chunk.split()
            if info.site in words and not re.search("[>»›→]", line):
                info.names_site = True
            if _DOMAIN.fullmatch(chunk) and info.source is None:
                info.site, info.names_site = chunk, True
                continue
            outlet = next((w for w in words if is_outlet(labels.trim(w), rules)), "")
            if info.source is None and outlet:
                info.source_raw = labels.trim(outlet)
                info.source = rules.words["outlet_aliases"].get(info.source_raw, info.source_raw)
                info.by["source"] = "outlet on the information line"
                chunk = " ".join(words[words.index(outlet) + 1 :])
            if chunk and (found := byline.read_line(chunk, rules, "infoline")):
                info.add_people(list(found.people), list(found.editors), "byline above the text")


def _cite(text: str, info: Info) -> None:
    if match := _CITED.search(text):
        info.publication = info.publication or "".join(match["name"].split())
        moment = dates.read_date(match["date"])
        if moment:
            info.issue_label = info.issue_label or moment.iso
            if info.published is None:
                info.published = dates.to_day(moment)
                info.by["published"] = "citation of the issue"
        if match["page"]:
            info.page_label = info.page_label or match["page"]
    elif match := _CITED_ISSUE.search(text):
        info.publication = info.publication or "".join(match["name"].split())
        info.issue_label = info.issue_label or "".join(match["issue"].split())


def read_citation(text: str, info: Info) -> None:
    """`《人民日报》（2022年08月04日 04版）` or `《某刊》2019年第24期` inside a line."""
    _cite(text, info)


def _is_updated(moment: Moment, found: list[labels.Labelled]) -> bool:
    return any(f.meaning == "updated" and f.start <= moment.start < f.end for f in found)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + "\n" + text[end:]
    return text
