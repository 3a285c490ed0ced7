"""All words of the reading room's interface, in Chinese and English; templates know them as `w`.

What the archive itself holds is never translated.  `%s` is a gap that the page fills.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Literal

from archive.web.words_fleet import FLEET
from archive.web.words_pages import PAGES
from archive.web.words_search import PAGES_OF_FIGURES, SEARCH

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_EVERY_PAGE: dict[str, tuple[str, str]] = {
    # every page
    "html_lang": ("zh-Hans", "en"),
    "site": ("报刊阅览室", "Baokan reading room"),
    "brand": ("报刊阅览室", "Reading room"),
    "skip": ("跳到正文", "Skip to the content"),
    "navigation": ("主导航", "Main"),
    "home": ("馆藏", "Holdings"),
    "people": ("人物", "People"),
    "runs": ("采集", "Runs"),
    "data": ("数据", "Data"),
    "other_language": ("English", "中文"),
    "other_language_tag": ("en", "zh-Hans"),
    "search": ("检索", "Search"),
    "search_label": ("检索全文、标题、人名", "Search texts, headlines and names"),
    "footer": ("只读阅览，原样存证。", "Read only; kept as it was published."),
    "earlier": ("← 上一页", "← Previous"),
    "later": ("下一页 →", "Next →"),
    "paging": ("翻页", "Pages of the list"),
    "page_number": ("第 %s 页", "Page %s"),
    "more": ("另有 %s 条", "and %s more"),
    "none": ("无", "None"),
    "colon": ("：", ": "),
    "comma": ("，", ", "),
    "untitled": ("（无题）", "(no headline)"),
    "picture_of": ("图", "Picture"),
    # what is not there
    "not_found": ("找不到", "Not found"),
    "broken": ("读不出来", "Cannot be read"),
    "back_home": ("回到馆藏", "Back to the holdings"),
    "no_address": ("这里没有这个地址。", "There is no page at this address."),
    "no_database": ("没有数据库 %s。", "There is no database %s."),
    "no_archive": ("%s 不是报刊档案。", "%s is no baokan archive."),
    "other_version": (
        "%s 由另一版本的 baokan 写成，请先用 baokan serve 打开一次。",
        "%s was written by another version of baokan; open it with baokan serve once.",
    ),
    "unreadable": ("档案现在读不出来：%s", "The archive cannot be read now: %s"),
    "unexpected": (
        "这一页做不出来；服务器的日志里有原因。",
        "This page could not be made; the server's log says why.",
    ),
    "no_article": ("没有第 %s 号稿件。", "There is no article %s."),
    "no_revision": ("稿件 %s 没有第 %s 稿。", "Article %s has no revision %s."),
    "no_issue": ("没有第 %s 号期。", "There is no issue %s."),
    "no_page": ("没有第 %s 号版面。", "There is no page %s."),
    "no_title": ("没有收藏 %s。", "No title %s is archived."),
    "no_year": ("没有收藏 %s 的任何一期。", "No issue of %s is archived."),
    "no_person": ("没有署名 %s 的稿件。", "No article credits %s."),
    "no_capture": ("没有第 %s 号抓取记录。", "There is no capture %s."),
    "no_file": ("没有这个文件。", "There is no such file."),
    "file_missing": (
        "文件 %s 不在档案旁边的文件夹里；请从备份恢复，或由抓取记录重做。",
        "The file %s is missing from the folder beside the archive; restore it from a backup.",
    ),
    "warc_missing": (
        "WARC 文件 %s 不在档案旁边的文件夹里；请从备份恢复。",
        "The WARC file %s is missing from the folder beside the archive; restore it"
        " from a backup.",
    ),
    "storage_away": (
        "WARC 文件 %s 存于对象存储，现在读不到；请稍后再试。",
        "The WARC file %s is in an object storage that cannot be read now; try again later.",
    ),
    "capture_damaged": (
        "抓取记录 %s 的字节与登记的不符，或解不开；请从备份恢复 %s。",
        "The bytes of capture %s are not those that were written down, or cannot be unpacked;"
        " restore %s from a backup.",
    ),
}

WORDS = _EVERY_PAGE | PAGES | SEARCH | PAGES_OF_FIGURES | FLEET


@cache
def words(language: Language) -> SimpleNamespace:
    """The words of one language, as attributes."""
    place = LANGUAGES.index(language)
    return SimpleNamespace(**{name: pair[place] for name, pair in WORDS.items()})


def language_of(accepted: str) -> Language:
    """The language that a browser's Accept-Language (RFC 9110 §12.5.4) likes best; Chinese where
    it names neither."""
    best: tuple[float, Language] = (0.0, "zh")
    for part in accepted.lower().split(",")[:50]:
        name, _, weight = part.partition(";")
        found = name.strip()[:2]
        if (found == "zh" or found == "en") and _weight(weight) > best[0]:
            best = (_weight(weight), "zh" if found == "zh" else "en")
    return best[1]


def _weight(text: str) -> float:
    try:
        return float(text.strip().removeprefix("q=")) if text.strip() else 1.0
    except ValueError:
        return 0.0
