"""E-papers that are JSON: the texts inside the issue, three POSTs, and lists with pages behind."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crawler.demo.server import Reply
from tests.presses.kit import Item, Sheet, Skin, article
from tests.presses.phrases import story
from tests.presses.static import NO_ACCESS, Press

SPAN = ("2024-08-01", "2024-08-03")


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def _shell(words: str) -> bytes:
    return (
        "<html><head><title>数字报</title></head><body><div id=app></div>"
        f"<script>{words}</script></body></html>"
    ).encode()


def _content(number: int) -> str:
    return "".join(f"<p>　　{line}</p>" for line in story(number)[1][:3])


def _jfjb_issue(day: str, base: int) -> tuple[bytes, dict[str, str], list[str]]:
    pages, articles, labels = [], {}, []
    for p, name in enumerate(("要闻", "综合"), 1):
        rows = []
        for k in range(2):
            number = base + p * 10 + k
            rows.append({
                "id": str(number), "title": story(number)[0].replace("：", "：<br/>"),
                "title2": "一条水渠修了三年", "author": "", "content": _content(number),
            })  # fmt: skip
            query = f"paperName=jfjb&paperDate={day}&paperNumber=0{p}&articleid={number}"
            articles[f"/szb_1/szbxq/index.html?{query}"] = story(number)[0].replace("：", "： ")
        rows.append({"id": f"{base}{p}9", "title": "广告", "content": ""})
        pages.append({"paperNumber": f"0{p}", "paperBk": name, "paperData": day, "xyList": rows})
        labels.append(f"0{p}")
    return _json({"paperInfo": pages}), articles, labels


def jfjb() -> Press:
    """A span of three days; the second has no issue."""
    files: dict[str, bytes | Reply] = {
        "/szb_1/szbxq/index.html": _shell("var u='/_szb/jfjb/'; get('newestPaper'); '?paperName='")
    }
    articles, issues = {}, {}
    for day, base in (("2024-08-01", 2300), ("2024-08-03", 2400)):
        path = f"/_szb/jfjb/{day.replace('-', '/')}/index.json"
        files[path], more, issues[day] = _jfjb_issue(day, base)
        articles |= more
    newest = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(1)
    # What a crawl from the entry, and scout, find: the issue of yesterday, whenever that is.
    files[f"/_szb/jfjb/{newest:%Y/%m/%d}/index.json"] = _jfjb_issue(f"{newest:%Y-%m-%d}", 2450)[0]
    return Press(
        "jfjb", "jfjb", "/szb_1/szbxq/index.html", files, articles, issues=issues, span=SPAN,
        absent=["2024-08-02"], shape="j",
    )  # fmt: skip


def stdaily() -> Press:
    """Three POSTs; a GET, or a POST without the header, is answered 200 with an error."""
    day = "2024-08-02"
    posts = {
        "/period/date": _json({"status": "200", "data": ["2024-08-01", day]}),
        f"/period/periodTime?periodTime={day}": _json({"data": [
            {"id": 71, "editionNo": "1", "editionName": "要 闻"},
            {"id": 72, "editionNo": "2", "editionName": "综 合"},
        ]}),
    }  # fmt: skip
    articles = {}
    for p, edition in enumerate((71, 72), 1):
        rows = []
        for k in range(2):
            number = 2500 + p * 10 + k
            rows.append({"id": number, "title": story(number)[0], "content": _content(number)})
            path = f"/reader/index.html?editionId={edition}&articleId={number}"
            articles[path] = story(number)[0]
        rows.append({"id": 2599 + p, "title": "本版责编：何觅", "content": ""})
        posts[f"/article/editionId?editionId={edition}"] = _json({"data": {"list": rows}})
    shell = _shell("post('period/date'); post('period/periodTime'); post('article/editionId')")
    files = {
        "/reader/index.html": shell,
        "/period/date": Reply(NO_ACCESS, content_type="application/json"),
    }
    return Press(
        "stdaily", "stdaily", "/reader/index.html", files, articles,
        issues={day: ["01", "02"]}, posts=posts,
    )  # fmt: skip


def jfdaily() -> Press:
    """A list of days, a list a page, articles in reverse; one entry is the page credit."""
    day = "2024-08-02"
    base = f"/journal/{day}/getJournalPage.do"
    files: dict[str, bytes | Reply] = {
        "/res/journal/index.html?code=ljrb": _shell(
            "get('/journal/list.do'); get('getJournalPage.do?page=01&code=ljrb')"
        ),
        "/journal/list.do": _json({"journal": {"date": day}}),
    }
    pages = [{"page": "01", "pname": "要闻"}, {"page": "02", "pname": "综合"}]
    articles, pseudo = {}, []
    for p in (1, 2):
        items = []
        for k in range(3):
            number = 2600 + p * 10 + k
            path = f"/res/journal/detail.html?code=ljrb&date={day}&id={number}&page=0{p}"
            item = Item(number, path, "credit" if k == 2 else "article")
            sheet = Sheet(f"0{p}", "", [item])
            files[path] = article(Skin(), item, sheet, day)
            items.append({"id": number, "title": item.title})
            if k == 2:
                pseudo.append(path)
            else:
                articles[path] = item.title
        said = {"pagelist": pages, "articlelist": items[::-1]}
        files[f"{base}?page=0{p}&code=ljrb"] = _json(said)
    return Press(
        "jfdaily", "jfdaily", "/res/journal/index.html?code=ljrb", files, articles,
        issues={day: ["01", "02"]}, pseudo=pseudo,
    )  # fmt: skip


PRESSES = (jfjb(), stdaily(), jfdaily())
