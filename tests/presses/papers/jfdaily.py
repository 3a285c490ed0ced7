"""A single-page e-paper whose data are answers to GET requests, its lists in reversed order."""

from __future__ import annotations

import json
from typing import Any

from tests.presses.phrases import story
from tests.presses.static import Press

FOLDER = "/staticsg/res/html/journal/"
ENTRY = f"{FOLDER}index.html?code=jfrb"
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>湖放日报</title></head><body>
<div class="papers"><a href="index.html?code=whb">湖汇报</a></div><div id="pages"></div>
<script>$.get("/journal/list.do", function(r){ $.get("/journal/" + r.jdate
 + "/getJournalPage.do?page=01&code=jfrb", show); });</script>
<footer>湖ICP备00000003号 CN 00-0003</footer></body></html>"""


def answer(**held: Any) -> bytes:
    return json.dumps({"success": True, "object": held}, ensure_ascii=False).encode()


def human(day: str, label: str, number: int) -> str:
    """Path of the address that a reader sees."""
    return f"{FOLDER}detail.html?code=jfrb&date={day}&id={number}&page={label}"


def page(day: str, label: str) -> str:
    """Path of the data of a page."""
    return f"/journal/{day}/getJournalPage.do?page={label}&code=jfrb"


def article(number: int) -> str:
    """Path of the data of an article."""
    return f"/journal/getJournalPageArticle.do?id={number}"


def vo(number: int, **other: str) -> bytes:
    title, paragraphs = story(number)
    held = {"id": number, "title": title, "author": "", "content": "<br/>".join(paragraphs)}
    return answer(article=held | other)


def sheet(pages: list[tuple[str, str]], own: int, *numbers: int, **more: str) -> bytes:
    """One page; `numbers` in printed order, which the data reverse."""
    named = [{"pnumber": label, "pname": name} for label, name in pages]
    rows: list[dict[str, Any]] = [{"id": n, "title": story(n)[0]} for n in numbers]
    rows += [{"id": int(i.strip("n")), "title": t} for i, t in more.items()]
    return answer(page=named[own], pagelist=named, articlelist=rows[::-1])


_PAGES = [("01", "要闻"), ("02", "评论"), ("03", "专版")]
_LISTING = answer(
    departList=[
        {"code": "whb", "jdate": "2024-08-06"},
        {"code": "jfrb", "jdate": "2024-08-04", "pnumber": "01"},
    ]
)
DAY = "2024-08-04"
JFDAILY = Press(
    name="jfdaily",
    platform="jfdaily",
    entry=ENTRY,
    files={
        ENTRY: SHELL.encode(),
        "/journal/list.do": _LISTING,
        page(DAY, "01"): sheet(_PAGES, 0, 51, 52),
        page(DAY, "02"): sheet(_PAGES, 1, 53, n59="本版责任编辑：何二"),
        page(DAY, "03"): sheet(_PAGES, 2, n58="广告"),
        article(51): vo(51),
        article(52): vo(52, content="本报记者 王小渡<br/>" + "<br/>".join(story(52)[1])),
        article(53): vo(53, author="陈一木", title=story(53)[0] + "<br/>上篇"),
        # Another day, asked for in a span only.
        page("2024-08-02", "01"): sheet(_PAGES[:1], 0, 54),
        article(54): vo(54),
        page("2024-08-03", "01"): answer(page=None, pagelist=[], articlelist=[]),
    },
    articles={
        human(DAY, "01", 51): story(51)[0],
        human(DAY, "01", 52): story(52)[0],
        human(DAY, "02", 53): story(53)[0] + " 上篇",
    },
    issues={DAY: ["01", "02", "03"]},
    options={"code": "jfrb"},
    traps={
        page("2024-08-03", "01"): "9: no issue on that day",
        page(DAY, "01"): "the list of articles is reversed",
        article(53): "13: <br/> in the title",
        article(52): "14: the author only in the text",
        page(DAY, "03"): "8: a page without any article",
    },
)
PRESSES = (JFDAILY,)
