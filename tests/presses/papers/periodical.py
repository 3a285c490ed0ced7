"""Magazines on 81.cn: contents in columns, <dt> column <dd> articles or the other way round."""

from __future__ import annotations

from tests.presses.phrases import story
from tests.presses.static import Press

FOOTER = '<div class="footer">湖ICP备00000005号 <a href="/about/index.html">关于我们</a></div>'


def frame(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="nav"><a href="/index.html">首页</a><a href="/rmjz/index.html">湖军</a></div>'
        f"{body}{FOOTER}</body></html>"
    ).encode()


def index(*issues: tuple[str, str]) -> bytes:
    links = "".join(
        f'<li><a href="{folder}/index.html"><img src="/p/{n}.jpg"></a>'
        f'<a href="{folder}/index.html">{text}</a></li>'
        for n, (folder, text) in enumerate(issues)
    )
    return frame("湖军记者", f"<ul class='qikan'>{links}</ul>")


def column_first(name: str, *numbers: int) -> str:
    items = "".join(
        f'<li><a href="{n}.html">{story(n)[0]}<span class="author">作者：李明 王　珂</span></a>'
        "</li>"
        for n in numbers
    )
    return f"<dl><dt>{name}</dt><dd><ul>{items}</ul></dd></dl>"


def articles_first(name: str, *numbers: int) -> str:
    items = "".join(
        f'<dt><a href="./{n}.html">{story(n)[0]}</a><span class="author">作者：陈一木</span></dt>'
        for n in numbers
    )
    return f"<dl><dd>{name}</dd>{items}</dl>"


def article(number: int, author: str = "") -> bytes:
    title, paragraphs = story(number)
    text = "".join(f"<p>　　{p}</p>" for p in paragraphs)
    by = f'<span class="author">作者：{author}</span>' if author else ""
    return frame(title, f"<div class='article-header'><h1>{title}</h1>"
                 f"<div class='info'>{by}</div></div>"
                 f"<div id='article-content' class='article-content'>{text}</div>")  # fmt: skip


def pages(folder: str, *numbers: int) -> dict[str, bytes]:
    return {f"{folder}/{n}.html": article(n) for n in numbers}


def _headlines(folder: str, *numbers: int) -> dict[str, str]:
    return {f"{folder}/{n}.html": story(n)[0] for n in numbers}


_ONE, _TWO = "/rmjz_1/jsjz", "/rmjz_1/gfjy_2"
_NEW, _OLD = f"{_ONE}/2026nd4q_253225", f"{_ONE}/2025nd12q_250001"
COLUMN_FIRST = Press(
    name="periodical",
    platform="periodical",
    entry=f"{_ONE}/index.html",
    files={
        # The newest issue is not the first one that is listed.
        f"{_ONE}/index.html": index(("2025nd12q_250001", "2025年第12期"),
                                    ("2026nd4q_253225", "2026年第4期"),
                                    ("2026nd3q_253100", "2026年第3期")),
        f"{_NEW}/index.html": frame("湖军记者", column_first("特稿", 201, 202)
            + column_first("一线手记", 203, 204) + column_first("书屋", 205)
            + f"<a href='{_OLD}/index.html'>2025年第12期</a>"
            + f"<a href='{_OLD}/211.html'>上期推荐</a>"),
        f"{_OLD}/index.html": frame("湖军记者", column_first("特稿", 211, 212, 213)
            + column_first("渡口", 214, 215)),
        **pages(_NEW, 201, 202, 203, 204, 205),
        **pages(_OLD, 211, 212, 213, 214, 215),
    },
    articles=_headlines(_NEW, 201, 202, 203, 204, 205),
    issues={"2026年第4期": ["目录"]},
    traps={f"{_ONE}/index.html": "the newest issue is not the first", _NEW: "no day anywhere"},
)  # fmt: skip
BACK = Press(
    name="periodical_back",
    platform="periodical",
    entry=COLUMN_FIRST.entry,
    files=COLUMN_FIRST.files,
    articles=_headlines(_OLD, 211, 212, 213, 214, 215),
    issues={"2025年第12期": ["目录"]},
    span=("2025-11-01", "2025-12-31"),
)
ARTICLES_FIRST = Press(
    name="periodical_reverse",
    platform="periodical",
    entry=f"{_TWO}/index.html",
    files={
        f"{_TWO}/index.html": index(("2026dsq_300", "2026年第7-8期"),
                                    ("2026dlq_290", "2026年第6期")),
        f"{_TWO}/2026dsq_300/index.html": frame("湖防教育", articles_first("要论", 221, 222, 223)
            + articles_first("校园", 224, 225)),
        **pages(f"{_TWO}/2026dsq_300", 221, 222, 223, 224, 225),
    },
    articles=_headlines(f"{_TWO}/2026dsq_300", 221, 222, 223, 224, 225),
    issues={"2026年第7-8期": ["目录"]},
    traps={f"{_TWO}/2026dsq_300/index.html": "columns and articles the other way round"},
)  # fmt: skip
PRESSES = (COLUMN_FIRST, BACK, ARTICLES_FIRST)
