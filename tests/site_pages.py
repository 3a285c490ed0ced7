"""Invented sites for the `site` platform: pages made on demand, and a crawl without a network."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable

from archive.identity import url_key
from archive.records import Ask, Found
from crawler.platforms.base import Fetched, Platform

HOME = "http://www.reed.example/"
Site = Callable[[str], str | None]  # path and query → page, None for 404

_SENTENCES = (
    "芦苇荡边的小站每天只停四趟车，站长却把候车室擦得像镜子一样亮，旅客都说坐在这里不觉得等得久。",
    "他在本子上记下每一位走远路的乡亲：谁去县城看病，谁去省城送孩子上学，谁带着新摘的莲蓬去走亲戚。",
    "去年秋天涨水，路基被泡软了一段，他和两名养路工守了三个通宵，直到第一趟列车平安通过才回家睡觉。",
    "有人劝他调到大站去，他摇摇头说，小站虽小，也是一条线上的一颗钉子，总要有人把它拧紧。",
    "如今小站要改建成观景驿站，老站长领到了一面锦旗，上面写着四个字，他看了很久，没有说话。",
)


def article(title: str, extra: str = "") -> str:
    """An article page of five paragraphs."""
    body = "".join(f"<p>　　{title}。{sentence}</p>" for sentence in _SENTENCES)
    return (
        f"<html><head><title>{title}_芦苇网</title></head><body><div><a href='/'>首页</a></div>"
        f"<h1>{title}</h1><div class='info'>来源：芦苇网　发布日期：2022-08-04 09:13</div>"
        f"<div class='content'>{body}</div>{extra}<div>版权所有：芦苇网</div></body></html>"
    )


def listing(items: Iterable[tuple[str, str]], extra: str = "") -> str:
    """A list page: (address, text) of its links."""
    links = "".join(f"<li><a href='{url}'>{text}</a></li>" for url, text in items)
    return (
        f"<html><head><title>栏目_芦苇网</title></head><body><ul>{links}</ul>{extra}</body></html>"
    )


def headline(number: int) -> str:
    """A headline that no other number has."""
    return f"芦苇荡里的第{number}个故事今天讲给你听"


def crawl(
    platform: Platform, site: Site, *, budget: int = 2000, asks: Iterable[Ask] | None = None
) -> list[tuple[Ask, Found]]:
    """Ask by priority, each address once, and tell the platform what it was."""
    queue: list[tuple[int, int, Ask]] = []
    counter, met = itertools.count(), set()
    log: list[tuple[Ask, Found]] = []
    waiting = list(platform.starts(None, None) if asks is None else asks)
    while (waiting or queue) and len(log) < budget:
        for ask in waiting:
            if url_key(ask.url) not in met:
                met.add(url_key(ask.url))
                heapq.heappush(queue, (-ask.priority, next(counter), ask))
        if not queue:
            break
        ask = heapq.heappop(queue)[2]
        found = platform.read(ask, fetch(site, ask.url))
        platform.learn(ask.url, found.verdict)
        log.append((ask, found))
        waiting = list(found.asks)
    return log


def fetch(site: Site, url: str) -> Fetched:
    """The answer of the invented site at `HOME`."""
    page = site("/" + url.split("/", 3)[3])
    headers = {"content-type": "text/html; charset=utf-8"}
    return Fetched(url, 404 if page is None else 200, (page or "").encode(), headers)


def paths(log: Iterable[tuple[Ask, Found]], verdict: str = "") -> list[str]:
    """Paths asked in this order, those with a verdict only if one is given."""
    found = [(ask.url, f.verdict) for ask, f in log]
    return ["/" + url.split("/", 3)[3] for url, v in found if verdict in ("", v)]
