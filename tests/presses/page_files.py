"""A newspaper of two pages with a PDF, a picture and an article each."""

from __future__ import annotations

import struct
from typing import Any

from crawler.demo import pictures
from tests.presses.static import Press

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\xff\xc0"
    + struct.pack(">HBHHB", 17, 8, 480, 320, 3)
    + b"\x01\x11\x00\x02\x11\x01\x03\x11\x01"
    + b"\xff\xd9"
)
FOLDER = "/ljrb/html/2022-08/04/"
PDF_1, PDF_2 = "/ljrb/images/2022-08/04/01/01.pdf", "/ljrb/images/2022-08/04/02/02.pdf"
JPG_1, JPG_2 = "/ljrb/images/2022-08/04/01/Page_b.jpg", "/ljrb/images/2022-08/04/02/Page_b.jpg"
STORY = "渡口的新船载着茶叶和信件，慢慢驶过第三个桥洞，孩子们在岸上数灯火。" * 4


def sheet(number: int, pdf: str, picture: str) -> bytes:
    """A classic Founder page with two page links, a PDF and a map over its picture."""
    links = "".join(
        f"<tr><td><a href=node_{n}.htm id=pageLink>第0{n}版：要闻</a></td></tr>" for n in (1, 2)
    )
    return f"""<html><head><meta charset=utf-8><title>澧江日报</title></head><body>
<map name=PagePicMap><Area coords="1,1,9,1,9,9" shape="polygon" href="content_{number}.htm"></map>
<img src="{picture}" border=0 USEMAP=#PagePicMap><table>{links}</table>
<div><strong>第0{number}版：要闻</strong> <a href="{pdf}">pdf</a></div>
<ul><li><a href=content_{number}.htm>第{number}条渡船下水</a></li></ul></body></html>""".encode()


def story(number: int) -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>第{number}条渡船下水</title></head><body>"
        f"<h1>第{number}条渡船下水</h1><p>{number}号船。{STORY}</p></body></html>"
    ).encode()


def press(**changes: Any) -> Press:
    """Two pages with an article each.  `changes`: `pdf_2`, `jpg_1` … the address that the page
    names, `files` more or other answers."""
    files: dict[str, Any] = {
        FOLDER + "node_1.htm": sheet(1, changes.get("pdf_1", PDF_1), changes.get("jpg_1", JPG_1)),
        FOLDER + "node_2.htm": sheet(2, changes.get("pdf_2", PDF_2), changes.get("jpg_2", JPG_2)),
        FOLDER + "content_1.htm": story(1),
        FOLDER + "content_2.htm": story(2),
        PDF_1: pictures.pdf("page one"),
        PDF_2: pictures.pdf("page two"),
        JPG_1: JPEG,
        JPG_2: pictures.png(30, 40, 2),  # a PNG that is called .jpg
    }
    files |= changes.get("files", {})
    entry = FOLDER + "node_1.htm"
    return Press("files", "founder", entry, {k: v for k, v in files.items() if v}, {})
