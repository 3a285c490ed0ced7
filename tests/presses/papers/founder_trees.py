"""Founder (翔宇) e-papers of the new generation: two trees, two hosts, short names, a switch."""

from __future__ import annotations

from datetime import date

from tests.presses.kit import (
    Item,
    Sheet,
    Skin,
    article,
    document,
    expected,
    fillers,
    labels,
)
from tests.presses.papers.founder import NBS_DAY, nbs_files, nbs_issue
from tests.presses.static import Press

DAY = "2024-08-03"


def enpproperty(item: Item, sheet: Sheet, day: str) -> str:
    """What the system writes for machines behind the text."""
    return (
        f"<!--enpproperty <date>{day} 00:00:00:0</date><author></author>"
        f"<title>{item.title}</title>"
        f"<introtitle>{item.kicker}</introtitle><subtitle>{item.subtitle}</subtitle>"
        "<siteid>1</siteid>/enpproperty-->"
    )


NEW = Skin(
    '<p id="PreTitle" class="introtitle">{}</p>',
    '<h2 id="Title" class="art-title">{}</h2>',
    '<p id="SubTitle" class="subtitle">{}</p>',
    '<div id="ozoom" class="content"><founder-content><!--enpcontent--><p></p><p></p>{}'
    "<!--/enpcontent--></founder-content></div>",
    "<p>　　{}</p>",
    after=enpproperty,
)


def issue(pages: str, articles: str, base: int) -> list[Sheet]:
    """Two pages; `pages` has {label}, `articles` has {n}."""
    made = []
    for p, label in enumerate(("01", "02"), 1):
        n = base + p * 10
        items = [
            Item(n + 1, articles.format(n=n + 1), "article", "灯下澧江", "一条水渠修了三年"),
            Item(n + 2, articles.format(n=n + 2)),
            Item(n + 3, articles.format(n=n + 3), "picture" if p == 1 else "credit"),
        ]
        made.append(Sheet(label, pages.format(label=label), items, f"/pdf/{label}.pdf"))
    return made


def page(sheet: Sheet, every: list[Sheet], host: str = "", base: str = "") -> bytes:
    """Everything on one line; areas in fractions; the PDF's address is a text."""
    areas = "".join(
        f'<Area coords="200.759447,{n}.98722,210.5,{n}.98722,210.5,{n + 9}.1" shape="polygon" '
        f'href="{host}{item.file}">'
        for n, item in enumerate(sheet.items)
    )
    rows = "".join(
        f"<li class='posRelative'><a href='{base}{s.file}'>{s.heading}</a></li>" for s in every
    )
    entries = "".join(
        f"<li class='clearfix'><a href='{host}{i.file}'><h4>{i.title}</h4></a></li>"
        for i in sheet.items
    )
    body = (
        "<a href='/zwb/layout/202408/03/node_01.html'>藏文版</a>"
        "<span id='paperdate'>2024年08月03日</span><a id='goPrePeriod' href='#'>上一期</a>"
        "<a id='goNextPeriod' href='#'>下一期</a>"
        f"<a id='goNextPeriod' href='#'>下一期</a><ul id='layoutlist'>{rows}</ul>"
        f"<img class='preview' src='/pic/{sheet.label}.jpg.1' usemap='#PagePicMap'>"
        f"<MAP NAME='PagePicMap'>{areas}</MAP><p id='pdfUrl'>{sheet.pdf}</p>"
        f"<ul id='articlelist'>{entries}</ul>"
    )
    return document(NEW, "澧江日报数字报", body)


def files(every: list[Sheet], host: str = "") -> dict[str, bytes]:
    made = {sheet.file: page(sheet, every, host) for sheet in every}
    for sheet in every:
        made[sheet.pdf] = b"%PDF-1.4\n%%EOF\n" + sheet.label.encode()
        made[f"/pic/{sheet.label}.jpg.1"] = b"\xff\xd8\xff\xe0" + sheet.label.encode()
        made |= {i.file: article(NEW, i, sheet, DAY) for i in sheet.items}
    return made


def press(name: str, platform: str, entry: str, every: list[Sheet], host: str = "",
          more: dict[str, bytes] | None = None, shape: str = "") -> Press:  # fmt: skip
    """The newest issue; the entry shows its first page."""
    front = page(every[0], every, host)
    return Press(
        name, platform, entry, files(every, host) | {entry: front} | (more or {}),
        expected(every), issues=labels({DAY: every}), pseudo=fillers(every), shape=shape,
    )  # fmt: skip


def webtree() -> Press:
    """The first page lists the whole issue, page by page; the others have no list of articles."""
    every = issue("/col/202408/03/node_{label}.html", "/con/202408/03/content_{n}.html", 3700)
    tree = "".join(
        f"<dl><dt><a href='{s.file}'>{s.heading}</a></dt>"
        + "".join(f"<dd><a href='{i.file}'>{i.title}</a></dd>" for i in s.items)
        + "</dl>"
        for s in every
    )
    made = files(every) | {
        sheet.file: document(
            NEW, "澧江证券报", f"<h3>{sheet.heading}</h3><div id='webtree'>{tree}</div>"
        )
        for sheet in every
    }
    made["/col/index.html"] = made[every[0].file]
    return Press(
        "founder_new webtree", "founder_new", "/col/index.html", made, expected(every),
        issues=labels({DAY: every}), pseudo=fillers(every),
    )  # fmt: skip


NEW_ISSUE = issue("/ljrb/pc/layout/202408/03/node_{label}.html",
                  "/ljrb/pc/content/202408/03/content_{n}.html", 3500)  # fmt: skip
HOSTS = issue("/ljwb/pc/html/202408/03/node_{label}.html",
              "/ljwb/pc/html/202408/03/content_{n}.html", 3600)  # fmt: skip
SHORT = issue("/ljwbpc/202408/03/l{label}.html", "/ljwbpc/202408/03/c{n}.html", 3800)
SWITCH = [
    {"until": date(2024, 8, 2), "platform": "founder_nbs",
     "issue": "/ljrb/html/{YYYY}-{MM}/{DD}/nbs.D110000ljrb_01.htm"},
    {"since": date(2024, 8, 3), "issue": "/ljrb/pc/layout/{YYYY}{MM}/{DD}/node_01.html"},
]  # fmt: skip

PRESSES = (
    press("founder_new", "founder_new", "/ljrb/pc/layout/index.html", NEW_ISSUE, shape="b"),
    press("founder_new two hosts", "founder_new", "/ljwb/pc/html/index.html", HOSTS, "{{other}}"),
    webtree(),
    press("founder_short", "founder_short", "/ljwbpc/", SHORT),
    Press(
        "founder_new switch", "founder_new", "/ljrb/pc/layout/index.html",
        files(NEW_ISSUE) | nbs_files()
        | {"/ljrb/pc/layout/index.html": page(NEW_ISSUE[0], NEW_ISSUE)},
        expected([*nbs_issue(), *NEW_ISSUE]),
        issues=labels({NBS_DAY: nbs_issue(), DAY: NEW_ISSUE}),
        pseudo=fillers([*nbs_issue(), *NEW_ISSUE]),
        span=("2024-08-01", "2024-08-03"), absent=["2024-08-01"],
        options={"editions": SWITCH}, shape="l",
    ),
)  # fmt: skip
