"""E-papers of the smaller vendors in their less common shapes.

A span over days whose template codes differ; a list of the whole issue on the first page only; a
first page with two addresses; an entry that is itself a page; a server that takes any case.
"""

from __future__ import annotations

from posixpath import basename

from tests.presses.kit import (
    Item,
    Sheet,
    Skin,
    article,
    document,
    expected,
    fillers,
    labels,
    refresh,
)
from tests.presses.papers.vendors import GBK, JOYHUA
from tests.presses.static import Press

DAY = "2024-08-02"


def entries(items: list[Item], address: str = "href") -> str:
    """The list of a page's articles, by the names of their files."""
    return "".join(f"<li><a {address}='{basename(i.file)}'>{i.title}</a></li>" for i in items)


def areas(items: list[Item]) -> str:
    """The hot areas of the page picture, in fractions of a pixel."""
    return "".join(
        f"<area shape='polygon' coords='1.5,{n}9.25,80.5,{n}9.25,80.5,{n + 1}7' "
        f"href='{basename(i.file)}'>"
        for n, i in enumerate(items, 1)
    )


def picture(sheet: Sheet) -> str:
    """The picture of a page with its hot areas."""
    return (
        f"<img src='/images/{sheet.label}.jpg' usemap='#PagePicMap'>"
        f"<map name='PagePicMap'>{areas(list(sheet.items))}</map>"
    )


def texts(skin: Skin, sheets: list[Sheet], day: str) -> dict[str, bytes]:
    """The documents of all entries, and the PDF and picture of each page."""
    made: dict[str, bytes] = {}
    for sheet in sheets:
        made[sheet.pdf] = b"%PDF-1.4\n" + sheet.pdf.encode() + b"\n%%EOF\n"
        made[f"/images/{sheet.label}.jpg"] = b"\xff\xd8\xff\xe0" + sheet.label.encode() * 20
        for item in sheet.items:
            made.setdefault(item.file, article(skin, item, sheet, day))
    return made


# PaperIndex: codes that change, the list of the issue on its first page, an article on two pages

SPAN = Skin(
    "<h4 class='introtitle'>{}</h4>",
    "<h2>{}</h2>",
    "<h5 class='subtitle'>{}</h5>",
    body="<span id='contenttext'>{}</span>",
)


def paperindex_issue(day: str, codes: tuple[str, str], base: int) -> list[Sheet]:
    folder = f"/ljrb/content/{day.replace('-', '')}"

    def item(label: str, k: int, kind: str = "article", kicker: str = "", deck: str = "") -> Item:
        name = f"Articel{label}{k:03d}{codes[1]}.htm"
        return Item(base + int(label) * 10 + k, f"{folder}/{name}", kind, kicker, deck)

    both = item("01", 3)
    front = [
        item("01", 2, "article", "灯下澧江", "一条水渠修了三年"),
        both,
        item("01", 4, "guide"),
    ]
    inside = [item("02", 1), both, item("02", 2, "picture")]
    return [
        Sheet(label, f"{folder}/Page{label}{codes[0]}.htm", items,
              f"/ljrb/PDF/{day.replace('-', '')}/{label}.pdf")
        for label, items in (("01", front), ("02", inside))
    ]  # fmt: skip


def paperindex_files(sheets: list[Sheet], day: str, before: str) -> dict[str, bytes]:
    """The first page lists the issue: headings and lists by turns, addresses in `daoxiang`."""
    first, second = sheets
    number = day.replace("-", "")
    whole = "".join(
        f"<h4><a href='../../PDF/{number}/{s.label}.pdf'><img src='pdf.gif'></a>"
        f"<a href='{basename(s.file)}'>{s.label}版：{s.heading.partition('：')[2]}</a></h4>"
        f"<ul>{entries(list(s.items), 'daoxiang')}</ul>"
        for s in sheets
    )
    previous = f"<a href='../{before.replace('-', '')}/IssueIndex.htm'>上一期</a>"
    top = f"<a href='/ljwb/content/{number}/Page01TB.htm'>澧江晚报</a>{previous}"
    front = f"{top}<div class='listdaohang'>{whole}</div>{picture(first)}"
    inside = (
        f"{top}<h3>{second.heading}</h3><a href='{basename(first.file)}'>上一版</a>"
        f"<a href='{basename(first.file)}'>首页</a>{picture(second)}"
        f"<a href='../../PDF/{number}/02.pdf'>PDF</a>"
    )
    folder = first.file.rpartition("/")[0]
    return texts(SPAN, sheets, day) | {
        first.file: document(SPAN, "澧江日报", front),
        second.file: document(SPAN, "澧江日报", inside),
        f"{folder}/IssueIndex.htm": refresh(basename(first.file)),
    }


PAPERINDEX = {
    "2024-08-01": paperindex_issue("2024-08-01", ("NU", "MT"), 4000),
    "2024-08-02": paperindex_issue("2024-08-02", ("a", "BC"), 4100),
}


def paperindex() -> Press:
    files = {"/ljrb/content/PaperIndex.htm": refresh("20240802/IssueIndex.htm")}
    files |= paperindex_files(PAPERINDEX["2024-08-01"], "2024-08-01", "2024-07-30")
    files |= paperindex_files(PAPERINDEX["2024-08-02"], "2024-08-02", "2024-08-01")
    every = [sheet for sheets in PAPERINDEX.values() for sheet in sheets]
    return Press(
        "paperindex span", "paperindex", "/ljrb/content/PaperIndex.htm", files, expected(every),
        issues=labels(PAPERINDEX), span=("2024-07-31", "2024-08-02"), absent=["2024-07-31"],
        pseudo=fillers(every), shape="d",
        traps={"20240801/Page01NU.htm": "codes of templates change over the years"},
    )  # fmt: skip


# joyhua: names by page and order, a folder mhtml, a first page that has two addresses


def joyhua() -> Press:
    folder = "/ljrb/20240802/mhtml"

    def item(page: str, k: int, kind: str = "article", kicker: str = "", deck: str = "") -> Item:
        number = 4200 + 10 * len(page) + k
        return Item(number, f"{folder}/{page}_content_{k:03d}.htm", kind, kicker, deck)

    first = [item("index", 0, "article", "灯下澧江", "一条水渠修了三年"), item("index", 1)]
    second = [item("page_02", 0), item("page_02", 1, "credit")]
    sheets = [
        Sheet("01", f"{folder}/index.htm", first, "/pdf/01.pdf"),
        Sheet("02", f"{folder}/page_02.htm", second, "/pdf/02.pdf"),
    ]
    files = {"/ljrb/": b"<script>location.href = '20240802/mhtml/index.htm';</script>"}
    for here, sheet in enumerate(sheets):
        # The page itself is listed as index.htm on the one page and as page_01.htm on the other.
        front = ("index.htm", "page_01.htm")[here]
        rows = "".join(
            f"<div class='bmml_con_div'><a class='bmdh_con_a' href='{name}'>{s.heading}</a>"
            f"<a href='{s.pdf}'>PDF</a></div>"
            for name, s in zip((front, "page_02.htm"), sheets, strict=True)
        )
        turn = "<a href='index.htm'>上一版</a>" if here else "<a href='page_01.htm'>首版</a>"
        body = (
            f"<a href='/ljwb/20240803/mhtml/index.htm'>澧江晚报</a>{turn}{rows}{picture(sheet)}"
            f"<ul>{entries(list(sheet.items))}</ul>"
        )
        files[sheet.file] = document(JOYHUA, f"澧江日报 {sheet.heading}", body)
    files[f"{folder}/page_01.htm"] = files[f"{folder}/index.htm"]
    return Press(
        "joyhua mhtml", "joyhua", "/ljrb/", files | texts(JOYHUA, sheets, DAY), expected(sheets),
        issues=labels({DAY: sheets}), pseudo=fillers(sheets),
        traps={f"{folder}/page_01.htm": "the first page under a second address"},
    )  # fmt: skip


# shtml: the entry is itself a page, and a sister paper with a newer issue stands in its menu


def shtml() -> Press:
    def item(k: int, kind: str = "article", kicker: str = "", deck: str = "") -> Item:
        return Item(4300 + k, f"/shtml/ljrb/20240802/{104300 + k}.shtml", kind, kicker, deck)

    sheets = [
        Sheet("A1", "/shtml/ljrb/20240802/vA1.shtml",
              [item(1, "article", "灯下澧江", "一条水渠修了三年"), item(2), item(3, "guide")],
              "/pdf/A1.pdf"),
        Sheet("A2", "/shtml/ljrb/20240802/vA2.shtml", [item(11), item(12, "advertisement")],
              "/pdf/A2.pdf"),
    ]  # fmt: skip

    def page(sheet: Sheet, folder: str = "") -> bytes:
        rows = "".join(
            f"<li><a href='{folder}{basename(s.file)}'>{s.heading}</a><a href='{s.pdf}'>PDF</a>"
            "</li>"
            for s in sheets
        )
        listed = entries(list(sheet.items)) + picture(sheet)
        listed = listed.replace("href='", f"href='{folder}")
        sisters = (
            "<a href='/shtml/ljwb/20240803/vA01.shtml'>澧江晚报</a>"
            "<a href='/shtml/ljnb/20240731/v01.shtml'>澧江农民报</a>"
        )
        return document(GBK, f"澧江日报 {sheet.heading} 王喆", f"{sisters}<ul>{rows}</ul>{listed}")

    files = texts(GBK, sheets, DAY) | {sheet.file: page(sheet) for sheet in sheets}
    files["/shtml/index_ljrb.shtml"] = page(sheets[0], "/shtml/ljrb/20240802/")
    return Press(
        "shtml front", "shtml", "/shtml/index_ljrb.shtml", files, expected(sheets),
        issues=labels({DAY: sheets}), pseudo=fillers(sheets),
        traps={"/shtml/ljwb/20240803/vA01.shtml": "a sister paper with a newer issue"},
    )  # fmt: skip


# szbz: Index.Html lists the issue and is no page; the server takes Html and html alike


def szbz() -> Press:
    folder = "/Html/szbz/20240802"

    def item(k: int, kind: str = "article", kicker: str = "", deck: str = "") -> Item:
        return Item(4400 + k, f"{folder}/szbz{34400 + k}.Html", kind, kicker, deck)

    both = item(3)
    first = [item(1, "article", "灯下澧江", "一条水渠修了三年"), both]
    second = [item(11), both, item(12, "picture")]
    sheets = [
        Sheet("A1", f"{folder}/szbzA1.Html", first, "/pdf/A1.pdf"),
        Sheet("A2", f"{folder}/szbzA2.Html", second, "/pdf/A2.pdf"),
    ]
    rows = "".join(
        f"<li><a href='{s.file}'>{s.heading}</a><a href='{s.pdf}'>PDF</a></li>" for s in sheets
    )
    other = rows.replace(".Html", ".html").replace("/Html/", "/html/")
    files = texts(GBK, sheets, DAY)
    for sheet in sheets:
        listed = entries(list(sheet.items))
        far = "".join(f"<li><a href='{i.file}'>{i.title}</a></li>" for i in sheet.items)
        far = far.replace(".Html", ".html").replace("/Html/", "/html/")
        body = f"<a href='Index.Html'>目录</a>{rows}{other}{picture(sheet)}<ul>{listed}{far}</ul>"
        files[sheet.file] = document(GBK, f"澧江日报 {sheet.heading}", body)
    for old, new in ((".Html", ".html"), ("/Html/", "/html/")):  # whatever is asked for is there
        files |= {path.replace(old, new): body for path, body in files.items()}
    older = "<a href='../20240801/szbzA1.Html'>上一期</a>"
    files[f"{folder}/Index.Html"] = document(GBK, "澧江日报", f"{older}<ul>{rows}</ul>")
    files["/Html/szbz/"] = refresh("20240802/Index.Html")
    return Press(
        "szbz mixed", "szbz", "/Html/szbz/", files, expected(sheets),
        issues=labels({DAY: sheets}), pseudo=fillers(sheets),
        traps={"/html/szbz/20240802/szbzA1.html": "one address in two spellings"},
    )  # fmt: skip


PRESSES = (paperindex(), joyhua(), shtml(), szbz())
