"""The HTML of the magazine: one plain function a kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from crawler.demo.templates import Markup, fill, lines, tag
from crawler.demo.texts import Story

# Columns by the key that stories use: name and address of the first list page.
COLUMNS = {
    "yw": ("要闻", "/yw/index.html"),
    "ll": ("理论", "/ll/list.html"),
    "wh": ("文化", "/List.aspx?ColumnId=3"),
}
A_PAGE = 5  # links on a list page of the columns that have pagers
PICTURES = (1187, 1180)  # stories with a picture link on the home page
SITE = "新荷评论"
NOTHING = Markup()


def address(story: Story) -> str:
    """The story's own path and query: what a crawl should keep it under."""
    day = story.published[:10]
    name = f"{day[:4]}/{day[5:7]}{day[8:]}/{story.id}.shtml"
    if story.form == "dynamic":
        return f"/Info.aspx?ModelId=1&Id={story.id}"
    return f"/inner/{name}" if story.form == "inner" else f"/{name}"


def list_link(story: Story) -> str:
    """The address as the lists write it."""
    return address(story) + ("?from=list" if story.tracked else "")


def home_link(story: Story) -> str:
    """The address as the home page writes it: not always the one that the lists have."""
    return story.alias or address(story)


def _frame(title: str, main: Markup, charset: str = "utf-8", head: Markup = NOTHING) -> Markup:
    return fill("magazine_frame", title=title, main=main, charset=charset, head=head)


def article_page(story: Story) -> Markup:
    """An article in the layout of small magazine sites; without a body it is an empty shell."""
    name, url = COLUMNS[story.column]
    day, _, time = story.published.partition(" ")
    main = fill(
        "magazine_article",
        list_name=name,
        list_url=url,
        title=story.title,
        subtitle=tag("h2", story.subtitle, class_="sub") if story.subtitle else NOTHING,
        author=story.author,
        source=story.source,
        published="{}年{}月{}日 {}时{}分{}秒".format(*day.split("-"), *time.split(":")),
        editor=story.editor,
        body=lines(list(_body(story.paragraphs))),
    )
    head = tag("link", "", rel="canonical", href=address(story)) if story.alias else NOTHING
    charset = "gb2312" if story.encoding == "gbk" else story.encoding
    return _frame(f"{story.title}-{SITE}", main, charset, head)


def _body(paragraphs: list[str]) -> Iterator[Markup]:
    for is_row, group in groupby(paragraphs, key=lambda line: line.startswith("|")):
        if is_row:
            yield _table(list(group))
        else:
            yield from (_paragraph(line) for line in group)


def _paragraph(line: str) -> Markup:
    if line.startswith("# "):
        return tag("p", tag("strong", line[2:]), style="text-align: center")
    if line.startswith("!["):
        caption, _, name = line[2:].removesuffix(")").rpartition("](")
        image = tag("img", "", src=f"/upload/2022/{name}.png")
        picture = tag("p", image, style="text-align: center")
        return Markup(picture + "\n" + tag("p", f"▲{caption}", class_="caption"))
    return tag("p", f"　　{line}")


def _table(rows: list[str]) -> Markup:
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    made = [tag("tr", Markup("".join(tag("td", cell) for cell in row))) for row in cells]
    return tag("table", lines([NOTHING, *made, NOTHING]), border="1")


def list_pages(stories: list[Story]) -> dict[str, Markup]:
    """The list pages of every column by path.

    要闻 counts its pages in a script, 理论 links the next page, 文化 has one page.
    """
    of = {key: [story for story in stories if story.column == key] for key in COLUMNS}
    pages: dict[str, Markup] = {}
    parts = _split(of["yw"])
    for number, part in enumerate(parts):
        script = f'createPageHTML({len(parts)}, {number}, "index", "html");'
        path = "/yw/index.html" if number == 0 else f"/yw/index_{number}.html"
        pages[path] = _list_page("yw", part, tag("script", Markup(script)))
    parts = _split(of["ll"])
    names = ["list.html", *(f"list_{number}.html" for number in range(2, len(parts) + 1))]
    for number, part in enumerate(parts):
        back = tag("a", "上一页", href=names[number - 1]) if number else tag("span", "上一页")
        last = number + 1 == len(parts)
        ahead = tag("span", "下一页") if last else tag("a", "下一页", href=names[number + 1])
        pages[f"/ll/{names[number]}"] = _list_page("ll", part, lines([back, ahead]))
    pages["/List.aspx?ColumnId=3"] = _list_page("wh", of["wh"], tag("span", "共1页"))
    return pages


def _split(stories: list[Story]) -> list[list[Story]]:
    return [stories[start : start + A_PAGE] for start in range(0, len(stories), A_PAGE)]


def _list_page(column: str, stories: list[Story], pager: Markup) -> Markup:
    name, _ = COLUMNS[column]
    items = lines([_item(story, list_link(story)) for story in stories])
    main = fill("magazine_list", list_name=name, items=items, pager=pager)
    return _frame(f"{name}-{SITE}", main)


def _item(story: Story, url: str) -> Markup:
    title = story.list_title or story.title
    shown = title if len(title) <= 14 else title[:13] + "..."
    link = tag("a", shown, href=url, title=title, target="_blank")
    return tag("li", Markup(link + tag("span", story.published[5:10])))


def home_page(stories: list[Story]) -> Markup:
    """The home page: picture links, and the newest three of every column."""
    columns = []
    for key, (name, url) in COLUMNS.items():
        newest = [story for story in stories if story.column == key][:3]
        items = lines([_item(story, home_link(story)) for story in newest])
        heading = tag("h3", tag("a", name, href=url))
        columns.append(Markup(heading + "\n" + tag("ul", items)))
    by_id = {story.id: story for story in stories}
    pictures = [_picture_link(by_id[number]) for number in PICTURES]
    main = fill("magazine_home", pictures=lines(pictures), columns=lines(columns))
    return _frame(f"{SITE}网", main)


def _picture_link(story: Story) -> Markup:
    image = tag("img", "", src=f"/upload/2022/focus{story.id}.png", alt=story.title)
    return tag("a", image, href=home_link(story))


def about_page() -> Markup:
    """What the magazine says of itself: a page with a text that is no article."""
    main = [
        tag("h1", "关于本刊"),
        tag("p", "《新荷评论》为半月刊，每月一日、十六日出版，国内统一刊号：CN 43-0000/D。"),
        tag("p", "地址：澧江市荷塘路2号　邮编：000000"),
    ]
    return _frame(f"关于本刊-{SITE}", lines(main))
