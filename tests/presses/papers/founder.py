"""Founder (方正) e-papers, classic and nbs/nw generation, with the traps that are really met."""

from __future__ import annotations

from posixpath import dirname, relpath
from typing import Any

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
from tests.presses.static import Press

SISTER = "<a href='/ljwb/html/2024-08/02/node_3.htm'>澧江晚报</a>"
UNION = (
    "<!--dl id='dlUnion'><dt>全国数字报联盟</dt><dd><a href='node_999.htm'>旧版</a>"
    "<a href='content_999.htm'>旧稿</a></dd></dl-->"
)
CELLS = Skin(
    "<table><tr><td class='font02'>{}</td></tr>",
    "<tr><td class='font01'>{}</td></tr>",
    "<tr><td class='font02'>{}</td></tr><tr><td class='font02'></td></tr></table>",
    "<DIV id=ozoom><!--enpcontent-->{}<!--/enpcontent--></DIV>",
    "<P><p>&nbsp;&nbsp;&nbsp;&nbsp;{}</p></P>",
    after=lambda item, sheet, day: mpproperty(sheet, day, item.title),
)


def mpproperty(sheet: Sheet, day: str, title: str = "") -> str:
    """What the system writes for machines after </html>; the picture's host is an internal one."""
    return (
        f"<!--mpproperty <founder-date>{day}</founder-date><founder-title>{title}</founder-title>"
        f"<founder-pagenum>{sheet.label}</founder-pagenum>"
        "<founder-pagepicurl>http://site1/ljrb/images/Page_b.jpg</founder-pagepicurl>"
        "<founder-papername>澧江日报</founder-papername> /mpproperty-->"
    )


def classic_page(sheet: Sheet, every: list[Sheet], day: str, before: str = "") -> bytes:
    """A page in mixed case, with unquoted attributes and one id on many links."""

    def to(target: str) -> str:
        return relpath(target, dirname(sheet.file))

    areas = "".join(
        f'<Area coords="14,{97 + 50 * n},232,{97 + 50 * n},232,{141 + 50 * n}" shape="polygon" '
        f'href="./{to(item.file)}?div=-1">'
        for n, item in enumerate(sheet.items)
    )
    rows = "".join(
        f"<TR><TD><a href={to(s.file)} id=pageLink>{s.heading}</a></TD>"
        f"<TD><a href={to(s.pdf)}><IMG src=pdf.gif></a></TD></TR>"
        for s in every
    )
    entries = "".join(
        f"<tr><td><a href={to(item.file)}?div=-1><div id=mp1>{item.title}</div></a></td></tr>"
        for item in sheet.items
    )
    menu = "".join(f"<a href=./{to(i.file)}>{i.title}</a>" for s in every for i in s.items)
    here = every.index(sheet)
    onward = f"<a class=preart href={to(every[here + 1].file)}>下一版</a>" if here == 0 else ""
    previous = f"<a class=preart href={to(before)}>上一期</a>" if before else ""
    body = (
        f"<SPAN></SPAN>{SISTER}<map name=PagePicMap>{areas}</map>"
        f"<img src={to(f'/ljrb/images/{day}/{sheet.label}.jpg')} USEMAP=#PagePicMap>"
        f"<table><tr><td>{sheet.heading}</td><td>{onward}{previous}</td></tr></table>"
        f"<TABLE>{entries}</TABLE><div id=bmdh><TABLE>{rows}</TABLE></div>"
        f"<DIV id=btdh>{menu}</DIV>{UNION}"
    )
    return document(CELLS, "澧江日报", body, mpproperty(sheet, day))


def classic_issue(day: str, base: int) -> list[Sheet]:
    """Two pages with a jump pair, an article on both, a guide, an advertisement, a page credit."""
    folder = f"/ljrb/html/{day[:7]}/{day[8:]}"

    def item(k: int, kind: str = "article", **more: Any) -> Item:
        return Item(base + k, f"{folder}/content_{base + k}.htm", kind, **more)

    both = item(3)
    first = [
        item(1, kicker="灯下澧江", subtitle="一条水渠修了三年", jump="（下转A02版）"),
        item(2), both, item(4, "guide"), item(5, "credit"),
    ]  # fmt: skip
    second = [
        item(11, jump="（上接A01版）", head=base + 1),
        both,
        item(12, "advertisement"),
        item(13),
    ]
    return [
        Sheet("A01", f"{folder}/node_19.htm", first, f"/ljrb/pdf/{day}/周五A01.pdf", "头版"),
        Sheet("A02", f"{folder}/node_23.htm", second, f"/ljrb/pdf/{day}/周五A02.pdf", "要闻"),
    ]


def classic_files(issues: dict[str, list[Sheet]], linked: dict[str, str]) -> dict[str, bytes]:
    """Everything of these issues; `linked`: day → the day that its 上一期 leads to."""
    files: dict[str, bytes] = {}
    for day, every in issues.items():
        before = issues[linked[day]][0].file if day in linked else ""
        for sheet in every:
            files[sheet.file] = classic_page(sheet, every, day, before)
            files[sheet.pdf] = b"%PDF-1.4\n%%EOF\n" + sheet.pdf.encode()
            picture = b"\xff\xd8\xff\xe0" + sheet.file.encode()
            files[f"/ljrb/images/{day}/{sheet.label}.jpg"] = picture
            for item in sheet.items:
                files.setdefault(item.file, article(CELLS, item, sheet, day))
    return files


def calendar(*days: str) -> bytes:
    """period.xml of a month."""
    rows = "".join(
        f"<period id='{n}'><period_date>{day}</period_date><front_page>node_19.htm</front_page>"
        "</period>"
        for n, day in enumerate(days)
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><period_list>{rows}</period_list>".encode()


ISSUES = {
    day: classic_issue(day, base)
    for day, base in (("2024-07-30", 3100), ("2024-08-01", 3200), ("2024-08-02", 3300))
}
ENTRY = {"/ljrb/": refresh("html/2024-08/02/node_19.htm?v=1")}
OLDER = {day: ISSUES[day] for day in ("2024-07-30", "2024-08-01")}


def every_sheet(issues: dict[str, list[Sheet]]) -> list[Sheet]:
    return [sheet for sheets in issues.values() for sheet in sheets]


NEWEST = {"2024-08-02": ISSUES["2024-08-02"]}
CALENDARS = {
    "/ljrb/html/2024-07/period.xml": calendar("2024-07-29", "2024-07-30"),
    "/ljrb/html/2024-08/period.xml": calendar("2024-08-01", "2024-08-02"),
}
NBS_DAY = "2024-08-02"


def nbs_issue() -> list[Sheet]:
    """Labels stand in the addresses."""
    folder = "/ljrb/html/2024-08/02"

    def item(label: str, k: int, kind: str = "article") -> Item:
        name = f"nw.D110000ljrb_20240802_{k}-{label}.htm"
        return Item(3400 + int(label) * 10 + k, f"{folder}/{name}", kind)

    return [
        Sheet(label, f"{folder}/nbs.D110000ljrb_{label}.htm",
              [item(label, 1), item(label, 2), item(label, 3, "credit")],
              f"/ljrb/images/{label}.pdf")
        for label in ("01", "02", "03")
    ]  # fmt: skip


def nbs_page(sheet: Sheet, every: list[Sheet]) -> bytes:
    """Titles are written by a script; node_1.htm is the paper's own node, no page."""

    def to(target: str) -> str:
        return relpath(target, dirname(sheet.file))

    slides = "".join(
        f"<div class='swiper-slide'><a id=pageLink href=./{to(s.file)}>{s.label}版："
        f"{s.heading.partition('：')[2]}</a></div>"
        for s in every
    )
    entries = "".join(
        f'<li><a href={to(i.file)}><script>document.write(view("{i.title} "))</script></a></li>'
        for i in sheet.items
    )
    areas = "".join(
        f'<Area coords="1,2,3,4,5,{n}" shape="polygon" href="{to(i.file)}">'
        for n, i in enumerate(sheet.items)
    )
    menu = "".join(f"<a href={to(i.file)}>{i.title}</a>" for s in every for i in s.items)
    body = (
        f"<map name=PagePicMap>{areas}</map><img src=../../../img.jpg usemap='#PagePicMap'>"
        f"<li>{sheet.label}版:{sheet.heading.partition('：')[2]} "
        f"<a href={to(sheet.pdf)}>PDF</a></li>"
        f"<a href='node_1.htm'>全部</a>{slides}<div id='titleList'><ul>{entries}</ul></div>"
        f"<div id=btdh>{menu}</div><a href='#' onClick='goPrePeriod()'>上一期</a>"
    )
    return document(Skin(), "澧江日报", body)


def nbs_files() -> dict[str, bytes]:
    every = nbs_issue()
    skin = Skin("<h3>{}</h3>", "<h1>{}</h1>", "<h2>{}</h2>", "<div id='articleContent'>{}</div>")
    files = {sheet.file: nbs_page(sheet, every) for sheet in every}
    for sheet in every:
        files[sheet.pdf] = b"%PDF-1.4\n%%EOF\n" + sheet.label.encode()
        files |= {i.file: article(skin, i, sheet, NBS_DAY) for i in sheet.items}
    files["/ljrb/html/img.jpg"] = files["/ljrb/img.jpg"] = b"\xff\xd8\xff\xe0picture"
    files["/ljrb/html/2024-08/02/node_1.htm"] = document(skin, "澧江日报", "<p>全部</p>")
    return files


PRESSES = (
    Press(
        "founder_classic", "founder_classic", "/ljrb/",
        ENTRY | CALENDARS | classic_files(ISSUES, {}), expected(every_sheet(NEWEST)),
        issues=labels(NEWEST), pseudo=fillers(every_sheet(NEWEST)), shape="a",
        traps={"node_999.htm": "links in comments", "content_3303.htm": "an article on two pages"},
    ),
    Press(
        "founder_classic calendar", "founder_classic", "/ljrb/",
        ENTRY | CALENDARS | classic_files(ISSUES, {}), expected(every_sheet(ISSUES)),
        issues=labels(ISSUES), pseudo=fillers(every_sheet(ISSUES)),
        span=("2024-07-30", "2024-08-02"), absent=["2024-07-31"],
    ),
    Press(
        "founder_classic back", "founder_classic", "/ljrb/",
        ENTRY | classic_files(ISSUES, {"2024-08-02": "2024-08-01", "2024-08-01": "2024-07-30"}),
        expected(every_sheet(OLDER)), issues=labels(OLDER), pseudo=fillers(every_sheet(OLDER)),
        span=("2024-07-30", "2024-08-01"), absent=["2024-07-31"],
    ),
    Press(
        "founder_nbs", "founder_nbs", "/ljrb/",
        {"/ljrb/": refresh("html/2024-08/02/nbs.D110000ljrb_01.htm")} | nbs_files(),
        expected(nbs_issue()), issues=labels({NBS_DAY: nbs_issue()}),
        pseudo=fillers(nbs_issue()), shape="c",
    ),
)  # fmt: skip
