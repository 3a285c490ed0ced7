"""An e-paper of dated folders whose pages are filled by script from data.json (shape e)."""

from __future__ import annotations

import json

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
FOLDER = "/html/2024/20240802"


def _sheets() -> list[Sheet]:
    made = []
    for p, label in enumerate(("A01", "A02"), 1):
        folder = f"{FOLDER}/20240802_{label}"
        items = [
            Item(4000 + p * 10 + k, f"{folder}/content_{4000 + p * 10 + k}.html", kind)
            for k, kind in enumerate(
                ("article", "article", "guide" if p == 1 else "advertisement")
            )
        ]
        made.append(Sheet(label, f"{folder}/index_{label}.html", items))
    return made


def press() -> Press:
    """The home page sends on to a page that shows no list; titles have <br/> in them."""
    sheets = _sheets()
    said = [
        {
            "pageNo": sheet.label,
            "pageName": sheet.heading.partition("：")[2],
            "onePageArticleList": [
                {
                    "mainTitle": item.title.replace("：", "：<br/>"),
                    "articleHref": item.file.rsplit("/", 1)[1],
                    "articleAuthor": "何觅",
                }
                for item in sheet.items
            ],
        }
        for sheet in sheets
    ]
    front = f"{FOLDER}/20240802_A01/20240802_A01.html"
    shell = document(Skin(), "澧江日报", "<div id='app'></div><script src='/app.js'></script>")
    files = {
        "/": refresh("html/2024/20240802/20240802_A01/20240802_A01.html"),
        front: shell,
        f"{FOLDER}/data.json": b"\xef\xbb\xbf" + json.dumps(said, ensure_ascii=False).encode(),
    }
    for sheet in sheets:
        files |= {item.file: article(Skin(), item, sheet, DAY) for item in sheet.items}
    return Press(
        "datedir json", "datedir", "/", files, expected(sheets), issues=labels({DAY: sheets}),
        pseudo=fillers(sheets), shape="e",
    )  # fmt: skip


PRESSES = (press(),)
