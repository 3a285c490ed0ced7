"""E-papers of the smaller vendors: two pages, five articles, one advertisement, one page credit.

Each has the addresses and marks of its vendor, links that are not its own (a sister paper, the
issue before), and the same page linked three times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import dirname, relpath

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

DAY = "2024-08-02"


@dataclass(frozen=True)
class Vendor:
    """How one vendor names things; paths have {ymd}, {y}, {m}, {d}, {page}, {n}, {k}."""

    name: str
    entry: str
    page: str
    article: str
    skin: Skin = field(default_factory=Skin)
    labels: tuple[str, ...] = ("01", "02")
    stubs: tuple[tuple[str, str], ...] = ()  # path → where it sends on
    first: str = ""  # path of the first page, where it has a name of its own
    address: str = "href"  # attribute that holds the address of an article
    number: int = 1000
    before: str = "2024-08-01"


def path(pattern: str, day: str, label: str = "", n: int = 0, k: int = 0) -> str:
    y, m, d = day.split("-")
    bare = label.lstrip("A")
    return pattern.format(ymd=y + m + d, y=y, m=m, d=d, page=label, bare=bare, n=n, k=k)


def sheets(vendor: Vendor, day: str) -> list[Sheet]:
    """Two pages: an article with kicker and deck, one on both, an advertisement, a credit."""
    made = []
    shared = None
    for number, label in enumerate(vendor.labels):
        items = []
        for k in range(1, 4):
            n = vendor.number + number * 10 + k
            kicker = "灯下澧江" if k == 1 else ""
            subtitle = "一条水渠修了三年" if k == 1 else ""
            items.append(
                Item(n, path(vendor.article, day, label, n, k), "article", kicker, subtitle)
            )
        if number == 0:
            shared = items[2]
            n = vendor.number + 7
            items.append(Item(n, path(vendor.article, day, label, n, 7), "advertisement"))
        else:
            n = vendor.number + number * 10 + 8
            items.append(Item(n, path(vendor.article, day, label, n, 8), "credit"))
            if "{page}" not in vendor.article and "{bare}" not in vendor.article:
                items.append(shared)  # type: ignore[arg-type]
        file = path(vendor.page, day, label, k=number + 1)
        if number == 0 and vendor.first:
            file = path(vendor.first, day, label)
        made.append(Sheet(label, file, items, pdf=f"/pdf/{day}/{label}.pdf"))
    return made


def page(vendor: Vendor, sheet: Sheet, every: list[Sheet]) -> bytes:
    """The document of one page."""

    def to(target: str) -> str:
        return relpath(target, dirname(sheet.file))

    rows = "".join(
        f"<li><a href='{to(s.file)}'>{s.heading}</a> <a href='{to(s.pdf)}'>PDF</a></li>"
        for s in every
    )
    here = every.index(sheet)
    turn = "".join(
        f"<a href='{to(every[n].file)}'>{word}</a>"
        for n, word in ((here - 1, "上一版"), (here + 1, "下一版"))
        if 0 <= n < len(every)
    )
    areas = "".join(
        f"<area shape='polygon' coords='0,{40 * n},90.5,{40 * n},90.5,{40 * n + 30}' "
        f"href='{to(item.file)}'>"
        for n, item in enumerate(sheet.items)
    )
    entries = "".join(
        f"<li><a {vendor.address}='{to(item.file)}'>{item.title}</a></li>" for item in sheet.items
    )
    sister = vendor.entry.replace("ljrb", "ljwb")
    before = to(path(vendor.page, vendor.before, sheet.label, k=here + 1))
    body = (
        f"<div class='top'><a href='{sister}'>澧江晚报</a> <a href='{before}'>上一期</a></div>"
        f"<ul>{rows}</ul>{turn}<map name='PagePicMap'>{areas}</map>"
        f"<img src='/images/{sheet.label}.jpg' usemap='#PagePicMap'><h3>{sheet.heading}</h3>"
        f"<ul id='list'>{entries}</ul><!-- <a href='{to(sheet.items[0].file)}x.htm'>旧</a> -->"
    )
    return document(vendor.skin, f"澧江日报 {sheet.heading}", body)


def press(vendor: Vendor) -> Press:
    """The newest issue of the vendor's paper, from its entry."""
    every = sheets(vendor, DAY)
    files = {sheet.file: page(vendor, sheet, every) for sheet in every}
    for sheet in every:
        for item in sheet.items:
            files.setdefault(item.file, article(vendor.skin, item, sheet, DAY))
    for stub, target in vendor.stubs:
        files[path(stub, DAY)] = refresh(path(target, DAY, vendor.labels[0], k=1))
    for sheet in every:
        files[sheet.pdf] = b"%PDF-1.4\n" + sheet.label.encode() + b"\n%%EOF\n"
        files[f"/images/{sheet.label}.jpg"] = b"\xff\xd8\xff\xe0" + sheet.label.encode() * 20
    return Press(
        vendor.name, vendor.name.partition(" ")[0], vendor.entry, files, expected(every),
        issues=labels({DAY: every}), pseudo=fillers(every),
        shape="d" if vendor.name == "paperindex" else "",
    )  # fmt: skip


JOYHUA = Skin(
    "<div class='bmnr_con_yinti'>{}</div>",
    "<div class='bmnr_con_biaoti'>{}</div>",
    "<div class='bmnr_con_futi'>{}</div>",
    "<div class='bmnr_con_con'><div id='zoom'>{}</div></div>",
)
GBK = Skin(title="<h2 class='detConTit'>{}</h2>", body="<div class='details'>{}</div>",
           charset="gb18030")  # fmt: skip
VENDORS = (
    Vendor(
        "paperindex", "/ljrb/content/PaperIndex.htm", "/ljrb/content/{ymd}/Page{page}TB.htm",
        "/ljrb/content/{ymd}/Articel{page}{k:03d}JQ.htm",
        Skin(body="<span id='contenttext'>{}</span>"),
        stubs=(("/ljrb/content/PaperIndex.htm", "{ymd}/IssueIndex.htm"),
               ("/ljrb/content/{ymd}/IssueIndex.htm", "Page{page}TB.htm")),
        address="daoxiang", number=1100,
    ),
    Vendor(
        "joyhua", "/ljrb/", "/ljrb/{ymd}/html/page_{page}.htm",
        "/ljrb/{ymd}/html/content_{ymd}0{page}{k:03d}.htm", JOYHUA,
        stubs=(("/ljrb/", "{ymd}/html/index.htm"),), first="/ljrb/{ymd}/html/index.htm",
        number=1200,
    ),
    Vendor(
        "shtml", "/shtml/index_ljrb.shtml", "/shtml/ljrb/{ymd}/v{page}.shtml",
        "/shtml/ljrb/{ymd}/{n}.shtml", GBK, labels=("A01", "A02"),
        stubs=(("/shtml/index_ljrb.shtml", "ljrb/{ymd}/vA01.shtml"),), number=1300,
    ),
    Vendor(
        "szbz", "/Html/szbz/", "/Html/szbz/{ymd}/szbz{page}.Html",
        "/Html/szbz/{ymd}/szbz3{n}.Html",
        GBK, labels=("A1", "A2"),
        stubs=(("/Html/szbz/", "{ymd}/Index.Html"),
               ("/Html/szbz/{ymd}/Index.Html", "szbzA1.Html")),
        number=1400,
    ),
    Vendor(
        "datedir", "/ljrb/", "/ljrb/{y}/{ymd}/{ymd}_0{page}/{ymd}_0{page}.html",
        "/ljrb/{y}/{ymd}/{ymd}_0{page}/{ymd}_0{page}_{k}.html",
        stubs=(("/ljrb/", "{y}/{ymd}/{ymd}_001/{ymd}_001.html"),), number=1500,
    ),
    Vendor(
        "datedir jinan", "/ljrb/html/",
        "/ljrb/html/{y}/{ymd}/{ymd}_{page}/ljrb_{ymd}_00000_{page}.html",
        "/ljrb/html/{y}/{ymd}/{ymd}_{page}/ljrb_{ymd}_{n}_{page}.html", labels=("A01", "A02"),
        stubs=(("/ljrb/html/", "{y}/{ymd}/{ymd}_A01/ljrb_{ymd}_00000_A01.html"),), number=1600,
    ),
    Vendor(
        "qpaper", "/Html/", "/Html/{y}-{m}-{d}/Qpaper_{k}.html", "/Html/{y}-{m}-{d}/{n}.html",
        Skin("<div id='yinti'>{}</div>", "<div id='doctitle'>{}</div>",
             "<div id='subdoctitle'>{}</div>", "<div id='doccontent'>{}</div>"),
        stubs=(("/Html/", "{y}-{m}-{d}/Qpaper.html"),), first="/Html/{y}-{m}-{d}/Qpaper.html",
        number=1700,
    ),
    Vendor(
        "uniflows", "/epaper/ljrb/html/", "/epaper/ljrb/html/{y}/{m}/{d}/{page}/default.htm",
        "/epaper/ljrb/html/{y}/{m}/{d}/{page}/{page}_{n}.htm",
        Skin("<h5 class='yinti_title'>{}</h5>", "<h2 class='content-title'>{}</h2>",
             "<h5 class='futi_title'>{}</h5>", "<div id='pgcontent'>{}</div>"),
        stubs=(("/epaper/ljrb/html/", "{y}/{m}/{d}/01/default.htm"),), number=1800,
    ),
    Vendor(
        "edition", "/content/", "/content/{y}-{m}/{d}/edition6145_{bare}.html",
        "/content/{y}-{m}/{d}/{n}.html",
        Skin(body="<div id='newspapercontent'>{}</div>"), labels=("1", "2"),
        stubs=(("/content/", "{y}-{m}/{d}/edition6145_1.html"),), number=1900,
    ),
)  # fmt: skip

PRESSES = tuple(press(vendor) for vendor in VENDORS)
