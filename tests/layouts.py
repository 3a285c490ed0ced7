"""One printed article set in the layouts that press sites have, with furniture round it.

`Parts` is the article; each layout returns the bytes of a page.  All furniture is invented.
"""

# ruff: noqa: E501  (markup is easier to read unbroken)

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

MENU = ("要闻聚焦", "县域传真", "理论园地", "湖畔夜话", "图说乡村", "往期杂志")
RELATED = ("新修的环湖步道迎来首批游人", "山乡供销社开起直播间", "老街茶馆里的一堂公开课")


@dataclass(frozen=True)
class Parts:
    """A plain dump taken apart: the lines of each part as printed."""

    above: tuple[str, ...]
    title: str
    deck: str  # with its dashes
    info: str
    paragraphs: tuple[str, ...]  # bylines and subheads included
    footer: tuple[str, ...]

    @property
    def bylines(self) -> tuple[str, ...]:
        return tuple(p for p in self.paragraphs if _BYLINE.match(p) and len(p) < 40)

    @property
    def body(self) -> str:
        return "\n".join(p for p in self.paragraphs if p not in self.bylines)


_BYLINE = re.compile(r"^(?:\S{2,8}(?:全媒体)?记者|通讯员)")


def take_apart(dump: str) -> Parts:
    """The parts of a dump: header, headline, deck, information line, text, footer."""
    lines = [line.strip() for line in dump.split("\n") if line.strip()]
    info = next(i for i, line in enumerate(lines) if re.search(r"来源[:：].*编辑[:：]", line))
    foot = next(i for i, line in enumerate(lines) if line.startswith("关于我们"))
    return Parts(
        tuple(lines[: info - 2]),
        lines[info - 2],
        lines[info - 1],
        lines[info],
        tuple(lines[info + 1 : foot]),
        tuple(lines[foot:]),
    )


def full_width(parts: Parts) -> Parts:
    """Colons, commas and brackets as a printed page has them."""
    wide = str.maketrans(":,()", "：，（）")
    return replace(
        parts,
        info=re.sub(r"(?<!\d):", "：", parts.info),
        paragraphs=tuple(p.translate(wide) for p in parts.paragraphs),
        footer=tuple(
            re.sub(r":", "：", f).translate(str.maketrans("()", "（）")) for f in parts.footer
        ),
    )


def bylines_in_one_line(parts: Parts, lines: tuple[str, ...]) -> Parts:
    """The same with its bylines replaced by `lines`."""
    first = parts.paragraphs.index(parts.bylines[0])
    rest = [p for p in parts.paragraphs if p not in parts.bylines]
    return replace(parts, paragraphs=(*rest[:first], *lines, *rest[first:]))


def divs(parts: Parts) -> bytes:
    """A page of today: UTF-8, div and p, classes that mean something."""
    menu = "".join(f'<li><a href="/{i}/">{m}</a></li>' for i, m in enumerate(MENU))
    related = "".join(f'<li><a href="/r{i}.html">{r}</a></li>' for i, r in enumerate(RELATED))
    text = "\n".join(f"<p>　　{escape(p)}</p>" for p in parts.paragraphs)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{parts.title}_湖畔杂志网</title></head>
<body>
<div class="header"><p>{"</p><p>".join(parts.above)}</p><ul class="nav">{menu}</ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/0/">要闻聚焦</a> &gt; 正文</div>
<div class="main">
 <div class="article">
  <h1 class="article-title">{parts.title}</h1>
  <h2 class="article-deck">{parts.deck}</h2>
  <div class="article-info">{escape(parts.info)}</div>
  <div class="share-bar"><span>分享到：</span><a href="#">微信</a> <a href="#">微博</a></div>
  <div class="article-text">{text}</div>
  <div class="pager"><a href="/1.html">上一篇：{RELATED[0]}</a><br><a href="/2.html">下一篇：{RELATED[1]}</a></div>
 </div>
 <div class="related"><h3>相关阅读</h3><ul>{related}</ul></div>
</div>
<div class="footer"><p>{"</p><p>".join(escape(f) for f in parts.footer)}</p></div>
</body></html>""".encode()


def tables(parts: Parts) -> bytes:
    """A page of 2005: tables, fonts, declared gb2312 and written in GB18030."""
    menu = " | ".join(f'<a href="{i}.htm">{m}</a>' for i, m in enumerate(MENU))
    related = "<br>".join(f'·<a href="r{i}.htm">{r}</a>' for i, r in enumerate(RELATED))
    text = "<br><br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(p)}" for p in parts.paragraphs)
    return f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>{parts.title}</TITLE></HEAD><BODY bgcolor=#ffffff>
<TABLE width=760 border=0><TR><TD>{"<br>".join(parts.above)}</TD></TR><TR><TD>{menu}</TD></TR></TABLE>
<TABLE width=760><TR><TD width=180 valign=top><font color=#cc0000>热点推荐</font><br>{related}</TD>
<TD valign=top><TABLE><TR><TD>您现在的位置：<a href="/">首页</a> &gt;&gt; <a href="/1">县域传真</a> &gt;&gt; 正文</TD></TR>
<TR><TD align=center><font size=5><b>{parts.title}</b></font></TD></TR>
<TR><TD align=center><font size=3>{parts.deck}</font></TD></TR>
<TR><TD align=center><font size=2>{escape(parts.info)}</font></TD></TR>
<TR><TD><font size=3>{text}</font></TD></TR>
<TR><TD align=right>【<a href="javascript:print()">打印本稿</a>】【<a href="javascript:close()">关闭窗口</a>】</TD></TR>
<TR><TD>上一篇：<a href="1.htm">{RELATED[2]}</a></TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=760><TR><TD align=center><font size=2>{"<br>".join(escape(f) for f in parts.footer)}</font></TD></TR></TABLE>
</BODY></HTML>""".encode("gb18030")


def trs(parts: Parts) -> bytes:
    """A TRS page with the metas of government sites."""
    menu = "".join(f'<a href="./{i}/">{m}</a>' for i, m in enumerate(MENU))
    text = "\n".join(f'<p align="justify">　　{escape(p)}</p>' for p in parts.paragraphs)
    source = re.search(r"来源[:：]\s?(\S+)", parts.info)
    metas = f"""<meta name="SiteName" content="湖畔杂志网"><meta name="ArticleTitle" content="{parts.title}">
<meta name="ContentSource" content="{source[1] if source else ""}"><meta name="ColumnName" content="县域传真">
<meta name="Author" content="网站编辑部值班二号">"""
    related = "".join(
        f'<li><a href="./t{i}.html">{r}</a><span>08-0{i + 1}</span></li>'
        for i, r in enumerate(RELATED)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />{metas}
<title>{parts.title}--湖畔杂志网</title><style>.TRS_Editor P{{line-height:2}}</style></head><body>
<div id="top">{"<br/>".join(parts.above)}</div><div id="nav">{menu}</div>
<div class="position"><a href="../">首页</a> &gt; <a href="./">县域传真</a></div>
<div id="content"><h2>{parts.title}</h2><p class="fbt">{parts.deck}</p>
<div class="xx">{escape(parts.info)}</div>
<div class="tools">字号：<a>大</a> <a>中</a> <a>小</a></div>
<div class="TRS_Editor"><style>.TRS_Editor P{{font-family:仿宋}}</style>{text}</div>
<div class="xgwz"><b>相关链接：</b><ul>{related}</ul></div></div>
<div id="foot">{"<br/>".join(escape(f) for f in parts.footer)}</div></body></html>""".encode()


def flat(parts: Parts) -> bytes:
    """Everything in the body element: bare p and br, the footer as plain text."""
    menu = " ".join(f"<a href={i}.html>{m}</a>" for i, m in enumerate(MENU))
    related = "<br>".join(f"<a href=r{i}.html>{r}</a>" for i, r in enumerate(RELATED))
    text = "<br>\n".join(escape(p) for p in parts.paragraphs[:6])
    text += "\n<p>" + "\n<p>".join(escape(p) for p in parts.paragraphs[6:])
    return f"""<html><body>{"<br>".join(parts.above)}<br>{menu}<br>当前位置：<a href=/>首页</a> &gt; 正文<br>
<p>{parts.title}<br>{parts.deck}<p>{escape(parts.info)}<p>
{text}
<p>【<a href="#">打印</a>】【<a href="#">关闭</a>】<p>推荐阅读<br>{related}<p>
{"<br>".join(escape(f) for f in parts.footer)}</body></html>""".encode()


LAYOUTS: dict[str, Callable[[Parts], bytes]] = {
    "divs": divs,
    "tables": tables,
    "trs": trs,
    "flat": flat,
}
