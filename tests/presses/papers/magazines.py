"""Magazines by their contents pages: 求是's one shape of address, and the issues of 81.cn."""

from __future__ import annotations

from tests.presses.kit import FOOT
from tests.presses.phrases import story
from tests.presses.static import Press


def _page(title: str, body: str) -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body>{body}{FOOT}</body></html>"
    ).encode()


def _article(number: int, source: str, more: str = "") -> bytes:
    title, text = story(number)
    paragraphs = "".join(f"<p>　　{line}</p>" for line in text[:4])
    return _page(
        f"{title} - 新荷论坛网",
        f"<div class='inner'><h1>{title}</h1><span class='appellation'>来源：《新荷论坛》{source}"
        "</span><span class='appellation'>作者：何觅</span>"
        "<span class='pubtime'>2024-06-16 09:00:00</span>"
        f"<div class='highlight'>{paragraphs}</div>{more}</div>",
    )


def _hex(number: int) -> str:
    return f"{number:032x}"


def qstheory() -> Press:
    """Years → issues → contents → article; old and new addresses; one shape for all of them."""
    root = "/dukan/xh/2024-"
    years = {
        "2024": f"{root}01/01/c_1200000001.htm",
        "2023": "/dukan/xh/2023-01/01/c_1200000002.htm",
    }
    issues = {
        "2024年第11期": f"{root}06/01/c_1200000011.htm",
        "2024年第12期": f"/20240616/{_hex(12)}/c.html",
    }
    files = {
        "/xh/mulu.htm": _page("目录", "".join(
            f"<p class='booktitle'><a href='{url}'>{year}年</a></p>" for year, url in years.items()
        ) + "<a href='/economy/index.htm'>经济</a>"),
        years["2024"]: _page("2024年", "".join(
            f"<p><strong><a href='{url}'>《新荷论坛》{label}</a></strong></p>"
            # the contents of the newest issue are linked twice
            f"<a href='http://press.example{url}'>{label}</a>"
            for label, url in issues.items()
        ) + f"<a href='{years['2023']}'>2023年</a>"),
    }  # fmt: skip
    articles: dict[str, str] = {}
    rows = []
    for k in range(5):
        number = 2100 + k
        path = f"/20240616/{_hex(number)}/c.html" if k else f"{root}06/16/c_1200002100.htm"
        rows.append(f"<p><strong><a href='{path}'>{story(number)[0]}</a></strong>　何觅</p>")
        articles[path] = story(number)[0]
    for k, path in enumerate(articles):
        # One article ends with as many links as contents have.
        more = "".join(rows) if k == 2 else ""
        files[path] = _article(2100 + k, "2024/12", more)
    rows.append("<p><a href='" + issues["2024年第11期"] + "'>2024年第11期</a></p>")
    files[issues["2024年第12期"]] = _page(
        "《新荷论坛》2024年第12期", f"<div class='highlight'>{''.join(rows)}</div>"
    )
    return Press(
        "qstheory", "qstheory", "/xh/mulu.htm", files, articles,
        issues={"2024年第12期": ["目录"]}, shape="g",
        traps={issues["2024年第12期"]: "contents, year and article have one shape of address"},
    )  # fmt: skip


def periodical() -> Press:
    """Two issues listed, the newest crawled; columns in dt, and in a second list in dd."""
    folder = "/xinbing/2024nd4q_25300/"
    items = [f"{folder}{1645000 + k}.html" for k in range(6)]
    titles = [story(2200 + k)[0] for k in range(6)]

    def link(k: int) -> str:
        author = "<span class='author'>作者：何觅 陶然</span>"
        return f"<a href='{items[k][len(folder) :]}'>{titles[k]}{author}</a>"

    contents = (
        "<dl><dt>特稿</dt><dd><ul>" + "".join(f"<li>{link(k)}</li>" for k in range(3))
        + "</ul></dd></dl><dl><dd>连队纪事</dd>"
        + "".join(f"<dt>{link(k)}</dt>" for k in (3, 4, 5)) + "</dl>"
    )  # fmt: skip
    files = {
        "/xinbing/index.html": _page(
            "新兵记者",
            f"<ul><li><a href='{folder}index.html'>2024年第4期</a></li>"
            "<li><a href='/xinbing/2024nd3q_25200/index.html'>2024年第3期</a></li></ul>"
            "<a href='/other/2024nd9q_1.html'>别的</a>",
        ),
        f"{folder}index.html": _page("2024年第4期", contents),
    }
    files |= {path: _article(2200 + k, "2024/4") for k, path in enumerate(items)}
    return Press(
        "periodical", "periodical", "/xinbing/index.html", files,
        dict(zip(items, titles, strict=True)), issues={"2024年第4期": ["目录"]},
    )  # fmt: skip


PRESSES = (qstheory(), periodical())
