"""A press whose articles go over several pages, each in another form; a press of one process.

    with MultiPagePress() as press:
        crawl(press.base)

What an article says is in `ARTICLES`; `press.pages` may be changed while it runs, a path that is
taken out answers 404.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

from crawler.demo.server import Served, Server
from tests.presses.phrases import story

# name → (headline, pages of paragraphs); the paragraphs of one story, three or four pages of it.
ARTICLES = {
    name: (story(seed)[0], [story(seed * 10 + k)[1][:3] for k in range(1, count + 1)])
    for seed, (name, count) in enumerate(
        {"trs": 3, "full": 3, "query": 4, "chain": 3, "gap": 4, "options": 2, "dashes": 2,
         "folder": 2, "single": 1, "wrong": 1}.items(), 1,
    )
}  # fmt: skip
EDITOR = "（责任编辑：陆远）"
TRS, FULL, CHAIN, GAP = "t20220804_912345", "content_9100002", "c_1129100004", "9100005"


def body(name: str) -> str:
    """The text of an article as its record ought to have it."""
    return "\n".join(p for page in ARTICLES[name][1] for p in page)


def page(title: str, paragraphs: list[str], pager: str, extra: str = "") -> bytes:
    """One page; the headline and the information line are printed on each."""
    text = "".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}_渡口网</title></head><body>"
        f"<h1>{title}</h1><div class='info'>来源：渡口网　2022-08-04 09:13</div>"
        f"<div class='content'>{text}{extra}</div><div class='pages'>{pager}</div>"
        "<div>版权所有：渡口网</div></body></html>"
    ).encode()


def link(to: str, words: str) -> str:
    return f"<a href='{to}'>{words}</a>"


def site() -> dict[str, bytes]:
    """path and query → page."""
    pages: dict[str, bytes] = {}

    def put(name: str, number: int, path: str, pager: str, title: str = "") -> None:
        headline, parts = ARTICLES[name]
        last = f"<p>{EDITOR}</p>" if number == len(parts) else ""
        picture = f"<p><img src='/pictures/{name}{number}.jpg'></p>"
        pages[path] = page(title or headline, parts[number - 1], pager, picture + last)

    for k in range(3):
        name = TRS + (f"_{k}" if k else "") + ".html"
        put(
            "trs", k + 1, f"/trs/{name}", f"<script>createPageHTML(3,{k},'{TRS}','html');</script>"
        )
    whole = [p for part in ARTICLES["full"][1] for p in part]
    names = [f"{FULL}.htm", *(f"{FULL}_{k}.htm" for k in (2, 3, 4))]
    pager = "".join(link(name, f"[{k}]") for k, name in enumerate(names[:3], 1))
    pager += link(names[3], "全文阅读")
    for k in range(3):
        put("full", k + 1, f"/full/{names[k]}", pager)
    pages[f"/full/{names[3]}"] = page(ARTICLES["full"][0], whole, pager, f"<p>{EDITOR}</p>")
    for k in range(1, 5):
        path = "/view.php?id=9100003" + (f"&page={k}" if k > 1 else "")
        pager = f"{k}/4 " + "".join(
            link(f"view.php?id=9100003&amp;page={n}", str(n)) for n in range(1, 5) if n != k
        )
        put("query", k, path, pager)
    for k in range(1, 4):
        onward = link(f"{CHAIN}_{k + 1}.htm", "下一页") if k < 3 else ""
        title = ARTICLES["chain"][0] + (f"（{k}）" if k > 1 else "")
        put("chain", k, f"/chain/{CHAIN}{f'_{k}' if k > 1 else ''}.htm", onward, title)
    names = [f"{GAP}.shtml", *(f"{GAP}_{k}.shtml" for k in (2, 3, 4))]
    pager = "共4页 " + "".join(link(name, f"[{k}]") for k, name in enumerate(names, 1))
    for k in (1, 2, 4):
        put("gap", k, f"/gap/{names[k - 1]}", pager)
    options = "<select><option value='9100006.html'>第1页</option>"
    options += "<option value='9100006_2.html'>第2页：尾声</option></select>"
    for k, path in ((1, "/options/9100006.html"), (2, "/options/9100006_2.html")):
        put("options", k, path, options)
    put("dashes", 1, "/n1/c1024-9100007.html", link("c1024-9100007-2.html", "【2】"))
    put("dashes", 2, "/n1/c1024-9100007-2.html", link("c1024-9100007.html", "【1】"))
    put("folder", 1, "/a/9100008", link("/a/9100008/2", "下一页"))
    put("folder", 2, "/a/9100008/2", link("/a/9100008", "上一页") + link("/a/9100008", "1"))
    put("wrong", 1, "/next/9100009.html", link("9100009_2.html", "下一页"))
    put("single", 1, "/next/9100009_2.html", "")
    firsts = ["/trs/" + TRS + ".html", f"/full/{FULL}.htm", "/view.php?id=9100003",
              f"/chain/{CHAIN}.htm", f"/gap/{GAP}.shtml", "/options/9100006.html",
              "/n1/c1024-9100007.html", "/a/9100008", "/next/9100009.html"]  # fmt: skip
    headlines = [ARTICLES[name][0] for name in ("trs", "full", "query", "chain", "gap", "options",
                                                "dashes", "folder", "wrong")]  # fmt: skip
    items = zip(firsts, headlines, strict=True)
    # The second page of one article is found before its first.
    lists = link("/options/9100006_2.html", ARTICLES["options"][0])
    lists += "".join(f"<li>{link(path, title)}</li>" for path, title in items)
    home = f"<html><head><meta charset='utf-8'><title>渡口网</title></head><body><ul>{lists}</ul>"
    return pages | {"/": (home + "</body></html>").encode()}


class MultiPagePress(Served):
    """The press, running while the context is open."""

    def __init__(self) -> None:
        self.pages = site()
        self.asked: list[str] = []
        self.guard = threading.Lock()
        self._server = Server(_handler(self), "127.0.0.1", 0)
        self.base = self._server.base


def _handler(press: MultiPagePress) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            with press.guard:
                press.asked.append(self.path)
            found = press.pages.get(self.path)
            answer = found if found is not None else b"<h1>404</h1>"
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

    return Handler
