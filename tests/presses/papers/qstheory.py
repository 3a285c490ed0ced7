"""A magazine of years, issues, contents and articles in one shape of address (layout g)."""

from __future__ import annotations

import hashlib

from tests.presses.phrases import story
from tests.presses.static import Press

ENTRY = "/qs/mulu.htm"
FOOTER = """<div class="foot">湖是杂志社版权所有 ISSN 0000-0002 CN 00-0004/D
湖ICP备00000004号-1 <a href="/about/index.htm">关于我们</a></div>"""
OTHERS = """<div class="nav"><a href="/economy/index.htm">经济</a>
<a href="/hqwglist/mulu.htm">湖旗文稿</a>
<!-- <a href="/dukan/qs/2014/2014-01/01/c_1118800000.htm">2014年</a> --></div>"""


def old(day: str, number: int) -> str:
    """Address of the time to 2024."""
    return f"/dukan/qs/{day[:7]}/{day[8:]}/c_{1128700000 + number}.htm"


def new(day: str, number: int) -> str:
    """Address from 2025 on."""
    return f"/{day.replace('-', '')}/{hashlib.md5(str(number).encode()).hexdigest()}/c.html"


def frame(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - 湖是网</title></head>'
        f"<body>{OTHERS}<div class='container'>{body}</div>{FOOTER}</body></html>"
    ).encode()


def years(listed: list[tuple[str, int]]) -> bytes:
    links = "".join(
        f'<div class="booktitle"><a href="{url}"><img src="/pic/{year}.jpg"></a>'
        f'<a href="{url}">{year}年</a></div>'
        for url, year in listed
    )
    return frame("湖是目录", links)


def year(number: int, listed: list[tuple[str, int]]) -> bytes:
    links = "".join(
        f'<p><strong><a href="{{{{base}}}}{url}">{number}年第{n}期</a></strong></p>'
        for url, n in listed
    )
    return frame(f"{number}年", f'<div class="inner"><h1>{number}年</h1>'
                 f'<div class="highlight">{links}</div></div>')  # fmt: skip


def contents(label: str, listed: list[tuple[str, str]], more: str = "") -> bytes:
    """`more`: what stands outside the box, such as other issues."""
    links = "".join(
        f'<p><strong><a href="{url}">{title}</a></strong></p><p>作者：李明</p>'
        for url, title in listed
    )
    return frame(f"《湖是》{label}", f'<div class="inner"><h1>《湖是》{label}</h1>'
                 f'<div class="highlight">{links}</div></div>{more}')  # fmt: skip


def article(number: int, issue: str, day: str, related: str = "", author: str = "陈一木") -> bytes:
    title, paragraphs = story(number)
    text = "".join(f"<p>　　{p}</p>" for p in paragraphs)
    return frame(title, f"""<div class="inner"><h1>{title}</h1>
<span class="appellation">来源：《湖是》{issue}</span>
<span class="appellation">作者：{author}</span>
<span class="pubtime">{day} 09:00:00</span></div>
<div class="highlight">{text}{related}</div><div class="fs-pinglun">评论</div>
<span class="pull-right">责任编辑：何二</span>""")  # fmt: skip


Y22, Y24, Y25 = old("2022-01-04", 1), old("2024-01-02", 2), new("2025-01-02", 3)
T22_12, T22_13 = old("2022-06-15", 10), old("2022-07-01", 11)
T24_15, T24_16 = old("2024-08-01", 20), old("2024-08-15", 21)
T25_01 = new("2025-01-01", 30)


def _articles(day: str, make: object, *numbers: int) -> list[tuple[str, str]]:
    return [(make(day, 100 + n), story(n)[0]) for n in numbers]  # type: ignore[operator]


A22 = _articles("2022-06-15", old, 61, 62, 63, 64, 65)
A22_13 = _articles("2022-07-01", old, 66, 67, 68, 69, 70)
A24 = _articles("2024-08-15", old, 71, 72, 73, 74, 75)
A24_15 = _articles("2024-08-01", old, 76, 77, 78, 79, 80)
A25 = _articles("2025-01-01", new, 81, 82, 83, 84, 85, 86)
_RELATED = "<p>相关阅读</p>" + "".join(
    f'<p><a href="{url}">{title}</a></p>' for url, title in A22_13 + A22
)
_BESIDE = (
    f'<div class="wangqi"><a href="{T22_13}">2022年第13期</a><a href="{Y24}">2024年</a></div>'
)
_ADVERT = (old("2022-06-15", 199), "广告")

FILES: dict[str, bytes] = {
    ENTRY: years([(Y25, 2025), (Y24, 2024), (Y22, 2022)]),
    # 2022年第12期 is linked twice.
    Y22: year(2022, [(T22_12, 12), (T22_13, 13), (T22_12, 12)]),
    Y24: year(2024, [(T24_15, 15), (T24_16, 16)]),
    Y25: year(2025, [(T25_01, 1)]),
    T22_12: contents("2022年第12期", [*A22, _ADVERT], _BESIDE),
    T22_13: contents("2022年第13期", A22_13),
    T24_15: contents("2024年第15期", A24_15),
    T24_16: contents("2024年第16期", A24),
    T25_01: contents("2025年第1期", A25),
} | {
    url: article(n, issue, day, related)
    for listed, first, issue, day, related in (
        (A22, 61, "2022/12", "2022-06-15", ""),
        (A22_13, 66, "2022/13", "2022-07-01", ""),
        (A24, 71, "2024/16", "2024-08-15", ""),
        (A24_15, 76, "2024/15", "2024-08-01", ""),
        (A25, 81, "2025/01", "2025-01-01", ""),
    )
    for n, (url, _) in enumerate(listed, first)
}
# An article that has more links to articles than a contents page.
FILES[A22[1][0]] = article(62, "2022/12", "2022-06-15", _RELATED)

QSTHEORY = Press(
    name="qstheory",
    platform="qstheory",
    entry=ENTRY,
    files=FILES,
    articles=dict(A25),
    issues={"2025年第1期": ["目录"]},
    shape="g",
    traps={
        T22_12: "6: contents linked twice",
        A22[1][0]: "an article that looks like contents",
        T22_13: "contents of five articles, the fewest",
        _BESIDE: "other issues beside the contents",
        ENTRY: "12: a year in a comment",
        old("2022-06-15", 199): "8: an advertisement in the contents",
    },
)
BACK = Press(
    name="qstheory_back",
    platform="qstheory",
    entry=ENTRY,
    files=FILES,
    articles=dict(A22) | dict(A22_13),
    issues={"2022年第12期": ["目录"], "2022年第13期": ["目录"]},
    span=("2022-06-01", "2022-07-31"),
)
PRESSES = (QSTHEORY, BACK)
