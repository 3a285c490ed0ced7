"""A press of exactly 400 pages for crash tests: 1 home page, 19 lists, 380 articles.

    python -m tests.presses.bulk --port-file F --log F [--latency 0.02] [--until-eof]

It runs as a process of its own, so that what was asked of it is known although the crawler was
killed: each request is one flushed JSON line (time, path, open connections), written before the
answer is sent.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import signal
import threading
from collections.abc import Callable
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from crawler.demo.server import Hit, Reply, Server, now, replying
from tests.presses.phrases import story

LISTS = 19
A_LIST = 20
ARTICLES = LISTS * A_LIST  # 380
PAGES = 1 + LISTS + ARTICLES  # 400
NAME = "栗坪日报"
NOT_FOUND = Reply(b"<h1>404</h1>", status=404)

FRAME = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}-{name}</title></head>
<body>
<div class="nav"><a href="/">首页</a></div>
{main}
<div class="footer"><p>版权所有:{name}社 未经许可不得复制</p><p>湘ICP备00000002号</p></div>
</body></html>
"""


def article_path(number: int) -> str:
    """Where article `number` (0 to 379) stands."""
    day = date(2023, 1, 1) + timedelta(days=number % 300)
    return f"/{day:%Y/%m%d}/{1000 + number}.shtml"


def list_path(number: int) -> str:
    """Where list `number` (0 to 18) stands."""
    return f"/xw/list_{number + 1}.html"


def site() -> dict[str, Reply]:
    """All 400 pages by path; robots.txt comes on top of them."""
    pages = {"/": framed("首页", links_of([(list_path(n), f"第{n + 1}页") for n in range(LISTS)]))}
    for number in range(LISTS):
        members = range(number * A_LIST, (number + 1) * A_LIST)
        links = links_of([(article_path(n), story(n)[0]) for n in members])
        ahead = f'<a href="{list_path(number + 1)}">下一页</a>' if number + 1 < LISTS else ""
        pages[list_path(number)] = framed(f"新闻第{number + 1}页", links + ahead)
    for number in range(ARTICLES):
        pages[article_path(number)] = article(number)
    return pages


def links_of(links: list[tuple[str, str]]) -> str:
    """A list of (address, words)."""
    rows = [f'<li><a href="{url}">{html.escape(text)}</a></li>' for url, text in links]
    return '<ul class="list">\n' + "\n".join(rows) + "\n</ul>\n"


def article(number: int) -> Reply:
    """The page of an article."""
    title, paragraphs = story(number)
    path = article_path(number)
    printed = f"{path[1:5]}年{path[6:8]}月{path[8:10]}日 08时{number % 60:02}分00秒"
    body = "\n".join(f"<p>　　{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    info = f"<div>作者: 来源:{NAME} 发布日期:{printed} 编辑:白露</div>"
    return framed(title, f"<h1>{html.escape(title)}</h1>\n{info}\n<div id=zoom>\n{body}\n</div>")


def framed(title: str, main: str) -> Reply:
    """A page of the press."""
    return Reply(FRAME.format(title=html.escape(title), name=NAME, main=main).encode())


def serve(log: Path, latency: float, port: int = 0) -> Server:
    """The server, bound but not started; `latency` is seconds before each answer."""
    pages = site()
    pages["/robots.txt"] = Reply(b"User-agent: *\nAllow: /\n", content_type="text/plain")
    lines = log.open("a", encoding="utf-8")
    guard = threading.Lock()
    hits: list[Hit] = []

    def answer(target: str) -> Reply:
        record = {"time": now(), "path": target, "open": server.open_connections}
        with guard:
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            lines.flush()
        server.stopping.wait(latency)
        return pages.get(target.partition("?")[0], NOT_FOUND)

    server = _LoggingServer(replying(answer, hits), port, lines.close)
    return server


class _LoggingServer(Server):
    """Closes its log when the last thread has ended."""

    def __init__(
        self, handler: type[BaseHTTPRequestHandler], port: int, close_log: Callable[[], None]
    ) -> None:
        super().__init__(handler, "127.0.0.1", port)
        self._close_log = close_log

    def stop(self) -> None:
        super().stop()
        self._close_log()


def main() -> None:
    """Serve until SIGTERM or SIGINT, or with --until-eof until standard input ends."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--port-file", type=Path, required=True)
    options.add_argument("--log", type=Path, required=True)
    options.add_argument("--latency", type=float, default=0.0)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--until-eof", action="store_true")
    given = options.parse_args()
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    with serve(given.log, given.latency, given.port) as server:
        draft = given.port_file.with_suffix(".tmp")
        draft.write_text(str(server.server_port), "ascii")
        os.replace(draft, given.port_file)  # whoever sees the file can read it whole
        if given.until_eof:
            threading.Thread(target=_wait_for_eof, args=(done,), daemon=True).start()
        done.wait()


def _wait_for_eof(done: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    done.set()


if __name__ == "__main__":
    main()
