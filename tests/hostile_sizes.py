"""Pages that are too large, or long in one respect: see hostile_pages.py."""

from __future__ import annotations

from encodings.aliases import aliases

from .hostile_pages import ARTICLE, DEEP, HEAD, MARKUP, TEXT, TITLE, TOP, Case, page
from .hostile_texts import BYTES, TEXTS

CHARSETS = sorted(set(aliases.values()))
HUGE = [
    Case(
        "100 MB line of text",
        lambda: ARTICLE.replace("</body></html>", "").encode() + b"x" * 100_000_000,
        True,
        "cut",
    ),
    Case(
        "100 MB line of Han text",
        lambda: f"{HEAD}{TOP}<div>{TEXT}</div><div>".encode() + "湖".encode() * 33_000_000,
        True,
        "cut",
    ),
    Case("100 MB of markup", lambda: page(after="<i>x</i>" * 12_500_000), True, "cut"),
    Case("100 MB of tags", lambda: page(after="<p>" * 33_000_000), True, "cut"),
    Case(
        "100 MB of attributes",
        lambda: page(after="<div " + "a=1 " * 19_000_000 + ">x</div>"),
        True,
        "cut",
    ),
    Case("100 MB of <", lambda: page(after="<" * 100_000_000), True, "cut"),
    Case(
        "20 MB picture in the page",
        lambda: page(f"<img src='data:image/png;base64,{'iVBORw0KGgo' * 1_900_000}'>"),
    ),
    Case(
        "20 MB of script before the text",
        lambda: page(f"<script>{'var a = 1;' * 2_000_000}</script>"),
        False,
        "cut",
    ),
    Case(
        "8 MB of lists", lambda: page(after="<ul><li><a href=/a.html>湖区新闻</a></ul>" * 160_000)
    ),
    Case("8 MB of short lines", lambda: page(after="<p>湖</p>" * 800_000)),
    Case(
        "8 MB of different lines",
        lambda: page(after="".join(f"<p>来源：{i} 记者" for i in range(400_000))),
    ),
]
LONG = [
    Case("19,000 <pre> in each other", lambda: page("<pre>湖水<br>" * 19_000)),
    Case(
        "19,000 sentences in <pre>", lambda: page(after="<pre>湖水亮了，白鹭回来。<br>" * 19_000)
    ),
    Case(
        "19,000 datelines",
        lambda: page(
            after="".join(f"<p>本报云湖3月{i}日电（记者 陈若溪）湖水亮了。" for i in range(19_000))
        ),
    ),
    Case(
        "240,000 times the same picture", lambda: page(inside="<img src=/a.jpg alt=湖>" * 240_000)
    ),
    Case(
        "every charset, and bytes of none",
        lambda: (
            "".join(f"<meta charset={c}>" for c in CHARSETS).encode() + b"\xff\xfe\x80" * 2_600_000
        ),
        False,
    ),
    Case("2,000 divs and 250,000 strange ends", lambda: page("<div>" * 1900 + "</b>" * 250_000)),
    Case("19,000 lines 1,900 <pre> deep", lambda: page("<pre>" * 1900 + "x<br>" * 19_000)),
    Case(
        "19,000 paragraphs 1,900 divs deep",
        lambda: page(after="<div>" * 1900 + "<p>湖水亮了，白鹭回来。" * 19_000),
        False,
    ),
    Case(
        "19,000 headings",
        lambda: page(after="".join(f"<h1 class=t>湖水亮了{i}</h1>" for i in range(19_000))),
    ),
    Case("19,000 equal headlines", lambda: page(f"<h1>{TITLE}</h1>" * 19_000)),
    Case(
        "19,000 lines like the title",
        lambda: page("".join(f"<p class=title>{TITLE[:2]}{i}</p>" for i in range(19_000))),
    ),
    Case(
        "19,000 dates",
        lambda: page("".join(f"<p>湖{i} 2023-03-12 08:05</p>" for i in range(19_000))),
    ),
    Case(
        "19,000 labels above",
        lambda: page("".join(f"<p>来源：{i}湖 作者：陈若溪</p>" for i in range(19_000))),
    ),
    Case(
        "19,000 facts",
        lambda: page(
            after="".join(f"<p>电话：010-{i:08} 湘ICP备{i:08}号</p>" for i in range(19_000))
        ),
    ),
    Case(
        "19,000 bylines",
        lambda: page(
            after="".join(f"<p>本报记者 陈若溪 通讯员 林小舟{i}</p>" for i in range(19_000))
        ),
    ),
    Case(
        "19,000 questions",
        lambda: page(after="".join(f"<p>记者：湖水亮了吗{i}？</p>" for i in range(19_000))),
    ),
    Case(
        "19,000 captions",
        lambda: page(
            after="".join(f"<img src={i}.jpg><p>白鹭飞过。陈若溪 摄{i}</p>" for i in range(9_000))
        ),
    ),
    Case(
        "19,000 brackets",
        lambda: page(
            after="".join(f"<p>（记者 陈若溪 通讯员 林小舟）（）{i}" for i in range(19_000))
        ),
    ),
    Case(
        "19,000 glued names",
        lambda: page(after="".join(f"<p>记者陈若溪林小舟王明李华张三{i}" for i in range(19_000))),
    ),
    Case(
        "200,000 spans on one line",
        lambda: page(after="<p>" + "<span class=source>来</span>" * 200_000),
    ),
    Case(
        "200,000 hidden spans",
        lambda: page(after="<p>" + "<span style='display:none'>来</span>" * 200_000),
    ),
    Case(
        "5,000 long lines",
        lambda: page(
            after="".join(f"<p>{'湖水 2023-01-01 来源：（记者' * 20}{i}" for i in range(20_000))
        ),
    ),
    Case(
        "valueless attributes",
        lambda: page("<div " + " ".join(f"{i:x}" for i in range(100_000)) + ">"),
        True,
        "cut",
    ),
    Case(
        "attributes with brackets",
        lambda: page("<div " + " ".join(f"a{i}='<>'" for i in range(100_000)) + ">"),
        True,
        "cut",
    ),
    Case(
        "100,000 attributes in quotes",
        lambda: page("<div " + "".join(f'a{i}="1"' for i in range(100_000)) + ">"),
        True,
        "cut",
    ),
    Case(
        "39 attributes each",
        lambda: page(("<div " + " ".join(f"<a{i}=1" for i in range(39)) + "></div>") * 12_000),
    ),
    Case("300,000 open text areas", lambda: page(before="<textarea>" * 300_000), False),
]
GROUPS = {
    "deep": DEEP,
    "markup": MARKUP,
    "texts": TEXTS,
    "bytes": BYTES,
    "huge": HUGE,
    "long": LONG,
}
