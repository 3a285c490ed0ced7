"""TRS WCM: 央广网, 中国经济网, 中国青年网, 文明网, 中纪委, gov.cn and most sites of government.

Grammar (saved pages of 2019–2022, configurations of 347 outlets): articles
`…/202208/t20220804_5678901.html` (`.htm`, `.shtml`), and on gov.cn `…/202208/content_5678901.htm`,
which states the month alone; lists are folders with `index.html`.  The second page of a list is
`index_1.html` on most sites, `index_2.html` on some; a script counts the pages,
`createPageHTML(25, 0, "index", "html")`.  gov.cn keeps its lists in JSON beside the page
(`YAOWENLIEBIAO.json`: `TITLE`, `URL`, `DOCRELPUBTIME`).

Options of a title: `lists.py`.
"""

from __future__ import annotations

import re
from typing import Any

from crawler.extract.page_links import without_comments
from crawler.platforms import pager
from crawler.platforms.base import Fetched, Platform, Sign
from crawler.platforms.links import absolute
from crawler.platforms.list_grammar import Further, Grammar, PageOfList, Row, place_of, static
from crawler.platforms.list_page import GrammarReader, day_of_text, recognise_grammar
from crawler.platforms.lists import Lists
from crawler.titles import Title

_JSON = re.compile(r"""["']((?:\./)?[A-Z][A-Z0-9_]{2,60}\.json)["']""")


def pages(grammar: Grammar, page: PageOfList) -> tuple[Further, ...]:
    """The pages behind this one.

    Whether page 2 is `index_1` or `index_2` is told by links, where there are any.  A script
    alone leaves it open: then `index_1` is asked, and if it is not there, the other reading holds.
    """
    here = place_of(grammar, page.url)
    if here is None:
        return ()
    linked = {
        other[1]: static(grammar, link.url)
        for link in page.links
        if pager.is_page_link(link, page.url)
        and (other := place_of(grammar, link.url))
        and other[0] == here[0]
        and other[1]
    }
    call = next((call for call in pager.counted(page.tree) if call.count > 1), None)
    second = _second(here[1], linked, call, page)
    last = 0 if call is None else call.count - (second != "2")
    numbers = set(linked) | set(range(1 if second != "2" else 2, last + 1))
    known = {"second": second} if second else {}
    found = []
    for number in sorted(n for n in numbers if n > here[1]):
        url = linked.get(number) or (call and _address(page.url, call, number)) or ""
        instead = ""
        if call and not second and number == 1:
            # All others have the same addresses in both readings, but for the last.
            instead = _address(page.url, call, 2 if "since" in page.context else call.count)
        found.append(Further(url, number + (second != "2"), instead, known))
    return tuple(found)


def _second(
    here: int, linked: dict[int, str], call: pager.Counted | None, page: PageOfList
) -> str:
    """The number in the address of page 2: "1", "2", or empty where it is not known."""
    if told := page.context.get("second"):
        return told
    if page.context.get("missed"):
        return "2"
    if 1 in linked or here == 1:
        return "1"
    if not here and linked and min(linked) == 2:
        return "2"
    if call and not here:
        return "2" if call.from_one or call.now == 1 else ""
    return "2" if call and call.now == here - 1 else "1"


def _address(url: str, call: pager.Counted, number: int) -> str:
    return absolute(url, f"{call.base}_{number}.{call.ext}")


def sources(source: str, url: str) -> tuple[str, ...]:
    """The JSON lists that a page names in its scripts: capital letters, beside the page."""
    names = dict.fromkeys(_JSON.findall(without_comments(source)))
    return tuple(target for name in names if (target := absolute(url, name)))


def rows(value: Any, url: str) -> list[Row]:
    """The entries of a JSON list of gov.cn; what is not in its shape is passed over."""
    found = []
    for row in value if isinstance(value, list) else []:
        if not isinstance(row, dict) or not isinstance(row.get("URL"), str):
            continue
        day, title = row.get("DOCRELPUBTIME"), row.get("TITLE")
        found.append(
            Row(
                absolute(url, row["URL"]),
                day_of_text(day) if isinstance(day, str) else "",
                title.strip() if isinstance(title, str) else "",
            )
        )
    return [row for row in found if row.url]


GRAMMAR = Grammar(
    article=(
        re.compile(
            r"/(?:[^/]+/)*t(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)_\d{1,12}(?:_\d{1,3})?\.s?html?"
        ),
        re.compile(r"/(?:[^/]+/)+(?P<y>\d{4})(?P<m>\d\d)/content_\d{4,12}(?:_\d{1,3})?\.html?"),
    ),
    listing=re.compile(
        r"(?P<stem>/(?:[A-Za-z][\w-]{0,60}/|\d{1,7}/)*)(?:index(?:_(?P<page>\d{1,4}))?\.s?html?)?"
    ),
    further=pages,
    sources=sources,
    rows=rows,
)


def make(title: Title) -> Platform:
    """The platform of one title."""
    return Lists(title, GrammarReader(GRAMMAR))


def recognise(page: Fetched) -> Sign | None:
    """By three articles at least; `createPageHTML` alone is on other systems' pages, too."""
    return recognise_grammar(page, GRAMMAR, "/202208/t20220804_5678901.html")
