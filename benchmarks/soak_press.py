"""The demo newspaper with an issue on every day of a century, for crawls that last.

    python -m benchmarks.soak_press --port-file FILE

Each day's issue is the demo's first one: its pages, files and articles.  In headlines and
paragraphs each Chinese character is exchanged for another one, by a rule of the day, so that no
two articles are alike.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import deque
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from crawler.demo import paper
from crawler.demo.server import Reply, Server, replying

FIRST, LAST = date(1930, 1, 1), date(2029, 12, 31)
_BASE = date(2022, 8, 3)
_DAY = re.compile(r"(\d{4})-(\d\d)/(\d\d)/")
_MONTH = re.compile(r"/html/(\d{4})-(\d\d)/period\.xml$")
_TEXT = re.compile(r"(<title>|<p>|<P>|<founder-title>|content_\d+\.htm>)([^<>]+)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_FOUND = Reply(b"<h1>404</h1>", status=404)


class SoakPress:
    """What it answers, by path."""

    def __init__(self) -> None:
        site = paper.site()
        here = f"{_BASE:%Y-%m/%d}/"
        self._pages = {path: reply for path, reply in site.items() if here in path}
        self._entry = site[paper.FOLDER]
        texts = "".join(self._html(reply) for reply in self._pages.values())
        self._letters = sorted(set(_HAN.findall(texts)))
        self._place = {letter: number for number, letter in enumerate(self._letters)}

    @staticmethod
    def _html(reply: Reply) -> str:
        is_html = reply.content_type.startswith("text/html")
        return reply.body.decode("utf-8-sig") if is_html else ""

    def answer(self, path: str) -> Reply:
        """The reply to a path; a day outside the century has no issue."""
        if path.split("?")[0] in (paper.FOLDER, "/"):
            return self._entry
        if month := _MONTH.search(path):
            return self._calendar(int(month[1]), int(month[2]))
        found = _DAY.search(path)
        if found is None:
            return _NOT_FOUND
        try:
            day = date(*map(int, found.groups()))
        except ValueError:
            return _NOT_FOUND
        reply = self._pages.get(_DAY.sub(f"{_BASE:%Y-%m/%d}/", path.split("?")[0]))
        return self._of_day(reply, day) if reply and FIRST <= day <= LAST else _NOT_FOUND

    def _of_day(self, reply: Reply, day: date) -> Reply:
        if reply.content_type.startswith("image") or reply.content_type.endswith("pdf"):
            return Reply(reply.body + f"\n%{day}".encode(), content_type=reply.content_type)
        text = self._html(reply)
        text = _TEXT.sub(lambda found: found[1] + self._turned(found[2], day), text)
        for form in ("%Y-%m/%d", "%Y-%m-%d", "%Y年%m月%d日"):
            text = text.replace(_BASE.strftime(form), day.strftime(form))
        return Reply(text.encode("utf-8"), content_type="text/html", packed=True)

    def _turned(self, text: str, day: date) -> str:
        shift = (day - FIRST).days
        letters, place = self._letters, self._place
        count = len(letters)

        def turn(found: re.Match[str]) -> str:
            # Two letters of one text wander apart: days of the same shift differ all the same.
            old = place[found[0]]
            return letters[(old + shift + old * (shift // count)) % count]

        return _HAN.sub(turn, text)

    @lru_cache(maxsize=64)  # noqa: B019 (one press a process)
    def _calendar(self, year: int, month: int) -> Reply:
        days, day = [], date(year, month, 1)
        while day.month == month:
            days.append(day)
            day += timedelta(1)
        rows = "".join(
            f'<period id="{day:%Y%m%d}"><period_name>{day}</period_name><period_date>{day}'
            "</period_date><front_page>node_201.htm</front_page></period>\n"
            for day in days
        )
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<period_list>\n{rows}</period_list>'
        return Reply(text.encode(), content_type="text/xml")


def main() -> None:
    """Serve it until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port-file", type=Path, required=True)
    file: Path = parser.parse_args().port_file
    log: Any = deque(maxlen=100)  # an hour is half a million lines
    with Server(replying(SoakPress().answer, log), "127.0.0.1", 0) as server:
        part = file.with_suffix(".part")
        part.write_text(str(server.server_address[1]))
        part.rename(file)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
