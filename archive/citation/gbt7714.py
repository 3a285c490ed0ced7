"""GB/T 7714-2015 信息与文献 参考文献著录规则, the numeric style (顺序编码制).

Newspapers [N/OL] and magazines [J/OL] are 4.4 连续出版物中的析出文献, sites [EB/OL] are
4.6 电子资源.  Up to three authors are named, then 等 (8.1.2).
https://std.samr.gov.cn/gb/search/gbDetailed?id=71F772D8055ED3A7E05397BE0A0AB82A
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.citation import parts
from archive.export.entry import Entry
from archive.export.text import one_line, web_address

_TYPES = {"newspaper": "N/OL", "magazine": "J/OL"}
_SITE = "EB/OL"
_MOST_AUTHORS = 3


def cite(entry: Entry, number: int = 1) -> str:
    """One line: `[1] 作者. 题名[N/OL]. 报纸名, 2022-08-04(02)[2026-11-25]. URL.`"""
    kind = _TYPES.get(entry.kind, _SITE)
    authors = parts.names(entry)
    named = ", ".join(authors[:_MOST_AUTHORS] + (["等"] if len(authors) > _MOST_AUTHORS else []))
    title = f"{parts.headline(entry)}[{kind}]"
    accessed = f"[{entry.accessed}]" if entry.accessed else ""
    where = _WHERE.get(kind, _site)(entry) + accessed
    said = [part for part in (named, title, where, web_address(entry.url)) if part]
    # An abbreviated name may end in a full stop of its own.
    return f"[{number}] " + "".join(f"{_ended(part)} " for part in said).rstrip()


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The list of references, numbered from 1."""
    for number, entry in enumerate(entries, 1):
        yield cite(entry, number)


def _ended(part: str) -> str:
    return part if part.endswith(".") else f"{part}."


def _newspaper(entry: Entry) -> str:
    page = one_line(entry.page_label)
    said = ", ".join(part for part in (parts.publication(entry), _day(entry)) if part)
    return said + (f"({page})" if page else "")


def _magazine(entry: Entry) -> str:
    year, number = _day(entry)[:4], parts.issue_number(entry)
    said = ", ".join(part for part in (parts.publication(entry), year) if part)
    return said + (f"({number})" if number else "")


def _site(entry: Entry) -> str:
    return f"({_day(entry)})" if _day(entry) else ""


_WHERE = {"N/OL": _newspaper, "J/OL": _magazine, _SITE: _site}


def _day(entry: Entry) -> str:
    return entry.date if parts.date_parts(entry.date) else ""
