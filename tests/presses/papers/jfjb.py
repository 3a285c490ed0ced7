"""An issue that is one JSON document with the texts inside, behind an empty shell (layout j)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.presses.phrases import story
from tests.presses.static import Press

SHANGHAI = timezone(timedelta(hours=8))
ENTRY = "/szb_223187/szbxq/index.html"
SHELL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>湖防报</title>
<script src="/szb_223187/js/list.js"></script>
<script>var api = "/api-paper/api/newestPaper"; var base = "/_szb/jfjb/"; var code = "jfjb";
function go(p){ location.href = "/szb_223187/szblb/index.html?paperName=" + code
 + "&paperNumber=" + p.paperNumber; }</script>
</head><body><div id="app"></div><ul class="papers">
<li><a href="/szb_223187/szblb/index.html?paperName=zggfb">湖岸国防报</a></li></ul>
<footer>湖ICP备00000002号-1 国内统一刊号：CN 00-0002</footer></body></html>"""


def row(number: int, **other: str) -> dict[str, Any]:
    """One article of xyList."""
    title, paragraphs = story(number)
    content = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{p}</p>" for p in paragraphs)
    return {"id": 700_000 + number, "title": title, "title2": "", "author": "",
            "content": content} | other  # fmt: skip


def document(day: str, pages: list[tuple[str, str, list[dict[str, Any]]]]) -> bytes:
    """The index.json of a day."""
    info = [
        {"paperNumber": label, "paperBk": name, "paperData": day, "xyList": listed,
         "webUrl": f"{ENTRY}?paperName=jfjb&paperDate={day}&paperNumber={label}"}
        for label, name, listed in pages
    ]  # fmt: skip
    return ("\ufeff" + json.dumps({"paperInfo": info}, ensure_ascii=False)).encode()


def human(day: str, label: str, number: int) -> str:
    """Path of the address that a reader sees."""
    query = f"paperName=jfjb&paperDate={day}&paperNumber={label}&articleid={700_000 + number}"
    return f"{ENTRY}?{query}"


def data(day: str) -> str:
    """Path of a day's data."""
    return f"/_szb/jfjb/{day.replace('-', '/')}/index.json"


_BYLINED = row(12, content="<p>　　本报记者  王小渡</p>" + row(12)["content"])
_BROKEN = row(13, title=story(13)[0] + "<br/>渡口新事", title2="——一间书屋的账本")
_PLAIN = row(14, content="\n".join(story(14)[1]), author="陈一木")
_CREDIT = {"id": 799_001, "title": "本版责编：何二", "title2": "", "author": "", "content": ""}
_ADVERT = {"id": 799_002, "title": "广告", "title2": "", "author": "",
           "content": "<p><img src='/pic/ad.jpg'></p>"}  # fmt: skip
_PICTURE = {"id": 799_003, "title": "图片新闻", "title2": "", "author": "",
            "content": "<p><img src='/pic/1.jpg'></p><p>村民在晒场上。李木摄</p>"}  # fmt: skip

FRIDAY = document("2024-08-02", [("01", "要闻", [row(11), _BYLINED, _CREDIT]),
                                 ("02", "理论", [_BROKEN, _PICTURE])])  # fmt: skip
SUNDAY = document("2024-08-04", [("01", "要闻", [_PLAIN, row(15)]), ("02", "广告", [_ADVERT]),
                                 ("03", "副刊", [])])  # fmt: skip
# What scout finds from the entry: the issue of yesterday, whenever that is.
YESTERDAY = f"{datetime.now(SHANGHAI) - timedelta(days=1):%Y-%m-%d}"
NEWEST = json.dumps(
    {
        "code": 200,
        "data": [
            {"paperName": "湖岸国防报", "paperData": "2024-08-05"},
            {"paperName": "jfjb", "paperData": YESTERDAY},
        ],
    },
    ensure_ascii=False,
).encode()
_SUNDAYS = {human("2024-08-04", "01", n): story(n)[0] for n in (14, 15)}
_FRIDAYS = {human("2024-08-02", "01", n): story(n)[0] for n in (11, 12)} | {
    human("2024-08-02", "02", 13): story(13)[0] + " 渡口新事"
}

JFJB = Press(
    name="jfjb",
    platform="jfjb",
    entry=ENTRY,
    files={
        ENTRY: SHELL.encode(),
        "/szb_223187/szblb/index.html?paperName=zggfb": SHELL.encode(),
        "/api-paper/api/newestPaper": NEWEST,
        data("2024-08-02"): FRIDAY,
        data("2024-08-04"): SUNDAY,
        data(YESTERDAY): document(YESTERDAY, [("01", "要闻", [row(n) for n in (16, 17, 18)])]),
    },
    articles=_FRIDAYS | _SUNDAYS,
    issues={"2024-08-02": ["01", "02"], "2024-08-04": ["01", "02", "03"]},
    span=("2024-08-01", "2024-08-04"),
    absent=["2024-08-01", "2024-08-03"],
    options={"paper": "jfjb"},
    shape="j",
    traps={
        data("2024-08-03"): "9: no issue on that day",
        human("2024-08-02", "02", 13): "13: <br/> in the title",
        human("2024-08-02", "01", 12): "14: the author only in the text",
        data("2024-08-02"): "17: a byte order mark before the JSON",
    },
)
PRESSES = (JFJB,)
