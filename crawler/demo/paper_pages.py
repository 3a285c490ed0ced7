"""The HTML of the e-paper, as the classic Founder (方正) publishing system writes it.

Mixed-case tags, unquoted attributes, one id on many links, a map of areas over the page
picture, and a comment after </html> that says it all again for machines.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from crawler.demo import texts
from crawler.demo.templates import Markup, fill, lines
from crawler.demo.texts import PaperPage, Story

NAME = "澧江日报"
WEEKDAYS = {"2022-08-03": "周三", "2022-08-04": "周四"}
NOTHING = Markup()


def day_folder(date: str) -> str:
    """`html/2022-08/04`"""
    return f"html/{date[:7]}/{date[8:]}"


def article_name(story: Story) -> str:
    """`content_88011.htm`"""
    return f"content_{story.id}.htm"


def listed(date: str, label: str) -> list[Story]:
    """The stories that a page lists, in printed order."""
    stories = texts.paper().stories
    return [s for s in stories if s.date == date and label in (s.page, s.also_on)]


def entry_html(newest: str) -> str:
    """The entry: nothing but a meta refresh to the newest front page."""
    node = texts.paper().pages[0].node
    return fill("paper_entry", month=newest[:7], day=newest[8:], node=str(node))


def period_xml(dates: Sequence[str]) -> str:
    """The calendar of a month: each day with an issue, and its front page."""
    node = texts.paper().pages[0].node
    periods = "".join(
        f'<period id="{date.replace("-", "")}">\n<period_name>{date}</period_name>\n'
        f"<period_date>{date}</period_date>\n<front_page>node_{node}.htm</front_page>\n</period>\n"
        for date in dates
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<period_list>\n{periods}</period_list>\n'


def page_html(date: str, page: PaperPage) -> str:
    """One printed page: its picture with all areas, and the list of its articles."""
    stories = listed(date, page.label)
    heading = Markup(f"<H2>第{page.label}版：{html.escape(page.name)}</H2>")
    main = lines([heading, Markup("<UL>"), *(_list_item(s) for s in stories), Markup("</UL>")])
    return _frame(date, page, stories, title=f"{NAME}-{page.name}", main=main, after=NOTHING)


def article_html(story: Story) -> str:
    """One article; the map beside it has its own area only."""
    page = next(p for p in texts.paper().pages if p.label == story.page)
    date = story.date
    place = {"month": date[:7], "day": date[8:], "label": story.page}
    names = {
        "title": story.title,
        "kicker": story.kicker,
        "subtitle": story.subtitle,
        "author": story.author,
    }
    picture = NOTHING
    if story.caption:
        picture = fill("paper_picture", id=str(story.id), caption=story.caption, **place)
    body = Markup(
        "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(line)}</p>" for line in _body(story))
    )
    main = fill("paper_article", body=body, picture=picture, **names)
    after = fill(
        "paper_property", date=date, node=str(page.node), name=page.name, **names, **place
    )
    return _frame(date, page, [story], title=f"{story.title}--{NAME}网", main=main, after=after)


def _body(story: Story) -> list[str]:
    """A page credit stands in its own text, a photograph has none."""
    return [story.title] if story.kind == "pseudo" else story.paragraphs


def _frame(
    date: str, page: PaperPage, stories: Sequence[Story], title: str, main: Markup, after: Markup
) -> str:
    pages = texts.paper().pages
    on_page = listed(date, page.label)
    return fill(
        "paper_frame",
        title=title,
        month=date[:7],
        day=date[8:],
        label=page.label,
        name=page.name,
        weekday=WEEKDAYS[date],
        printed_date="{}年{}月{}日".format(*date.split("-")),
        areas=Markup("".join(_area(story, on_page.index(story)) for story in stories)),
        page_links=_page_links(page, pages),
        issue_links=_issue_links(date),
        pages=lines([_page_row(date, other) for other in pages]),
        titles=lines([_title_row(story) for story in on_page]),
        main=main,
        after=after,
    )


def _area(story: Story, place: int) -> Markup:
    """The polygon of one article; the second on a page has float coordinates."""
    top, bottom = 60 + place * 80, 130 + place * 80
    shape = [
        (12, top),
        (338, top),
        (338, bottom),
        (180, bottom),
        (180, bottom - 20),
        (12, bottom - 20),
    ]
    shift = 0.25 if place == 1 else 0
    coords = ",".join(f"{x + shift:g},{y + shift:g}" for x, y in shape)
    return Markup(f'<Area coords="{coords}" shape="polygon" href="./{article_name(story)}">')


def _list_item(story: Story) -> Markup:
    return Markup(f"<LI><a href={article_name(story)}?div=-1>{html.escape(story.title)}</a></LI>")


def _title_row(story: Story) -> Markup:
    return Markup(
        f'<tr height=27px id=row_black{story.id}>\n<td width=10px></td>\n<td class="black">\n'
        f"<a href=./{article_name(story)}>{html.escape(story.title)}</a>\n</td></TR>"
    )


def _page_row(date: str, page: PaperPage) -> Markup:
    pdf = f"../../../images/{date[:7]}/{date[8:]}/{page.label}/{WEEKDAYS[date]}{page.label}.pdf"
    return Markup(
        f"<TR id=row_black{page.node}>\n<TD align=left>&nbsp;</TD>\n"
        f'<TD align=left height=24 class="black" >&nbsp;<a href=node_{page.node}.htm'
        f' class="black" id=pageLink>第{page.label}版：{html.escape(page.name)}</a></TD>\n'
        f"<TD width=28 align=middle noWrap>\n<a href={pdf}>"
        '<IMG height=16 src="../../../tplimg/pdf.gif" width=16 border=0></a>\n</TD>\n</TR>'
    )


def _page_links(page: PaperPage, pages: Sequence[PaperPage]) -> Markup:
    here = pages.index(page)
    found = []
    if here > 0:
        found.append(f'<a class=preart href="node_{pages[here - 1].node}.htm">上一版</a>')
    if here + 1 < len(pages):
        found.append(f'<a class=preart href="node_{pages[here + 1].node}.htm">下一版</a>')
    return Markup(" ".join(found))


def _issue_links(date: str) -> Markup:
    paper = texts.paper()
    here, node = paper.dates.index(date), paper.pages[0].node
    found = []
    if here > 0:
        day = paper.dates[here - 1][8:]
        found.append(f"<a href=../{day}/node_{node}.htm class=preart>上一期</a>")
    if here + 1 < len(paper.dates):
        day = paper.dates[here + 1][8:]
        found.append(f"<a href=../{day}/node_{node}.htm class=preart>下一期</a>")
    return Markup(" ".join(found))
