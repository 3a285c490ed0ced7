"""The records that travel through the house: frozen, standard library only.

They are the contract between what fetches and reads (``crawler``) and what is kept
(``archive``).  Times are ISO 8601 strings: ``published`` in Asia/Shanghai time and only as
long as it is known (``2022-08``, ``2022-08-04``, ``2022-08-04T09:13+08:00``,
``2022-08-04T09:13:22+08:00``), everything that the crawler measures in UTC
(``2026-01-05T06:30:00.123Z``).  Sizes are bytes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# What a fetched document turned out to be.  `challenge` is a bot check or a login wall,
# `error` an error message served with status 200, `empty` an article shell without a text.
PageKind = Literal["article", "list", "challenge", "error", "empty"]

# What stands on a newspaper page where an article would: who made the page (本版责编), 广告, 导读,
# a picture without a headline of its own (图片新闻).
PseudoKind = Literal["credit", "advertisement", "guide", "picture"]

# How much of `published` was printed.
Precision = Literal["second", "minute", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody credited on a page: `湖南日报全媒体记者王为薇` → 王为薇, 全媒体记者, 湖南日报."""

    name: str
    role: str  # as printed, without the outlet: 记者, 全媒体记者, 通讯员, 摄影, 责任编辑, 作者 …
    raw: str  # the printed string that the name was cut from
    affiliation: str = ""  # outlet or institution printed before the role
    place: str = ""  # where it stood: "infoline", "byline" (in the text), "markup" (metadata)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article; `url` is absolute."""

    url: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Dateline:
    """电头 or 讯头, where a report begins: `新华社北京4月24日电` → 新华社, 北京, 04-24.

    `day` is `MM-DD`, or `DD` where only the day is printed: the year is never printed.
    """

    raw: str
    agency: str  # as printed: 新华社, 本报, 华龙网-新重庆客户端
    place: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line, 下转第二版 or 上接A01版: the text goes on at, or began on, `page`."""

    page: str  # in Arabic numerals: 2, A01
    raw: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the masthead or footer says of the publication.

    `value` is in one spelling, 湘ICP备10000001号-1, so that a licence is the same fact wherever
    and however it is printed; `raw` is what was printed, with full-width marks made half-width.

    Kinds: organiser (主办), supervisor (主管), undertaken_by (承办), co_organiser (协办),
    publisher (出版), editorial_office (编辑部), printer (印刷), distributor (发行),
    operator (运行维护), website_maker (制作单位), technical_support (技术支持),
    legal_counsel (法律顾问), copyright;
    icp (ICP备案号), icp_licence, police (公安备案), news_licence, audiovisual_licence,
    telecom_licence, broadcast_licence (广播电视节目制作), culture_licence (网络文化),
    publishing_licence (网络出版), publication_trade_licence (出版物经营), advertising_licence
    (广告经营), drug_licence (药品信息), site_code (网站标识码); cn (国内统一刊号), issn,
    postal_subscription (邮发代号); telephone, fax, email, address, postcode, news_telephone
    (报料), advertising_telephone, subscription_telephone (发行), report_telephone and
    report_email (举报).
    """

    kind: str
    value: str
    raw: str


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says, read by ``crawler.extract``.  Right or empty, never guessed."""

    url: str = ""
    kind: PageKind = "article"
    title: str | None = None
    kicker: str | None = None  # 引题, the line above the headline
    subtitle: str | None = None  # 副题, the line below it
    column: str | None = None  # 栏目 or 专栏
    editorial_note: str | None = None  # 开栏语, 编者按; also part of the body
    original_title: str | None = None  # 原标题
    authors: tuple[Person, ...] = ()
    editors: tuple[Person, ...] = ()
    byline: str | None = None  # bylines of the text as printed, one a line, split or not
    dateline: Dateline | None = None
    continued_to: Jump | None = None  # 下转
    continued_from: Jump | None = None  # 上接
    source: str | None = None  # 来源, the outlet it is reprinted from, normalised
    source_raw: str | None = None
    published: str | None = None
    published_precision: Precision | None = None
    published_raw: str | None = None
    publication: str | None = None  # the newspaper or magazine that the page itself names
    issue_label: str | None = None  # 2022年第15期, 2022-08-04
    page_label: str | None = None  # 04, A01
    page_name: str | None = None  # 要闻
    body: str = ""  # one paragraph a line
    images: tuple[Image, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str | None = None  # zh-Hans, zh-Hant, en …
    masthead: tuple[Fact, ...] = ()
    info_line: str | None = None  # the information line as printed
    encoding: str | None = None  # the charset that the bytes were read in
    declared_encoding: str | None = None
    pagination: Pagination | None = None  # 分页, where the text goes over several pages
    private_use: int = 0  # characters of the private use area in the body, left as they are
    replaced: int = 0  # U+FFFD in the body: bytes that no charset could read
    provenance: Mapping[str, str] = field(default_factory=dict)  # field → rule that gave it
    unread: tuple[str, ...] = ()  # lines that are neither body, field nor known boilerplate

    def as_dict(self) -> dict[str, Any]:
        """The record as JSON-ready dicts and lists (tuples become lists)."""
        return dataclasses.asdict(self) | {
            "provenance": dict(self.provenance),
            "unread": list(self.unread),
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a newspaper page lists; `area` is its polygon on the page picture."""

    url: str
    title: str = ""
    area: str = ""
    kind: PseudoKind | Literal[""] = ""  # when its title says that it is no article


@dataclass(frozen=True, slots=True)
class Pseudo:
    """What stands where an article would, and is none; `text` are its words, one line each."""

    kind: PseudoKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page (版) of an issue and the articles that it ought to have."""

    label: str
    url: str
    name: str = ""
    pdf: str = ""
    picture: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue (期) of a title: `date` is its day, `label` what a magazine prints."""

    date: str
    url: str = ""
    label: str = ""
    exists: bool = True  # False: the paper did not appear (the site answered 404 for its day)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that waits to be made: one row of the frontier, JSON all through."""

    url: str
    kind: str  # what the platform expects: entry, calendar, issue, page, list, article, any
    context: Mapping[str, str] = field(default_factory=dict)  # issue date, page label, …
    depth: int = 0
    priority: int = 0  # higher is asked first


@dataclass(frozen=True, slots=True)
class PageFile:
    """The PDF or the picture of a page, as it lies in the archive's `.files` folder."""

    kind: Literal["pdf", "picture"]
    digest: str  # sha256:<hex> of the file
    size: int  # bytes
    content_type: str  # told by its bytes, whatever the server said
    file: str  # name inside the folder: ab/abcdef….pdf
    width: int | None = None  # pixels, of a picture
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a platform read out of one response."""

    verdict: str  # article, part, page, issue, list, or why nothing is kept: challenge, empty …
    article: Article | None = None  # whose own document this is
    pseudo: Pseudo | None = None  # likewise, where it is no article
    issue: Issue | None = None
    pages: tuple[Page, ...] = ()  # of that issue
    articles: tuple[Article, ...] = ()  # whose texts stand inside the document of an issue
    calendar: tuple[Issue, ...] = ()  # other issues that are known to have appeared, or not to
    asks: tuple[Ask, ...] = ()
    file: PageFile | None = None  # the answer itself, where it is the PDF or picture of a page
    reason: str = ""  # one line for people, where nothing is kept


@dataclass(frozen=True, slots=True)
class Capture:
    """One response as it came over the wire, kept in a WARC file."""

    url: str
    fetched_at: str
    status: int
    content_type: str
    digest: str  # sha256:<hex> of the payload as sent (before decompression)
    length: int  # bytes of that payload
    warc_file: str  # name inside the archive's .warc folder
    warc_offset: int
    warc_length: int
    kind: Literal["response", "revisit"] = "response"
    refers_to: int | None = None  # for a revisit: the capture that holds the bytes
    etag: str = ""  # what the server knows this version of the page by, as sent
    last_modified: str = ""  # as sent
    block_offset: int | None = None  # all bytes that were written for it, with its request
    block_length: int | None = None
    block_digest: str = ""  # sha256:<hex> of these


@dataclass(frozen=True, slots=True)
class Visit:
    """How one request of the frontier ended: everything that one transaction writes."""

    ask_id: int
    state: Literal["done", "gone", "refused", "failed", "queued"]
    at: str  # UTC
    captures: tuple[Capture, ...] = ()  # what was fetched for it, in order
    found: Found | None = None
    reason: str = ""
    not_before: str = ""  # for a request that waits in the queue again: not asked earlier
    moved_to: str = ""  # for a redirect: the address to ask instead
    leaks: int = 0  # articles whose text seems to hold a footer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the archive did with a visit.

    `new`, `same` (seen before, nothing changed), `revised` (other text: a revision more),
    `duplicate` (archived under another address of the title), `reprint` (new here, but printed
    by another title too), `part` (a further page that joined its article), or "": no article.
    """

    article: Literal["", "new", "same", "revised", "duplicate", "reprint", "part"] = ""
    article_id: int | None = None
    asked: int = 0  # new requests put into the frontier
    inside: tuple[str, ...] = ()  # what each article inside the document was to the archive


@dataclass(frozen=True, slots=True)
class PageLink:
    """Where one page of an article is, and what said so."""

    number: int  # from 1
    url: str
    rule: str


@dataclass(frozen=True, slots=True)
class Pagination:
    """How an article goes over several pages (分页), as one of them says.

    `number` is that of the page itself, from 1; 0 is the page with the whole text (全文阅读).
    None: it has neighbours, but which it is cannot be told from it alone; then only `next` is
    known.
    """

    number: int | None
    first: str = ""  # address of page 1, under which the article is kept
    total: int | None = None  # how many there are, where the page says so
    pages: tuple[PageLink, ...] = ()  # the other pages that it leads to, in order
    next: str = ""
    full: str = ""  # address of the whole text on one page
    rule: str = ""
