"""What an export or a citation says of an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

_SHANGHAI = timedelta(hours=8)

# Who is credited with the pictures alone: no author of a text.
_PICTURES = frozenset(
    {
        "摄影",
        "摄",
        "攝影",
        "图",
        "图片",
        "供图",
        "制图",
        "视频",
        "摄制",
        "受访者供图",
        "受访者提供",
    }
    | {"摄影记者", "视频记者"}
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A person, or an organisation, that is credited; as printed."""

    name: str
    role: str = ""  # 记者, 通讯员, 责任编辑 …
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the article: its address and what is said of it."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """The response that the text was read from."""

    digest: str  # sha256:<hex> of the payload
    at: str  # UTC
    url: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, with its newest text.  "" is what is not there or not known; days are Chinese
    days, times UTC but for `published` (see docs/tables.md, articles)."""

    id: int
    title_name: str  # hunan_daily
    publication: str  # 湖南日报
    kind: str  # newspaper, magazine, website
    url: str
    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    column: str = ""
    authors: tuple[Credit, ...] = ()
    editors: tuple[Credit, ...] = ()
    publisher: str = ""
    place: str = ""
    cn: str = ""  # 国内统一刊号
    issn: str = ""
    issue_id: int | None = None
    issue_date: str = ""
    issue_label: str = ""  # 2022年第15期
    page_label: str = ""
    page_name: str = ""
    published: str = ""
    precision: str = ""
    source: str = ""
    language: str = ""
    first_seen: str = ""
    last_seen: str = ""
    status: str = "live"
    missing_since: str = ""
    revision: int = 1
    paragraphs: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    capture: Capture | None = None

    @property
    def date(self) -> str:
        """The day to cite, as far as it is known (`2022`, `2022-08`, `2022-08-04`): of a newspaper
        that of the issue, which its page may have been put online before or after."""
        dates = (self.published[:10], self.issue_date)
        first, second = reversed(dates) if self.kind == "newspaper" else dates
        return first or second

    @property
    def accessed(self) -> str:
        """The Chinese day on which this text was read from the site: that of its capture.  An
        older day would cite a text that was not yet there."""
        return china_day(self.capture.at if self.capture else self.first_seen)

    @property
    def writers(self) -> tuple[str, ...]:
        """Names of the authors, each once, without those that only gave or took the pictures."""
        names = (a.name for a in self.authors if a.role not in _PICTURES)
        return tuple(dict.fromkeys(name for name in names if name.strip()))


def china_day(moment: str) -> str:
    """The day in China of a time in UTC; "" for what is none."""
    try:
        time = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    return time.astimezone(timezone(_SHANGHAI)).date().isoformat() if time.tzinfo else ""
