"""A single-page e-paper whose data are answers to POST requests in JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlencode

from tests.presses.phrases import story
from tests.presses.static import Press

ENTRY = "/statics/technology-site/index.html"
API = "/stdailynewspaperapi/uv/article/"
SITE = "0123456789abcdef0123456789abcdef"
SHELL = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>湖科日报</title>
<link href="/statics/technology-site/css/app.0a1b.css" rel="stylesheet">
<script>window.conf = {{api: "/stdailynewspaperapi/uv/article/", siteId: "{SITE}"}};
var days = "period/date", pages = "period/periodTime", list = "article/editionId";</script>
</head><body><noscript>请启用 JavaScript</noscript><div id="app"></div>
<script src="/statics/technology-site/js/app.0a1b.js"></script></body></html>"""


def key(path: str, **sent: str) -> str:
    """How a POST is told from others."""
    return f"{API}{path}?{urlencode(sent)}"


def answer(**held: Any) -> bytes:
    return json.dumps({"status": "200", "msg": "ok", **held}, ensure_ascii=False).encode()


def month(first: str) -> str:
    return key("period/date", code="KJRB", siteId=SITE, date=first)


def editions(day: str) -> str:
    return key("period/periodTime", code="KJRB", siteId=SITE, periodTime=day)


def articles(edition: str) -> str:
    return key("article/editionId", siteId=SITE, id=edition)


def article(number: int) -> str:
    return key("article/articleId", code="KJRB", siteId=SITE, id=str(9_000 + number))


def human(number: int, day: str, edition: str, weight: int) -> str:
    """Path and route of the address that a reader sees."""
    route = urlencode({"isDetail": 1, "currentNewsId": 9_000 + number,
                       "currentVersionName": edition, "currentVersion": weight,
                       "timeValue": day})  # fmt: skip
    return f"{ENTRY}#/home?{route}"


def vo(number: int, **other: Any) -> bytes:
    """The answer for one article."""
    title, paragraphs = story(number)
    content = "".join(f"<p>　　{p}</p>" for p in paragraphs)
    held = {"id": 9_000 + number, "title": title, "subtitle": "", "author": "", "picList": [],
            "content": content, "periodTime": "2024-08-02"}  # fmt: skip
    return answer(obj={"articleVo": held | other})


def listed(*numbers: int, **more: str) -> bytes:
    rows: list[dict[str, Any]] = [
        {"id": 9_000 + n, "title": story(n)[0], "author": ""} for n in numbers
    ]
    return answer(list=rows + [{"id": i, "title": t, "author": ""} for i, t in more.items()])


def sheet(identity: str, name: str, weight: int) -> dict[str, Any]:
    return {"id": identity, "editionName": name, "editionCode": f"{weight:02}", "weight": weight}


_PICTURE = {"picList": [{"url": "/upload/31.jpg", "content": "茶园里的晒场。本报记者李木摄"}]}
_DAY = "2024-08-02"
_FRIDAY = answer(obj={"editionList": [sheet("e2", "02版：综合新闻", 2),
                                      sheet("e1", "01版：要 闻", 1)]})  # fmt: skip
_THURSDAY = answer(obj={"editionList": [sheet("e3", "01版：要 闻", 1)]})
SPAN_POSTS = {
    month("2024-07-01"): answer(obj={"dateList": ["2024-07-30", "2024-07-31"]}),
    month("2024-08-01"): answer(obj={"dateList": ["2024-08-01", "2024-08-02"]}),
    editions("2024-07-31"): _THURSDAY,
    editions("2024-08-01"): answer(obj={"editionList": [sheet("e4", "01版：要闻", 1)]}),
    editions(_DAY): _FRIDAY,
    articles("e1"): listed(31, 32, credit="本版责编：何二"),
    articles("e2"): listed(33),
    articles("e3"): listed(34),
    articles("e4"): listed(35),
    article(31): vo(31, **_PICTURE),
    article(32): vo(32, author="陈一木", subtitle="——水渠边的实验"),
    article(33): vo(33, title=story(33)[0] + "<br/>第二批"),
    article(34): vo(34, content="<p>　　本报记者  王小渡</p>" + "".join(
        f"<p>　　{p}</p>" for p in story(34)[1])),
    article(35): vo(35),
}  # fmt: skip


def _newest() -> dict[str, bytes]:
    """What scout finds from the entry: the issue of yesterday, whenever that is."""
    today = datetime.now(timezone(timedelta(hours=8))).date()
    day = today - timedelta(days=1)
    return {
        month(f"{today:%Y-%m}-01"): answer(obj={"dateList": []}),
        month(f"{day:%Y-%m}-01"): answer(obj={"dateList": [f"{day}"]}),
        editions(f"{day}"): answer(obj={"editionList": [sheet("e9", "01版：要闻", 1)]}),
        articles("e9"): listed(36, 37, 38),
        **{article(n): vo(n) for n in (36, 37, 38)},
    }


STDAILY = Press(
    name="stdaily",
    platform="stdaily",
    entry=ENTRY,
    files={ENTRY: SHELL.encode()},
    posts=SPAN_POSTS | _newest(),
    articles={
        human(31, _DAY, "01版：要 闻", 1): story(31)[0],
        human(32, _DAY, "01版：要 闻", 1): story(32)[0],
        human(33, _DAY, "02版：综合新闻", 2): story(33)[0] + " 第二批",
        human(34, "2024-07-31", "01版：要 闻", 1): story(34)[0],
        human(35, "2024-08-01", "01版：要闻", 1): story(35)[0],
    },
    issues={"2024-07-31": ["01"], "2024-08-01": ["01"], _DAY: ["01", "02"]},
    span=("2024-07-31", "2024-08-03"),
    absent=["2024-08-03"],
    json_posts=True,
    options={"site_id": SITE},
    traps={
        month("2024-08-01"): "9: no issue on the third",
        API: "22: without X-Requested-With the answer is an error with status 200",
        article(33): "13: <br/> in the title",
        article(34): "14: the author only in the text",
    },
)  # fmt: skip
PRESSES = (STDAILY,)
