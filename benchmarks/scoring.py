"""What an extractor's record is worth, measured against what people read on the page.

A record and its truth are dicts.  Of a record these keys count: ``title``, ``subtitle``,
``author`` and ``editor`` (a list of names, or one string), ``source``, ``published`` (a string
that begins with a date), ``body`` (text).  A truth has the same keys and besides:
``byline`` (people whom only the text names), ``body_optional`` (lines that may count either
way: captions, credits at the end), ``body_contains`` and ``body_excludes`` (strings), and
``author_none`` (or ``"author": []``), ``source_none``, ``published_none`` where the page gives
no such thing, so that any answer is a false one.  A measure leaves out the pages whose truth
does not have its field; a truth without time zone is in +08:00.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

CHINA = timezone(timedelta(hours=8))
SHINGLE = 4  # characters: as long as two Chinese words

# Measure → the field that a tool must give to be measured at all.
MEASURES = {
    "title": "title",
    "title~": "title",
    "subtitle": "subtitle",
    "day": "published",
    "minute": "published",
    "false_date": "published",
    "author": "author",
    "false_author": "author",
    "source": "source",
    "false_source": "source",
    "editor": "editor",
    "body_p": "body",
    "body_r": "body",
    "body_f1": "body",
    "contains": "body",
    "excludes": "body",
    "leak": "body",
}

_BLANK = re.compile("[\\s\u200b\u00ad\ufeff]+")  # also zero-width space, soft hyphen, BOM
_QUOTES_AND_DASHES = str.maketrans(
    dict.fromkeys("“”„「」", '"')
    | dict.fromkeys("‘’", "'")
    | dict.fromkeys("—–―", "-")
    | dict.fromkeys("・•", "·")
)
_HAN = re.compile("[\u3400-\u9fff]")
_BETWEEN_NAMES = re.compile(r"[\s、，,;；/|｜]+")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*\d{1,2}秒?(?:\.\d+)?|分)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_CREDIT = "(?:来源|发布日期|发布时间|编辑|责编)"
# Furniture that no text of an article has, line by line.
_FURNITURE = {
    "licence": r"ICP[备证]|公安机关备案|公网安备|网安备\s*\d{6,}",
    "telephone": r"(?:电话|传真|热线|举报)[^\n]{0,12}\d{3,4}-?\d{7,8}",
    "copyright": r"版权所有|未经授权|All Rights Reserved|©|Copyright",
    "navigation": r"(?:关于我们|联系我们|首页)\s*[|>]|当前的?位置|网站地图|设为首页",
    "information line": rf"{_CREDIT}\s*:.{{0,60}}{_CREDIT}\s*:",
    "tools": r"分享到|扫一扫|打印本页|关闭窗口|字体:|字号:",
    "style sheet": r"TRS_Editor\s+P\s*\{|\{[^}]*font-family",
}
_FURNITURE_PATTERNS = [re.compile(pattern, re.I) for pattern in _FURNITURE.values()]


def normalise(text: object) -> str:
    """Text as it is compared: NFKC, one kind of quote and dash, no white space, no case."""
    even = unicodedata.normalize("NFKC", str(text or "")).translate(_QUOTES_AND_DASHES)
    return _BLANK.sub("", even).casefold()


def shingles(text: object) -> Counter[str]:
    """How often every run of four characters occurs in the normalised text."""
    even = normalise(text)
    if not even:
        return Counter()
    return Counter(even[i : i + SHINGLE] for i in range(max(1, len(even) - SHINGLE + 1)))


def body_overlap(truth: object, got: object, optional: object = "") -> tuple[float | None, float]:
    """(precision, recall) of the body's shingles, as multisets.

    What only the optional lines hold is taken off the answer first.  Precision is None where
    nothing (else) was given.
    """
    wanted, given = shingles(truth), shingles(got)
    given -= shingles(optional) - wanted
    shared = (wanted & given).total()
    precision = shared / given.total() if given else None
    return precision, shared / wanted.total() if wanted else 1.0


def moment(text: object) -> tuple[str | None, str | None]:
    """(day, minute) of the first date in the text, in +08:00: `2022-08-04`, `2022-08-04 09:13`.

    The minute is None where no time is printed, both are where there is no such date.
    """
    match = _MOMENT.search(str(text or ""))
    if not match:
        return None, None
    year, month, day, hour, minute, zone = match.groups()
    try:
        time = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001
    except ValueError:
        return None, None
    if hour is None:
        return f"{time:%Y-%m-%d}", None
    if zone:
        time = time.replace(tzinfo=_offset(zone)).astimezone(CHINA)
    return f"{time:%Y-%m-%d}", f"{time:%Y-%m-%d %H:%M}"


def _offset(zone: str) -> timezone:
    if zone == "Z":
        return UTC
    east = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(east if zone[0] == "+" else -east)


def names(value: object) -> set[str]:
    """Normalised names; a Chinese string is cut at blanks, commas, slashes and bars."""
    listed: Iterable[object]
    listed = value if isinstance(value, list | tuple | set) else [value] if value else []
    found = set()
    for one in listed:
        text = str(one)
        parts = _BETWEEN_NAMES.split(text) if _HAN.search(text) else [text]
        found |= {normalise(part) for part in parts}
    return found - {""}


def leaks(body: str, truth: Mapping[str, Any]) -> list[str]:
    """The kinds of page furniture in the body that the truth's text does not have."""
    real = f"{truth.get('body') or ''}\n{truth.get('body_optional') or ''}"
    return [
        kind
        for kind, pattern in zip(_FURNITURE, _FURNITURE_PATTERNS, strict=True)
        if pattern.search(body) and not pattern.search(real)
    ]


def score_page(truth: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    """Measure → value for one page; a measure that the truth does not ask for is not there.

    Values are 0 to 1, or None where the answer leaves nothing to measure (``body_p`` and
    ``leak`` of no body); ``author`` is (right, wrong, missed) names.
    """
    score: dict[str, Any] = {}
    if truth.get("title"):
        wanted, given = normalise(truth["title"]), normalise(got.get("title"))
        score["title"] = float(wanted == given)
        score["title~"] = float(bool(given) and (wanted in given or given in wanted))
    for key in ("subtitle", "source"):
        if truth.get(key):
            score[key] = float(normalise(truth[key]) == normalise(got.get(key)))
    if truth.get("source_none"):
        score["false_source"] = float(bool(got.get("source")))
    if truth.get("editor"):
        score["editor"] = float(names(truth["editor"]) == names(got.get("editor")))
    return score | _dates(truth, got) | _authors(truth, got) | _body(truth, got)


def _dates(truth: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, float]:
    score = {}
    if truth.get("published"):
        (day, minute), (given_day, given_minute) = (
            moment(truth["published"]),
            moment(got.get("published")),
        )
        if day:
            score["day"] = float(day == given_day)
        if minute and not minute.endswith(" 00:00"):  # midnight is how "no time" is often stored
            score["minute"] = float(minute == given_minute)
    if truth.get("published_none"):
        score["false_date"] = float(bool(got.get("published")))
    return score


def _authors(truth: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    if truth.get("author") is None and not truth.get("author_none"):
        return {}
    wanted, given = names(truth.get("author")), names(got.get("author"))
    if wanted:
        return {"author": (len(wanted & given), len(given - wanted), len(wanted - given))}
    # Nobody is credited: to name those in the text's own byline is no fault.
    return {"false_author": float(bool(given - names(truth.get("byline"))))}


def _body(truth: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, Any]:
    score: dict[str, Any] = {}
    body = got.get("body") or ""
    if truth.get("body"):
        score["body_p"], score["body_r"] = body_overlap(
            truth["body"], body, truth.get("body_optional")
        )
    even = normalise(body)
    for measure, key, kept in (
        ("contains", "body_contains", True),
        ("excludes", "body_excludes", False),
    ):
        if wanted := truth.get(key):
            score[measure] = sum((normalise(part) in even) == kept for part in wanted) / len(
                wanted
            )
    score["leak"] = float(bool(leaks(body, truth))) if body else None
    return score


def totals(scores: Iterable[Mapping[str, Any]], gives: Iterable[str]) -> dict[str, float | None]:
    """Measure → mean over the pages; None where no page asks, or the tool gives no such field.

    Authors are counted over all pages together (micro F1); the body's F1 is that of the two
    means.
    """
    scores, gives = list(scores), set(gives)
    sums: dict[str, float | None] = {}
    for measure, field in MEASURES.items():
        values = [s[measure] for s in scores if s.get(measure) is not None]
        if not values or field not in gives:
            sums[measure] = None
        elif measure == "author":
            right, wrong, missed = (sum(column) for column in zip(*values, strict=True))
            sums[measure] = 2 * right / (2 * right + wrong + missed)
        else:
            sums[measure] = sum(values) / len(values)
    precision, recall = sums["body_p"], sums["body_r"]
    if recall is not None:
        both = precision and recall
        sums["body_f1"] = 2 * precision * recall / (precision + recall) if both else 0.0
    return sums


def asked(scores: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Measure → on how many pages the truth asks for it."""
    counted = Counter(measure for score in scores for measure in score)
    counted["body_f1"] = counted["body_r"]
    return dict(counted)
