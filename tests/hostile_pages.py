"""Pages that break readers: each with what must still be read of it.

`text`: the article (`ARTICLE`) is on the page and has to be found.  Sizes are those that a
server could send in earnest or in malice; nothing is random.
"""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

TITLE = "白鹭飞回云湖"
SENTENCES = tuple(
    f"第{i}天清早，护鸟员撑船出了港，一群白鹭贴着水面飞过，落在{i + 20}号芦苇荡边，久久不肯离去。"
    for i in range(1, 13)
)
TEXT = "".join(f"<p>{s}</p>\n" for s in SENTENCES)
HEAD = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>"
TOP = f"<h1>{TITLE}</h1><div>2023-03-12 08:05 来源：云湖日报</div>"
ARTICLE = f"{HEAD}{TOP}<div>{TEXT}</div></body></html>"


@dataclass(frozen=True, slots=True)
class Case:
    """One page; `provenance`: the key that has to say what was not read as it stands."""

    name: str
    build: Callable[[], bytes | str]
    text: bool = True  # whether the article's sentences must be the body's
    provenance: str = ""


def page(before: str = "", inside: str = "", after: str = "", head: str = "") -> bytes:
    """The article with things before, inside and after its text."""
    top = HEAD.replace("</head>", head + "</head>")
    return f"{top}{before}{TOP}<div>{inside}{TEXT}</div>{after}</body></html>".encode()


def nested(opening: str, times: int, closing: str = "") -> bytes:
    """The article at the bottom of `times` elements."""
    return f"{HEAD}{opening * times}{TOP}{TEXT}{closing * times}".encode()


def _on_the_way() -> bytes:
    step = 200_000 // len(SENTENCES)
    return (HEAD + TOP + "".join("<div>" * step + f"<p>{s}</p>" for s in SENTENCES)).encode()


def _after_nesting(opening: str, closing: str) -> bytes:
    return f"{HEAD}{opening * 200_000}x{closing * 200_000}{TOP}<div>{TEXT}</div>".encode()


def _tables(depth: int) -> bytes:
    return page("<table><tr><td>" * depth, "", "</td></tr></table>" * depth)


def _unclosed(tag: str) -> bytes:
    text = "".join(f"{tag}{s}" for s in SENTENCES)
    return f"{HEAD}{TOP}<div>{tag * 5000}{text}</div>{tag * 5000}".encode()


def _json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


DEEP = [
    Case("200,000 divs, text at the bottom", lambda: nested("<div>", 200_000)),
    Case("200,000 divs, closed again", lambda: nested("<div>", 200_000, "</div>")),
    Case("200,000 divs, text on the way", _on_the_way),
    Case("200,000 divs, text after", lambda: _after_nesting("<div>", "</div>")),
    Case("200,000 inline elements", lambda: nested("<b><i><font>", 66_667)),
    Case("200,000 inline elements, text after", lambda: _after_nesting("<u>", "</u>")),
    Case("200,000 unknown elements", lambda: nested("<x-y>", 200_000)),
    Case("20,000 tables in tables", lambda: _tables(20_000)),
    Case("300 tables in tables", lambda: _tables(300)),
    Case("1,900 divs", lambda: nested("<div class='a b'>", 1_900)),
    Case("200,000 closing tags", lambda: page("</div></p></td>" * 66_667)),
    Case("100,000 lists", lambda: nested("<ul><li>", 50_000)),
    Case("30,000 links in links", lambda: nested("<a href=x>", 30_000)),
    Case("100,000 forms", lambda: nested("<form>", 100_000)),
    *(
        Case(f"unclosed {tag}", lambda tag=tag: _unclosed(tag))
        for tag in ("<p>", "<td>", "<li>", "<dd>")
    ),
    *(
        Case(f"unclosed {tag}", lambda tag=tag: _unclosed(tag))
        for tag in ("<font>", "<table>", "<table><tr><td>", "<span class=c>", "<h2>")
    ),
    Case("unclosed <a>", lambda: _unclosed("<a href=x>")),
]

MARKUP = [
    Case(
        "text in a textarea",
        lambda: f"{HEAD}{TOP}<textarea>{''.join(s + chr(10) for s in SENTENCES)}</textarea>",
    ),
    Case("text in <plaintext>", lambda: f"{HEAD}{TOP}<plaintext>" + "\n".join(SENTENCES)),
    Case("text in <xmp>", lambda: f"{HEAD}{TOP}<xmp>" + "\n".join(SENTENCES) + "</xmp>"),
    Case("text in <noscript>", lambda: f"{HEAD}{TOP}<noscript>{TEXT}</noscript></body>"),
    Case(
        "text in CDATA",
        lambda: f"{HEAD}{TOP}<div><![CDATA[{''.join(s + chr(10) for s in SENTENCES)}]]></div>",
    ),
    Case(
        "processing instructions", lambda: page("<?php echo 1 ?>" * 5000, "<?xml version='1.0'?>")
    ),
    Case(
        "entities that grow",
        lambda: (
            "<!DOCTYPE html [<!ENTITY lol 'lol'>"
            + "".join(f"<!ENTITY l{i} '{'&lol;' * 10}'>" for i in range(9))
            + "]>"
            + ARTICLE.replace("<p>", "<p>&l8;")
        ),
    ),
    Case("5 MB in one attribute", lambda: page(f"<div title='{'云' * 1_700_000}'></div>")),
    Case(
        "100,000 attributes",
        lambda: page("<div " + " ".join(f"a{i}=1" for i in range(100_000)) + "></div>"),
    ),
    Case("one attribute 100,000 times", lambda: page("<div " + "class=x " * 100_000 + "></div>")),
    Case(
        "100,000 classes",
        lambda: page("<div class='" + " ".join(f"c{i}" for i in range(100_000)) + "'>x</div>"),
    ),
    Case(
        "100,000 elements with classes of their own",
        lambda: page("".join(f"<i class=c{i}>x</i>" for i in range(100_000))),
    ),
    Case("10,000 times the same id", lambda: page("<div id=content class=title>1</div>" * 10_000)),
    Case(
        "10,000 nested marks",
        lambda: page("<span class=pubtime_baidu>" * 1000 + "x" * 1_000_000 + "</span>" * 1000),
    ),
    Case(
        "50,000 links",
        lambda: page(
            after="".join(f"<a href={i}.html>第{i}个村子的新鲜事</a><br>" for i in range(50_000))
        ),
    ),
    Case("50,000 links on one line", lambda: page(after="<a href=x>村</a>" * 50_000)),
    Case("100,000 <br>", lambda: page(inside="<br>" * 100_000)),
    Case("100,000 lines of one character", lambda: page(after="湖<br>" * 100_000)),
    Case(
        "100,000 lines of one sentence", lambda: page(after="湖水亮了，白鹭回来。<br>" * 100_000)
    ),
    Case("240,000 empty paragraphs", lambda: page(inside="<p></p>" * 240_000)),
    Case(
        "30,000 pictures",
        lambda: page(inside="".join(f"<img src=/{i}.jpg>" for i in range(30_000))),
    ),
    Case("10,000 tables", lambda: page(after="<table><tr><td>湖<td>水</table>" * 10_000)),
    Case("a million entities", lambda: page(after="<p>" + "&nbsp;&lt;&#8203;&bogus;" * 250_000)),
    Case("open comment", lambda: page(after="<!-- " + "x -" * 300_000)),
    Case(
        "100,000 comments",
        lambda: page("<!--enpproperty <title>x</title>-->" * 20_000, "<!--x-->" * 80_000),
    ),
    Case("100,000 open comments", lambda: page(after="<!-- <!--" * 100_000)),
    Case("open comment before the text", lambda: f"{HEAD}<!-- {TOP}{TEXT}"),
    Case("open script", lambda: page(after="<script>var a = '" + "x<" * 500_000)),
    Case("open script before the text", lambda: f"{HEAD}<script>var a;{TOP}{TEXT}"),
    Case("open style before the text", lambda: f"{HEAD}<style>p {{}}{TOP}{TEXT}"),
    Case("open title", lambda: f"<html><head><title>{TITLE}{TOP}{TEXT}"),
    Case(
        "title with markup",
        lambda: ARTICLE.replace(f"<title>{TITLE}", f"<title><b>{TITLE}</b><p>"),
    ),
    Case("title of 1 MB", lambda: ARTICLE.replace("<title>", "<title>" + "湖" * 350_000)),
    Case("50,000 titles", lambda: page(head=f"<title>{TITLE}</title>" * 50_000)),
    Case(
        "50,000 <meta>",
        lambda: page(head="".join(f"<meta name=og:title content=湖{i}>" for i in range(50_000))),
    ),
    Case(
        "frameset",
        lambda: (
            f"<html><head><title>{TITLE}</title></head><frameset cols=1><frame src=a.html></frameset></html>"
        ),
        False,
    ),
    Case(
        "frameset with a text",
        lambda: (
            f"<html><head><title>{TITLE}</title></head><frameset><frame src=a><noframes><body>{TOP}{TEXT}</body></noframes></frameset>"
        ),
    ),
    Case("two documents", lambda: ARTICLE.replace(TEXT, "") + ARTICLE),
    Case("text after </html>", lambda: f"{HEAD}{TOP}</body></html>{TEXT}"),
    Case("bare text after </html>", lambda: f"{HEAD}{TOP}</body></html>" + "\n\n".join(SENTENCES)),
    Case("text after </body>", lambda: f"{HEAD}{TOP}</body>{TEXT}</html>"),
    Case("5,000 documents", lambda: ARTICLE + "<html><body><p>x</body></html>" * 5000),
    Case("deep JSON-LD", lambda: page(head=_json_ld("[" * 200_000 + "]" * 200_000))),
    Case(
        "deep JSON-LD of objects",
        lambda: page(head=_json_ld('{"@graph":' * 100_000 + "1" + "}" * 100_000)),
    ),
    Case(
        "50 MB of JSON-LD behind the text",
        lambda: page(
            after=_json_ld(
                json.dumps(
                    [{"@type": "NewsArticle", "headline": "湖" * 400}] * 40_000, ensure_ascii=False
                )
            )
        ),
        True,
        "cut",
    ),
    Case(
        "5,000 blocks of JSON-LD",
        lambda: page(
            head=_json_ld(
                json.dumps(
                    {
                        "@type": "NewsArticle",
                        "headline": TITLE,
                        "author": {"@type": "Person", "name": "陈若溪"},
                    }
                )
            )
            * 5000
        ),
    ),
    Case(
        "JSON-LD with lone surrogates",
        lambda: page(
            head=_json_ld(
                '{"@type":"NewsArticle","headline":"\\ud800湖","author":[{"@type":"Person","name":"\\udc00"}]}'
            )
        ),
    ),
]
